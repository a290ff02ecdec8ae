"""Odd certificates are shown, or refused, as by CPython."""
import importlib.util
import pathlib
import ssl
import sys

import pytest

from support.guest import ROOT, Guest

pytestmark = pytest.mark.ironpython


def _builder():
    """The maker of odd certificates of tests/dotnet."""
    folder = ROOT / 'tests' / 'dotnet' / 'Tls' / 'X509' / 'Expected'
    path = folder / 'describe.py'
    spec = importlib.util.spec_from_file_location('describe', path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ODD = _builder()
CERTIFICATES = {
    'mail address that is not UTF-8': ODD.san(
        ODD.tlv(0x81, b'thd.tudu\x87')),
    'host name that ends within a character': ODD.san(
        ODD.tlv(0x82, b'a\xe2')),
    'address of a list that is not UTF-8': ODD.REFUSED['crldp bad utf-8'],
    'other name that is not UTF-8': ODD.REFUSED['san upn bad utf-8'],
    'name that is no text': ODD.REFUSED['name of sequence'],
    'name of no bits': ODD.ODD['name bit string of no bits'],
    'host name with a NUL': ODD.ODD['san dns nul'],
    'name that is malformed': ODD.REFUSED['name bad utf-8'],
}
CALLS = {
    'shown': '_ssl._test_decode_cert(odd)',
    'trusted': 'trust(cafile=odd)',
}


@pytest.fixture(scope='module')
def cpython():
    guest = Guest([sys.executable]).start()
    yield guest
    guest.close()


@pytest.mark.parametrize('call', CALLS)
@pytest.mark.parametrize('name', CERTIFICATES)
def test_an_odd_certificate_ends_as_in_cpython(
        cpython, guest, pki, tmp_path, name, call):
    odd = pathlib.Path(tmp_path, 'odd.pem')
    odd.write_text(ssl.DER_cert_to_PEM_cert(
        ODD.certificate(**CERTIFICATES[name])))
    outcomes = [interpreter.call(
        'module_calls.outcome', expression=CALLS[call],
        files={'ca': pki.cafile, 'odd': str(odd)})
        for interpreter in (cpython, guest)]
    assert outcomes[1] == outcomes[0]


@pytest.mark.parametrize('data', [b'0\x80', b'\x1f', b'0\x80' * 3, b'\0\0'])
def test_a_value_without_end_is_no_certificate(cpython, guest, pki, data):
    outcomes = [interpreter.call(
        'module_calls.outcome', expression='trust(cadata=%r)' % data,
        files={'ca': pki.cafile}) for interpreter in (cpython, guest)]
    assert outcomes[0][0] == 'raises'
    assert outcomes[1] == outcomes[0]
