"""What we do otherwise than CPython 3.11, mostly as 3.14, played through.

Each public function is a promise: a row of api/promises.py names it.
Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import gc
import socket
import ssl
import warnings

from loopback import client_context, plain_pair, raises, server_context
from memory import Pair

WITHOUT_A_NAME = 'check_hostname requires server_hostname'


# Names that have to be there.

def wrap_bio_wants_a_name_to_check():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    both = ssl.SSLContext(ssl.PROTOCOL_TLS)
    both.check_hostname = True
    for wrong, name in ((context, None), (context, ''), (both, None)):
        error = raises(ValueError, wrong.wrap_bio, ssl.MemoryBIO(),
                       ssl.MemoryBIO(), server_hostname=name)
        assert str(error) == WITHOUT_A_NAME
    error = raises(ValueError, both.wrap_bio, ssl.MemoryBIO(),
                   ssl.MemoryBIO(), server_side=True)
    assert str(error) == WITHOUT_A_NAME
    with contextlib.closing(socket.socket()) as plain:
        for server_side in (False, True):
            error = raises(ValueError, both.wrap_socket, plain, server_side)
            assert str(error) == WITHOUT_A_NAME
        assert plain.fileno() != -1  # It was not taken over.


def wrap_bio_takes_no_name_where_none_is_checked():
    with warnings.catch_warnings():
        warnings.simplefilter('error')
        context = client_context()
        context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
        named = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        named.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(),
                       server_hostname='localhost')


def a_name_that_cannot_be_used_closes_the_socket():
    """The other end sees it closed, however the name was refused."""
    class Failing(ssl.SSLContext):
        def _encode_hostname(self, hostname):
            raise RuntimeError(hostname)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    cases = ((context, 'a' * 64 + '.example', UnicodeError),
             (context, 'a..b', UnicodeError),
             (context, '.example.org', (ValueError, UnicodeError)),
             (context, 'a\0b', (TypeError, ValueError)),
             (context, 1, AttributeError),
             (Failing(ssl.PROTOCOL_TLS_CLIENT), 'localhost', RuntimeError))
    for context, name, kind in cases:
        far, plain = plain_pair()
        with contextlib.closing(far):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter('always')
                raises(kind, context.wrap_socket, plain,
                       server_hostname=name)
                assert far.recv(1) == b'', name
                gc.collect()
            assert not [each for each in caught
                        if each.category is ResourceWarning], name


# Protocols.

def the_named_protocols_can_be_spoken():
    assert set(ssl._PROTOCOL_NAMES.values()) == {
        'PROTOCOL_TLS', 'PROTOCOL_TLS_CLIENT', 'PROTOCOL_TLS_SERVER',
        'PROTOCOL_TLSv1', 'PROTOCOL_TLSv1_1', 'PROTOCOL_TLSv1_2'}
    for protocol, name in ssl._PROTOCOL_NAMES.items():
        assert ssl.SSLContext(protocol).protocol is protocol
        assert ssl.get_protocol_name(protocol) == name


def the_others_are_names_only():
    for protocol in (ssl.PROTOCOL_SSLv2, ssl.PROTOCOL_SSLv3):
        assert protocol not in ssl._PROTOCOL_NAMES
        assert ssl.get_protocol_name(protocol) == '<unknown>'
        raises(ValueError, ssl.SSLContext, protocol)


# The end of the data.

def an_end_without_close_notify_is_an_error(certfile):
    for option, kind in ((0, ssl.SSLEOFError),
                         (ssl.OP_IGNORE_UNEXPECTED_EOF, None)):
        client = client_context()
        assert not client.options & ssl.OP_IGNORE_UNEXPECTED_EOF
        client.options |= option
        pair = Pair(client, server_context(certfile))
        pair.handshake()
        pair.server.write(b'part')
        pair.to_client.write_eof()
        assert pair.client.read(10) == b'part'
        if kind is None:
            assert pair.client.read(10) == b''
            continue
        error = raises(kind, pair.client.read, 10)
        assert error.errno == ssl.SSL_ERROR_EOF
        assert error.reason == 'UNEXPECTED_EOF_WHILE_READING'
        assert 'EOF occurred in violation of protocol' in str(error)


def an_end_within_the_handshake_is_an_error(certfile):
    pair = Pair(client_context(), server_context(certfile))
    raises(ssl.SSLWantReadError, pair.client.do_handshake)
    pair.to_client.write_eof()
    raises(ssl.SSLEOFError, pair.client.do_handshake)


# Ciphers.

def only_a_server_that_has_a_hello_knows_shared_ciphers(certfile):
    pair = Pair(client_context(), server_context(certfile))
    assert pair.client.shared_ciphers() is None
    assert pair.server.shared_ciphers() is None
    raises(ssl.SSLWantReadError, pair.client.do_handshake)
    raises(ssl.SSLWantReadError, pair.server.do_handshake)
    assert pair.server.shared_ciphers()
    pair.handshake()
    assert pair.client.shared_ciphers() is None
    assert pair.client.cipher() in pair.server.shared_ciphers()


# The server name callback.

def no_server_name_callback_for_an_object_that_is_gone(certfile):
    seen = []
    context = server_context(certfile)
    context.sni_callback = lambda *arguments: seen.append(arguments)
    client, bare = _left_alone(context)
    assert bare.owner is None
    raises(ssl.SSLWantReadError, client.do_handshake)
    error = raises(ssl.SSLError, bare.do_handshake)
    assert type(error) is ssl.SSLError
    assert error.reason == 'CALLBACK_FAILED', error
    assert seen == []
    error = raises(ssl.SSLError, client.do_handshake)
    assert error.reason == 'TLSV1_ALERT_INTERNAL_ERROR', error


def _left_alone(context):
    """A client, and a server's `_ssl` part whose SSLObject is gone."""
    client, bare = _parts(context)
    for _ in range(10):
        gc.collect()
        if bare.owner is None:
            break
    return client, bare


