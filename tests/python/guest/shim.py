"""What pylib/ssl.py does beside the calls to _ssl, on loopback.

Each public function is a promise: a row of api/promises.py names it.
Python 3.4 syntax; every wait is bounded.
"""
import contextlib
import functools
import gc
import http.client
import io
import os
import select
import socket
import ssl
import tempfile
import time
import weakref

from loopback import (TIMEOUT, Acceptor, Background, client_context,
                      connected_pair, echo_server, joined, listen, plain_pair,
                      raises, server_context, verified_pair)


@contextlib.contextmanager
def _strict_pair(certfile):
    """Two ends that report an end of data without close_notify."""
    context = server_context(certfile)
    context.options &= ~getattr(ssl, 'OP_IGNORE_UNEXPECTED_EOF', 0)
    with joined(functools.partial(context.wrap_socket,
                                  suppress_ragged_eofs=False),
                client_context().wrap_socket) as (far, near):
        # So that no unread ticket makes close() a reset.
        far.sendall(b'x')
        near.recv(1)
        yield far, near


def close_says_goodbye(certfile):
    with _strict_pair(certfile) as (far, near):
        near.sendall(b'last words')
        near.close()
        assert far.recv(100) == b'last words'
        assert far.recv(100) == b''


def shutdown_for_writing_says_goodbye(certfile):
    with _strict_pair(certfile) as (far, near):
        near.sendall(b'last words')
        near.shutdown(socket.SHUT_WR)
        assert far.recv(100) == b'last words'
        assert far.recv(100) == b''


def detach_says_nothing(certfile):
    with _strict_pair(certfile) as (far, near):
        socket.socket(fileno=near.detach()).close()
        raises(ssl.SSLError, far.recv, 100)


def close_waits_for_files(certfile):
    with _strict_pair(certfile) as (far, near):
        file = near.makefile('wb')
        near.close()
        file.write(b'still here')
        file.flush()
        assert far.recv(100) == b'still here'
        file.close()
        assert far.recv(100) == b''


def a_file_reads_and_writes(certfile):
    """Each kind of file, with lines, pieces and ends across records."""
    text = b''.join(('line %d\n' % i).encode('ascii') for i in range(9000))
    for mode, options in (('rb', {}), ('rb', {'buffering': 100}), ('r', {}),
                          ('rwb', {}), ('rb', {'buffering': -1}),
                          ('r', {'encoding': 'ascii', 'newline': ''})):
        with _strict_pair(certfile) as (far, near):
            sender = Background(lambda: far.sendall(text))
            file = near.makefile(mode, **options)
            got = file.read(7)
            got += file.readline()
            got += file.read(20000)
            if mode == 'rb':
                piece = bytearray(20000)
                assert file.readinto(piece) == len(piece)
                got += bytes(piece)
            got += file.read(len(text) - len(got))
            sender.result()
            if isinstance(got, str):
                got = got.encode('ascii')
            assert got == text, mode
            if 'w' in mode:
                file.write(b'answer')
                file.flush()
                assert far.recv(100) == b'answer'
            far.close()
            assert not file.read(1)
            file.close()
    with _strict_pair(certfile) as (far, near):
        with contextlib.closing(near.makefile('rb', 0)) as raw:
            assert isinstance(raw, io.RawIOBase)
            far.sendall(b'0123456789')
            assert raw.read(4) == b'0123'
        raises(ValueError, near.makefile, 'r', 0)
        raises(ValueError, near.makefile, 'x')
        # A buffer for writing keeps what a socket's does, and no more.
        with contextlib.closing(near.makefile('wb')) as file:
            file.write(bytes(io.DEFAULT_BUFFER_SIZE + 1))
            assert far.recv(1) == b'\0'


