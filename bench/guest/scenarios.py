"""What is measured.

Runs on CPython 3.11 and on IronPython 3.4, so it is written for the older.
Every scenario is a function that takes the number of repetitions, does them
and checks that what arrived is what was sent.  Both ends are in this process,
joined by the loopback interface or by memory BIOs.
"""

import socket
import ssl
import threading

CHUNK = 16384
MEGABYTE = 1 << 20
PATTERN = bytes(bytearray((i * 7 + i // 251) % 256 for i in range(CHUNK)))
PAYLOAD = PATTERN * (MEGABYTE // CHUNK)
VERSIONS = {'1.2': 'PROTOCOL_TLSv1_2', '1.3': 'TLSv1_3'}


class Unsupported(Exception):
    """This implementation doesn't have what the scenario needs."""


class Material:
    """Where the certificates are; set by the worker."""

    folder = None

    @classmethod
    def path(cls, name):
        return cls.folder + '/' + name


def make_context(server, version, key):
    """A context of one role and version; the client verifies."""
    if version == '1.3' and not getattr(ssl, 'HAS_TLSv1_3', False):
        raise Unsupported('TLS 1.3')
    if hasattr(ssl, 'PROTOCOL_TLS_CLIENT'):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server
                                 else ssl.PROTOCOL_TLS_CLIENT)
        wanted = (ssl.TLSVersion.TLSv1_3 if version == '1.3'
                  else ssl.TLSVersion.TLSv1_2)
        context.minimum_version = wanted
        context.maximum_version = wanted
    else:
        context = ssl.SSLContext(ssl.PROTOCOL_TLSv1_2)
    if server:
        context.load_cert_chain(Material.path(key + '.pem'))
    elif not hasattr(ssl, 'MemoryBIO'):
        # Stock IronPython trusts no authority of the program's own.
        context.verify_mode = ssl.CERT_NONE
    else:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(Material.path('ca.pem'))
        if hasattr(context, 'check_hostname'):
            context.check_hostname = True
    return context


def tcp_pair():
    """Two connected TCP sockets without Nagle's delay."""
    listener = socket.socket()
    try:
        listener.bind(('127.0.0.1', 0))
        listener.listen(1)
        client = socket.socket()
        client.connect(listener.getsockname())
        server = listener.accept()[0]
    finally:
        listener.close()
    for end in (client, server):
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end.settimeout(60)
    return client, server


class Thread:
    """A thread whose exception comes out of join()."""

    def __init__(self, function, *arguments):
        self._error = None
        self._function = function
        self._arguments = arguments
        self._thread = threading.Thread(target=self._run)
        self._thread.daemon = True
        self._thread.start()

    def _run(self):
        try:
            self._function(*self._arguments)
        except Exception as error:
            self._error = error

    def join(self):
        self._thread.join(120)
        if self._error is not None:
            raise self._error


def tls_pair(client_context, server_context, session=None):
    """A TLS connection over TCP: (client, server)."""
    plain_client, plain_server = tcp_pair()
    result = []

    def serve():
        result.append(server_context.wrap_socket(
            plain_server, server_side=True))

    thread = Thread(serve)
    if session is None:
        client = client_context.wrap_socket(
            plain_client, server_hostname='localhost')
    else:
        client = client_context.wrap_socket(
            plain_client, server_hostname='localhost', session=session)
    thread.join()
    return client, result[0]


def contexts(version, key):
    return (
        make_context(False, version, key), make_context(True, version, key))


def close(*sockets):
    for each in sockets:
        each.close()


def handshakes(version, key, resumed):
    """Connect over TCP, shake hands, a byte from the server."""
    client_context, server_context = contexts(version, key)
    if resumed and not hasattr(ssl.SSLSocket, 'session'):
        raise Unsupported('sessions')
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(5)
    state = {'session': None}

    def serve(count):
        for _ in range(count):
            plain = listener.accept()[0]
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            server = server_context.wrap_socket(plain, server_side=True)
            server.sendall(b'x')
            close(server)

    def connect():
        plain = socket.socket()
        plain.connect(listener.getsockname())
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if state['session'] is None:
            return client_context.wrap_socket(
                plain, server_hostname='localhost')
        return client_context.wrap_socket(
            plain, server_hostname='localhost', session=state['session'])

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            client = connect()
            assert client.recv(1) == b'x'
            if resumed:
                if state['session'] is not None:
                    assert client.session_reused, 'not resumed'
                state['session'] = client.session
            close(client)
        peer.join()

    return run


def connections():
    """What handshakes() does besides TLS: connect, a byte, close."""
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(5)

    def serve(count):
        for _ in range(count):
            plain = listener.accept()[0]
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            plain.sendall(b'x')
            close(plain)

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            plain = socket.socket()
            plain.connect(listener.getsockname())
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            assert plain.recv(1) == b'x'
            close(plain)
        peer.join()

    return run


def same(buffer, data):
    """Whether a bytearray has these bytes.

    IronPython compares it with bytes one by one, each under a lock: for a
    megabyte that takes longer than to receive it through TLS several times.
    """
    return memoryview(buffer) == data


def receive_exactly(sock, buffer):
    view = memoryview(buffer)
    got = 0
    while got < len(buffer):
        count = sock.recv_into(view[got:])
        assert count, 'closed early'
        got += count


def bulk_sockets(version, piece):
    """A megabyte, in calls of sendall() of one size and recv_into()."""
    client_context, server_context = contexts(version, 'rsa')
    client, server = tls_pair(client_context, server_context)
    buffer = bytearray(MEGABYTE)
    data = PAYLOAD[:piece]

    def send(count):
        for _ in range(count * (MEGABYTE // piece)):
            client.sendall(data)

    def run(count):
        sender = Thread(send, count)
        for _ in range(count):
            receive_exactly(server, buffer)
        sender.join()
        assert same(buffer, PAYLOAD), 'data changed'

    return run


def framed_bulk():
    """The bytes of 16 KiB records in clear: each a header, then the rest."""
    client, server = tcp_pair()
    record = PAYLOAD[:5 + CHUNK + 24]
    header, body = bytearray(5), bytearray(CHUNK + 24)

    def send(count):
        for _ in range(count * (MEGABYTE // CHUNK)):
            client.sendall(record)

    def run(count):
        sender = Thread(send, count)
        for _ in range(count * (MEGABYTE // CHUNK)):
            receive_exactly(server, header)
            receive_exactly(server, body)
        sender.join()
        assert same(header + body, record), 'data changed'

    return run


class MemoryPair:
    """A TLS connection over memory BIOs."""

    def __init__(self, client_context, server_context, session=None):
        if not hasattr(ssl, 'MemoryBIO'):
            raise Unsupported('memory BIOs')
        to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        from_client, from_server = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.client = client_context.wrap_bio(
            to_client, from_client, server_hostname='localhost',
            session=session)
        self.server = server_context.wrap_bio(
            to_server, from_server, server_side=True)
        self._to_client, self._to_server = to_client, to_server
        self._from_client, self._from_server = from_client, from_server

    def handshake(self):
        pending = [self.client, self.server]
        while pending:
            for end in list(pending):
                try:
                    end.do_handshake()
                    pending.remove(end)
                except ssl.SSLWantReadError:
                    pass
                self.transfer()

    def transfer(self):
        if self._from_client.pending:
            self._to_server.write(self._from_client.read())
        if self._from_server.pending:
            self._to_client.write(self._from_server.read())


def memory_handshakes(version, key, resumed):
    """The same without a network: both ends on one thread."""
    client_context, server_context = contexts(version, key)
    state = {'session': None}

    def run(count):
        for _ in range(count):
            pair = MemoryPair(client_context, server_context,
                              state['session'])
            pair.handshake()
            pair.server.write(b'x')
            pair.transfer()
            assert pair.client.read(1) == b'x'
            if resumed:
                if state['session'] is not None:
                    assert pair.client.session_reused, 'not resumed'
                state['session'] = pair.client.session

    return run


def bulk_memory(version):
    """A megabyte in writes and reads of 16 KiB."""
    client_context, server_context = contexts(version, 'rsa')
    pair = MemoryPair(client_context, server_context)
    pair.handshake()
    buffer = bytearray(CHUNK)

    def run(count):
        for _ in range(count * (MEGABYTE // CHUNK)):
            pair.client.write(PATTERN)
            pair.transfer()
            assert pair.server.read(CHUNK, buffer) == CHUNK
        assert same(buffer, PATTERN), 'data changed'

    return run


def echo(version):
    """64 bytes there and back."""
    if version == 'plain':
        client, server = tcp_pair()
    else:
        client, server = tls_pair(*contexts(version, 'rsa'))
    message = PATTERN[:64]

    def serve(count):
        for _ in range(count):
            server.sendall(server.recv(64))

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            client.sendall(message)
            assert client.recv(64) == message
        peer.join()

    return run


def framed_echo():
    """The bytes of an echo over TLS 1.2, in clear: a header, then the rest."""
    client, server = tcp_pair()
    message = PATTERN[:93]

    def serve(count):
        for _ in range(count):
            server.sendall(server.recv(5) + server.recv(88))

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            client.sendall(message)
            assert client.recv(5) + client.recv(88) == message
        peer.join()

    return run


def busy_connections(version, connections=50):
    """1 KiB there and back on each of many connections."""
    client_context, server_context = contexts(version, 'rsa')
    pairs = [tls_pair(client_context, server_context)
             for _ in range(connections)]
    message = PATTERN[:1024]

    def serve(count):
        for _ in range(count):
            for _, server in pairs:
                server.sendall(server.recv(1024))

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            for client, _ in pairs:
                client.sendall(message)
            for client, _ in pairs:
                assert client.recv(1024) == message
        peer.join()

    return run


def shared_context(version, threads):
    """Threads with a context in common: connect, 1 KiB, close."""
    client_context, server_context = contexts(version, 'ecdsa')

    def work(count):
        for _ in range(count):
            client, server = tls_pair(client_context, server_context)
            client.sendall(PATTERN[:1024])
            assert server.recv(1024) == PATTERN[:1024]
            close(client, server)

    def run(count):
        for thread in [Thread(work, count) for _ in range(threads)]:
            thread.join()

    return run


def response_head(connection):
    return ('HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: %s\r\n\r\n'
            % (MEGABYTE, connection)).encode('ascii')


def receive_request(server):
    request = b''
    while b'\r\n\r\n' not in request:
        part = server.recv(4096)
        if not part:
            return False
        request += part
    return True


def download(version, library):
    """GET of a megabyte over one new connection."""
    client_context, server_context = (
        (None, None) if version == 'plain' else contexts(version, 'rsa'))
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(5)
    port = listener.getsockname()[1]
    head = response_head('close')

    def serve(count):
        for _ in range(count):
            plain = listener.accept()[0]
            server = plain
            if server_context is not None:
                server = server_context.wrap_socket(plain, server_side=True)
            assert receive_request(server), 'no request'
            server.sendall(head)
            server.sendall(PAYLOAD)
            close(server)

    def run(count):
        peer = Thread(serve, count)
        for _ in range(count):
            body = fetch(library, port, client_context)
            assert len(body) == MEGABYTE
        peer.join()
        assert body == PAYLOAD, 'data changed'

    return run


def download_kept(version):
    """GET of a megabyte with http.client over a connection that stays."""
    client_context, server_context = (
        (None, None) if version == 'plain' else contexts(version, 'rsa'))
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    head = response_head('keep-alive')

    def serve():
        server = listener.accept()[0]
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server_context is not None:
            server = server_context.wrap_socket(server, server_side=True)
        while receive_request(server):
            server.sendall(head)
            server.sendall(PAYLOAD)
        close(server)

    Thread(serve)
    connection = http_connection(listener.getsockname()[1], client_context)

    def run(count):
        for _ in range(count):
            connection.request('GET', '/')
            body = connection.getresponse().read()
            assert len(body) == MEGABYTE
        assert body == PAYLOAD, 'data changed'

    return run


def http_connection(port, context):
    import http.client
    if context is None:
        return http.client.HTTPConnection('localhost', port)
    return http.client.HTTPSConnection('localhost', port, context=context)


def fetch(library, port, context):
    if library == 'http.client':
        connection = http_connection(port, context)
        connection.request('GET', '/')
        body = connection.getresponse().read()
        connection.close()
        return body
    import urllib.request
    handlers = [urllib.request.ProxyHandler({})]
    if context is not None:
        handlers.append(urllib.request.HTTPSHandler(context=context))
    opener = urllib.request.build_opener(*handlers)
    scheme = 'http' if context is None else 'https'
    response = opener.open('%s://localhost:%d/' % (scheme, port))
    body = response.read()
    response.close()
    return body


def idle_connections(version, used=False):
    """Connections that are only held; the driver looks at the memory.

    Used ones have sent and received 64 KiB before.
    """
    held = []
    if version == 'plain':
        make_pair = tcp_pair
    else:
        both = contexts(version, 'rsa')

        def make_pair():
            return tls_pair(*both)

    def run(count):
        while len(held) < count:
            client, server = make_pair()
            held.append((client, server))
            if used:
                move(client, server)
                move(server, client)

    return run


def move(sender, receiver):
    """64 KiB from one to the other; then both look whether there is more."""
    buffer = bytearray(4 * CHUNK)
    thread = Thread(sender.sendall, PAYLOAD[:len(buffer)])
    receive_exactly(receiver, buffer)
    thread.join()
    for end in (sender, receiver):
        end.settimeout(0)
        try:
            assert not end.recv(1), 'data that nobody has sent'
        except OSError:
            pass  # nothing; each implementation has its own word for it
        end.settimeout(60)


def table():
    """Every scenario: name -> (function, arguments)."""
    result = {'connect plain': (connections, ())}
    for version in ('1.2', '1.3'):
        for key in ('rsa', 'ecdsa'):
            for resumed in (False, True):
                kind = 'resumed' if resumed else 'full'
                name = ' '.join((version, key, kind))
                result['handshake ' + name] = (
                    handshakes, (version, key, resumed))
                result['memory handshake ' + name] = (
                    memory_handshakes, (version, key, resumed))
        result['bulk sendall 1M ' + version] = (
            bulk_sockets, (version, MEGABYTE))
        result['bulk sendall 16K ' + version] = (
            bulk_sockets, (version, CHUNK))
        result['bulk memory ' + version] = (bulk_memory, (version,))
        result['busy 50 ' + version] = (busy_connections, (version,))
    result['bulk sendall 16K framed'] = (framed_bulk, ())
    for threads in (1, 8):
        result['threads %d 1.3' % threads] = (shared_context, ('1.3', threads))
    for version in ('plain',) + tuple(sorted(VERSIONS)):
        result['echo 64 ' + version] = (echo, (version,))
        if version == 'plain':
            result['echo 64 framed'] = (framed_echo, ())
        for library in ('http.client', 'urllib'):
            result['get %s %s' % (library, version)] = (
                download, (version, library))
        result['get http.client kept ' + version] = (
            download_kept, (version,))
        result['idle ' + version] = (idle_connections, (version,))
        result['idle used ' + version] = (idle_connections, (version, True))
    return result
