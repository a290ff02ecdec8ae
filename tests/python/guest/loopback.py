"""What scenarios on loopback share: two ends, a thread, an expected error.

Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import socket
import ssl
import threading
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