def a_file_closes_once(certfile):
    # A collection while close() is at work mustn't make the file's finalizer
    # close it once more.
    import System
    closed, wanted = [], [None]
    inner = socket.SocketIO.close

    def close(raw):
        closed.append(raw)
        if raw is wanted[0]:
            System.GC.Collect()
            System.GC.WaitForPendingFinalizers()
        inner(raw)

    # Compiled code forgets a variable after its last use; the interpreter,
    # which runs the first calls, doesn't.
    socket.SocketIO.close = close
    try:
        with connected_pair(certfile) as (far, near):
            for mode in ('rb', 'wb', 'r'):
                for _ in range(600):
                    Holder(near.makefile(mode)).close()
                for _ in range(3):
                    holder = Holder(near.makefile(mode))
                    wanted[0] = holder.raw()
                    holder.close()
                    # Old raw files close themselves, too, as they go.
                    times = [raw is wanted[0] for raw in closed].count(True)
                    assert times == 1, (mode, times)
    finally:
        socket.SocketIO.close = inner


class Holder:
    def __init__(self, file):
        self.file = file

    def raw(self):
        return getattr(self.file, 'buffer', self.file).raw

    def close(self):
        file, self.file = self.file, None
        file.close()


def fileno_is_an_int_and_minus_one_when_closed(certfile):
    with connected_pair(certfile) as (far, near):
        assert type(near.fileno()) is int and near.fileno() > 0
        near.close()
        assert near.fileno() == -1


def a_closed_socket_raises(certfile):
    with connected_pair(certfile) as (far, near):
        near.close()
        raises(ValueError, near.read)
        raises(ValueError, near.write, b'x')
        raises(OSError, near.recv, 1)
        raises(OSError, near.send, b'x')
        assert near.pending() == 0
        assert near.version() is None
        assert near.cipher() is None
        assert near.session is None


def timeouts(certfile):
    """The exception of a time-out, as programs catch it."""
    with connected_pair(certfile) as (far, near):
        near.settimeout(0.3)
        assert near.gettimeout() == 0.3
        error = raises(socket.timeout, near.recv, 1)
        assert 'timed out' in str(error)
        assert isinstance(error, OSError)
        near.settimeout(0.0001)
        assert near.gettimeout() is not None
        near.settimeout(None)
        assert near.gettimeout() is None
        near.setblocking(False)
        assert near.gettimeout() == 0.0
        assert near.getblocking() is False
        raises(ssl.SSLWantReadError, near.recv, 1)


def wrapping_keeps_the_timeout():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    for seconds in (None, 0.0, 2.5):
        plain = socket.socket()
        plain.settimeout(seconds)
        with contextlib.closing(context.wrap_socket(plain)) as tls:
            assert tls.gettimeout() == seconds


def the_wrapped_socket_is_detached(certfile):
    with connected_pair(certfile) as (far, near):
        again = ssl.SSLContext(ssl.PROTOCOL_TLS).wrap_socket(
            near, do_handshake_on_connect=False)
        with contextlib.closing(again):
            assert near.fileno() == -1
            assert again.getpeername()


def sendall_takes_any_buffer(certfile):
    import array
    with connected_pair(certfile) as (far, near):
        for data in (b'bytes', bytearray(b'bytearray'),
                     memoryview(b'a view'), array.array('i', [1, 2, 3]),
                     b''):
            near.sendall(data)
            expected = bytes(data) if not isinstance(
                data, array.array) else data.tobytes()
            received = b''
            while len(received) < len(expected):
                received += far.recv(100)
            assert received == expected
        raises(TypeError, near.sendall, 'text')
        raises(TypeError, near.send, 'text')


def sendall_goes_on_where_send_has_stopped(certfile):
    import array
    with connected_pair(certfile) as (far, near):
        calls = []

        def send_three(part):
            calls.append(part)
            octets = memoryview(part).cast('B')
            return ssl.SSLSocket.send(near, octets[:3])

        near.send = send_three
        for data in (b'0123456789', bytearray(b'0123456789'),
                     memoryview(b'--0123456789')[2:],
                     array.array('h', [1, 2, 3, 4, 5])):
            del calls[:]
            near.sendall(data)
            assert len(calls) == 4
            received = b''
            while len(received) < 10:
                received += far.recv(100)
            assert received == memoryview(data).tobytes()
        del calls[:]
        for nothing in (b'', bytearray(), memoryview(b'')):
            near.sendall(nothing)
        assert calls == []