def _parts(context):
    pair = Pair(client_context(), context, 'localhost')
    return pair.client, pair.server._sslobj


def a_message_callback_gets_none_for_an_object_that_is_gone(certfile):
    seen = []
    context = server_context(certfile)
    context._msg_callback = lambda *arguments: seen.append(arguments)
    client, bare = _left_alone(context)
    raises(ssl.SSLWantReadError, client.do_handshake)
    raises(ssl.SSLWantReadError, bare.do_handshake)
    assert seen and {arguments[0] for arguments in seen} == {None}


# What is an address.

def an_address_has_numbers_of_three_digits_at_most():
    """A name is sent, an address is not."""
    for name, is_sent in (('127.0.0.1', False), ('0127.0.0.1', True),
                          ('127.0.0.0001', True), ('1.2.3', True),
                          ('::1', False), ('localhost', True)):
        outgoing = ssl.MemoryBIO()
        client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_bio(
            ssl.MemoryBIO(), outgoing, server_hostname=name)
        raises(ssl.SSLWantReadError, client.do_handshake)
        assert (name.encode('ascii') in outgoing.read()) is is_sent, name


# Failures that come out as they are.

def _failure(function, *arguments, **keywords):
    """What an SSLError tells."""
    error = raises(ssl.SSLError, function, *arguments, **keywords)
    return [type(error).__name__, error.errno, error.library, error.reason]


def a_name_that_is_no_text_is_an_error_as_in_cpython(no_text):
    """Where a certificate is shown as a dictionary."""
    client = client_context()
    client.verify_mode = ssl.CERT_REQUIRED
    client.load_verify_locations(no_text)
    pair = Pair(client, server_context(no_text))
    pair.handshake()
    assert pair.client.getpeercert(True)
    chain = pair.client._sslobj.get_unverified_chain()
    return [_failure(pair.client.getpeercert),
            _failure(client.get_ca_certs), _failure(chain[0].get_info),
            _failure(ssl._ssl._test_decode_cert, no_text)]


def a_malformed_key_is_an_sslerror_after_a_password_that_failed(
        certfile, locked, malformed_keys):
    """A key gives the same before and after a password could not be had."""
    def refuse():
        raise KeyError('no password')

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    expected = [_failure(context.load_cert_chain, certfile, key)
                for key in malformed_keys]
    for password, kind in ((refuse, KeyError), (lambda: 'wrong', ssl.SSLError),
                           (lambda: 'x' * 2000, ValueError),
                           (None, ssl.SSLError)):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        error = raises(kind, context.load_cert_chain, certfile, locked,
                       password)
        assert type(error) is kind
        assert [_failure(context.load_cert_chain, certfile, key, password)
                for key in malformed_keys] == expected


def what_a_password_function_raises_comes_out_as_itself(certfile, locked):
    """An exception of the program comes out as itself."""
    for kind in (ValueError, OSError, FileNotFoundError, PermissionError,
                 EOFError, ssl.SSLError, ssl.SSLCertVerificationError,
                 UnicodeError, KeyError, KeyboardInterrupt, MemoryError,
                 ArithmeticError, AttributeError, StopIteration):
        raised = kind('of the program')

        def password():
            raise raised

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        assert raises(kind, context.load_cert_chain, certfile, locked,
                      password) is raised, kind
