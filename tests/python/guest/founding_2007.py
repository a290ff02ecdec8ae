"""The design of SSLSocket of 20 August 2007, played through on loopback.

Each public function is a promise: a row of api/promises.py names it.
Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import functools
import http.server
import select
import socket
import socketserver
import ssl
import urllib.request

from loopback import (TIMEOUT, Acceptor, Background, connected_pair,
                      echo_server, listen, raises, subject, verified_pair)


def family_type_proto_and_four_keywords_build_an_unconnected_socket(certfile):
    sock = ssl.SSLSocket(
        socket.AF_INET, socket.SOCK_STREAM, 0, cert_filename=certfile,
        key_filename=certfile, cert_policy=ssl.CERT_NONE,
        ssl_protocol=ssl.PROTOCOL_SSLv23)
    with contextlib.closing(sock):
        assert isinstance(sock, socket.socket)
        assert type(sock) is ssl.SSLSocket
        raises(OSError, sock.getpeername)


def the_four_keywords_may_be_left_out():
    with contextlib.closing(
            ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM)) as sock:
        assert sock.family == socket.AF_INET
        assert sock.type == socket.SOCK_STREAM


def all_seven_arguments_have_a_position(certfile, cafile):
    for policy in (ssl.CERT_NONE, ssl.CERT_OPTIONAL, ssl.CERT_REQUIRED):
        sock = ssl.SSLSocket(
            socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, certfile,
            certfile, policy, ssl.PROTOCOL_TLSv1_2)
        with contextlib.closing(sock):
            assert sock.proto == socket.IPPROTO_TCP
            assert sock.context.verify_mode == policy
            assert sock.context.protocol == ssl.PROTOCOL_TLSv1_2
            raises(OSError, sock.getpeername)
    # The certificate and its key are in use: it serves as a client's.
    wrap = functools.partial(
        ssl.wrap_socket, server_side=True, certfile=certfile, ca_certs=cafile,
        cert_reqs=ssl.CERT_REQUIRED, ssl_version=ssl.PROTOCOL_TLSv1_2)
    with Acceptor(wrap) as server:
        sock = ssl.SSLSocket(
            socket.AF_INET, socket.SOCK_STREAM, 0, certfile, None,
            ssl.CERT_NONE, ssl.PROTOCOL_TLSv1_2)
        with contextlib.closing(sock):
            sock.settimeout(TIMEOUT)
            sock.connect(server.address)
            with contextlib.closing(server.result()) as far:
                assert subject(far.getpeercert()) == {'commonName': 'rsa'}


def there_is_no_eighth_position(certfile):
    seven = (socket.AF_INET, socket.SOCK_STREAM, 0, certfile, None,
             ssl.CERT_NONE, ssl.PROTOCOL_TLS)
    error = raises(TypeError, ssl.SSLSocket, *(seven + (None,)))
    assert 'at most 7' in str(error)
    for keyword in ('cert_filename', 'key_filename', 'cert_policy',
                    'ssl_protocol', 'family'):
        error = raises(TypeError, ssl.SSLSocket, *seven, **{keyword: None})
        assert 'multiple values' in str(error)


def the_keywords_of_python_32_build_a_connected_socket(certfile, cafile):
    with echo_server(certfile) as address:
        plain = socket.create_connection(address, TIMEOUT)
        tls = ssl.SSLSocket(
            sock=plain, keyfile=None, certfile=None, server_side=False,
            cert_reqs=ssl.CERT_REQUIRED, ssl_version=ssl.PROTOCOL_SSLv23,
            ca_certs=cafile, do_handshake_on_connect=True,
            suppress_ragged_eofs=True, ciphers=None)
        with contextlib.closing(tls):
            tls.sendall(b'hello')
            assert tls.recv(100) == b'hello'
            assert tls.getpeercert()


def the_positions_of_python_32_build_a_server_socket(certfile):
    listener = ssl.SSLSocket(None, certfile, certfile, True)
    with contextlib.closing(listener):
        listen(listener)
        thread = Background(lambda: listener.accept()[0])
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(plain)):
            with contextlib.closing(thread.result()) as far:
                assert far.server_side


def a_call_without_old_keywords_is_refused_as_today():
    with contextlib.closing(socket.socket()) as plain:
        error = raises(TypeError, ssl.SSLSocket, plain)
        assert 'public constructor' in str(error)
    assert 'public constructor' in str(raises(TypeError, ssl.SSLSocket))


def cert_none_asks_for_nothing(certfile):
    with connected_pair(certfile, server={'cert_reqs': ssl.CERT_NONE},
                        client={'certfile': certfile}) as (far, near):
        assert far.getpeercert() is None
        assert near.getpeercert() == {}


def cert_optional_takes_a_client_without_certificate(certfile, cafile):
    with connected_pair(certfile, server={
            'cert_reqs': ssl.CERT_OPTIONAL,
            'ca_certs': cafile}) as (far, near):
        assert far.getpeercert() is None


def cert_optional_verifies_what_comes(certfile, cafile, stranger):
    with connected_pair(
            certfile, client={'certfile': certfile},
            server={'cert_reqs': ssl.CERT_OPTIONAL,
                    'ca_certs': cafile}) as (far, near):
        assert subject(far.getpeercert())
    _refuse_the_client(certfile, ssl.CERT_OPTIONAL, cafile, stranger)


def _refuse_the_client(certfile, policy, cafile, client_certfile):
    """The server must refuse; in TLS 1.3 the client hears of it late."""
    def refuse(plain):
        with contextlib.closing(plain):
            return raises(ssl.SSLError, ssl.wrap_socket, plain,
                          server_side=True, certfile=certfile,
                          cert_reqs=policy, ca_certs=cafile)

    with Acceptor(refuse) as server:
        plain = socket.create_connection(server.address, TIMEOUT)
        with contextlib.closing(plain):
            with contextlib.suppress(OSError):
                with contextlib.closing(ssl.wrap_socket(
                        plain, certfile=client_certfile)) as near:
                    near.recv(1)
        return server.result()


def cert_required_refuses_a_client_without_certificate(certfile, cafile):
    error = _refuse_the_client(certfile, ssl.CERT_REQUIRED, cafile, None)
    assert error.reason == 'PEER_DID_NOT_RETURN_A_CERTIFICATE', error


def cert_required_refuses_an_unknown_server(certfile, stranger_ca):
    error = raises(ssl.SSLError,
                   verified_pair(certfile, stranger_ca).__enter__)
    assert error.reason == 'CERTIFICATE_VERIFY_FAILED'


def key_and_certificate_in_one_file(certfile):
    with connected_pair(certfile) as (far, near):
        near.sendall(b'x')
        assert far.recv(1) == b'x'


def key_and_certificate_in_two_files(certificate, keyfile):
    with connected_pair(certificate, server={
            'keyfile': keyfile}) as (far, near):
        near.sendall(b'x')
        assert far.recv(1) == b'x'


def the_file_may_carry_the_chain(chained, cafile):
    """`chained` was issued by an intermediate authority in the file."""
    with verified_pair(chained, cafile) as (far, near):
        assert subject(near.getpeercert())


def connect_shakes_hands(certfile):
    with echo_server(certfile) as address:
        sock = ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM)
        with contextlib.closing(sock):
            sock.settimeout(TIMEOUT)
            assert sock.cipher() is None
            sock.connect(address)
            assert sock.cipher()
            sock.sendall(b'through TLS')
            assert sock.recv(100) == b'through TLS'


def what_follows_connect_is_encrypted(certfile):
    seen = []

    def tap(upstream):
        # A server that passes bytes on and looks at them.
        downstream = socket.create_connection(target, TIMEOUT)
        with contextlib.closing(upstream), contextlib.closing(downstream):
            other = {upstream: downstream, downstream: upstream}
            while True:
                ready = select.select(list(other), [], [], TIMEOUT)[0]
                for sock in ready:
                    try:
                        data = sock.recv(65536)
                        seen.append(data)
                        other[sock].sendall(data)
                    except OSError:
                        # An end that has closed resets what comes late.
                        return
                    if not data:
                        return

    with echo_server(certfile) as target:
        sock = ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM)
        with Acceptor(tap) as relay, contextlib.closing(sock):
            sock.settimeout(TIMEOUT)
            sock.connect(relay.address)
            sock.sendall(b'a secret that nobody may read')
            assert sock.recv(100) == b'a secret that nobody may read'
    assert b'secret' not in b''.join(seen)


def accept_gives_a_connected_tls_socket(certfile):
    listener = ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM, 0,
                             cert_filename=certfile)
    with contextlib.closing(listener):
        listen(listener)
        thread = Background(listener.accept)
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(plain)) as near:
            far, address = thread.result()
            with contextlib.closing(far):
                assert type(far) is ssl.SSLSocket
                assert address == near.getsockname()
                assert far.cipher()
                far.sendall(b'welcome')
                assert near.recv(100) == b'welcome'


def recv_recv_into_send_and_sendall_go_through_tls(certfile):
    with connected_pair(certfile) as (far, near):
        assert near.send(b'one') == 3
        assert far.recv(100) == b'one'
        near.sendall(b'two')
        buffer = bytearray(10)
        assert far.recv_into(buffer) == 3
        assert buffer[:3] == b'two'


def recvfrom_and_sendto_raise(certfile):
    with connected_pair(certfile) as (far, near):
        raises(ValueError, near.recvfrom, 10)
        raises(ValueError, near.recvfrom_into, bytearray(10))
        raises(ValueError, near.sendto, b'x', far.getsockname())


def flags_raise(certfile):
    with connected_pair(certfile) as (far, near):
        raises(ValueError, near.recv, 10, socket.MSG_PEEK)
        raises(ValueError, near.recv_into, bytearray(10), 10, 1)
        raises(ValueError, near.send, b'x', 1)
        raises(ValueError, near.sendall, b'x', 1)


def getpeercert_without_a_certificate_is_none(certfile):
    with connected_pair(certfile) as (far, near):
        assert far.getpeercert() is None
        assert far.getpeercert(True) is None


def getpeercert_unverified_is_an_empty_dict(certfile):
    with connected_pair(certfile) as (far, near):
        assert near.getpeercert() == {}
        assert near.getpeercert(True)


def getpeercert_verified_is_a_dict(certfile, cafile):
    with verified_pair(certfile, cafile) as (far, near):
        assert subject(near.getpeercert())['commonName'] == 'rsa'


def socket_ssl_reads_and_writes(certfile):
    for wrap in (socket.ssl, ssl.sslwrap_simple):
        with echo_server(certfile) as address:
            plain = socket.create_connection(address, TIMEOUT)
            with contextlib.closing(plain):
                tls = wrap(plain, None, None)
                assert tls.write(b'hello') == 5
                assert tls.read(100) == b'hello'
                assert tls.write(b'again') == 5
                assert tls.read() == b'again'


def socket_ssl_takes_a_certificate(certfile, cafile):
    def name_the_client(plain):
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile,
                cert_reqs=ssl.CERT_REQUIRED, ca_certs=cafile)) as far:
            far.sendall(subject(far.getpeercert())['commonName'].encode())

    with Acceptor(name_the_client) as server:
        plain = socket.create_connection(server.address, TIMEOUT)
        with contextlib.closing(plain):
            assert socket.ssl(plain, certfile, certfile).read() == b'rsa'


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = b'<p>hello</p>' * 1000
        self.send_response(200)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class SecureTCPServer(socketserver.TCPServer):
    """The few lines: a TCPServer that takes a certificate file."""

    def __init__(self, address, handler, certfile):
        socketserver.TCPServer.__init__(self, address, handler)
        self.socket = ssl.wrap_socket(self.socket, certfile=certfile,
                                      server_side=True)


def a_socketserver_takes_a_certificate_file(certfile, cafile):
    class Upper(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(self.rfile.readline().upper())

    server = SecureTCPServer(('127.0.0.1', 0), Upper, certfile)
    server.timeout = TIMEOUT
    thread = Background(server.handle_request)
    plain = socket.create_connection(server.server_address, TIMEOUT)
    with contextlib.closing(ssl.wrap_socket(
            plain, ca_certs=cafile, cert_reqs=ssl.CERT_REQUIRED)) as near:
        near.sendall(b'hello\n')
        assert near.recv(100) == b'HELLO\n'
    thread.result()
    server.server_close()


def an_http_server_serves_https(certfile, cafile):
    server = SecureTCPServer(('127.0.0.1', 0), Page, certfile)
    server.timeout = TIMEOUT
    thread = Background(server.handle_request)
    url = 'https://localhost:%d/' % server.server_address[1]
    with contextlib.closing(urllib.request.urlopen(
            url, context=ssl.create_default_context(cafile=cafile),
            timeout=TIMEOUT)) as answer:
        assert answer.read() == b'<p>hello</p>' * 1000
    thread.result()
    server.server_close()
