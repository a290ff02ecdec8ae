"""Sessions resumed with other people's software, as client and as server."""
import base64

import pytest

from support import peers

pytestmark = pytest.mark.ironpython

VERSIONS = ['TLSv1_2', 'TLSv1_3']
REQUEST = b'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n'


@pytest.mark.parametrize('version', VERSIONS)
def test_our_client_resumes_with_openssl(guest, pki, version):
    with peers.openssl_server(pki.ecdsa, version) as port:
        rounds = guest.call('resume', port=port, cafile=pki.cafile)
    assert [one['reused'] for one in rounds] == [False, True]


@pytest.mark.parametrize('version', VERSIONS)
def test_our_client_resumes_with_gnutls(guest, pki, version):
    with peers.gnutls_server(pki.ecdsa, version,
                             '--disable-client-cert') as port:
        rounds = guest.call('resume', port=port, cafile=pki.cafile)
    assert [one['reused'] for one in rounds] == [False, True]


@pytest.mark.parametrize('extra', [
    'ssl_session_tickets on;',
    'ssl_session_tickets off; ssl_session_cache shared:one:1m;'],
    ids=['tickets', 'cache'])
@pytest.mark.parametrize('version', VERSIONS)
def test_our_client_resumes_with_nginx(guest, pki, tmp_path, version, extra):
    with peers.nginx(tmp_path, pki.rsa, version, extra) as port:
        rounds = guest.call('resume', port=port, cafile=pki.cafile)
    assert [one['reused'] for one in rounds] == [False, True]


@pytest.mark.parametrize('version', VERSIONS)
def test_a_resumed_connection_still_knows_its_peer(guest, pki, version):
    with peers.openssl_server(pki.ecdsa, version) as port:
        full, resumed = guest.call('resume', port=port, cafile=pki.cafile)
    assert resumed['peer'] == full['peer'] == {'commonName': 'ecdsa'}
    assert resumed['names'] == full['names']


@pytest.mark.parametrize('version', VERSIONS)
def test_openssls_client_resumes_with_our_server(
        guest, pki, tmp_path, version):
    port = guest.call('start_server', behaviour='http',
                      certfiles=[pki.ecdsa], connections=2)
    state = tmp_path / 'session'
    outputs = []
    for option in ('-sess_out', '-sess_in'):
        _, output = peers.run_client(
            [peers.program('openssl'), 's_client', '-connect',
             '127.0.0.1:{}'.format(port), '-CAfile', pki.cafile,
             '-servername', 'localhost', '-ign_eof',
             peers.OPENSSL_VERSION[version], option, state], REQUEST)
        outputs.append(output)
    outcome = guest.call('loopback.server_outcome', port=port)
    assert '\nNew, TLSv1' in outputs[0]
    assert '\nReused, TLSv1' in outputs[1]
    assert outcome['reused'] is True
    assert outcome['stats']['hits'] == 1


@pytest.mark.parametrize('version', VERSIONS)
def test_gnutls_client_resumes_with_our_server(guest, pki, version):
    port = guest.call('start_server', behaviour='http',
                      certfiles=[pki.ecdsa], connections=2)
    _, output = peers.run_client(
        [peers.program('gnutls-cli'), '--resume', '--waitresumption',
         '--port', port, '--x509cafile', pki.cafile,
         '--priority', peers.GNUTLS_VERSION[version], '--sni-hostname',
         'localhost', '--verify-hostname', 'localhost', '127.0.0.1'],
        REQUEST)
    outcome = guest.call('loopback.server_outcome', port=port)
    assert 'This is a resumed session' in output
    assert outcome['reused'] is True


@pytest.mark.parametrize('tamper', ['flip', 'untag', 'foreign'])
def test_a_spoiled_ticket_means_a_full_handshake(
        guest, pki, tmp_path, tamper):
    """The ticket inside a saved session is changed before it comes back."""
    state = tmp_path / 'session'
    command = [peers.program('openssl'), 's_client', '-CAfile', pki.cafile,
               '-servername', 'localhost', '-ign_eof', '-tls1_2']
    port = guest.call('start_server', behaviour='http',
                      certfiles=[pki.ecdsa], connections=2)
    peers.run_client(command + ['-sess_out', state, '-connect',
                                '127.0.0.1:{}'.format(port)], REQUEST)
    other = port
    if tamper == 'foreign':
        other = guest.call('start_server', behaviour='http',
                           certfiles=[pki.ecdsa])
    else:
        spoil_ticket(state, tamper)
    _, output = peers.run_client(
        command + ['-sess_in', state, '-connect',
                   '127.0.0.1:{}'.format(other)], REQUEST)
    outcome = guest.call('loopback.server_outcome', port=other)
    assert '\nNew, TLSv1' in output
    assert 'hello' in output
    assert outcome['reused'] is False


