"""What each method does once the peer has left or the connection failed."""
import sys

import pytest

from support import script

VERSIONS = ['TLSv1_2', 'TLSv1_3']
GARBAGE = b'\x17\x03\x03\x00\x30' + bytes(48)


def say_goodbye(bare):
    try:
        bare.tls.unwrap()
    except OSError:
        pass  # the answer has not come yet
    bare.flush()


class Ends:
    """The ways in which the peer ends; the first word is the test's."""

    @staticmethod
    def notify(bare):
        say_goodbye(bare)
        script.wait_for_close(bare.connection)

    @staticmethod
    def fin(bare):
        bare.connection.shutdown(1)
        script.wait_for_close(bare.connection)

    @staticmethod
    def reset(bare):
        script.reset(bare.connection)

    @staticmethod
    def notify_reset(bare):
        say_goodbye(bare)
        # What has been received before a reset can be read still.
        bare.bell.wait()
        script.reset(bare.connection)

    @staticmethod
    def alert(bare):
        bare.incoming.write(GARBAGE)
        try:
            bare.tls.read(1)
        except OSError:
            bare.flush()
        script.wait_for_close(bare.connection)

    @staticmethod
    def garbage(bare):
        bare.connection.sendall(GARBAGE)
        script.wait_for_close(bare.connection)

    @staticmethod
    def stuck(bare):
        """Read nothing until the test has seen what that does."""
        bare.do(bare.tls.write, b'y')
        bare.bell.wait()

    @staticmethod
    def data(bare):
        bare.do(bare.tls.write, b'0123456789')
        script.wait_for_close(bare.connection)


def after(subject, pki, end, version, steps, **how):
    """Handshake, let the peer do its end, take the steps; their outcomes."""
    with script.Doorbell() as bell:
        def play(connection):
            bare = script.Bare(connection, script.server(pki, version))
            bare.bell = bell
            bare.do(bare.tls.do_handshake)
            bare.do(bare.tls.write, b'x')
            bell.wait()
            getattr(Ends, end)(bare)

        # The first byte comes behind the tickets of TLS 1.3.
        first = [['handshake'], ['recv', 1], ['ring', bell.port],
                 ['readable', 20]]
        steps = [['ring', bell.port] if step == 'ring' else step
                 for step in steps]
        outcomes = script.run(subject, pki, play, first + steps, seconds=20,
                              ignore_unexpected_eof=False, **how)
    assert outcomes[1] == {'result': 'x', 'seconds': outcomes[1]['seconds']}
    assert outcomes[3]['result'] is True
    return [brief(subject, outcome) for outcome in outcomes[len(first):]]


def brief(subject, outcome):
    if 'error' not in outcome:
        return outcome['result']
    error = outcome['error']
    reason = error['attributes'].get('reason')
    if reason == 'UNEXPECTED_EOF_WHILE_READING':
        # CPython 3.11.2 doesn't know OpenSSL 3's reason for it yet, and so
        # doesn't suppress it.
        assert error['type'] == 'SSLEOFError' or subject.is_cpython and (
            sys.version_info < (3, 11, 4))
        return 'ragged'
    return reason if error['type'] == 'SSLError' else error['type']


def same(found, expected, subject):
    """Whether the outcomes are those; one of several where a set is."""
    return len(found) == len(expected) and all(
        one in wanted if isinstance(wanted, set) else
        one == wanted or one == 'ragged' and wanted == '' and (
            subject.is_cpython)
        for one, wanted in zip(found, expected))


RECV, SEND, UNWRAP = ['recv', 4], ['send', 'hello'], ['unwrap']
INTO, AGAIN = ['recv_into', 4, 0, 4], ['handshake']
FACTS = [['version'], ['pending'], ['peer_certificate']]
LOST = {'BrokenPipeError', 'ConnectionResetError', 'SSLEOFError'}
IN_INIT = 'SHUTDOWN_WHILE_IN_INIT'
BAD_MAC = 'DECRYPTION_FAILED_OR_BAD_RECORD_MAC'
ALERT = 'SSLV3_ALERT_BAD_RECORD_MAC'
UNREAD = 'APPLICATION_DATA_AFTER_CLOSE_NOTIFY'

