"""The documentation of the ssl module of May 2010, promise by promise."""
import pytest


def test_1_wrap_socket_handshakes_at_connect(promise, files):
    promise('wrap_socket_handshakes_at_connect', certfile=files.combined,
            cafile=files.ca)


def test_1_wrap_socket_wraps_what_a_listener_accepts(promise, files):
    promise('wrap_socket_wraps_what_a_listener_accepts',
            certfile=files.combined)


def test_1_wrap_socket_can_leave_the_handshake_to_the_caller(promise, files):
    promise('wrap_socket_can_leave_the_handshake_to_the_caller',
            certfile=files.combined)


def test_1_a_server_needs_a_certificate_file(promise):
    promise('a_server_needs_a_certificate_file')


def test_1_wrap_socket_takes_ciphers(promise, files):
    promise('wrap_socket_takes_ciphers', certfile=files.combined)


def test_1_a_ragged_end_is_data_or_an_error(promise, files):
    promise('a_ragged_end_is_data_or_an_error', certfile=files.combined)


def test_2_ssl_error_is_a_socket_error(promise):
    promise('ssl_error_is_a_socket_error')


def test_3_rand_status_and_rand_add(promise):
    promise('randomness_is_there')


def test_3_rand_egd_says_that_there_is_no_daemon(promise):
    promise('rand_egd_says_that_there_is_no_daemon')


def test_3_cert_time_to_seconds(promise):
    promise('certificate_times_become_seconds')


def test_3_get_server_certificate_with_and_without_authorities(
        promise, files):
    promise('the_certificate_of_a_server_is_fetched',
            certfile=files.combined, cafile=files.ca, pem=files.pem)


def test_3_get_server_certificate_refuses_strangers(promise, files):
    promise('a_certificate_of_strangers_is_not_fetched',
            certfile=files.combined, stranger_ca=files.stranger_ca)


def test_3_pem_and_der(promise, files):
    promise('certificates_change_between_pem_and_der', pem=files.pem)


def test_4_constants_have_the_numbers_of_openssl(promise):
    promise('constants_have_openssl_numbers')


def test_4_names_of_dead_protocols_are_there(promise):
    if promise.interpreter == 'cpython':
        pytest.skip("CPython's _ssl has no names for SSLv2 and SSLv3")
    promise('names_of_dead_protocols_are_there')


def test_4_dead_protocols_are_refused(promise, files):
    if promise.interpreter == 'cpython':
        pytest.skip("CPython's _ssl has no names for SSLv2 and SSLv3")
    promise('dead_protocols_are_refused', certfile=files.combined)


@pytest.mark.parametrize('client, server, version', [
    ('SSLv23', 'SSLv23', 'TLSv1.3'), ('SSLv23', 'TLSv1', 'TLSv1'),
    ('TLSv1', 'SSLv23', 'TLSv1'), ('TLSv1', 'TLSv1', 'TLSv1')])
def test_4_the_table_of_client_and_server(
        promise, files, client, server, version):
    assert promise('old_protocols_meet', certfile=files.combined,
                   client=client, server=server) == version


@pytest.mark.parametrize('protocol, version', [
    ('PROTOCOL_TLSv1', 'TLSv1'), ('PROTOCOL_TLSv1_1', 'TLSv1.1'),
    ('PROTOCOL_TLSv1_2', 'TLSv1.2'), ('PROTOCOL_SSLv23', 'TLSv1.3')])
def test_4_a_protocol_asked_for_by_name_needs_no_other_setting(
        promise, files, protocol, version):
    if promise.interpreter == 'cpython' and version in ('TLSv1', 'TLSv1.1'):
        pytest.skip("OpenSSL 3 has them at security level 0 only")
    assert promise('a_protocol_asked_for_by_name_needs_no_other_setting',
                   certfile=files.combined, protocol=protocol) == version


def test_5_the_version_of_the_library(promise):
    promise('the_version_of_the_library_is_told')


def test_6_read_takes_a_number_and_a_buffer(promise, files):
    promise('read_takes_a_number_and_a_buffer', certfile=files.combined)


def test_6_the_documented_select_loop_works(promise, files):
    promise('the_documented_select_loop_works', certfile=files.combined)


def test_6_a_certificate_has_the_documented_nesting(promise, files):
    promise('a_certificate_has_the_documented_nesting',
            certfile=files.combined, cafile=files.ca)


def test_6_cipher_is_name_version_and_bits(promise, files):
    promise('cipher_is_name_version_and_bits', certfile=files.combined)


def test_6_unwrap_gives_a_plain_socket(promise, files):
    promise('unwrap_gives_a_plain_socket', certfile=files.combined)


def test_6_a_connection_knows_its_context(promise, files):
    promise('a_connection_knows_its_context', certfile=files.combined)


def test_7_a_context_loads_certificates_and_authorities(promise, files):
    promise('a_context_loads_certificates_and_authorities',
            certfile=files.alone, keyfile=files.key, cafile=files.ca,
            capath=files.capath)


def test_7_a_cipher_list_without_ciphers_is_an_error(promise):
    promise('a_cipher_list_without_ciphers_is_an_error')


def test_7_options_are_set_and_cleared(promise):
    promise('options_are_set_and_cleared')


def test_7_the_protocol_is_read_only(promise):
    promise('the_protocol_is_read_only')


def test_7_verify_mode_is_set_and_checked(promise):
    promise('verify_mode_is_set_and_checked')


def test_8_an_authority_file_may_have_many_roots(promise, files, tmp_path):
    promise('an_authority_file_may_have_many_roots',
            cafiles=[files.ca, files.stranger_ca], folder=str(tmp_path))


def test_8_a_self_signed_certificate_as_documented_works(promise, tmp_path):
    promise('a_self_signed_certificate_as_documented_works',
            folder=str(tmp_path))


def test_9_the_printed_client_runs(promise, files):
    promise('the_printed_client_runs', certfile=files.combined,
            cafile=files.ca)


def test_9_the_printed_server_runs(promise, files):
    promise('the_printed_server_runs', certfile=files.alone,
            keyfile=files.key)
