"""Timeouts, non-blocking sockets and two threads on one connection."""
import select
import ssl
import time

import pytest

from support import script

VERSIONS = ['TLSv1_2', 'TLSv1_3']
A_LOT = 3000000
MORE_THAN_BUFFERS_HOLD = 16000000
# A slow machine may be late by so much; a time limit that is not kept, or
# begins anew with every byte, takes script.LIMIT or for ever.
LATE = 20


def pattern(size):
    return bytes(i * 7 % 251 for i in range(251)) * (size // 251) + bytes(
        i * 7 % 251 for i in range(size % 251))


def read_to_the_end(connection):
    while connection.recv(65536):
        pass


def check_timeout(outcome, text, seconds):
    error = outcome['error']
    assert 'TimeoutError' in error['bases']
    assert 'SSLError' not in error['bases']
    assert error['text'].endswith(text)
    assert seconds * 0.9 <= outcome['seconds'] < seconds + LATE


def test_handshake_with_a_silent_peer_times_out(subject, pki):
    outcomes = script.run(subject, pki, read_to_the_end, [
        ['handshake'], ['handshake']], seconds=0.3)
    for outcome in outcomes:
        check_timeout(outcome, 'The handshake operation timed out', 0.3)


def test_handshake_deadline_is_not_stretched_by_a_dripping_peer(subject, pki):
    def drip(connection):
        connection.recv(1)
        header = b'\x16\x03\x03\x40\x00\x02\x00\x3f\xfc'
        try:
            for octet in header + bytes(script.LIMIT * 10):
                connection.sendall(bytes([octet]))
                time.sleep(0.1)
        except OSError:
            pass  # the guest has gone

    outcome, = script.run(subject, pki, drip, [['handshake']], seconds=0.5)
    check_timeout(outcome, 'The handshake operation timed out', 0.5)


@pytest.mark.parametrize('version', VERSIONS)
def test_read_times_out_and_can_be_repeated(subject, pki, version):
    def play(connection):
        with script.server(pki, version).wrap_socket(
                connection, server_side=True) as tls:
            tls.recv(10)
            tls.sendall(b'late')
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['settimeout', 0.3], ['recv', 10],
        ['settimeout', script.LIMIT], ['send', 'now'], ['recv', 10]])
    check_timeout(outcomes[2], 'The read operation timed out', 0.3)
    assert outcomes[-1]['result'] == 'late'


def test_write_times_out_and_the_repetition_loses_nothing(subject, pki):
    received = bytearray()

    def play(connection):
        with script.server(pki).wrap_socket(
                connection, server_side=True) as tls:
            bell.wait()
            while len(received) < MORE_THAN_BUFFERS_HOLD:
                part = tls.recv(65536)
                if not part:
                    break
                received.extend(part)
            tls.sendall(b'got it')
            read_to_the_end(tls)

    with script.Doorbell() as bell:
        outcomes = script.run(subject, pki, play, [
            ['handshake'], ['settimeout', 0.3],
            ['send_pattern', MORE_THAN_BUFFERS_HOLD],
            ['settimeout', script.LIMIT], ['ring', bell.port],
            ['send_pattern', MORE_THAN_BUFFERS_HOLD], ['recv', 10]])
    check_timeout(outcomes[2], 'The write operation timed out', 0.3)
    assert outcomes[5]['result'] == MORE_THAN_BUFFERS_HOLD
    assert outcomes[6]['result'] == 'got it'
    assert bytes(received) == pattern(MORE_THAN_BUFFERS_HOLD)


def test_unwrap_times_out_when_the_peer_does_not_answer(subject, pki):
    def play(connection):
        bare = script.Bare(connection, script.server(pki))
        bare.do(bare.tls.do_handshake)
        read_to_the_end(connection)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['settimeout', 0.3], ['unwrap']])
    check_timeout(outcomes[2], 'The read operation timed out', 0.3)


