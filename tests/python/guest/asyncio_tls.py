"""asyncio of Python 3.4 over TLS: its streams and its socket calls.

Runs on IronPython only: later versions have no generators as coroutines.
"""
import asyncio
import functools
import selectors
import socket
import ssl
import threading

TIMEOUT = 60
HOST = '127.0.0.1'
STEP = 1 << 16

_to_fd = selectors._fileobj_to_fd
# IronPython's fileno() gives an Int64, which isn't an int.
selectors._fileobj_to_fd = lambda fileobj: _to_fd(
    fileobj if hasattr(fileobj, 'fileno') else int(fileobj))


def in_a_loop(function):
    """Make a coroutine function one that runs in a loop of its own.

    `ssl_object` says which of asyncio's two transports is used: the one over
    SSLObject or the older one over SSLSocket.
    """
    @functools.wraps(function)
    def call(ssl_object=True, **arguments):
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        choose = asyncio.sslproto._is_sslproto_available
        asyncio.sslproto._is_sslproto_available = lambda: ssl_object
        try:
            return loop.run_until_complete(asyncio.wait_for(
                asyncio.coroutine(function)(loop, **arguments), TIMEOUT))
        finally:
            asyncio.sslproto._is_sslproto_available = choose
            asyncio.set_event_loop(None)
            loop.close()
    return call


class Server:
    """Sends back what comes, on TLS; counts whom it talks to."""

    def __init__(self, certfile, client_ca=None):
        self.context = ssl.create_default_context(
            ssl.Purpose.CLIENT_AUTH, cafile=client_ca)
        self.context.load_cert_chain(certfile)
        if client_ca:
            self.context.verify_mode = ssl.CERT_REQUIRED
        self.clients = 0
        self.port = None
        self._server = None

    @asyncio.coroutine
    def start(self):
        self._server = yield from asyncio.start_server(
            self._send_back, HOST, 0, ssl=self.context)
        self.port = self._server.sockets[0].getsockname()[1]

    @asyncio.coroutine
    def stop(self):
        self._server.close()
        yield from self._server.wait_closed()

    @asyncio.coroutine
    def _send_back(self, reader, writer):
        self.clients += 1
        while True:
            data = yield from reader.read(STEP)
            if not data:
                break
            writer.write(data)
            yield from writer.drain()
        writer.close()


@asyncio.coroutine
def exchange(reader, writer, size):
    """Send bytes while they come back; return whether they're the same."""
    data = bytes(bytearray(range(256))) * (size // 256)

    @asyncio.coroutine
    def send():
        for start in range(0, len(data), STEP):
            writer.write(data[start:start + STEP])
            yield from writer.drain()

    sending = asyncio.Task(send())
    answer = yield from reader.readexactly(len(data))
    yield from sending
    return answer == data


@in_a_loop
def echo(loop, certfile, cafile, hostname='localhost', client_ca=None,
         client_cert=None, clients=1, size=1 << 20):
    """Let clients talk to a Server; return what each of them saw."""
    server = Server(certfile, client_ca)
    yield from server.start()

    @asyncio.coroutine
    def talk():
        context = ssl.create_default_context(cafile=cafile)
        if client_cert:
            context.load_cert_chain(client_cert)
        reader, writer = yield from asyncio.open_connection(
            HOST, server.port, ssl=context, server_hostname=hostname)
        same = yield from exchange(reader, writer, size)
        names = writer.get_extra_info('peercert')['subjectAltName']
        tls = type(writer.get_extra_info('ssl_object') or
                   writer.get_extra_info('socket')).__name__
        writer.close()
        return [same, names[0][1], writer.get_extra_info('cipher')[1], tls]

    try:
        seen = yield from asyncio.gather(*[talk() for _ in range(clients)])
    finally:
        yield from server.stop()
    return [list(seen), server.clients]


@in_a_loop
def refusal(loop, **arguments):
    """Return how a client of `echo` fails, and how many were served."""
    server = Server(arguments['certfile'], arguments.get('client_ca'))
    yield from server.start()
    context = ssl.create_default_context(cafile=arguments['cafile'])
    failure = None
    try:
        reader, writer = yield from asyncio.open_connection(
            HOST, server.port, ssl=context,
            server_hostname=arguments.get('hostname', 'localhost'))
        # A server of TLS 1.3 refuses after the client's handshake. Over
        # SSLObject, this asyncio tells that as the end of the data.
        yield from reader.read(1)
    except ssl.SSLError as error:
        failure = error
    yield from server.stop()
    # IronPython loses what a generator returns in answer to a throw().
    yield
    return [type(failure).__name__, str(failure), server.clients]


@in_a_loop
def starttls(loop, port, cafile):
    """Send a mail by SMTP with STARTTLS; 3.4's loop has no start_tls()."""
    sock = socket.create_connection((HOST, port), TIMEOUT)
    plain = sock.makefile('rwb', 0)
    plain.readline()
    for command in (b'EHLO a\r\n', b'STARTTLS\r\n'):
        plain.write(command)
        while plain.readline()[3:4] != b' ':
            pass
    plain.close()
    reader, writer = yield from asyncio.open_connection(
        sock=sock, ssl=ssl.create_default_context(cafile=cafile),
        server_hostname='localhost')
    for command in (b'DATA', b'Subject: test\r\n\r\nthe text\r\n.',
                    b'QUIT'):
        writer.write(command + b'\r\n')
        answer = yield from reader.readline()
    writer.close()
    return [answer.decode('ascii'), hasattr(loop, 'start_tls')]


class _Background:
    """A Server whose loop runs in a thread."""

    def __init__(self, certfile):
        self.loop = asyncio.new_event_loop()
        self.server = None
        self._certfile = certfile
        self._ready = threading.Event()
        self.thread = threading.Thread(target=self._run)
        self.thread.daemon = True
        self.thread.start()
        if not self._ready.wait(TIMEOUT):
            raise RuntimeError('the server did not start')

    def _run(self):
        asyncio.set_event_loop(self.loop)
        self.server = Server(self._certfile)
        self.loop.run_until_complete(self.server.start())
        self.loop.call_soon(self._ready.set)
        self.loop.run_forever()
        self.loop.run_until_complete(self.server.stop())
        self.loop.close()

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(TIMEOUT)


_background = []


def serve(certfile):
    """Start a server in a thread; return its port."""
    _background.append(_Background(certfile))
    return _background[-1].server.port


def stop():
    """Stop the server; return how many clients it served."""
    background = _background.pop()
    background.stop()
    return background.server.clients
