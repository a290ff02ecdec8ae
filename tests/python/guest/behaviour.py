"""A connection whose every step is told: what it returned or raised.

The tests say the steps, the guest does them one after the other over one
socket.  Python 3.4 syntax; every wait is bounded.
"""
import select
import socket
import ssl
import struct
import threading
import time

from actions import client_context, server_context
from driver import describe
from loopback import TIMEOUT, Background, listen, plain_pair


def run(port, steps, server_side=False, certfile=None, cafile=None,
        version=None, seconds=TIMEOUT, ignore_unexpected_eof=None,
        suppress_ragged_eofs=True):
    """Connect, wrap without a handshake, do the steps; return the outcomes.

    A step is a list of a method's name in Steps and its arguments.
    """
    if server_side:
        context = server_context([certfile], version=version)
    else:
        context = client_context(cafile=cafile, version=version)
    # CPython 3.11.2 sets it by default, later ones do not.
    if ignore_unexpected_eof is True:
        context.options |= ssl.OP_IGNORE_UNEXPECTED_EOF
    elif ignore_unexpected_eof is False:
        context.options &= ~ssl.OP_IGNORE_UNEXPECTED_EOF
    plain = socket.create_connection(('127.0.0.1', port), TIMEOUT)
    plain.settimeout(seconds)
    tls = context.wrap_socket(
        plain, server_side=server_side, do_handshake_on_connect=False,
        server_hostname=None if server_side else 'localhost',
        suppress_ragged_eofs=suppress_ragged_eofs)
    actor = Steps(tls)
    try:
        return [outcome_of(getattr(actor, step[0]), step[1:])
                for step in steps]
    finally:
        actor.sock.close()


def outcome_of(function, arguments):
    started = time.monotonic()
    try:
        outcome = {'result': function(*arguments)}
    except Exception as error:
        outcome = {'error': describe(error)}
    outcome['seconds'] = time.monotonic() - started
    return outcome


