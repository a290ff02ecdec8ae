"""The design of SSLSocket of 20 August 2007, promise by promise."""


def test_1_family_type_proto_and_four_keywords_build_an_unconnected_socket(
        promise, files):
    promise('first_design_builds_an_unconnected_socket',
            certfile=files.combined)


def test_1_the_four_keywords_may_be_left_out(promise):
    promise('first_design_needs_nothing_but_family_and_type')


def test_1_all_seven_arguments_have_a_position(promise, files):
    promise('first_design_takes_seven_positions', certfile=files.combined,
            cafile=files.ca)


def test_1_there_is_no_eighth_position(promise, files):
    promise('first_design_takes_no_eighth_position', certfile=files.combined)


def test_1_the_keywords_of_python_32_build_a_connected_socket(promise, files):
    promise('python_32_keywords_build_a_connected_socket',
            certfile=files.combined, cafile=files.ca)


def test_1_the_positions_of_python_32_build_a_server_socket(promise, files):
    promise('python_32_positions_build_a_server_socket',
            certfile=files.combined)


def test_1_a_call_without_old_keywords_is_refused_as_today(promise):
    promise('a_call_without_old_keywords_is_refused')


def test_1_an_unknown_keyword_is_refused(promise):
    promise('an_unknown_keyword_is_refused')


def test_1_the_socket_module_has_the_class(promise):
    promise('the_socket_module_has_the_class')


def test_2_cert_none_asks_for_nothing(promise, files):
    promise('policy_none_asks_for_nothing', certfile=files.combined)


def test_2_cert_optional_takes_a_client_without_certificate(promise, files):
    promise('policy_optional_takes_a_client_without_certificate',
            certfile=files.combined, cafile=files.ca)


def test_2_cert_optional_verifies_what_comes(promise, files):
    promise('policy_optional_verifies_what_comes', certfile=files.combined,
            cafile=files.ca, stranger=files.stranger)


def test_2_cert_required_refuses_a_client_without_certificate(promise, files):
    promise('policy_required_refuses_a_client_without_certificate',
            certfile=files.combined, cafile=files.ca)


def test_2_cert_required_refuses_an_unknown_server(promise, files):
    promise('policy_required_refuses_an_unknown_server',
            certfile=files.combined, stranger_ca=files.stranger_ca)


def test_3_key_and_certificate_in_one_file(promise, files):
    promise('key_and_certificate_in_one_file', certfile=files.combined)


def test_3_key_and_certificate_in_two_files(promise, files):
    promise('key_and_certificate_in_two_files', certfile=files.alone,
            keyfile=files.key)


def test_3_the_file_may_carry_the_chain(promise, files, chained):
    promise('the_file_may_carry_the_chain', certfile=chained,
            cafile=files.ca)


def test_4_connect_shakes_hands(promise, files):
    promise('connect_shakes_hands', certfile=files.combined)


def test_4_what_follows_connect_is_encrypted(promise, files):
    promise('what_follows_connect_is_encrypted', certfile=files.combined)


def test_4_accept_gives_a_connected_tls_socket(promise, files):
    promise('accept_gives_a_connected_tls_socket', certfile=files.combined)


def test_5_recv_recv_into_send_and_sendall_go_through_tls(promise, files):
    promise('the_four_ways_to_move_bytes_go_through_tls',
            certfile=files.combined)


def test_5_recvfrom_and_sendto_raise(promise, files):
    promise('datagram_calls_raise', certfile=files.combined)


def test_5_flags_raise(promise, files):
    promise('flags_raise', certfile=files.combined)


def test_6_getpeercert_without_a_certificate_is_none(promise, files):
    promise('getpeercert_without_a_certificate_is_none',
            certfile=files.combined)


def test_6_getpeercert_unverified_is_an_empty_dict(promise, files):
    promise('getpeercert_unverified_is_an_empty_dict',
            certfile=files.combined)


def test_6_getpeercert_verified_is_a_dict(promise, files):
    promise('getpeercert_verified_is_a_dict', certfile=files.combined,
            cafile=files.ca)


def test_7_socket_ssl_reads_and_writes(promise, files):
    promise('the_oldest_way_reads_and_writes', certfile=files.combined)


def test_7_socket_ssl_takes_a_certificate(promise, files):
    promise('the_oldest_way_takes_a_certificate', certfile=files.combined,
            cafile=files.ca)


def test_8_a_socketserver_takes_a_certificate_file(promise, files):
    promise('a_socketserver_takes_a_certificate_file',
            certfile=files.combined, cafile=files.ca)


def test_8_an_http_server_serves_https(promise, files):
    promise('an_http_server_serves_https', certfile=files.combined,
            cafile=files.ca)
