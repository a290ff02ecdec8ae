"""Whom IronSsl refuses, with which verify code, and what the peer is told.

Each stranger is presented to our client by a server, and to our server by a
client; the other end is CPython's ssl, which reports the alert it received.
"""
import socket
import threading
import types

import pytest

from support import peers
from support.authority import Authority, openssl
from support.guest import GuestError

pytestmark = pytest.mark.ironpython

# X509_V_ERR_* of OpenSSL.
UNABLE_TO_GET_ISSUER_LOCALLY = 20
SELF_SIGNED_LEAF = 18
SELF_SIGNED_IN_CHAIN = 19
SIGNATURE_FAILURE = 7
NOT_YET_VALID = 9
EXPIRED = 10
INVALID_CA = 24
INVALID_PURPOSE = 26
HOSTNAME_MISMATCH = 62
IP_ADDRESS_MISMATCH = 64
INVALID_NON_CA = 79

ALERT = {'unknown ca': 'TLSV1_ALERT_UNKNOWN_CA',
         'expired': 'SSLV3_ALERT_CERTIFICATE_EXPIRED',
         'bad': 'SSLV3_ALERT_BAD_CERTIFICATE'}


@pytest.fixture(scope='module')
def strangers(pki, tmp_path_factory):
    """Certificates that must not work, by what is wrong with them."""
    folder = tmp_path_factory.mktemp('strangers')
    genuine = pki.authority
    impostor = Authority(folder / 'impostor', name=genuine.name)
    root = impostor.cafile.read_bytes()
    key_identifier = openssl(
        'x509', '-in', genuine.cafile, '-noout', '-ext',
        'subjectKeyIdentifier').decode('ascii').split('\n')[1].strip()
    copied = Authority(folder / 'copied', name=genuine.name)
    copied_root = _reissue_with_key_identifier(copied, key_identifier)
    leaf_as_ca = genuine.issue('not a ca', usage='')
    below_leaf = _below_a_leaf(folder / 'below', leaf_as_ca)
    self_signed = Authority(folder / 'self', name=genuine.name,
                            key_usage='keyCertSign,digitalSignature')
    return types.SimpleNamespace(
        unknown=Authority(folder / 'unknown', name='Nobody').issue('unknown'),
        forged=impostor.issue('forged'),
        forged_with_root=impostor.issue('forged too', chain=root),
        forged_copied=copied.issue('forged three', chain=copied_root),
        self_signed=_combined(self_signed),
        expired=genuine.issue('expired', start_days=-20, end_days=-10),
        early=genuine.issue('early', start_days=10, end_days=20),
        other_name=genuine.issue('other', alternative_names='DNS:elsewhere'),
        name_in_uri=genuine.issue(
            'uri', alternative_names='URI:https://localhost/DNS:localhost'),
        ip_as_dns=genuine.issue('ip', alternative_names='DNS:127.0.0.1'),
        below_leaf=below_leaf)


def _combined(authority):
    path = authority.folder / 'combined.pem'
    path.write_bytes(authority.cafile.read_bytes()
                     + authority.key_file.read_bytes())
    return str(path)


def _reissue_with_key_identifier(authority, key_identifier):
    """Give an authority's root the key identifier of another's."""
    config = authority.folder / 'req.cnf'
    config.write_text(config.read_text().replace(
        'subjectKeyIdentifier=hash',
        'subjectKeyIdentifier=' + key_identifier.replace(':', '')))
    openssl('req', '-x509', '-new', '-key', authority.key_file, '-days', 30,
            '-config', config, '-out', authority.cafile)
    return authority.cafile.read_bytes()


def _below_a_leaf(folder, leaf):
    """Use a certificate that is no authority's as if it were."""
    authority = Authority(folder, name='unused')
    text = open(leaf, 'rb').read()
    marker = b'-----BEGIN PRIVATE KEY-----'
    certificate, key = text[:text.index(marker)], text[text.index(marker):]
    authority.cafile.write_bytes(certificate)
    authority.key_file.write_bytes(key)
    return authority.issue('below a leaf', chain=certificate)


AS_CLIENT = [
    ('unknown', UNABLE_TO_GET_ISSUER_LOCALLY, 'unknown ca'),
    ('forged', (SIGNATURE_FAILURE, UNABLE_TO_GET_ISSUER_LOCALLY), None),
    ('forged_with_root', (SIGNATURE_FAILURE, SELF_SIGNED_IN_CHAIN,
                          UNABLE_TO_GET_ISSUER_LOCALLY), None),
    ('forged_copied', (SIGNATURE_FAILURE, SELF_SIGNED_IN_CHAIN), None),
    ('self_signed', SELF_SIGNED_LEAF, 'unknown ca'),
    ('expired', EXPIRED, 'expired'),
    ('early', NOT_YET_VALID, 'bad'),
    ('other_name', HOSTNAME_MISMATCH, None),
    ('name_in_uri', HOSTNAME_MISMATCH, None),
    ('below_leaf', (INVALID_CA, INVALID_NON_CA), None),
]


@pytest.fixture(params=['TLSv1_2', 'TLSv1_3'])
def version(request):
    return request.param