def pattern(size):
    return bytes(bytearray(i * 7 % 251 for i in range(251))) * (
        size // 251) + bytes(bytearray(i * 7 % 251 for i in range(size % 251)))


class Steps:
    def __init__(self, sock):
        self.sock = sock

    def settimeout(self, seconds):
        self.sock.settimeout(seconds)

    def announce(self):
        """Tell the peer, in clear, that it may begin."""
        socket.socket.send(self.sock, b'!')

    def ring(self, port):
        """Tell the peer, at its doorbell, that it may go on."""
        socket.create_connection(('127.0.0.1', port), TIMEOUT).close()

    def handshake(self):
        self.sock.do_handshake()

    def recv(self, size):
        return self.sock.recv(size).decode('latin-1')

    def recv_into(self, size, offset, length):
        buffer = bytearray(b'.' * size)
        count = self.sock.recv_into(memoryview(buffer)[offset:offset + length])
        return [count, buffer.decode('latin-1')]

    def recv_all(self, size):
        """Whether so many bytes of the pattern came."""
        received = bytearray()
        while len(received) < size:
            part = self.sock.recv(65536)
            if not part:
                break
            received += part
        return bytes(received) == pattern(size)

    def recv_count(self):
        total = 0
        while True:
            part = self.sock.recv(65536)
            if not part:
                return total
            total += len(part)

    def pending(self):
        return self.sock.pending()

    def send(self, text):
        return self.sock.send(text.encode('latin-1'))

    def send_pattern(self, size):
        return self.sock.send(pattern(size))

    def send_until_it_fails(self, size):
        data = pattern(size)
        limit = time.monotonic() + TIMEOUT
        while time.monotonic() < limit:
            self.sock.send(data)
            time.sleep(0.01)

    def unwrap(self):
        self.sock = self.sock.unwrap()
        return type(self.sock).__name__

    def version(self):
        return self.sock.version()

    def close(self):
        self.sock.close()

    def readable(self, seconds):
        """Whether select() sees bytes to read."""
        return bool(select.select([self.sock], [], [], seconds)[0])

    def select_loop(self, name, *arguments):
        """Repeat a step until it neither wants to read nor to write."""
        return self._loop(None, name, arguments)

    def ring_in_select_loop(self, port, name, *arguments):
        """Like select_loop(); ring as soon as there is something to wait for.

        A peer that waits for the ring can't be ready before.
        """
        return self._loop(port, name, arguments)

    def _loop(self, doorbell, name, arguments):
        wanted = []
        limit = time.monotonic() + TIMEOUT
        while time.monotonic() < limit:
            try:
                return [getattr(self, name)(*arguments), sorted(set(wanted))]
            except ssl.SSLWantReadError:
                wanted.append('read')
                ends = [self.sock], []
            except ssl.SSLWantWriteError:
                wanted.append('write')
                ends = [], [self.sock]
            if doorbell is not None and len(wanted) == 1:
                self.ring(doorbell)
            select.select(ends[0], ends[1], [], TIMEOUT)
        raise socket.timeout('the loop timed out')

    def sendall(self, text):
        self.sock.sendall(text.encode('latin-1'))

    def wait_for_the_end(self):
        """Wait until the reset that follows close_notify has come."""
        limit = time.monotonic() + TIMEOUT
        while time.monotonic() < limit:
            if self.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                return
            time.sleep(0.01)
        raise socket.timeout('no reset came')

    def fill(self, size):
        """Stop waiting, and send until a record is left unsent."""
        self.sock.settimeout(0)
        data = pattern(size)
        limit = time.monotonic() + TIMEOUT
        while time.monotonic() < limit:
            try:
                self.sock.send(data)
            except ssl.SSLWantWriteError:
                return 'full'
        raise socket.timeout('nothing fills the buffers')

    def while_reading(self, act):
        """Do `act` while another thread waits in recv(); what it got."""
        reading = threading.Event()

        def read():
            reading.set()
            return outcome_of(self.recv, [100])

        reader = Background(read)
        assert reading.wait(TIMEOUT)
        # Nobody can see it wait; were it late, the test would show less.
        time.sleep(0.2)
        act()
        return reader.result()

    def shut_down_while_reading(self):
        """shutdown() while another thread waits in recv(); what it got."""
        return self.while_reading(
            lambda: self.sock.shutdown(socket.SHUT_RDWR))

    def peer_certificate(self):
        return self.sock.getpeercert(True) is not None

    def both_ways(self, size):
        """Send and receive at the same time, on two threads."""
        sender = Background(
            lambda: outcome_of(self.sock.sendall, [pattern(size)]))
        intact = self.recv_all(size)
        return [intact, sender.result().get('error')]

    def write_while_reading(self, text):
        """Send while another thread waits in recv(); return what it got."""
        return self.while_reading(
            lambda: self.sock.sendall(text.encode('latin-1'))).get('result')


def accept_what_has_left(certfile, data, shake_hands):
    """accept() of a client that has sent something or nothing and reset.

    What it raised, and whether the socket it made is closed.
    """
    made = []

    class Remembered(ssl.SSLSocket):
        def __new__(cls, *arguments, **keywords):
            made.append(super().__new__(cls, *arguments, **keywords))
            return made[-1]

    context = server_context([certfile])
    with context.wrap_socket(socket.socket(), server_side=True,
                             do_handshake_on_connect=shake_hands) as listener:
        context.sslsocket_class = Remembered
        listen(listener)
        client = socket.create_connection(listener.getsockname(), TIMEOUT)
        client.sendall(data.encode('ascii'))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                          struct.pack('ii', 1, 0))
        client.close()
        outcome = outcome_of(listener.accept, [])
        return [outcome.get('error'), [sock._closed for sock in made]]


def wrap_what_has_left():
    """wrap_socket() of a client's socket that its peer has reset."""
    peer, client = plain_pair()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack('ii', 1, 0))
    peer.close()
    return outcome_of(client_context(verify=False).wrap_socket,
                      [client]).get('error')
