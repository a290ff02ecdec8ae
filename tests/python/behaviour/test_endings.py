"""How connections end, well or badly, and what the program is told."""
import socket
import ssl
import sys

import pytest

from support import script

VERSIONS = ['TLSv1_2', 'TLSv1_3']

HANDSHAKE_FAILURE, UNKNOWN_CA = 40, 48


def rest_of(connection):
    """All that the guest sends before it closes, with or without a reset."""
    received = b''
    try:
        while True:
            part = connection.recv(65536)
            if not part:
                return received
            received += part
    except ConnectionResetError:
        return received


# After TLS.

@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('seconds', [20, None])
def test_unwrap_keeps_the_bytes_that_follow(subject, pki, version, seconds):
    def play(connection):
        bare = script.Bare(connection, script.server(pki, version))
        bare.do(bare.tls.do_handshake)
        assert bare.do(bare.tls.read, 10) == b'bye'
        try:
            bare.tls.unwrap()
        except ssl.SSLWantReadError:
            pass
        # Both in one packet, so that reading ahead would swallow the text.
        connection.sendall(bare.outgoing.read() + b'plain text')
        script.wait_for_close(connection)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['send', 'bye'], ['unwrap'], ['recv', 100]],
        seconds=seconds)
    assert outcomes[2]['result'] == 'SSLSocket'
    assert outcomes[3]['result'] == 'plain text'


@pytest.mark.parametrize('version', VERSIONS)
def test_plain_text_goes_out_after_unwrap(subject, pki, version):
    received = []

    def play(connection):
        tls = script.server(pki, version).wrap_socket(
            connection, server_side=True)
        plain = tls.unwrap()
        received.append(plain.recv(100))
        plain.close()

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['unwrap'], ['send', 'in clear'], ['version']])
    assert received == [b'in clear']
    assert outcomes[3]['result'] is None


@pytest.mark.parametrize('version', VERSIONS)
def test_unwrap_with_data_unread_is_refused(subject, pki, version):
    def play(connection):
        with script.server(pki, version).wrap_socket(
                connection, server_side=True) as tls:
            tls.sendall(b'read me')
            script.wait_for_close(connection)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['readable', 5], ['recv', 2], ['unwrap']])
    assert outcomes[3]['error']['type'] == 'SSLError'
    assert outcomes[3]['error']['attributes']['reason'] == (
        'APPLICATION_DATA_AFTER_CLOSE_NOTIFY')


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('suppress', [True, False])
def test_clean_end_is_the_end_of_data(subject, pki, version, suppress):
    def play(connection):
        tls = script.server(pki, version).wrap_socket(
            connection, server_side=True)
        tls.sendall(b'all')
        tls.unwrap()

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['recv', 10], ['recv', 10], ['recv', 10], ['unwrap']],
        suppress_ragged_eofs=suppress, ignore_unexpected_eof=False)
    assert [outcome.get('result') for outcome in outcomes[1:]] == [
        'all', '', '', 'SSLSocket']


def end_raggedly(version, pki):
    def play(connection):
        bare = script.Bare(connection, script.server(pki, version))
        bare.do(bare.tls.do_handshake)
        bare.do(bare.tls.write, b'part')
        connection.shutdown(socket.SHUT_WR)
        script.wait_for_close(connection)
    return play


@pytest.mark.parametrize('version', VERSIONS)
def test_ragged_end_is_an_error_when_it_is_not_ignored(subject, pki, version):
    outcomes = script.run(subject, pki, end_raggedly(version, pki), [
        ['handshake'], ['recv', 10], ['recv', 10]],
        suppress_ragged_eofs=False, ignore_unexpected_eof=False)
    assert outcomes[1]['result'] == 'part'
    error = outcomes[2]['error']
    # CPython 3.11.2 doesn't know OpenSSL 3's reason for it yet.
    assert (error['type'], error['args'][0]) in (
        ('SSLEOFError', 8), ('SSLError', 1))
    assert error['attributes']['reason'] == 'UNEXPECTED_EOF_WHILE_READING'


