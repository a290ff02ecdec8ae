"""What tests of several folders share: certificates and a guest."""
import types

import pytest

from support.authority import Authority
from support.guest import Guest


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
    guest = Guest()
    yield guest
    guest.close()
