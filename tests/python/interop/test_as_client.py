"""IronSsl's client with the servers of others: both versions, both keys."""
import contextlib

import pytest

from support import peers
from support.guest import GuestError

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']
SHOWN = {'TLSv1_2': 'TLSv1.2', 'TLSv1_3': 'TLSv1.3'}
KEYS = ['rsa', 'ecdsa']
SERVERS = ['openssl', 'gnutls', 'nginx']


@contextlib.contextmanager
def server(kind, certfile, version, folder, cafile=None):
    """Start a server; with a cafile it demands a client certificate."""
    if kind == 'openssl':
        options = ['-CAfile', cafile, '-Verify', '3',
                   '-verify_return_error'] if cafile else []
        context = peers.openssl_server(certfile, version, *options)
    elif kind == 'gnutls':
        options = ['--x509cafile', cafile, '--require-client-cert',
                   '--verify-client-cert'] if cafile else [
                       '--disable-client-cert']
        context = peers.gnutls_server(certfile, version, *options)
    else:
        extra = ('ssl_client_certificate {}; ssl_verify_client on;'
                 .format(cafile)) if cafile else ''
        context = peers.nginx(folder, certfile, version, extra)
    with context as port:
        yield port


@pytest.mark.parametrize('key', KEYS)
@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', SERVERS)
def test_a_page_comes_over_a_verified_connection(
        guest, pki, tmp_path, kind, version, key):
    with server(kind, getattr(pki, key), version, tmp_path) as port:
        answer = guest.call('http_get', port=port, cafile=pki.cafile,
                            path='/hello.txt' if kind == 'nginx' else '/')
    assert answer['status'] == 200
    assert answer['version'] == SHOWN[version]
    assert answer['peer'] == {'commonName': key}
    assert ['DNS', 'localhost'] in answer['names']


@pytest.mark.parametrize('kind', SERVERS)
def test_a_server_of_an_unknown_authority_is_refused(
        guest, pki, tmp_path, kind):
    other = str(pki.stranger.cafile)
    with server(kind, pki.ecdsa, 'TLSv1_3', tmp_path) as port:
        with pytest.raises(GuestError) as refusal:
            guest.call('http_get', port=port, cafile=other)
    assert refusal.value.type == 'SSLCertVerificationError'
    assert refusal.value.attributes['verify_code'] == 20


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', SERVERS)
def test_a_client_certificate_is_sent_when_asked_for(
        guest, pki, tmp_path, kind, version):
    with server(kind, pki.rsa, version, tmp_path, pki.cafile) as port:
        answer = guest.call('http_get', port=port, cafile=pki.cafile,
                            certfile=pki.client,
                            path='/hello.txt' if kind == 'nginx' else '/')
    assert answer['status'] == 200


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('key', KEYS)
def test_bytes_survive_the_way_to_cpython_and_back(guest, pki, version, key):
    context = peers.cpython_context(getattr(pki, key), version=version,
                                    server_side=True)
    with peers.EchoServer(context) as echo:
        answer = guest.call('exchange', port=echo.port, message='',
                            size=1000003, cafile=pki.cafile)
    assert answer['intact']
    assert answer['version'] == SHOWN[version]


@pytest.mark.parametrize('version', VERSIONS)
def test_cpython_sees_our_client_certificate(guest, pki, version):
    context = peers.cpython_context(
        pki.ecdsa, pki.cafile, version, server_side=True,
        require_client=True)
    with peers.EchoServer(context) as echo:
        answer = guest.call('exchange', port=echo.port, message='héllo',
                            cafile=pki.cafile, certfile=pki.client)
    assert answer['message'] == 'héllo'
    assert echo.peer['subject'] == ((('commonName', 'a client'),),)


@pytest.mark.parametrize('key', KEYS)
def test_a_server_that_wants_nothing_but_its_cookie_back_is_answered(
        guest, pki, key):
    with peers.openssl_server(getattr(pki, key), 'TLSv1_3',
                              '-stateless') as port:
        answer = guest.call('http_get', port=port, cafile=pki.cafile)
    assert answer['status'] == 200
    assert answer['version'] == 'TLSv1.3'


def test_a_cookie_and_another_group_are_answered_together(guest, pki):
    with peers.openssl_server(pki.ecdsa, 'TLSv1_3', '-stateless',
                              '-groups', 'P-384') as port:
        answer = guest.call('http_get', port=port, cafile=pki.cafile)
    assert answer['status'] == 200