def test_ragged_end_is_the_end_of_data_by_the_option(subject, pki):
    outcomes = script.run(subject, pki, end_raggedly('TLSv1_3', pki), [
        ['handshake'], ['recv', 10], ['recv', 10]],
        suppress_ragged_eofs=False, ignore_unexpected_eof=True)
    assert [outcome.get('result') for outcome in outcomes[1:]] == ['part', '']


def test_ragged_end_is_the_end_of_data_for_a_socket_that_suppresses_it(
        subject, pki):
    if subject.is_cpython and sys.version_info < (3, 11, 3):
        pytest.skip("CPython 3.11.2 doesn't take it for an SSLEOFError")
    outcomes = script.run(subject, pki, end_raggedly('TLSv1_3', pki), [
        ['handshake'], ['recv', 10], ['recv', 10]],
        suppress_ragged_eofs=True, ignore_unexpected_eof=False)
    assert [outcome.get('result') for outcome in outcomes[1:]] == ['part', '']


def test_writing_to_a_peer_that_was_reset_is_an_error(subject, pki):
    def play(connection):
        tls = script.server(pki).wrap_socket(connection, server_side=True)
        script.reset(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['send_until_it_fails', 1000]])
    # Before 3.12.3, CPython took the reset for an end of the stream.
    assert outcomes[1]['error']['type'] in (
        'ConnectionResetError', 'BrokenPipeError', 'SSLEOFError')


# Instead of TLS.

NO_TLS = [
    (b'HTTP/1.1 400 Bad Request\r\n\r\n', 'WRONG_VERSION_NUMBER'),
    (b'SSH-2.0-OpenSSH_9.2\r\n', 'WRONG_VERSION_NUMBER'),
    (b'GET / HTTP/1.0\r\n\r\n', 'HTTP_REQUEST'),
    (b'POST /form HTTP/1.0\r\n\r\n', 'HTTP_REQUEST'),
    (b'HEAD / HTTP/1.0\r\n\r\n', 'HTTP_REQUEST'),
    (b'PUT /file HTTP/1.0\r\n\r\n', 'HTTP_REQUEST'),
    (b'CONNECT localhost:443 HTTP/1.0\r\n\r\n', 'HTTPS_PROXY_REQUEST'),
]


@pytest.mark.parametrize('text,reason', NO_TLS)
@pytest.mark.parametrize('server_side', [False, True])
def test_what_is_not_tls_is_named(subject, pki, server_side, text, reason):
    answers = []

    def play(connection):
        connection.sendall(text)
        if not server_side:
            connection.recv(65536)
        answers.append(rest_of(connection))

    outcome, = script.run(subject, pki, play, [['handshake']],
                          server_side=server_side)
    assert outcome['error']['type'] == 'SSLError'
    assert outcome['error']['attributes']['reason'] == reason
    assert answers == [b'']


@pytest.mark.parametrize('server_side', [False, True])
def test_record_that_is_too_long_is_refused_with_an_alert(subject, pki,
                                                          server_side):
    answers = []

    def play(connection):
        if not server_side:
            connection.recv(65536)
        connection.sendall(b'\x16\x03\x03\x60\x00' + bytes(100))
        answers.append(connection.recv(7))
        script.wait_for_close(connection)

    outcome, = script.run(subject, pki, play, [['handshake']],
                          server_side=server_side)
    assert outcome['error']['attributes']['reason'] == (
        'PACKET_LENGTH_TOO_LONG')
    record_overflow = 22
    assert answers[0][0] == 21 and answers[0][-2:] == bytes(
        [2, record_overflow])


@pytest.mark.parametrize('version', VERSIONS)
def test_record_that_is_forged_ends_the_connection(subject, pki, version):
    told = []

    def play(connection):
        bare = script.Bare(connection, script.server(pki, version))
        bare.do(bare.tls.do_handshake)
        bare.do(bare.tls.write, b'true')
        connection.sendall(b'\x17\x03\x03\x00\x30' + bytes(48))
        try:
            bare.do(bare.tls.read, 10)
        except ssl.SSLError as error:
            told.append(error.reason)
        script.wait_for_close(connection)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['recv', 10], ['recv', 10], ['recv', 10]])
    assert outcomes[1]['result'] == 'true'
    assert outcomes[2]['error']['attributes']['reason'] == (
        'DECRYPTION_FAILED_OR_BAD_RECORD_MAC')
    assert outcomes[3].get('result') in (None, '')
    assert told == ['SSLV3_ALERT_BAD_RECORD_MAC']