CASES = [
    # The second read after a failure ends a loop that swallows errors.
    ('garbage', [RECV, RECV, RECV, SEND, UNWRAP, AGAIN],
     [BAD_MAC, '', '', 'SSLEOFError', IN_INIT, 'SSLEOFError']),
    ('garbage', [RECV] + FACTS, [BAD_MAC, None, 0, 'ValueError']),
    ('garbage', [UNWRAP, RECV, UNWRAP, SEND],
     [BAD_MAC, '', IN_INIT, 'PROTOCOL_IS_SHUTDOWN']),
    ('garbage', [INTO, INTO], [BAD_MAC, [0, '....']]),
    ('alert', [RECV, RECV, RECV, SEND, UNWRAP],
     [ALERT, '', '', 'SSLZeroReturnError', IN_INIT]),
    ('alert', [RECV] + FACTS, [ALERT, None, 0, 'ValueError']),
    ('fin', [RECV, RECV, SEND, UNWRAP],
     ['', '', 'SSLEOFError', IN_INIT]),
    ('fin', [UNWRAP, RECV, UNWRAP, SEND],
     ['ragged', '', IN_INIT, 'PROTOCOL_IS_SHUTDOWN']),
    # A peer that has left.
    ('reset', [RECV, RECV, SEND], ['', '', 'SSLEOFError']),
    ('reset', [SEND, SEND, RECV], ['SSLEOFError', 'SSLEOFError', '']),
    ('reset', [['sendall', 'hello'], ['sendall', 'hello']],
     ['SSLEOFError', 'SSLEOFError']),
    ('reset', [UNWRAP, RECV, RECV, SEND],
     [LOST, '', '', 'PROTOCOL_IS_SHUTDOWN']),
    ('reset', [RECV, UNWRAP], ['', LOST]),
    ('notify_reset', [RECV, 'ring', ['wait_for_the_end'], SEND, UNWRAP, RECV],
     ['', None, None, 'SSLZeroReturnError', 'SSLZeroReturnError',
      'SSLZeroReturnError']),
    ('notify', [RECV, RECV, SEND, UNWRAP], ['', '', 5, 'SSLSocket']),
    # Data that nobody has read.
    ('data', [RECV, UNWRAP, RECV, UNWRAP, SEND],
     ['0123', UNREAD, '', IN_INIT, 'PROTOCOL_IS_SHUTDOWN']),
    ('data', [UNWRAP] + FACTS, [UNREAD, None, 0, 'ValueError']),
]


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('end, steps, expected', CASES, ids=[
    '%s-%s' % (end, '-'.join(
        step if isinstance(step, str) else step[0] for step in steps))
    for end, steps, expected in CASES])
def test_each_call_after_the_end(subject, pki, version, end, steps, expected):
    found = after(subject, pki, end, version, steps)
    assert same(found, expected, subject), found


@pytest.mark.parametrize('version', VERSIONS)
@pytest.mark.parametrize('suppress', [True, False])
def test_shutdown_ends_a_recv_of_another_thread(
        subject, pki, version, suppress):
    """close_notify that shutdown() sends for us is no unwrap()."""
    outcome, = after(subject, pki, 'data', version,
                     [['recv', 10], ['shut_down_while_reading']],
                     suppress_ragged_eofs=suppress)[1:]
    found = brief(subject, outcome)
    assert found == '' or found == 'ragged' and (
        subject.is_cpython or not suppress)


@pytest.mark.parametrize('version', VERSIONS)
def test_unwrap_with_an_unsent_record_wants_to_write(subject, pki, version):
    assert after(subject, pki, 'stuck', version, [
        RECV, ['fill', 100000], UNWRAP, 'ring']) == [
        'y', 'full', 'SSLWantWriteError', None]


@pytest.mark.parametrize('version', VERSIONS)
def test_a_shorter_repetition_of_a_send_ends_the_connection(
        subject, pki, version):
    found = after(subject, pki, 'stuck', version, [
        RECV, ['fill', 100000], SEND, SEND, RECV, UNWRAP, ['version'],
        'ring'])
    assert found == ['y', 'full', 'BAD_LENGTH', 'BAD_LENGTH', '', IN_INIT,
                     None, None]
