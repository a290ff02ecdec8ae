"""What scenarios on loopback share: two ends, a thread, an expected error.

Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import functools
import socket
import ssl
import threading
import warnings

TIMEOUT = 60
_servers = {}

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


def client_context(cafile=None):
    """A context that trusts the authorities of a file, or everybody."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if cafile is None:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(cafile)
    return context


def server_context(certfile):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certfile)
    return context


def listen(sock=None):
    sock = sock or socket.socket()
    sock.bind(('127.0.0.1', 0))
    sock.listen(5)
    sock.settimeout(TIMEOUT)
    return sock


class Acceptor(Background):
    """Gives the sockets of the first clients to a function in a thread.

    `address` is where to connect, `result()` what the function returned for
    the last.  A block waits for it at its end, unless it failed.
    """

    def __init__(self, use, connections=1):
        self._use = use
        self._connections = connections
        self._listener = listen()
        self.address = self._listener.getsockname()
        Background.__init__(self, self._serve)

    def _serve(self):
        with contextlib.closing(self._listener):
            for _ in range(self._connections - 1):
                self._use(self._accept())
            last = self._accept()
        return self._use(last)

    def _accept(self):
        plain, _ = self._listener.accept()
        plain.settimeout(TIMEOUT)
        return plain

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is None:
            self.result()
        else:
            self._listener.close()


def start_server(use, connections=1):
    """Start an Acceptor that a later call asks for its outcome; its port."""
    server = Acceptor(use, connections)
    port = server.address[1]
    _servers[port] = server
    return port


def server_outcome(port):
    """Wait for the server's end; return its result or raise its error."""
    return _servers.pop(port).result()


@contextlib.contextmanager
def echo_server(certfile, after=None):
    """Echo until the end of data; yield the address.

    With an event `after`, nothing is answered before it is set.
    """
    def serve(plain):
        if after is not None:
            assert after.wait(TIMEOUT), 'the client never waited'
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile)) as tls:
            echo(tls)

    with Acceptor(serve) as server:
        yield server.address


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


def plain_pair():
    """Two ends of a connection without TLS: the server's and the client's."""
    with contextlib.closing(listen()) as listener:
        near = socket.create_connection(listener.getsockname(), TIMEOUT)
        far, _ = listener.accept()
    far.settimeout(TIMEOUT)
    return far, near


@contextlib.contextmanager
def joined(wrap_server, wrap_client):
    """Two ends of a connection: the server's and the client's.

    Each is what a wrap_socket() makes of its socket.
    """
    with Acceptor(functools.partial(wrap_server, server_side=True)) as server:
        plain = socket.create_connection(server.address, TIMEOUT)
        try:
            near = wrap_client(plain)
        except Exception:
            with contextlib.suppress(Exception):
                server.result()
            raise
        with contextlib.closing(near):
            far = server.result()
            with contextlib.closing(far):
                yield far, near


def connected_pair(certfile, server=None, client=None):
    """Two ends of a connection: the server's and the client's keywords."""
    return joined(
        functools.partial(ssl.wrap_socket, certfile=certfile,
                          **(server or {})),
        functools.partial(ssl.wrap_socket, **(client or {})))


def verified_pair(certfile, cafile):
    """A connected pair whose client verifies the server."""
    return connected_pair(certfile, client={
        'cert_reqs': ssl.CERT_REQUIRED, 'ca_certs': cafile})


def raises(kind, function, *args, **keywords):
    try:
        function(*args, **keywords)
    except kind as error:
        return error
    raise AssertionError('nothing was raised')


def subject(certificate):
    return dict(pair for names in certificate['subject'] for pair in names)