@pytest.mark.parametrize('version', VERSIONS)
def test_non_blocking_connection_works_in_a_select_loop(subject, pki,
                                                        version):
    received = bytearray()

    def play(connection):
        bell.wait()
        with script.server(pki, version).wrap_socket(
                connection, server_side=True) as tls:
            bell.wait()
            while len(received) < MORE_THAN_BUFFERS_HOLD:
                received.extend(tls.recv(65536))
            tls.sendall(b'answer')
            tls.unwrap()

    with script.Doorbell() as bell:
        outcomes = script.run(subject, pki, play, [
            ['handshake'], ['ring_in_select_loop', bell.port, 'handshake'],
            ['recv', 10],
            ['ring_in_select_loop', bell.port, 'send_pattern',
             MORE_THAN_BUFFERS_HOLD],
            ['select_loop', 'recv', 100], ['select_loop', 'unwrap']],
            seconds=0)
    assert outcomes[0]['error']['type'] == 'SSLWantReadError'
    assert outcomes[0]['error']['args'][0] == 2
    assert outcomes[0]['error']['args'][1].startswith(
        'The operation did not complete (read)')
    assert outcomes[1]['result'] == [None, ['read']]
    assert outcomes[2]['error']['type'] == 'SSLWantReadError'
    assert outcomes[3]['result'] == [MORE_THAN_BUFFERS_HOLD, ['write']]
    assert outcomes[4]['result'][0] == 'answer'
    assert outcomes[5]['result'][0] == 'SSLSocket'
    assert bytes(received) == pattern(MORE_THAN_BUFFERS_HOLD)


def test_want_write_tells_its_number_and_text(subject, pki):
    def play(connection):
        with script.server(pki).wrap_socket(connection, server_side=True):
            bell.wait()

    with script.Doorbell() as bell:
        outcomes = script.run(subject, pki, play, [
            ['handshake'], ['settimeout', 0],
            ['send_pattern', MORE_THAN_BUFFERS_HOLD], ['ring', bell.port]])
    error = outcomes[2]['error']
    assert error['type'] == 'SSLWantWriteError'
    assert error['args'][0] == 3
    assert error['args'][1].startswith(
        'The operation did not complete (write)')


def send_while_receiving(tls, data):
    """Send data and receive as much, in turn, with one thread."""
    tls.setblocking(False)
    sent = received = 0
    deadline = time.monotonic() + script.LIMIT
    while (sent < len(data) or received < len(data)) and (
            time.monotonic() < deadline):
        idle = True
        try:
            if sent < len(data):
                sent += tls.send(data[sent:sent + 16384])
                idle = False
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass  # its turn comes again
        try:
            received += len(tls.recv(65536))
            idle = False
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            pass
        if idle:
            select.select([tls], [tls] if sent < len(data) else [], [], 1)
    tls.settimeout(script.LIMIT)


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('server_side', [False, True])
def test_both_directions_flow_at_once(subject, pki, version, server_side):
    if subject.is_cpython:
        pytest.skip('CPython before 3.13 lets two threads into one OpenSSL '
                    'object at once, which breaks now and then')

    def play(connection):
        context = script.client(pki) if server_side else script.server(
            pki, version)
        tls = context.wrap_socket(
            connection, server_side=not server_side,
            server_hostname='localhost' if server_side else None)
        with tls:
            send_while_receiving(tls, pattern(A_LOT))
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['both_ways', A_LOT]],
        server_side=server_side, version=version)
    assert outcomes[1]['result'] == [True, None]


def test_write_goes_out_while_another_thread_waits_in_recv(subject, pki):
    def play(connection):
        with script.server(pki).wrap_socket(
                connection, server_side=True) as tls:
            tls.sendall(tls.recv(100)[::-1])
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['write_while_reading', 'abc']])
    assert outcomes[1]['result'] == 'cba'


def test_select_is_silent_once_every_record_was_read(subject, pki):
    def play(connection):
        with script.server(pki, 'TLSv1_2').wrap_socket(
                connection, server_side=True) as tls:
            tls.sendall(b'one')
            tls.sendall(b'two')
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['readable', script.LIMIT], ['recv', 2], ['pending'],
        ['recv', 2], ['readable', script.LIMIT], ['recv', 10], ['pending'],
        ['readable', 0]])
    assert [outcome['result'] for outcome in outcomes[1:]] == [
        True, 'on', 1, 'e', True, 'two', 0, False]


def test_recv_into_fills_a_part_of_a_buffer(subject, pki):
    def play(connection):
        with script.server(pki).wrap_socket(
                connection, server_side=True) as tls:
            tls.sendall(b'abcdef')
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['recv_into', 8, 2, 3], ['pending'],
        ['recv_into', 8, 0, 8]])
    assert [outcome['result'] for outcome in outcomes[1:]] == [
        [3, '..abc...'], 3, [3, 'def.....']]


def test_closing_while_the_peer_waits_is_no_hang(subject, pki):
    def play(connection):
        tls = script.server(pki).wrap_socket(connection, server_side=True,
                                             suppress_ragged_eofs=True)
        with tls:
            read_to_the_end(tls)

    outcomes = script.run(subject, pki, play, [
        ['handshake'], ['close'], ['recv', 1]])
    assert 'error' not in outcomes[1]