@pytest.mark.parametrize('who, codes, alert', AS_CLIENT,
                         ids=[row[0] for row in AS_CLIENT])
def test_as_client(guest, pki, strangers, version, who, codes, alert):
    context = peers.cpython_context(getattr(strangers, who), version=version,
                                    server_side=True)
    with peers.EchoServer(context) as server:
        with pytest.raises(GuestError) as refusal:
            guest.call('exchange', port=server.port, message='secret',
                       cafile=pki.cafile)
    check(refusal.value, codes)
    assert server.error is not None
    assert 'ALERT' in server.error.reason
    if alert:
        assert server.error.reason == ALERT[alert]


def test_an_address_given_as_dns_name_is_refused(guest, pki, strangers):
    context = peers.cpython_context(strangers.ip_as_dns, server_side=True)
    with peers.EchoServer(context) as server:
        with pytest.raises(GuestError) as refusal:
            guest.call('exchange', port=server.port, message='secret',
                       server_hostname='127.0.0.1', cafile=pki.cafile)
    check(refusal.value, IP_ADDRESS_MISMATCH)
    assert 'ALERT' in server.error.reason


def test_an_address_given_as_address_is_accepted(guest, pki):
    context = peers.cpython_context(pki.ecdsa, server_side=True)
    with peers.EchoServer(context) as server:
        answer = guest.call('exchange', port=server.port, message='hello',
                            server_hostname='127.0.0.1', cafile=pki.cafile)
    assert answer['message'] == 'hello'


AS_SERVER = [row for row in AS_CLIENT
             if row[1] != HOSTNAME_MISMATCH]


@pytest.mark.parametrize('who, codes, alert', AS_SERVER,
                         ids=[row[0] for row in AS_SERVER])
def test_as_server(guest, pki, strangers, version, who, codes, alert):
    port = guest.call('start_server', behaviour='echo', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    told = present(port, pki.cafile, version, getattr(strangers, who))
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    check(refusal.value, codes)
    assert 'ALERT' in told.reason
    if alert:
        assert told.reason == ALERT[alert]


@pytest.mark.parametrize('version, alert', [
    ('TLSv1_2', 'SSLV3_ALERT_HANDSHAKE_FAILURE'),
    ('TLSv1_3', 'TLSV13_ALERT_CERTIFICATE_REQUIRED')])
def test_as_server_without_any_certificate(guest, pki, version, alert):
    port = guest.call('start_server', behaviour='echo', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    told = present(port, pki.cafile, version, None)
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    assert (refusal.value.attributes['reason']
            == 'PEER_DID_NOT_RETURN_A_CERTIFICATE')
    assert told.reason == alert


def test_a_server_only_certificate_does_not_serve_a_client(guest, pki):
    server_only = pki.authority.issue('server only', usage='serverAuth')
    port = guest.call('start_server', behaviour='echo', certfiles=[pki.rsa],
                      cafile=pki.cafile, client='REQUIRED')
    told = present(port, pki.cafile, 'TLSv1_3', server_only)
    with pytest.raises(GuestError) as refusal:
        guest.call('loopback.server_outcome', port=port)
    check(refusal.value, INVALID_PURPOSE)
    assert 'ALERT' in told.reason


def test_a_client_only_certificate_does_not_serve_a_server(guest, pki):
    client_only = pki.authority.issue('client only', usage='clientAuth')
    context = peers.cpython_context(client_only, server_side=True)
    with peers.EchoServer(context) as server:
        with pytest.raises(GuestError) as refusal:
            guest.call('exchange', port=server.port, message='secret',
                       cafile=pki.cafile)
    check(refusal.value, INVALID_PURPOSE)
    assert 'ALERT' in server.error.reason


def present(port, cafile, version, certfile):
    """Connect as a CPython client; return the error that reports the alert."""
    context = peers.cpython_context(certfile, cafile, version)
    plain = socket.create_connection(('127.0.0.1', port), 20)
    plain.settimeout(20)
    with pytest.raises(OSError) as told:
        with context.wrap_socket(plain, server_hostname='localhost') as tls:
            while tls.recv(100):
                pass
    plain.close()
    return told.value


def check(error, codes):
    codes = codes if isinstance(codes, tuple) else (codes,)
    assert error.type == 'SSLCertVerificationError', error.text
    assert error.attributes['verify_code'] in codes, error.text
    assert error.attributes['reason'] == 'CERTIFICATE_VERIFY_FAILED'
    assert error.attributes['library'] == 'SSL'
    assert 'ValueError' in error.bases
    assert 'OSError' in error.bases


def test_a_silent_peer_is_given_up_after_the_timeout(guest):
    listener = socket.create_server(('127.0.0.1', 0))
    held = []
    accepting = threading.Thread(
        target=lambda: held.append(listener.accept()), daemon=True)
    accepting.start()
    seconds, error = guest.call(
        'handshake_with_silent_peer', port=listener.getsockname()[1],
        seconds=0.5)
    accepting.join(60)
    listener.close()
    for connection, _ in held:
        connection.close()
    assert 0.4 < seconds < 20  # On a slow machine; not for ever.
    assert 'timed out' in error['text']
    assert 'TimeoutError' in error['bases']
