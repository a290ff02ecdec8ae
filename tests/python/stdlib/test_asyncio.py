"""asyncio of IronPython's library, which is Python 3.4's, over TLS.

Its loop takes no socket of IronPython without the two lines at the head of
guest/asyncio_tls.py.
"""
import socket

import pytest

from support import peers, services

pytestmark = pytest.mark.ironpython

BOTH = pytest.mark.parametrize('ssl_object', [True, False],
                               ids=['SSLObject', 'SSLSocket'])


@BOTH
def test_streams_echo_between_a_verified_server_and_its_clients(
        guest, pki, ssl_object):
    seen, served = guest.call('asyncio_tls.echo', certfile=pki.rsa,
                              cafile=pki.cafile, clients=3,
                              ssl_object=ssl_object)
    tls = 'SSLObject' if ssl_object else 'SSLSocket'
    assert seen == [[True, 'localhost', 'TLSv1.3', tls]] * 3
    assert served == 3


@BOTH
def test_a_server_asks_its_client_for_a_certificate(guest, pki, ssl_object):
    seen, served = guest.call(
        'asyncio_tls.echo', certfile=pki.rsa, cafile=pki.cafile,
        client_ca=pki.cafile, client_cert=pki.client, ssl_object=ssl_object)
    assert seen[0][0] is True
    assert served == 1


@BOTH
def test_a_server_of_another_authority_is_refused(guest, pki, ssl_object):
    kind, text, served = guest.call(
        'asyncio_tls.refusal', certfile=pki.rsa,
        cafile=str(pki.stranger.cafile), ssl_object=ssl_object)
    assert kind == 'SSLCertVerificationError'
    assert 'unable to get local issuer certificate' in text
    assert served == 0


@BOTH
def test_a_server_of_another_name_is_refused(guest, pki, ssl_object):
    kind, text, served = guest.call(
        'asyncio_tls.refusal', certfile=pki.rsa, cafile=pki.cafile,
        hostname='elsewhere.example', ssl_object=ssl_object)
    assert kind == 'SSLCertVerificationError'
    assert "not valid for 'elsewhere.example'" in text
    assert served == 0


@BOTH
def test_a_client_without_a_certificate_is_refused(guest, pki, ssl_object):
    kind, text, served = guest.call(
        'asyncio_tls.refusal', certfile=pki.rsa, cafile=pki.cafile,
        client_ca=pki.cafile, ssl_object=ssl_object)
    if not ssl_object:
        assert kind == 'SSLError'
        assert 'CERTIFICATE_REQUIRED' in text
    assert served == 0


@BOTH
def test_a_connected_socket_goes_over_to_tls(guest, pki, ssl_object):
    context = peers.cpython_context(pki.rsa, server_side=True)
    with services.Service(services.SmtpHandler, context, False) as server:
        answer, has_start_tls = guest.call(
            'asyncio_tls.starttls', port=server.port, cafile=pki.cafile,
            ssl_object=ssl_object)
        assert server.received == [(True, 'Subject: test\n\nthe text')]
    assert answer == '221 bye\r\n'
    assert not has_start_tls


@pytest.mark.parametrize('version', ['TLSv1_2', 'TLSv1_3'])
def test_a_server_answers_a_client_of_cpython(guest, pki, version):
    context = peers.cpython_context(cafile=pki.cafile, version=version)
    port = guest.call('asyncio_tls.serve', certfile=pki.rsa)
    try:
        with socket.create_connection(('127.0.0.1', port), 20) as plain:
            with context.wrap_socket(
                    plain, server_hostname='localhost') as client:
                client.sendall(b'x' * 50000)
                received = b''
                while len(received) < 50000:
                    received += client.recv(65536)
        assert received == b'x' * 50000
    finally:
        served = guest.call('asyncio_tls.stop')
    assert served == 1
