"""Certificates whose key usage lacks digitalSignature.

OpenSSL asks a server's key for one of three usages and a client's for one
of two, when the chain is verified; for ECDSA suites of TLS 1.2 it asks for
digitalSignature besides, even when nothing is verified. The expected
outcomes are those of CPython, to which the same is done in the same run.
"""
import pytest

from support.authority import KEY_ALGORITHMS

pytestmark = pytest.mark.ironpython

USAGES = {
    'none said': '',
    'signature': 'digitalSignature',
    'encipherment': 'keyEncipherment',
    'agreement': 'keyAgreement',
    'both': 'keyEncipherment,keyAgreement',
    'repudiation': 'nonRepudiation',
    'data': 'dataEncipherment',
}
KEYS = ['rsa', 'ecdsa', 'ed25519']


@pytest.fixture(scope='module')
def certificates(pki):
    """The combined files, by key and usage."""
    assert set(KEYS) <= set(KEY_ALGORITHMS)
    return {
        (key, usage): pki.authority.issue(
            'usage {} {}'.format(key, usage), key=key,
            extensions='keyUsage=critical,' + USAGES[usage]
            if USAGES[usage] else '')
        for key in KEYS for usage in USAGES}


def same(guest, cpython_guest, pki, cases):
    ours, theirs = (
        who.call('usages.outcomes', cases=cases, cafile=pki.cafile)
        for who in (guest, cpython_guest))
    assert dict(zip(USAGES, ours)) == dict(zip(USAGES, theirs))
    return dict(zip(USAGES, ours))


@pytest.mark.parametrize('key', KEYS)
@pytest.mark.parametrize('version', ['TLSv1_2', 'TLSv1_3'])
@pytest.mark.parametrize('verify', [True, False])
def test_a_server_s_certificate_is_taken_as_cpython_takes_it(
        guest, cpython_guest, pki, certificates, key, version, verify):
    answers = same(guest, cpython_guest, pki, [
        {'server': certificates[key, usage], 'version': version,
         'verify': verify} for usage in USAGES])
    if key == 'rsa' or version == 'TLSv1_3':
        for usage in 'encipherment', 'agreement', 'both':
            assert answers[usage] == ['done', 'done']


@pytest.mark.parametrize('key', KEYS)
@pytest.mark.parametrize('version', ['TLSv1_2', 'TLSv1_3'])
def test_a_client_s_certificate_is_taken_as_cpython_takes_it(
        guest, cpython_guest, pki, certificates, key, version):
    answers = same(guest, cpython_guest, pki, [
        {'server': pki.rsa, 'client': certificates[key, usage],
         'version': version} for usage in USAGES])
    assert answers['agreement'] == ['done', 'done']
