"""The promises of the two founding documents, played through on loopback.

Each function is one promise; tests/python/api/test_founding_*.py call them.
Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import http.server
import os
import select
import socket
import socketserver
import ssl
import subprocess
import threading
import urllib.request
import warnings

TIMEOUT = 60

warnings.simplefilter('ignore', DeprecationWarning)


class Background(threading.Thread):
    """A function in a thread; `result()` waits for it."""

    def __init__(self, function):
        threading.Thread.__init__(self)
        self.daemon = True
        self._function = function
        self._result = None
        self._error = None
        self.start()

    def run(self):
        try:
            self._result = self._function()
        except Exception as error:
            self._error = error

    def result(self):
        self.join(TIMEOUT)
        assert not self.is_alive(), 'the other side did not end'
        if self._error is not None:
            raise self._error
        return self._result


def listen(sock=None):
    sock = sock or socket.socket()
    sock.bind(('127.0.0.1', 0))
    sock.listen(5)
    sock.settimeout(TIMEOUT)
    return sock


@contextlib.contextmanager
def echo_server(certfile, connections=1, after=None, **wrap):
    """Accept, wrap with keywords, echo until the end of data.

    With an event `after`, nothing is answered before it is set.
    """
    listener = listen()

    def serve():
        for _ in range(connections):
            plain, _ = listener.accept()
            plain.settimeout(TIMEOUT)
            if after is not None:
                assert after.wait(TIMEOUT), 'the client never waited'
            tls = ssl.wrap_socket(plain, server_side=True, certfile=certfile,
                                  **wrap)
            with contextlib.closing(tls):
                echo(tls)
        return tls

    thread = Background(serve)
    with contextlib.closing(listener):
        yield listener.getsockname()
        thread.result()


def echo(tls):
    while True:
        try:
            data = tls.recv(65536)
        except ConnectionResetError:
            # A client that closes with unread tickets resets.
            return
        if not data:
            return
        tls.sendall(data)


@contextlib.contextmanager
def connected_pair(certfile, server=None, client=None):
    """Two ends of a connection: the server's and the client's keywords."""
    listener = listen()

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        return ssl.wrap_socket(plain, server_side=True, certfile=certfile,
                               **(server or {}))

    thread = Background(accept)
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        try:
            near = ssl.wrap_socket(plain, **(client or {}))
        except Exception:
            with contextlib.suppress(Exception):
                thread.result()
            raise
        with contextlib.closing(near):
            far = thread.result()
            with contextlib.closing(far):
                yield far, near


def raises(kind, function, *args, **keywords):
    try:
        function(*args, **keywords)
    except kind as error:
        return error
    raise AssertionError('nothing was raised')


def subject(certificate):
    return dict(pair for names in certificate['subject'] for pair in names)


# 2007: a socket that speaks SSL

def first_design_builds_an_unconnected_socket(certfile):
    sock = ssl.SSLSocket(
        socket.AF_INET, socket.SOCK_STREAM, 0, cert_filename=certfile,
        key_filename=certfile, cert_policy=ssl.CERT_NONE,
        ssl_protocol=ssl.PROTOCOL_SSLv23)
    with contextlib.closing(sock):
        assert isinstance(sock, socket.socket)
        assert type(sock) is ssl.SSLSocket
        raises(OSError, sock.getpeername)


def first_design_needs_nothing_but_family_and_type():
    with contextlib.closing(
            ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM)) as sock:
        assert sock.family == socket.AF_INET
        assert sock.type == socket.SOCK_STREAM


def first_design_takes_seven_positions(certfile, cafile):
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
    with contextlib.closing(listen()) as listener:
        def serve():
            plain, _ = listener.accept()
            plain.settimeout(TIMEOUT)
            return ssl.wrap_socket(
                plain, server_side=True, certfile=certfile, ca_certs=cafile,
                cert_reqs=ssl.CERT_REQUIRED, ssl_version=ssl.PROTOCOL_TLSv1_2)
        thread = Background(serve)
        sock = ssl.SSLSocket(
            socket.AF_INET, socket.SOCK_STREAM, 0, certfile, None,
            ssl.CERT_NONE, ssl.PROTOCOL_TLSv1_2)
        with contextlib.closing(sock):
            sock.settimeout(TIMEOUT)
            sock.connect(listener.getsockname())
            with contextlib.closing(thread.result()) as far:
                assert subject(far.getpeercert()) == {'commonName': 'rsa'}


def first_design_takes_no_eighth_position(certfile):
    seven = (socket.AF_INET, socket.SOCK_STREAM, 0, certfile, None,
             ssl.CERT_NONE, ssl.PROTOCOL_TLS)
    error = raises(TypeError, ssl.SSLSocket, *(seven + (None,)))
    assert 'at most 7' in str(error)
    for keyword in ('cert_filename', 'key_filename', 'cert_policy',
                    'ssl_protocol', 'family'):
        error = raises(TypeError, ssl.SSLSocket, *seven, **{keyword: None})
        assert 'multiple values' in str(error)


def python_32_keywords_build_a_connected_socket(certfile, cafile):
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


def python_32_positions_build_a_server_socket(certfile):
    listener = ssl.SSLSocket(None, certfile, certfile, True)
    with contextlib.closing(listener):
        listen(listener)
        thread = Background(lambda: listener.accept()[0])
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(plain)):
            with contextlib.closing(thread.result()) as far:
                assert far.server_side


def a_call_without_old_keywords_is_refused():
    with contextlib.closing(socket.socket()) as plain:
        error = raises(TypeError, ssl.SSLSocket, plain)
        assert 'public constructor' in str(error)
    assert 'public constructor' in str(raises(TypeError, ssl.SSLSocket))


def an_unknown_keyword_is_refused():
    error = raises(TypeError, ssl.SSLSocket, socket.AF_INET,
                   socket.SOCK_STREAM, cert_file='x')
    assert 'cert_file' in str(error)


def the_socket_module_has_the_class():
    assert socket.SSLSocket is ssl.SSLSocket


def policy_none_asks_for_nothing(certfile):
    with connected_pair(certfile, server={'cert_reqs': ssl.CERT_NONE},
                        client={'certfile': certfile}) as (far, near):
        assert far.getpeercert() is None
        assert near.getpeercert() == {}


def policy_optional_takes_a_client_without_certificate(certfile, cafile):
    with connected_pair(certfile, server={
            'cert_reqs': ssl.CERT_OPTIONAL,
            'ca_certs': cafile}) as (far, near):
        assert far.getpeercert() is None


def policy_optional_verifies_what_comes(certfile, cafile, stranger):
    with connected_pair(
            certfile, client={'certfile': certfile},
            server={'cert_reqs': ssl.CERT_OPTIONAL,
                    'ca_certs': cafile}) as (far, near):
        assert subject(far.getpeercert())
    refuse_the_client(certfile, ssl.CERT_OPTIONAL, cafile, stranger)


def refuse_the_client(certfile, policy, cafile, client_certfile):
    """The server must refuse; in TLS 1.3 the client hears of it late."""
    listener = listen()

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        with contextlib.closing(plain):
            return raises(ssl.SSLError, ssl.wrap_socket, plain,
                          server_side=True, certfile=certfile,
                          cert_reqs=policy, ca_certs=cafile)

    thread = Background(accept)
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(plain):
            with contextlib.suppress(OSError):
                with contextlib.closing(ssl.wrap_socket(
                        plain, certfile=client_certfile)) as near:
                    near.recv(1)
        return thread.result()


def policy_required_refuses_a_client_without_certificate(certfile, cafile):
    error = refuse_the_client(certfile, ssl.CERT_REQUIRED, cafile, None)
    assert error.reason == 'PEER_DID_NOT_RETURN_A_CERTIFICATE', error


def policy_required_refuses_an_unknown_server(certfile, stranger_ca):
    error = raises(ssl.SSLError, lambda: connected_pair(certfile, client={
        'cert_reqs': ssl.CERT_REQUIRED,
        'ca_certs': stranger_ca}).__enter__())
    assert error.reason == 'CERTIFICATE_VERIFY_FAILED'


def key_and_certificate_in_one_file(certfile):
    with connected_pair(certfile) as (far, near):
        near.sendall(b'x')
        assert far.recv(1) == b'x'


def key_and_certificate_in_two_files(certfile, keyfile):
    with connected_pair(certfile, server={'keyfile': keyfile}) as (far, near):
        near.sendall(b'x')
        assert far.recv(1) == b'x'


def the_file_may_carry_the_chain(certfile, cafile):
    """`certfile` was issued by an intermediate authority in the file."""
    with connected_pair(certfile, client={
            'cert_reqs': ssl.CERT_REQUIRED,
            'ca_certs': cafile}) as (far, near):
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
    listener = listen()
    seen = []

    def tap():
        # A server that passes bytes on and looks at them.
        upstream, _ = listener.accept()
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
        thread = Background(tap)
        sock = ssl.SSLSocket(socket.AF_INET, socket.SOCK_STREAM)
        with contextlib.closing(sock), contextlib.closing(listener):
            sock.settimeout(TIMEOUT)
            sock.connect(listener.getsockname())
            sock.sendall(b'a secret that nobody may read')
            assert sock.recv(100) == b'a secret that nobody may read'
        thread.result()
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


def the_four_ways_to_move_bytes_go_through_tls(certfile):
    with connected_pair(certfile) as (far, near):
        assert near.send(b'one') == 3
        assert far.recv(100) == b'one'
        near.sendall(b'two')
        buffer = bytearray(10)
        assert far.recv_into(buffer) == 3
        assert buffer[:3] == b'two'


def datagram_calls_raise(certfile):
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
    with connected_pair(certfile, client={
            'cert_reqs': ssl.CERT_REQUIRED,
            'ca_certs': cafile}) as (far, near):
        assert subject(near.getpeercert())['commonName'] == 'rsa'


def the_oldest_way_reads_and_writes(certfile):
    for wrap in (socket.ssl, ssl.sslwrap_simple):
        with echo_server(certfile) as address:
            plain = socket.create_connection(address, TIMEOUT)
            with contextlib.closing(plain):
                tls = wrap(plain, None, None)
                assert tls.write(b'hello') == 5
                assert tls.read(100) == b'hello'
                assert tls.write(b'again') == 5
                assert tls.read() == b'again'


def the_oldest_way_takes_a_certificate(certfile, cafile):
    listener = listen()

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile,
                cert_reqs=ssl.CERT_REQUIRED, ca_certs=cafile)) as far:
            far.sendall(subject(far.getpeercert())['commonName'].encode())

    thread = Background(accept)
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(plain):
            assert socket.ssl(plain, certfile, certfile).read() == b'rsa'
        thread.result()


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


# 2010: the module

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


def a_server_needs_a_certificate_file():
    raises(ValueError, ssl.wrap_socket, socket.socket(), server_side=True)
    raises(ValueError, ssl.wrap_socket, socket.socket(), keyfile='x')


def wrap_socket_takes_ciphers(certfile):
    chosen = 'ECDHE-RSA-AES256-GCM-SHA384'
    listener = listen()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certfile)

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        return context.wrap_socket(plain, server_side=True)

    thread = Background(accept)
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(
                plain, ciphers=chosen)) as near:
            with contextlib.closing(thread.result()):
                assert near.cipher()[0] == chosen


def a_ragged_end_is_data_or_an_error(certfile):
    for suppressed in (True, False):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS)
        if not suppressed:
            context.options &= ~getattr(ssl, 'OP_IGNORE_UNEXPECTED_EOF', 0)
        listener = listen()

        def accept():
            plain, _ = listener.accept()
            plain.settimeout(TIMEOUT)
            far = ssl.wrap_socket(plain, server_side=True, certfile=certfile)
            # The socket below is closed, so that no close_notify goes out.
            socket.socket(fileno=far.detach()).close()

        thread = Background(accept)
        with contextlib.closing(listener):
            plain = socket.create_connection(listener.getsockname(), TIMEOUT)
            with contextlib.closing(context.wrap_socket(
                    plain, suppress_ragged_eofs=suppressed)) as near:
                thread.result()
                if suppressed:
                    assert near.recv(1) == b''
                else:
                    raises(ssl.SSLError, near.recv, 1)


def ssl_error_is_a_socket_error():
    assert issubclass(ssl.SSLError, OSError)
    assert issubclass(ssl.SSLError, socket.error)
    assert ssl.socket_error is socket.error


def randomness_is_there():
    assert ssl.RAND_status() in (1, True)
    ssl.RAND_add('some words', 0.0)
    ssl.RAND_add(b'some bytes', 75.0)


def rand_egd_says_that_there_is_no_daemon():
    error = raises(ssl.SSLError, ssl.RAND_egd, '/no/such/socket')
    assert str(error)
    raises(TypeError, ssl.RAND_egd, 1)


def certificate_times_become_seconds():
    seconds = ssl.cert_time_to_seconds('May  9 00:00:00 2007 GMT')
    assert seconds == 1178668800, seconds


def the_certificate_of_a_server_is_fetched(certfile, cafile, pem):
    for authorities in (None, cafile):
        with echo_server(certfile) as address:
            fetched = ssl.get_server_certificate(
                ('localhost', address[1]), ca_certs=authorities)
        assert fetched.strip() == pem.strip()


def a_certificate_of_strangers_is_not_fetched(certfile, stranger_ca):
    listener = listen()

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        with contextlib.closing(plain):
            raises(OSError, ssl.wrap_socket, plain, server_side=True,
                   certfile=certfile)

    thread = Background(accept)
    with contextlib.closing(listener):
        raises(ssl.SSLError, ssl.get_server_certificate,
               ('localhost', listener.getsockname()[1]),
               ca_certs=stranger_ca)
        thread.result()


def certificates_change_between_pem_and_der(pem):
    der = ssl.PEM_cert_to_DER_cert(pem)
    assert der[:1] == b'\x30'
    again = ssl.DER_cert_to_PEM_cert(der)
    assert again == pem
    assert ssl.PEM_cert_to_DER_cert(again) == der
    raises(ValueError, ssl.PEM_cert_to_DER_cert, 'x' + pem)
    raises(ValueError, ssl.PEM_cert_to_DER_cert, pem + 'x')


def constants_have_openssl_numbers():
    numbers = {
        'CERT_NONE': 0, 'CERT_OPTIONAL': 1, 'CERT_REQUIRED': 2,
        'PROTOCOL_SSLv23': 2, 'PROTOCOL_TLSv1': 3,
        'OP_NO_SSLv3': 0x02000000, 'OP_NO_TLSv1': 0x04000000,
        'SSL_ERROR_WANT_READ': 2, 'SSL_ERROR_WANT_WRITE': 3,
        'SSL_ERROR_EOF': 8,
    }
    for name, number in numbers.items():
        assert getattr(ssl, name) == number, name
    # OpenSSL 1.1 made it nothing: there is no SSLv2 left to switch off.
    assert ssl.OP_NO_SSLv2 == 0
    # SSL_OP_ALL with OP_CRYPTOPRO_TLSEXT_BUG, which 3.0 has no longer.
    assert ssl.OP_ALL in (0x80000050, 0x80000054)


def names_of_dead_protocols_are_there():
    assert ssl.PROTOCOL_SSLv2 == 0
    assert ssl.PROTOCOL_SSLv3 == 1


def dead_protocols_are_refused(certfile):
    for protocol in (ssl.PROTOCOL_SSLv2, ssl.PROTOCOL_SSLv3):
        error = raises((ValueError, ssl.SSLError), ssl.SSLContext, protocol)
        assert str(error)
        with contextlib.closing(socket.socket()) as plain:
            raises((ValueError, ssl.SSLError), ssl.wrap_socket, plain,
                   ssl_version=protocol)


def old_protocols_meet(certfile, client, server):
    """The table of client and server: what both have is spoken."""
    ciphers = 'ALL:@SECLEVEL=0'
    listener = listen()

    def context_for(name, role):
        context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_' + name))
        if name == 'SSLv23':
            context.minimum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers(ciphers)
        if role == 'server':
            context.load_cert_chain(certfile)
        return context

    def accept():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        return context_for(server, 'server').wrap_socket(
            plain, server_side=True)

    thread = Background(accept)
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        with contextlib.closing(context_for(client, 'client').wrap_socket(
                plain)) as near:
            with contextlib.closing(thread.result()) as far:
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


def the_version_of_the_library_is_told():
    assert isinstance(ssl.OPENSSL_VERSION, str)
    assert ssl.OPENSSL_VERSION.startswith('OpenSSL ')
    assert len(ssl.OPENSSL_VERSION_INFO) == 5
    assert all(isinstance(part, int) for part in ssl.OPENSSL_VERSION_INFO)
    major, minor, fix, patch, status = ssl.OPENSSL_VERSION_INFO
    assert isinstance(ssl.OPENSSL_VERSION_NUMBER, int)
    assert ssl.OPENSSL_VERSION_NUMBER >> 28 == major
    assert ssl.OPENSSL_VERSION_NUMBER >> 20 & 0xff == minor


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
    with connected_pair(certfile, client={
            'cert_reqs': ssl.CERT_REQUIRED,
            'ca_certs': cafile}) as (far, near):
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
        certfile, keyfile, cafile, capath):
    server = ssl.SSLContext(ssl.PROTOCOL_TLS)
    server.load_cert_chain(certfile, keyfile)
    for where in ({'cafile': cafile}, {'capath': capath}):
        client = ssl.SSLContext(ssl.PROTOCOL_TLS)
        client.verify_mode = ssl.CERT_REQUIRED
        client.load_verify_locations(**where)
        listener = listen()

        def accept():
            plain, _ = listener.accept()
            plain.settimeout(TIMEOUT)
            return server.wrap_socket(plain, server_side=True)

        thread = Background(accept)
        with contextlib.closing(listener):
            plain = socket.create_connection(listener.getsockname(), TIMEOUT)
            with contextlib.closing(client.wrap_socket(plain)) as near:
                with contextlib.closing(thread.result()):
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


def the_protocol_is_read_only():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    assert context.protocol == ssl.PROTOCOL_TLS == ssl.PROTOCOL_SSLv23
    raises(AttributeError, setattr, context, 'protocol', 3)


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
    with connected_pair(file, client={
            'cert_reqs': ssl.CERT_REQUIRED, 'ca_certs': file}) as (far, near):
        assert subject(near.getpeercert())['commonName'] == 'localhost'


def the_printed_client_runs(certfile, cafile):
    listener = listen()

    def serve():
        plain, _ = listener.accept()
        plain.settimeout(TIMEOUT)
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile)) as far:
            assert far.recv(100).startswith(b'GET / HTTP/1.0\r\n')
            far.sendall(b'HTTP/1.0 200 OK\r\n\r\n')

    thread = Background(serve)
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    ssl_sock = ssl.wrap_socket(s, ca_certs=cafile,
                               cert_reqs=ssl.CERT_REQUIRED)
    ssl_sock.connect(listener.getsockname())
    assert repr(ssl_sock.getpeername())
    assert ssl_sock.cipher()
    assert ssl_sock.getpeercert()
    ssl_sock.write(b'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n')
    data = ssl_sock.read()
    assert data == b'HTTP/1.0 200 OK\r\n\r\n'
    ssl_sock.close()
    thread.result()
    listener.close()


def the_printed_server_runs(certfile, keyfile):
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
            newsocket, server_side=True, certfile=certfile, keyfile=keyfile,
            ssl_version=ssl.PROTOCOL_SSLv23)
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
