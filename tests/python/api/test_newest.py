"""Where we are not as Debian's CPython 3.11: newest.py of guest/ tells it.

What ssl.py alone decides is asked over CPython's _ssl, too.  What a
certificate or a key gives is compared with CPython's own ssl.
"""
import base64
import sys

import pytest

from support.authority import openssl
from support.guest import Guest

OURS_ONLY = pytest.mark.ironpython


@pytest.fixture(scope='module')
def cpython():
    """CPython's ssl."""
    guest = Guest([sys.executable]).start()
    yield guest
    guest.close()


def test_wrap_bio_wants_a_name_to_check(scenario):
    scenario('newest.wrap_bio_wants_a_name_to_check')


def test_wrap_bio_takes_no_name_where_none_is_checked(scenario):
    scenario('newest.wrap_bio_takes_no_name_where_none_is_checked')


def test_a_name_that_cannot_be_used_closes_the_socket(scenario):
    scenario('newest.a_name_that_cannot_be_used_closes_the_socket')


@OURS_ONLY
def test_the_named_protocols_can_be_spoken(guest):
    guest.call('newest.the_named_protocols_can_be_spoken')


@OURS_ONLY
def test_the_others_are_names_only(guest):
    guest.call('newest.the_others_are_names_only')


@OURS_ONLY
def test_an_end_without_close_notify_is_an_error(guest, pki):
    guest.call('newest.an_end_without_close_notify_is_an_error',
               certfile=pki.rsa)


@OURS_ONLY
def test_an_end_within_the_handshake_is_an_error(guest, pki):
    guest.call('newest.an_end_within_the_handshake_is_an_error',
               certfile=pki.rsa)


@OURS_ONLY
def test_only_a_server_that_has_a_hello_knows_shared_ciphers(guest, pki):
    guest.call('newest.only_a_server_that_has_a_hello_knows_shared_ciphers',
               certfile=pki.rsa)


def test_no_server_name_callback_for_an_object_that_is_gone(scenario, pki):
    scenario('newest.no_callback_for_an_object_that_is_gone',
             certfile=pki.rsa)


def test_a_message_callback_gets_none_for_an_object_that_is_gone(
        scenario, pki):
    scenario('newest.a_message_callback_gets_none_for_an_object_that_is_gone',
             certfile=pki.rsa)


@OURS_ONLY
def test_an_address_has_numbers_of_three_digits_at_most(guest):
    guest.call('newest.an_address_has_three_digits_at_most')


@pytest.fixture(scope='module')
def no_text(pki, tmp_path_factory):
    """A certificate whose common name is a SEQUENCE, with its key."""
    folder = tmp_path_factory.mktemp('no-text')
    key, made = folder / 'key.pem', folder / 'made.der'
    text = b'a name of no text'
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key,
            '-outform', 'DER', '-out', made, '-days', 30,
            '-subj', '/CN=' + text.decode('ascii'))
    der = made.read_bytes()
    value = b'\x0c' + bytes([len(text)]) + text
    # Issuer and subject: a UTF8String becomes a SEQUENCE of one.
    assert der.count(value) == 2
    der = der.replace(value, b'\x30' + bytes([len(text), 0x0c,
                                              len(text) - 2]) + text[2:])
    # Certificate and TBSCertificate have lengths of two bytes, and the
    # signature of an RSA key has always the same.
    body = der[4:8 + int.from_bytes(der[6:8], 'big')]
    signature = openssl('dgst', '-sha256', '-sign', key, input=body)
    der = der[:-len(signature)] + signature
    combined = folder / 'combined.pem'
    combined.write_text(
        '-----BEGIN CERTIFICATE-----\n' +
        base64.encodebytes(der).decode('ascii') +
        '-----END CERTIFICATE-----\n' + key.read_text())
    return str(combined)


@OURS_ONLY
def test_a_name_that_is_no_text_is_an_error_as_in_cpython(
        guest, cpython, no_text):
    expected = cpython.call('newest.a_name_that_is_no_text',
                            certfile=no_text)
    assert guest.call('newest.a_name_that_is_no_text',
                      certfile=no_text) == expected


@pytest.fixture(scope='module')
def locked(pki, tmp_path_factory):
    """A certificate's file, its key with a password, malformed keys."""
    folder = tmp_path_factory.mktemp('locked')
    key, locked = folder / 'key.pem', folder / 'locked.pem'
    openssl('pkey', '-in', pki.rsa, '-out', key)
    openssl('pkey', '-in', key, '-aes256', '-passout', 'pass:secret',
            '-out', locked)
    der = openssl('pkey', '-in', key, '-outform', 'DER')
    malformed = []
    for name, content in (('short', der[:100]), ('zeros', bytes(300)),
                          ('changed', der[:30] + b'\x02' * 60 + der[90:]),
                          ('empty', b'0\0')):
        for label in ('PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY',
                      'ENCRYPTED PRIVATE KEY'):
            file = folder / (name + label.replace(' ', '') + '.pem')
            file.write_text('-----BEGIN {0}-----\n{1}-----END {0}-----\n'
                            .format(label, base64.encodebytes(
                                content).decode('ascii')))
            malformed.append(str(file))
    return pki.rsa, str(locked), malformed


@OURS_ONLY
def test_a_malformed_key_is_an_sslerror_after_a_password_that_failed(
        guest, locked):
    certfile, key, malformed = locked
    found = guest.call(
        'newest.a_malformed_key_after_a_password_that_failed',
        certfile=certfile, locked=key, keys=malformed)
    assert [first for first, *rest in found] == [
        'none', 'KeyError', 'SSLError', 'ValueError', 'SSLError']
    for first, *rest in found[1:]:
        assert rest == found[0][1:]


@OURS_ONLY
def test_what_a_password_function_raises_comes_out_as_itself(guest, locked):
    certfile, key, malformed = locked
    guest.call('newest.what_a_password_function_raises', certfile=certfile,
               locked=key)
