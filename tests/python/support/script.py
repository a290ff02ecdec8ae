"""A peer that does what a test tells it to, over a socket of its own."""
import contextlib
import socket
import ssl
import struct
import threading

# For what ends by itself: it only bounds a hang, on slow machines, too.
LIMIT = 60


@contextlib.contextmanager
def peer(play):
    """Accept one connection and play(connection) on a thread; yield the port.

    What `play` raised is raised when the block ends.
    """
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    listener.settimeout(LIMIT)
    failures = []

    def run():
        try:
            connection, _ = listener.accept()
            connection.settimeout(LIMIT)
            with connection:
                play(connection)
        except Exception as error:
            failures.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
        thread.join(LIMIT)
        if thread.is_alive():
            raise TimeoutError('the peer did not end')
        if failures:
            raise failures[0]
    finally:
        listener.close()


def run(guest, pki, play, steps, **how):
    """Let the guest do its steps with a peer; return their outcomes."""
    with peer(play) as port:
        return guest.call('behaviour.run', port=port, cafile=pki.cafile,
                          certfile=pki.ecdsa, steps=steps, **how)


class Doorbell:
    """Where the guest, another process, tells the peer that it may go on.

    The guest rings with Steps.ring; the peer waits once for each ring.
    """

    def __init__(self):
        self._listener = socket.create_server(('127.0.0.1', 0))
        self._listener.settimeout(LIMIT)
        self.port = self._listener.getsockname()[1]

    def wait(self):
        self._listener.accept()[0].close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._listener.close()


def server(pki, version=None):
    """The context of a peer that is the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pki.ecdsa)
    if version:
        context.minimum_version = context.maximum_version = getattr(
            ssl.TLSVersion, version)
    return context


def client(pki):
    """The context of a peer that is the client."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(pki.cafile)
    return context


class Bare:
    """TLS whose records the test moves itself, to cut or join them."""

    def __init__(self, connection, context, server_side=True):
        self.connection = connection
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(
            self.incoming, self.outgoing, server_side=server_side,
            server_hostname=None if server_side else 'localhost')

    def do(self, function, *arguments):
        while True:
            try:
                result = function(*arguments)
                self.flush()
                return result
            except ssl.SSLWantReadError:
                self.flush()
                self.incoming.write(self.connection.recv(65536))

    def flush(self):
        if self.outgoing.pending:
            self.connection.sendall(self.outgoing.read())


def wait_for_close(connection):
    """Read until the guest closes, with or without a reset."""
    try:
        while connection.recv(65536):
            pass
    except OSError:
        pass  # a reset is an end, too


def reset(connection):
    """Close so that the other side sees a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack('ii', 1, 0))
    connection.close()