def a_large_send_takes_everything(certfile):
    data = os.urandom(1 << 20)
    with connected_pair(certfile) as (far, near):
        thread = Background(lambda: near.send(data))
        received = bytearray()
        while len(received) < len(data):
            received += far.recv(65536)
        assert thread.result() == len(data)
        assert bytes(received) == data


def sendfile_sends_a_part(certfile):
    with connected_pair(certfile) as (far, near):
        with tempfile.TemporaryFile() as file:
            file.write(b'0123456789' * 10)
            file.seek(0)
            assert near.sendfile(file, 5, 20) == 20
            assert far.recv(100) == b'56789012345678901234'
            assert file.tell() == 25
            raises(ValueError, near.sendfile, file, 0, 0)
            raises(TypeError, near.sendfile, file, 0, 1.5)
        with tempfile.TemporaryFile('w+') as file:
            raises(ValueError, near.sendfile, file)


def recv_into_counts_bytes(certfile):
    import array
    with connected_pair(certfile) as (far, near):
        near.sendall(b'x' * 16)
        numbers = array.array('i', [0] * 4)
        assert far.recv_into(numbers) == 16


def messages_and_duplicates_are_refused(certfile):
    with connected_pair(certfile) as (far, near):
        raises(NotImplementedError, near.sendmsg, [b'x'])
        raises(NotImplementedError, near.recvmsg, 10)
        raises(NotImplementedError, near.recvmsg_into, [bytearray(10)])
        raises(NotImplementedError, near.dup)


def datagram_sockets_are_refused():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    with contextlib.closing(socket.socket(
            socket.AF_INET, socket.SOCK_DGRAM)) as plain:
        raises(NotImplementedError, context.wrap_socket, plain)


def do_handshake_after_connect_in_progress(certfile):
    tls = ssl.wrap_socket(socket.socket(), do_handshake_on_connect=False)
    with echo_server(certfile) as address, contextlib.closing(tls):
        tls.setblocking(False)
        tls.connect_ex(address)
        assert select.select([], [tls], [], TIMEOUT)[1]
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                assert select.select([tls], [], [], TIMEOUT)[0]
            except ssl.SSLWantWriteError:
                assert select.select([], [tls], [], TIMEOUT)[1]
        tls.settimeout(TIMEOUT)
        tls.sendall(b'x')
        assert tls.recv(1) == b'x'


def do_handshake_can_block_for_once(certfile):
    with connected_pair(certfile) as (far, near):
        near.setblocking(False)
        near.do_handshake(block=True)
        assert near.gettimeout() == 0.0


def a_non_blocking_socket_is_not_wrapped_with_handshake(certfile):
    listener = listen()
    with contextlib.closing(listener):
        plain = socket.create_connection(listener.getsockname(), TIMEOUT)
        plain.setblocking(False)
        raises(ValueError, ssl.wrap_socket, plain)


def select_sees_what_is_not_read(certfile):
    """Nothing is read ahead of the record that is asked for."""
    with connected_pair(certfile) as (far, near):
        near.sendall(b'one')
        near.sendall(b'two')
        assert far.recv(100) == b'one'
        assert far.pending() == 0
        assert select.select([far], [], [], TIMEOUT)[0] == [far]
        assert far.recv(100) == b'two'


def an_http_client_reads_to_the_end(certfile, cafile):
    body = b'x' * 300000

    def serve(plain):
        with contextlib.closing(ssl.wrap_socket(
                plain, server_side=True, certfile=certfile)) as far:
            far.recv(65536)
            far.sendall(b'HTTP/1.0 200 OK\r\n\r\n')
            # Unbuffered, as socketserver's: each write has to take all.
            file = far.makefile('wb', 0)
            file.write(body)
            file.close()

    with Acceptor(serve) as server:
        connection = http.client.HTTPSConnection(
            'localhost', server.address[1], timeout=TIMEOUT,
            context=ssl.create_default_context(cafile=cafile))
        connection.request('GET', '/')
        assert connection.getresponse().read() == body
        connection.close()


def an_unused_connection_is_collected(certfile):
    def use_one():
        with connected_pair(certfile) as (far, near):
            return weakref.ref(near)

    gone = use_one()
    for _ in range(5):
        gc.collect()
        if gone() is None:
            return
    raise AssertionError('it is still there')


