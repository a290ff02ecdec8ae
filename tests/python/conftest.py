"""What tests of several folders share: certificates and a guest."""
import pathlib
import re
import sys
import types

import pytest

from support.authority import CA_CONFIG, Authority, openssl
from support.guest import ROOT, Guest


@pytest.fixture(scope='session')
def pki(tmp_path_factory):
    """Certificates that should work, by their use."""
    folder = tmp_path_factory.mktemp('pki')
    authority = Authority(folder / 'ca')
    return types.SimpleNamespace(
        authority=authority,
        cafile=str(authority.cafile),
        rsa=authority.issue('rsa', key='rsa',
                            alternative_names='DNS:localhost,IP:127.0.0.1'),
        ecdsa=authority.issue('ecdsa', key='ecdsa',
                              alternative_names='DNS:localhost,IP:127.0.0.1'),
        client=authority.issue('a client', alternative_names='',
                               usage='clientAuth'),
        stranger=Authority(folder / 'stranger', name='Somebody else'))


@pytest.fixture(scope='session')
def guest():
    guest = Guest().start()
    yield guest
    guest.close()


@pytest.fixture(scope='session')
def cpython_guest():
    guest = Guest([sys.executable],
                  {'PYTHONPATH': str(ROOT / 'pylib')}).start()
    yield guest
    guest.close()


@pytest.fixture(scope='session')
def cpython():
    """CPython's own ssl, which is what ours is compared with."""
    guest = Guest([sys.executable]).start()
    yield guest
    guest.close()


@pytest.fixture(params=[
    'cpython', pytest.param('ironpython', marks=pytest.mark.ironpython)])
def scenario(request):
    """Call a function of a module of guest/ under our ssl.py.

    On CPython it's over CPython's _ssl, which tells the faults of ssl.py
    from those of _ssl.
    """
    guest = request.getfixturevalue(
        'cpython_guest' if request.param == 'cpython' else 'guest')

    def call(name, **arguments):
        return guest.call(name, **arguments)

    call.interpreter = request.param
    return call


@pytest.fixture(scope='session')
def files(pki, tmp_path_factory):
    """Certificates and keys in the files that scenarios want."""
    folder = tmp_path_factory.mktemp('files')
    combined = pathlib.Path(pki.rsa).read_text()
    pem = re.search('-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----'
                    '\n', combined, re.S).group()
    alone = folder / 'alone.crt'
    alone.write_text(pem)
    keyfile = folder / 'alone.key'
    keyfile.write_text(re.search(
        '-----BEGIN [A-Z ]*PRIVATE KEY-----.*', combined, re.S).group())
    capath = folder / 'hashed'
    capath.mkdir()
    cafile = pathlib.Path(str(pki.authority.cafile))
    (capath / cafile.name).write_bytes(cafile.read_bytes())
    openssl('rehash', capath)
    return types.SimpleNamespace(
        combined=pki.rsa, alone=str(alone), key=str(keyfile), pem=pem,
        ca=pki.cafile, capath=str(capath),
        stranger=pki.stranger.issue('rsa', key='rsa'),
        stranger_ca=str(pki.stranger.cafile), folder=str(folder))


@pytest.fixture(scope='session')
def chained(pki):
    """A certificate of an intermediate authority, with it in the file."""
    middle = pki.authority.issue(
        'middle', is_ca=True, alternative_names='', usage='',
        extensions='keyUsage=critical,keyCertSign,cRLSign')
    text = pathlib.Path(middle).read_bytes()
    end = b'-----END CERTIFICATE-----\n'
    certificate = text[:text.index(end) + len(end)]
    folder = pki.authority.folder
    lower = _Issuer(folder / 'lower', folder / 'middle.crt',
                    folder / 'middle.key')
    return lower.issue('leaf', key='rsa', chain=certificate)


class _Issuer(Authority):
    """An authority that somebody else has made."""

    def __init__(self, folder, cafile, key_file):
        self.folder = folder
        folder.mkdir()
        self.cafile = cafile
        self.key_file = key_file
        (folder / 'index.txt').touch()
        (folder / 'ca.cnf').write_text(CA_CONFIG.format(folder=folder))
