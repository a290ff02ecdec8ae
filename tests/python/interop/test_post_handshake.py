"""Client certificates asked for after the handshake (RFC 8446 4.6.2)."""
import socket
import ssl

import pytest

from support import peers
from support.guest import GuestError

pytestmark = pytest.mark.ironpython


def openssl_server_asking_on_c(pki):
    """s_server that sends a CertificateRequest when it reads a `c` line."""
    port = peers.free_port()
    # Line by line: its printf would keep the answer to `c` to itself.
    command = [peers.program('stdbuf'), '-oL', peers.program('openssl'),
               's_server', '-accept',
               '127.0.0.1:{}'.format(port), '-cert', pki.ecdsa, '-key',
               pki.ecdsa, '-CAfile', pki.cafile, '-tls1_3',
               '-verify_return_error', '-naccept', '2']
    return port, peers.running(command, port)


def test_our_client_answers_openssls_late_request(guest, pki):
    port, server = openssl_server_asking_on_c(pki)
    with server as process:
        guest.call('open_connection', name='late', port=port,
                   cafile=pki.cafile, certfile=pki.client,
                   post_handshake_auth=True)
        # It can't ask while the end of our handshake is still to be read.
        peers.wait_for_output(process, b'CIPHER is')
        process.stdin.write(b'c\n')
        process.stdin.flush()
        peers.wait_for_output(process, b'SSL_do_handshake -> 1')
        process.stdin.write(b'after\n')
        process.stdin.flush()
        received = guest.call('receive_until', name='late', ending='after\n')
        guest.call('send', name='late', message='done\n')
        peers.wait_for_output(process, b'done\n')
        guest.call('close_connection', name='late')
        assert b'depth=0 CN = a client' in process.output
    assert received.endswith('after\n')


def test_our_client_shows_its_certificate_to_cpython(guest, pki):
    listener = socket.create_server(('127.0.0.1', 0))
    listener.settimeout(20)
    port = listener.getsockname()[1]
    context = peers.cpython_context(pki.ecdsa, pki.cafile, server_side=True)
    context.post_handshake_auth = True
    context.verify_mode = ssl.CERT_REQUIRED
    guest.call('start_late_client', port=port, cafile=pki.cafile,
               certfile=pki.client)
    plain, _ = listener.accept()
    listener.close()
    plain.settimeout(20)
    with context.wrap_socket(plain, server_side=True) as tls:
        assert tls.getpeercert() is None
        assert tls.recv(100) == b'hello'
        tls.verify_client_post_handshake()
        tls.sendall(b'who are you?')
        assert tls.recv(100) == b'told you'
        assert tls.getpeercert()['subject'] == (
            (('commonName', 'a client'),),)
        tls.sendall(b'bye')
    guest.call('late_client_outcome')


def test_our_server_asks_cpythons_client(guest, pki):
    port = guest.call('start_server', behaviour='ask_late',
                      certfiles=[pki.ecdsa], cafile=pki.cafile,
                      client='REQUIRED', post_handshake_auth=True)
    context = peers.cpython_context(pki.client, pki.cafile)
    context.post_handshake_auth = True
    plain = socket.create_connection(('127.0.0.1', port), 20)
    with context.wrap_socket(plain, server_hostname='localhost') as tls:
        tls.sendall(b'hello')
        assert tls.recv(100) == b'who are you?'
        tls.sendall(b'told you')
        assert tls.recv(100) == b'a client'
    assert guest.call('loopback.server_outcome', port=port)['before'] is None


def test_our_server_refuses_a_stranger_that_is_asked_late(guest, pki):
    stranger = pki.stranger.issue('late intruder', alternative_names='',
                                  usage='clientAuth')
    port = guest.call('start_server', behaviour='ask_late',
                      certfiles=[pki.ecdsa], cafile=pki.cafile,
                      client='REQUIRED', post_handshake_auth=True)
    context = peers.cpython_context(stranger, pki.cafile)
    context.post_handshake_auth = True
    plain = socket.create_connection(('127.0.0.1', port), 20)
    with context.wrap_socket(plain, server_hostname='localhost') as tls:
        tls.sendall(b'hello')
        assert tls.recv(100) == b'who are you?'
        with pytest.raises(OSError):
            tls.sendall(b'told you')
            tls.recv(100)
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    assert refusal.value.attributes['verify_code'] == 20


def test_a_client_that_did_not_offer_it_cannot_be_asked(guest, pki):
    port = guest.call('start_server', behaviour='ask_late',
                      certfiles=[pki.ecdsa], cafile=pki.cafile,
                      client='REQUIRED', post_handshake_auth=True)
    context = peers.cpython_context(pki.client, pki.cafile)
    plain = socket.create_connection(('127.0.0.1', port), 20)
    with context.wrap_socket(plain, server_hostname='localhost') as tls:
        tls.sendall(b'hello')
        assert tls.recv(100) == b''
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    assert refusal.value.attributes['reason'] == 'EXTENSION_NOT_RECEIVED'
