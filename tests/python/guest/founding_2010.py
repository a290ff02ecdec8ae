"""The documentation of ssl of May 2010, played through on loopback.

Each public function is a promise: a row of api/promises.py names it.
Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import functools
import os
import select
import socket
import ssl
import subprocess
import threading

from loopback import (TIMEOUT, Acceptor, Background, connected_pair,
                      echo_server, joined, listen, raises, server_context,
                      subject, verified_pair)


def wrap_socket_handshakes_at_connect(certfile, cafile):
    with echo_server(certfile) as address:
        tls = ssl.wrap_socket(socket.socket(), ca_certs=cafile,
                              cert_reqs=ssl.CERT_REQUIRED)
        with contextlib.closing(tls):
            tls.settimeout(TIMEOUT)
            tls.connect(address)
            assert tls.getpeercert()
            tls.sendall(b'x')
            assert tls.recv(1) == b'x'


def wrap_socket_wraps_what_a_listener_accepts(certfile):
    listener = ssl.wrap_socket(socket.socket(), None, certfile, True)
    with contextlib.closing(listener):
        listen(listener)
        thread = Background(lambda: listener.accept()[0])
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(plain)):
            with contextlib.closing(thread.result()) as far:
                assert far.cipher()


def wrap_socket_can_leave_the_handshake_to_the_caller(certfile):
    with echo_server(certfile) as address:
        plain = socket.create_connection(address, TIMEOUT)
        tls = ssl.wrap_socket(plain, do_handshake_on_connect=False)
        with contextlib.closing(tls):
            assert tls.cipher() is None
            tls.do_handshake()
            assert tls.cipher()


def wrap_socket_takes_ciphers(certfile):
    chosen = 'ECDHE-RSA-AES256-GCM-SHA384'
    context = server_context(certfile)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with joined(context.wrap_socket, functools.partial(
            ssl.wrap_socket, ciphers=chosen)) as (far, near):
        assert near.cipher()[0] == chosen


def a_ragged_end_is_data_or_an_error(certfile):
    def end_raggedly(plain):
        far = ssl.wrap_socket(plain, server_side=True, certfile=certfile)
        # The socket below is closed, so that no close_notify goes out.
        socket.socket(fileno=far.detach()).close()

    for suppressed in (True, False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
        if not suppressed:
            context.options &= ~getattr(ssl, 'OP_IGNORE_UNEXPECTED_EOF', 0)
        with Acceptor(end_raggedly) as server:
            plain = socket.create_connection(server.address, TIMEOUT)
            with contextlib.closing(context.wrap_socket(
                    plain, suppress_ragged_eofs=suppressed)) as near:
                server.result()
                if suppressed:
                    assert near.recv(1) == b''
                else:
                    raises(ssl.SSLError, near.recv, 1)


def get_server_certificate_with_and_without_authorities(certfile, cafile, pem):
    for authorities in (None, cafile):
        with echo_server(certfile) as address:
            fetched = ssl.get_server_certificate(
                ('localhost', address[1]), ca_certs=authorities)
        assert fetched.strip() == pem.strip()


def get_server_certificate_refuses_strangers(certfile, stranger_ca):
    def fail(plain):
        with contextlib.closing(plain):
            raises(OSError, ssl.wrap_socket, plain, server_side=True,
                   certfile=certfile)

    with Acceptor(fail) as server:
        raises(ssl.SSLError, ssl.get_server_certificate,
               ('localhost', server.address[1]), ca_certs=stranger_ca)


def pem_and_der(pem):
    der = ssl.PEM_cert_to_DER_cert(pem)
    assert der[:1] == b'\x30'
    again = ssl.DER_cert_to_PEM_cert(der)
    assert again == pem
    assert ssl.PEM_cert_to_DER_cert(again) == der
    raises(ValueError, ssl.PEM_cert_to_DER_cert, 'x' + pem)
    raises(ValueError, ssl.PEM_cert_to_DER_cert, pem + 'x')


def dead_protocols_are_refused():
    for protocol in (ssl.PROTOCOL_SSLv2, ssl.PROTOCOL_SSLv3):
        error = raises((ValueError, ssl.SSLError), ssl.SSLContext, protocol)
        assert str(error)
        with contextlib.closing(socket.socket()) as plain:
            raises((ValueError, ssl.SSLError), ssl.wrap_socket, plain,
                   ssl_version=protocol)


def the_table_of_client_and_server(certfile, client, server):
    """The table of client and server: what both have is spoken."""
    ciphers = 'ALL:@SECLEVEL=0'

    def context_for(name, role):
        context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_' + name))
        if name == 'SSLv23':
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers(ciphers)
        if role == 'server':
            context.load_cert_chain(certfile)
        return context

    with joined(context_for(server, 'server').wrap_socket,
                context_for(client, 'client').wrap_socket) as (far, near):
        near.sendall(b'in one piece')
        assert far.recv(100) == b'in one piece'
        far.sendall(b'and back')
        assert near.recv(100) == b'and back'
        return near.version()


def a_protocol_asked_for_by_name_needs_no_other_setting(
        certfile, protocol):
    """As the documentation of 2010 prints it, for a server and a client."""
    version = getattr(ssl, protocol)
    with connected_pair(certfile, server={'ssl_version': version},
                        client={'ssl_version': version}) as (far, near):
        near.sendall(b'hello')
        assert far.recv(100) == b'hello'
        return near.version()


def read_takes_a_number_and_a_buffer(certfile):
    with connected_pair(certfile) as (far, near):
        near.write(b'0123456789')
        assert far.read(4) == b'0123'
        buffer = bytearray(20)
        assert far.read(3, buffer) == 3
        assert bytes(buffer[:3]) == b'456'
        assert far.read() == b'789'


def the_documented_select_loop_works(certfile):
    """As printed: do_handshake() on a socket that does not block."""
    # A server that answers at once could leave nothing to wait for.
    asked = threading.Event()
    with echo_server(certfile, after=asked) as address:
        plain = socket.create_connection(address, TIMEOUT)
        sock = ssl.wrap_socket(plain, do_handshake_on_connect=False)
        sock.setblocking(False)
        wanted = []
        while True:
            try:
                sock.do_handshake()
                break
            except ssl.SSLError as err:
                if err.args[0] == ssl.SSL_ERROR_WANT_READ:
                    wanted.append('read')
                    asked.set()
                    assert select.select([sock], [], [], TIMEOUT)[0]
                elif err.args[0] == ssl.SSL_ERROR_WANT_WRITE:
                    wanted.append('write')
                    assert select.select([], [sock], [], TIMEOUT)[1]
                else:
                    raise
        assert 'read' in wanted
        sock.settimeout(TIMEOUT)
        with contextlib.closing(sock):
            sock.sendall(b'x')
            assert sock.recv(1) == b'x'


def a_certificate_has_the_documented_nesting(certfile, cafile):
    with verified_pair(certfile, cafile) as (far, near):
        certificate = near.getpeercert()
        der = near.getpeercert(binary_form=True)
    assert isinstance(der, bytes) and der[:1] == b'\x30'
    assert certificate['subject'] == ((('commonName', 'rsa'),),)
    assert certificate['notAfter'].endswith(' GMT')
    assert ssl.cert_time_to_seconds(certificate['notAfter'])
    assert ('DNS', 'localhost') in certificate['subjectAltName']


def cipher_is_name_version_and_bits(certfile):
    with connected_pair(certfile) as (far, near):
        name, version, bits = near.cipher()
        assert isinstance(name, str) and version.startswith('TLSv1')
        assert bits in (128, 256)


def unwrap_gives_a_plain_socket(certfile):
    with connected_pair(certfile) as (far, near):
        thread = Background(far.unwrap)
        plain_near = near.unwrap()
        plain_far = thread.result()
        plain_near.sendall(b'in clear')
        assert plain_far.recv(100) == b'in clear'


def a_connection_knows_its_context(certfile):
    with echo_server(certfile) as address:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
        plain = socket.create_connection(address, TIMEOUT)
        with contextlib.closing(context.wrap_socket(plain)) as tls:
            assert tls.context is context


def a_context_loads_certificates_and_authorities(
        certificate, keyfile, cafile, capath):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS)
    server.load_cert_chain(certificate, keyfile)
    for where in ({'cafile': cafile}, {'capath': capath}):
        client = ssl.SSLContext(ssl.PROTOCOL_TLS)
        client.verify_mode = ssl.CERT_REQUIRED
        client.load_verify_locations(**where)
        with joined(server.wrap_socket, client.wrap_socket) as (far, near):
            assert near.getpeercert()


def a_cipher_list_without_ciphers_is_an_error():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.set_ciphers('HIGH:!aNULL')
    error = raises(ssl.SSLError, context.set_ciphers, 'no-such-cipher')
    assert 'No cipher can be selected' in str(error)


def options_are_set_and_cleared():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.options |= ssl.OP_NO_TLSv1_1
    assert context.options & ssl.OP_NO_TLSv1_1
    context.options &= ~ssl.OP_NO_TLSv1_1
    assert not context.options & ssl.OP_NO_TLSv1_1


def verify_mode_is_set_and_checked():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    assert context.verify_mode == ssl.CERT_NONE
    for mode in (ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED, ssl.CERT_NONE):
        context.verify_mode = mode
        assert context.verify_mode == mode
    raises(ValueError, setattr, context, 'verify_mode', 5)


def an_authority_file_may_have_many_roots(cafiles, folder):
    together = os.path.join(folder, 'many.pem')
    with open(together, 'w') as out:
        for cafile in cafiles:
            with open(cafile) as one:
                out.write(one.read())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.load_verify_locations(together)
    assert context.cert_store_stats()['x509_ca'] == len(cafiles)


def a_self_signed_certificate_as_documented_works(folder):
    """Made by the command of the documentation, and trusted as it is."""
    file = os.path.join(folder, 'self.pem')
    subprocess.check_call(
        ['openssl', 'req', '-new', '-x509', '-days', '30', '-nodes',
         '-subj', '/CN=localhost', '-out', file, '-keyout', file],
        stderr=subprocess.DEVNULL)
    with verified_pair(file, file) as (far, near):
        assert subject(near.getpeercert())['commonName'] == 'localhost'


def the_printed_client_runs(certfile, cafile):
    def serve(plain):
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile)) as far:
            assert far.recv(100).startswith(b'GET / HTTP/1.0\r\n')
            far.sendall(b'HTTP/1.0 200 OK\r\n\r\n')

    with Acceptor(serve) as server:
        s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        ssl_sock = ssl.wrap_socket(s, ca_certs=cafile,
                                   cert_reqs=ssl.CERT_REQUIRED)
        ssl_sock.connect(server.address)
        assert repr(ssl_sock.getpeername())
        assert ssl_sock.cipher()
        assert ssl_sock.getpeercert()
        ssl_sock.write(b'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n')
        data = ssl_sock.read()
        assert data == b'HTTP/1.0 200 OK\r\n\r\n'
        ssl_sock.close()


def the_printed_server_runs(certificate, keyfile):
    def deal_with_client(connstream):
        data = connstream.read()
        while data:
            if data == b'stop':
                break
            received.append(data)
            data = connstream.read()

    received = []
    bindsocket = socket.socket()
    bindsocket.bind(('127.0.0.1', 0))
    bindsocket.listen(5)

    def serve():
        newsocket, fromaddr = bindsocket.accept()
        connstream = ssl.wrap_socket(
            newsocket, server_side=True, certfile=certificate,
            keyfile=keyfile, ssl_version=ssl.PROTOCOL_SSLv23)
        try:
            deal_with_client(connstream)
        finally:
            connstream.shutdown(socket.SHUT_RDWR)
            connstream.close()

    thread = Background(serve)
    plain = socket.create_connection(bindsocket.getsockname(), TIMEOUT)
    with contextlib.closing(ssl.wrap_socket(plain)) as near:
        near.sendall(b'some data')
        near.sendall(b'more data')
        with contextlib.suppress(OSError):
            near.shutdown(socket.SHUT_WR)
        thread.result()
    bindsocket.close()
    assert b''.join(received) == b'some datamore data'