def host_names_are_encoded():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    names = {'localhost': 'localhost', 'LocalHost.': 'LocalHost.',
             'b\u00fccher.example': 'xn--bcher-kva.example', '10.0.0.1':
             '10.0.0.1', '': '', None: None,
             'a\u3002example': 'a.example'}
    label = 'x' * 63
    for name in (label, label + '.', label + '.' + label, 'a b', '-a.b'):
        names[name] = name
    for name, encoded in names.items():
        assert context._encode_hostname(name) == encoded
    assert context._encode_hostname(b'bytes') == 'bytes'
    for wrong in ('.', '..', '.example', 'a..b', 'x' * 64, 'a.' + 'x' * 64,
                  'x' * 64 + '.a', label + '.' + label + '..a', '\x80',
                  'x' * 64 + '\xe4'):
        raises(UnicodeError, context._encode_hostname, wrong)


def _wait_for_reset(sock, peer):
    """Wait until the system has no connection between two ports any more.

    The words and the reset that follows them may arrive one by one, and
    IronPython's getpeername() doesn't tell.
    """
    ends = [':%04X' % port for port in (sock.getsockname()[1], peer)]
    limit = time.monotonic() + TIMEOUT
    while os.path.exists('/proc/net/tcp'):
        with open('/proc/net/tcp') as file:
            if not any([end[-5:] for end in line.split()[1:3]] == ends
                       for line in file):
                return
        assert time.monotonic() < limit, 'the reset did not come'
        time.sleep(0.01)


def a_socket_that_was_reset_with_words_in_clear_is_refused(certfile):
    import struct
    plain, near = plain_pair()
    near.sendall(b'GET / HTTP/1.0\r\n\r\n')
    peer = near.getsockname()[1]
    near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER,
                    struct.pack('ii', 1, 0))
    near.close()
    assert select.select([plain], [], [], TIMEOUT)[0]
    _wait_for_reset(plain, peer)
    context = server_context(certfile)
    error = raises(ssl.SSLError, context.wrap_socket, plain,
                   server_side=True)
    assert error.reason.startswith('Closed before TLS handshake')
    assert error.library is None


def chains_are_lists_of_bytes(certfile, cafile):
    with verified_pair(certfile, cafile) as (far, near):
        verified = near.get_verified_chain()
        assert [type(der) for der in verified] == [bytes, bytes]
        assert near.get_unverified_chain()[0] == verified[0]
        assert verified[0] == near.getpeercert(True)
        assert far.get_verified_chain() == []
        assert far.get_unverified_chain() == []


def the_message_callback_gets_members(certfile):
    seen = []
    context = client_context()

    def callback(conn, direction, version, content_type, msg_type, data):
        seen.append((direction, content_type, msg_type, type(data)))

    context._msg_callback = callback
    assert context._msg_callback is callback
    with joined(functools.partial(ssl.wrap_socket, certfile=certfile),
                context.wrap_socket):
        pass
    assert ('write', ssl._TLSContentType.HANDSHAKE,
            ssl._TLSMessageType.CLIENT_HELLO, bytes) in seen
    raises(TypeError, setattr, context, '_msg_callback', 5)
    context._msg_callback = None
    assert context._msg_callback is None


def servername_callbacks(certfile):
    """set_servername_callback gives the encoded name."""
    names = []
    server = server_context(certfile)
    raises(TypeError, server.set_servername_callback, 5)
    server.set_servername_callback(
        lambda conn, name, context: names.append(name))
    with joined(server.wrap_socket, functools.partial(
            client_context().wrap_socket,
            server_hostname='b\u00fccher.example')):
        pass
    assert names == ['xn--bcher-kva.example']
    server.set_servername_callback(None)
    assert server.sni_callback is None


def alpn_lists_are_checked():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS)
    context.set_alpn_protocols(['h2', 'http/1.1'])
    for wrong in ([''], ['x' * 256]):
        error = raises(ssl.SSLError, context.set_alpn_protocols, wrong)
        assert 'ALPN protocols must be 1 to 255 in length' in str(error)
