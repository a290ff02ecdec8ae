"""IronSsl's server with the clients of others: both versions, both keys."""
import socket

import pytest

from support import peers
from support.guest import GuestError

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']
SHOWN = {'TLSv1_2': 'TLSv1.2', 'TLSv1_3': 'TLSv1.3'}
KEYS = ['rsa', 'ecdsa']
REQUEST = b'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n'


def run_openssl(port, cafile, version, certfile=None):
    command = [peers.program('openssl'), 's_client', '-connect',
               '127.0.0.1:{}'.format(port), '-CAfile', cafile,
               '-verify_return_error', '-verify_hostname', 'localhost',
               '-servername', 'localhost', '-quiet', '-ign_eof',
               peers.OPENSSL_VERSION[version]]
    if certfile:
        command += ['-cert', certfile, '-key', certfile]
    return peers.run_client(command, REQUEST)


def run_gnutls(port, cafile, version, certfile=None):
    command = [peers.program('gnutls-cli'), '--port', port, '--x509cafile',
               cafile, '--priority', peers.GNUTLS_VERSION[version],
               '--sni-hostname', 'localhost', '--verify-hostname',
               'localhost', '127.0.0.1']
    if certfile:
        command += ['--x509certfile', certfile, '--x509keyfile', certfile]
    return peers.run_client(command, REQUEST)


def run_curl(port, cafile, version, certfile=None):
    flag = {'TLSv1_2': ['--tls-max', '1.2'], 'TLSv1_3': ['--tlsv1.3']}
    command = [peers.program('curl'), '--silent', '--show-error', '--cacert',
               cafile, '--max-time', '60', *flag[version],
               '--resolve', 'localhost:{}:127.0.0.1'.format(port),
               'https://localhost:{}/'.format(port)]
    if certfile:
        command[1:1] = ['--cert', certfile]
    return peers.run_client(command)


CLIENTS = {'openssl': run_openssl, 'gnutls': run_gnutls, 'curl': run_curl}


@pytest.mark.parametrize('key', KEYS)
@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', sorted(CLIENTS))
def test_a_page_goes_to_a_client_that_verifies_us(
        guest, pki, kind, version, key):
    port = guest.call('start_server', behaviour='http',
                      certfiles=[getattr(pki, key)])
    status, output = CLIENTS[kind](port, pki.cafile, version)
    outcome = guest.call('loopback.server_outcome', port=port)
    assert 'hello' in output
    assert outcome['version'] == SHOWN[version]
    assert status == 0


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', sorted(CLIENTS))
def test_a_required_client_certificate_is_verified(guest, pki, kind, version):
    port = guest.call('start_server', behaviour='http', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    _, output = CLIENTS[kind](port, pki.cafile, version, pki.client)
    outcome = guest.call('loopback.server_outcome', port=port)
    assert 'hello' in output
    assert outcome['peer'] == {'commonName': 'a client'}


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('kind', sorted(CLIENTS))
def test_a_missing_client_certificate_is_refused(guest, pki, kind, version):
    port = guest.call('start_server', behaviour='http', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    _, output = CLIENTS[kind](port, pki.cafile, version)
    assert 'hello' not in output
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    assert refusal.value.type == 'SSLError'
    assert (refusal.value.attributes['reason']
            == 'PEER_DID_NOT_RETURN_A_CERTIFICATE')


@pytest.mark.parametrize('version', VERSIONS)
def test_a_strangers_client_certificate_is_refused(guest, pki, version):
    port = guest.call('start_server', behaviour='http', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    stranger = pki.stranger.issue(
        'intruder-' + version, alternative_names='', usage='clientAuth')
    _, output = run_openssl(port, pki.cafile, version, stranger)
    assert 'hello' not in output
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    assert refusal.value.type == 'SSLCertVerificationError'
    assert refusal.value.attributes['verify_code'] == 20


@pytest.mark.parametrize('key', KEYS)
@pytest.mark.parametrize('version', VERSIONS)
def test_cpythons_client_gets_every_byte_back(guest, pki, version, key):
    port = guest.call('start_server', behaviour='echo',
                      certfiles=[getattr(pki, key)])
    context = peers.cpython_context(cafile=pki.cafile, version=version)
    data = bytes(range(256)) * 2000
    plain = socket.create_connection(('127.0.0.1', port), 20)
    with context.wrap_socket(plain, server_hostname='localhost') as tls:
        received = b''
        for start in range(0, len(data), 50000):
            part = data[start:start + 50000]
            tls.sendall(part)
            back = b''
            while len(back) < len(part):
                back += tls.recv(65536)
            received += back
        tls.unwrap().close()
    outcome = guest.call('loopback.server_outcome', port=port)
    assert received == data
    assert outcome['version'] == SHOWN[version]
    assert 'unwrap' not in outcome


def test_of_two_certificates_the_client_gets_the_one_it_can_use(guest, pki):
    for algorithm, subject in (('ECDSA', 'ecdsa'), ('RSA', 'rsa')):
        port = guest.call('start_server', behaviour='http',
                          certfiles=[pki.rsa, pki.ecdsa])
        _, output = peers.run_client(
            [peers.program('openssl'), 's_client', '-connect',
             '127.0.0.1:{}'.format(port), '-CAfile', pki.cafile, '-tls1_2',
             '-cipher', 'ECDHE-{}-AES128-GCM-SHA256'.format(algorithm),
             '-ign_eof'], REQUEST)
        guest.call('loopback.server_outcome', port=port)
        assert 'subject=CN = ' + subject in output
