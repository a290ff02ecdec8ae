"""Guests that run our ssl.py: over CPython's _ssl, and over ours."""
import pathlib
import re
import sys
import types

import pytest

from support.authority import CA_CONFIG, Authority, openssl
from support.guest import ROOT, Guest


@pytest.fixture(scope='session')
def cpython_guest():
    guest = Guest([sys.executable],
                  {'PYTHONPATH': str(ROOT / 'pylib')})
    yield guest
    guest.close()


@pytest.fixture(params=[
    'cpython', pytest.param('ironpython', marks=pytest.mark.ironpython)])
def promise(request):
    """Call a function of guest/founding.py under either interpreter."""
    guest = request.getfixturevalue(
        'cpython_guest' if request.param == 'cpython' else 'guest')

    def call(name, **arguments):
        return guest.call('founding.' + name, **arguments)

    call.interpreter = request.param
    return call


@pytest.fixture(scope='session')
def files(pki, tmp_path_factory):
    """What the promises want to have in files."""
    folder = tmp_path_factory.mktemp('founding')
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
