"""What pylib/ssl.py does itself, over CPython's _ssl and over ours."""
import pytest

NO_GOODBYE = "CPython's _ssl has no close_notify for close()"
NOT_ON_CPYTHON = {
    'close_says_goodbye': NO_GOODBYE,
    'close_waits_for_files': NO_GOODBYE,
    'shutdown_for_writing_says_goodbye': NO_GOODBYE,
    'a_file_closes_once': 'CPython counts references',
}


@pytest.fixture
def check(scenario, files):
    """Play a scenario of guest/shim.py."""
    def call(name, *wanted):
        if scenario.interpreter == 'cpython' and name in NOT_ON_CPYTHON:
            pytest.skip(NOT_ON_CPYTHON[name])
        known = {'certfile': files.combined, 'cafile': files.ca}
        scenario('shim.' + name, **{key: known[key] for key in wanted})
    return call


def test_close_says_goodbye(check):
    check('close_says_goodbye', 'certfile')


def test_shutdown_for_writing_says_goodbye(check):
    check('shutdown_for_writing_says_goodbye', 'certfile')


def test_detach_says_nothing(check):
    check('detach_says_nothing', 'certfile')


def test_close_waits_for_files(check):
    check('close_waits_for_files', 'certfile')


def test_a_file_reads_and_writes(check):
    check('a_file_reads_and_writes', 'certfile')


def test_a_file_closes_once(check):
    check('a_file_closes_once', 'certfile')


def test_fileno_is_an_int_and_minus_one_when_closed(check):
    check('fileno_is_an_int_and_minus_one_when_closed', 'certfile')


def test_a_closed_socket_raises(check):
    check('a_closed_socket_raises', 'certfile')


def test_timeouts(check):
    check('timeouts', 'certfile')


def test_wrapping_keeps_the_timeout(check):
    check('wrapping_keeps_the_timeout')


def test_the_wrapped_socket_is_detached(check):
    check('the_wrapped_socket_is_detached', 'certfile')


def test_sendall_takes_any_buffer(check):
    check('sendall_takes_any_buffer', 'certfile')


def test_sendall_goes_on_where_send_has_stopped(check):
    check('sendall_goes_on_where_send_has_stopped', 'certfile')


def test_a_large_send_takes_everything(check):
    check('a_large_send_takes_everything', 'certfile')


def test_sendfile_sends_a_part(check):
    check('sendfile_sends_a_part', 'certfile')


def test_recv_into_counts_bytes(check):
    check('recv_into_counts_bytes', 'certfile')


def test_messages_and_duplicates_are_refused(check):
    check('messages_and_duplicates_are_refused', 'certfile')


def test_datagram_sockets_are_refused(check):
    check('datagram_sockets_are_refused')


def test_do_handshake_after_connect_in_progress(check):
    check('do_handshake_after_connect_in_progress', 'certfile')


def test_do_handshake_can_block_for_once(check):
    check('do_handshake_can_block_for_once', 'certfile')


def test_a_non_blocking_socket_is_not_wrapped_with_handshake(check):
    check('a_non_blocking_socket_is_not_wrapped_with_handshake', 'certfile')


def test_select_sees_what_is_not_read(check):
    check('select_sees_what_is_not_read', 'certfile')


def test_an_http_client_reads_to_the_end(check):
    check('an_http_client_reads_to_the_end', 'certfile', 'cafile')


def test_an_unused_connection_is_collected(check):
    check('an_unused_connection_is_collected', 'certfile')


def test_host_names_are_encoded(check):
    check('host_names_are_encoded')


def test_no_name_of_a_function_leaks(check):
    check('no_name_of_a_function_leaks')


def test_a_socket_that_was_reset_with_words_in_clear_is_refused(check):
    check('a_socket_that_was_reset_with_words_in_clear_is_refused', 'certfile')


def test_chains_are_lists_of_bytes(check):
    check('chains_are_lists_of_bytes', 'certfile', 'cafile')


def test_the_message_callback_gets_members(check):
    check('the_message_callback_gets_members', 'certfile')


def test_servername_callbacks(check):
    check('servername_callbacks', 'certfile')


def test_alpn_lists_are_checked(check):
    check('alpn_lists_are_checked')
