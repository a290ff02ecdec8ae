"""One connection of this program with itself, and buffers of every kind.

Python 3.4 syntax; every wait is bounded.
"""
import array
import ctypes
import mmap
import socket
import struct

from actions import client_context, server_context
from driver import describe
from loopback import Background, plain_pair

SIZE = 64
CONTENT = bytes(bytearray(range(100, 100 + SIZE)))


class Pair:
    """Both ends of a connection over loopback."""

    def __init__(self, certfile, cafile, version):
        server, client = plain_pair()
        self.server = server_context(
            [certfile], version=version).wrap_socket(
                server, server_side=True, do_handshake_on_connect=False)
        handshake = Background(self.server.do_handshake)
        self.client = client_context(
            cafile=cafile, version=version).wrap_socket(
                client, server_hostname='localhost')
        handshake.result()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.close()
        self.server.close()


def mapped(content):
    result = mmap.mmap(-1, SIZE)
    result[:] = content
    return result


def integers(content):
    return array.array('I', struct.unpack('=%dI' % (len(content) // 4),
                                          content))


# How to make a buffer of SIZE bytes with some content.
KINDS = {
    'bytes': bytes,
    'bytearray': bytearray,
    'memoryview': lambda content: memoryview(bytearray(content)),
    'slice': lambda content: memoryview(
        bytearray(b'<<' + content + b'>>'))[2:-2],
    'integers': lambda content: memoryview(bytearray(content)).cast('I'),
    'array': lambda content: array.array('B', content),
    'array of integers': integers,
    'ctypes': lambda content: (ctypes.c_char * SIZE).from_buffer_copy(content),
    'ctypes integers': lambda content: (
        ctypes.c_uint32 * (SIZE // 4)).from_buffer_copy(content),
    'mmap': mapped,
    'read-only': memoryview,
    'every second': lambda content: memoryview(bytearray(content * 2))[::2],
    'str': lambda content: content.decode('latin-1'),
    'int': lambda content: 7,
}


def content_of(buffer):
    if isinstance(buffer, mmap.mmap):
        return buffer[:]
    return memoryview(buffer).tobytes()


def outcome_of(function, *arguments):
    try:
        return {'result': function(*arguments)}
    except Exception as error:
        return {'error': describe(error)}


def exactly(connection, size):
    received = b''
    while len(received) < size:
        part = connection.recv(size - len(received))
        assert part, 'closed early'
        received += part
    return received


def send(kind, method, certfile, cafile, version):
    """Send a buffer; return the outcome and whether it came as it was."""
    with Pair(certfile, cafile, version) as pair:
        buffer = KINDS[kind](CONTENT)
        outcome = outcome_of(getattr(pair.client, method), buffer)
        if 'result' in outcome:
            outcome['arrived'] = exactly(pair.server, SIZE) == CONTENT
        return outcome


def receive(kind, certfile, cafile, version, available=SIZE, wanted=None):
    """Receive into a buffer of zeros; return the count and the content."""
    with Pair(certfile, cafile, version) as pair:
        buffer = KINDS[kind](bytes(SIZE))
        pair.client.sendall(CONTENT[:available])
        outcome = outcome_of(
            pair.server.recv_into, buffer,
            *([] if wanted is None else [wanted]))
        if 'result' in outcome:
            content = content_of(buffer)
            count = outcome['result']
            outcome['right'] = content == (
                CONTENT[:count] + bytes(SIZE - count))
        return outcome


def small(certfile, cafile, version):
    """Nothing, and one byte at a time."""
    with Pair(certfile, cafile, version) as pair:
        nothing = [
            pair.client.send(b''), pair.client.sendall(b''),
            len(pair.server.recv(0)), pair.server.pending()]
        pair.client.sendall(CONTENT)
        single = [pair.server.recv(1) for _ in range(SIZE - 2)]
        view = memoryview(bytearray(2))
        counts = [pair.server.recv_into(view[:1]),
                  pair.server.recv_into(view[1:])]
        return {'nothing': nothing, 'counts': counts,
                'right': b''.join(single) + view.tobytes() == CONTENT}


def broken_send(certfile, cafile, version, rounds):
    """A peer that resets in the middle of a large send, a few times."""
    outcomes = []
    for _ in range(rounds):
        with Pair(certfile, cafile, version) as pair:
            def leave(server=pair.server):
                exactly(server, 100000)
                server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                                  struct.pack('ii', 1, 0))
                socket.socket.close(server)

            leaving = Background(leave)
            first = outcome_of(pair.client.sendall, bytes(50000000))
            leaving.result()
            outcomes.append([first, outcome_of(pair.client.send, b'more')])
    return outcomes