def spoil_ticket(state, how):
    """Change the ticket (context tag 10) of a PEM-coded SSL_SESSION."""
    lines = state.read_text().splitlines()
    der = bytearray(base64.b64decode(''.join(lines[1:-1])))
    at, _ = contents(der, 0)
    while der[at] != 0xaa:
        start, length = contents(der, at)
        at = start + length
    inside, _ = contents(der, at)
    start, length = contents(der, inside)  # the OCTET STRING in the tag
    if how == 'flip':
        der[start + length // 2] ^= 0x40
    else:
        der[start + length - 16:start + length] = bytes(16)
    body = base64.encodebytes(bytes(der)).decode('ascii')
    state.write_text(lines[0] + '\n' + body + lines[-1] + '\n')


def contents(der, at):
    """Return where the value at a tag begins, and its length."""
    first = der[at + 1]
    if first < 0x80:
        return at + 2, first
    size = first & 0x7f
    return at + 2 + size, int.from_bytes(der[at + 2:at + 2 + size], 'big')


def test_vsftpd_gives_its_data_connection_to_the_same_session(
        guest, pki, tmp_path):
    (tmp_path / 'public').mkdir(mode=0o555)
    (tmp_path / 'empty').mkdir()
    port = peers.free_port()
    config = tmp_path / 'vsftpd.conf'
    config.write_text('\n'.join([
        'listen=YES', 'listen_address=127.0.0.1',
        'listen_port={}'.format(port), 'background=NO',
        'run_as_launching_user=YES', 'anonymous_enable=YES',
        'local_enable=NO', 'anon_root={}'.format(tmp_path / 'public'),
        'secure_chroot_dir={}'.format(tmp_path / 'empty'),
        'seccomp_sandbox=NO', 'ssl_enable=YES', 'allow_anon_ssl=YES',
        'force_anon_data_ssl=YES', 'force_anon_logins_ssl=YES',
        'require_ssl_reuse=YES', 'ssl_ciphers=HIGH', 'ssl_tlsv1=YES',
        'rsa_cert_file={}'.format(pki.rsa),
        'rsa_private_key_file={}'.format(pki.rsa), 'no_anon_password=YES',
        'vsftpd_log_file={}'.format(tmp_path / 'log'), '']))
    (tmp_path / 'public').chmod(0o755)
    (tmp_path / 'public' / 'file').write_bytes(bytes(range(256)) * 100)
    (tmp_path / 'public').chmod(0o555)
    with peers.running([peers.program('vsftpd'), config], port):
        with_session = guest.call(
            'clients.ftp_with_session', port=port, cafile=pki.cafile,
            pass_session=True)
        without = guest.call(
            'clients.ftp_with_session', port=port, cafile=pki.cafile,
            pass_session=False)
    assert with_session == 25600
    assert without != 25600


def test_early_data_for_another_server_are_passed_over(guest, pki, tmp_path):
    """The client has a ticket of OpenSSL's server, which takes early data."""
    state = tmp_path / 'session'
    early = tmp_path / 'early'
    early.write_bytes(b'x' * 16000)
    command = [peers.program('openssl'), 's_client', '-CAfile', pki.cafile,
               '-servername', 'localhost', '-tls1_3', '-ign_eof']
    port = peers.free_port()
    address = '127.0.0.1:{}'.format(port)
    server = [peers.program('openssl'), 's_server', '-accept', address,
              '-cert', pki.ecdsa, '-key', pki.ecdsa, '-tls1_3',
              '-early_data']
    with peers.running(server, port):
        with peers.running(
                [*command, '-connect', address, '-sess_out',
                 state]) as client:
            client.stdin.write(b'hello\n')
            client.stdin.flush()
            peers.wait_for_file(client, state)
    port = guest.call('start_server', behaviour='http',
                      certfiles=[pki.ecdsa])
    _, output = peers.run_client(
        [*command, '-connect', '127.0.0.1:{}'.format(port), '-sess_in',
         state, '-early_data', early], REQUEST)
    guest.call('loopback.server_outcome', port=port)
    assert 'Early data was rejected' in output
    assert '200 OK' in output and 'hello' in output
