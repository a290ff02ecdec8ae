"""Channel bindings, as GnuTLS, OpenSSL and hashlib compute them."""
import hashlib
import re
import ssl

import pytest

from support import peers
from support.authority import openssl

pytestmark = pytest.mark.ironpython

LABEL = 'EXPORTER-Channel-Binding'
OP_NO_EXTENDED_MASTER_SECRET = 1
VERSIONS = ['TLSv1_2', 'TLSv1_3']

# How a certificate is signed, and which digest RFC 5929 then wants.
SIGNATURES = {
    'md5': (['-md5'], 'sha256'),
    'sha1': (['-sha1'], 'sha256'),
    'sha224': (['-sha224'], 'sha224'),
    'sha256': (['-sha256'], 'sha256'),
    'sha384': (['-sha384'], 'sha384'),
    'sha512': (['-sha512'], 'sha512'),
    'pss-sha384': (['-sha384', '-sigopt', 'rsa_padding_mode:pss'], 'sha384'),
}


def self_signed(folder, algorithm, *options):
    path = folder / 'self.pem'
    key = ['-newkey', 'rsa:2048'] if algorithm == 'rsa' else [
        '-newkey', algorithm]
    openssl('req', '-x509', *key, '-nodes', '-subj', '/CN=localhost',
            '-days', '30', '-keyout', folder / 'key.pem', '-out', path,
            *options)
    path.write_text(path.read_text() + (folder / 'key.pem').read_text())
    return str(path)


def der(path):
    with open(path) as file:
        pem = re.search('-----BEGIN CERT.*?-----END CERTIFICATE-----',
                        file.read(), re.S).group()
    return ssl.PEM_cert_to_DER_cert(pem)


def test_the_types_are_named(guest):
    assert guest.call('bindings.types') == [
        'tls-unique', 'tls-exporter', 'tls-server-end-point']


@pytest.mark.parametrize('version', ['TLSv1_1'] + VERSIONS)
def test_both_ends_have_the_same(guest, pki, version):
    bindings = guest.call('bindings.pair', version=version, certfile=pki.rsa)
    near, far = bindings['after']
    assert near == far
    assert all(near.values())
    assert len(near['tls-exporter']) == 2 * 32


@pytest.mark.parametrize('version', VERSIONS)
def test_there_are_none_before_the_handshake(guest, pki, version):
    bindings = guest.call('bindings.pair', version=version, certfile=pki.rsa)
    for end in bindings['before']:
        assert set(end.values()) == {None}


def test_a_socket_without_connection_has_none(guest):
    assert set(guest.call('bindings.unconnected').values()) == {None}


@pytest.mark.parametrize('connected', [False, True])
def test_an_unknown_type_is_an_error(
        guest, cpython_guest, pki, connected):
    expected, found = (
        interpreter.call('bindings.unknown', certfile=pki.rsa,
                         connected=connected)
        for interpreter in (cpython_guest, guest))
    assert found == expected
    assert 'channel binding type not implemented' in found


@pytest.mark.parametrize('version', ['TLSv1_1', 'TLSv1_2'])
def test_no_exporter_without_extended_master_secret(guest, pki, version):
    bindings = guest.call('bindings.pair', version=version, certfile=pki.rsa,
                          options=OP_NO_EXTENDED_MASTER_SECRET)
    for end in bindings['after']:
        assert end['tls-exporter'] is None
        assert end['tls-unique'] and end['tls-server-end-point']


@pytest.mark.parametrize('version', VERSIONS)
def test_a_resumed_session_keeps_the_end_point_alone(guest, pki, version):
    full, resumed = (
        guest.call('bindings.pair', version=version, certfile=pki.rsa,
                   resumed=resumed)['after'] for resumed in (False, True))
    assert resumed[0] == resumed[1]
    assert (resumed[0]['tls-server-end-point']
            == full[0]['tls-server-end-point'])
    assert resumed[0]['tls-exporter'] != full[0]['tls-exporter']
    assert resumed[0]['tls-unique'] != full[0]['tls-unique']


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('signature', list(SIGNATURES))
def test_the_end_point_is_the_digest_of_the_certificate(
        guest, tmp_path, signature, version):
    options, digest = SIGNATURES[signature]
    path = self_signed(tmp_path, 'rsa', *options)
    bindings = guest.call('bindings.pair', version=version, certfile=path)
    expected = hashlib.new(digest, der(path)).hexdigest()
    assert [end['tls-server-end-point']
            for end in bindings['after']] == [expected, expected]


def test_an_edwards_signature_names_no_digest(guest, tmp_path):
    path = self_signed(tmp_path, 'ed25519')
    bindings = guest.call('bindings.pair', version='TLSv1_3', certfile=path)
    for end in bindings['after']:
        assert end['tls-server-end-point'] is None
        assert end['tls-exporter']


@pytest.mark.parametrize('version', VERSIONS)
def test_gnutls_computes_the_same(guest, pki, version):
    port = guest.call('bindings.start_server', certfile=pki.rsa,
                      version=version)
    status, output = peers.run_client([
        peers.program('gnutls-cli'), '-V', '--port', port, '--insecure',
        '--priority', peers.GNUTLS_VERSION[version], '127.0.0.1'])
    assert status == 0, output
    theirs = dict(re.findall(r" - '(tls-[a-z-]+)': ([0-9a-f]+)\s", output))
    ours = guest.call('loopback.server_outcome', port=port)
    # GnuTLS follows RFC 9266, which has no tls-unique in TLS 1.3.
    names = set(ours) - ({'tls-unique'} if version == 'TLSv1_3' else set())
    assert set(theirs) == names
    assert {name: ours[name] for name in names} == theirs


def exported(output):
    """The keying material that the openssl program prints."""
    return re.search(r'Keying material: ([0-9A-F]+)',
                     output).group(1).lower()


# Before TLS 1.3 the program can't export with an empty context.
def test_openssl_exports_the_same_from_our_server(guest, pki):
    port = guest.call('bindings.start_server', certfile=pki.rsa,
                      version='TLSv1_3')
    status, output = peers.run_client([
        peers.program('openssl'), 's_client', '-connect',
        '127.0.0.1:{}'.format(port), '-keymatexport', LABEL,
        '-keymatexportlen', '32'], input=b'Q\n')
    ours = guest.call('loopback.server_outcome', port=port)
    assert ours['tls-exporter'] == exported(output)


def test_openssl_exports_the_same_to_our_client(guest, pki):
    port = peers.free_port()
    with peers.running([
            peers.program('openssl'), 's_server', '-accept',
            '127.0.0.1:{}'.format(port), '-cert', pki.rsa, '-key', pki.rsa,
            '-keymatexport', LABEL, '-keymatexportlen', '32']) as process:
        peers.wait_for_output(process, b'ACCEPT')
        ours = guest.call('bindings.connect', port=port, version='TLSv1_3')
        peers.wait_for_output(process, b'said by the client\n')  # After it.
        output = bytes(process.output).decode('latin-1')
    assert ours['tls-exporter'] == exported(output)