@pytest.mark.parametrize('alert,reason', [
    (HANDSHAKE_FAILURE, 'SSLV3_ALERT_HANDSHAKE_FAILURE'),
    (UNKNOWN_CA, 'TLSV1_ALERT_UNKNOWN_CA'),
    (70, 'TLSV1_ALERT_PROTOCOL_VERSION'),
    (80, 'TLSV1_ALERT_INTERNAL_ERROR'),
    (112, 'TLSV1_UNRECOGNIZED_NAME')])
def test_alert_instead_of_a_server_hello_is_named(subject, pki, alert,
                                                  reason):
    def play(connection):
        connection.recv(65536)
        connection.sendall(bytes([21, 3, 3, 0, 2, 2, alert]))
        script.wait_for_close(connection)

    outcome, = script.run(subject, pki, play, [['handshake']])
    assert outcome['error']['type'] == 'SSLError'
    assert outcome['error']['attributes']['reason'] == reason


# In the middle of a handshake.

def cut_after(octets, end, pki, version, server_side):
    """Let so many bytes of the peer's side of the handshake through."""
    def play(connection):
        assert connection.recv(1) == b'!'
        context = (script.client(pki) if server_side
                   else script.server(pki, version))
        bare = script.Bare(connection, context, not server_side)
        left = octets
        while left:
            try:
                bare.tls.do_handshake()
                done = True
            except ssl.SSLWantReadError:
                done = False
            part = bare.outgoing.read(left)
            connection.sendall(part)
            left -= len(part)
            if not left or done:
                break
            got = connection.recv(65536)
            if not got:
                break
            bare.incoming.write(got)
        if end == 'reset':
            script.reset(connection)
        else:
            connection.shutdown(socket.SHUT_WR)
            script.wait_for_close(connection)
    return play


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('server_side', [False, True])
@pytest.mark.parametrize('end', ['end', 'reset'])
@pytest.mark.parametrize('octets', [0, 1, 5, 6, 60, 122, 127, 140, 250, 300])
def test_handshake_that_breaks_off_is_an_error_of_its_kind(
        subject, pki, version, server_side, end, octets):
    outcomes = script.run(
        subject, pki, cut_after(octets, end, pki, version, server_side),
        [['announce'], ['handshake'], ['handshake']],
        server_side=server_side, version=version)[1:]
    for outcome in outcomes:
        if 'error' in outcome:
            bases = outcome['error']['bases']
            assert 'OSError' in bases and 'TimeoutError' not in bases
            assert outcome['seconds'] < 10
    assert 'error' in outcomes[0]
    assert outcomes[0]['error']['type'] in (
        {'SSLZeroReturnError', 'SSLEOFError'} if end == 'end' else
        {'ConnectionResetError', 'BrokenPipeError', 'SSLEOFError',
         'SSLZeroReturnError', 'SSLError'})


# Before the handshake.

@pytest.mark.parametrize('shake_hands', [True, False])
@pytest.mark.parametrize('data', ['', 'GET / HTTP/1.0'])
def test_a_client_that_reset_before_accept_is_an_error(
        subject, pki, data, shake_hands):
    error, closed = subject.call('behaviour.accept_what_has_left', data=data,
                                 certfile=pki.ecdsa, shake_hands=shake_hands)
    assert error['type'] == ('SSLError' if data else 'ConnectionResetError')
    # CPython 3.11 leaves the first to the garbage collector.
    assert closed == [True] or subject.is_cpython and closed == [False]


def test_a_server_that_reset_before_wrap_socket_is_an_error(subject):
    error = subject.call('behaviour.wrap_what_has_left')
    assert error['type'] == 'ConnectionResetError'
