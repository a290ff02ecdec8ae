"""What the tests ask a guest interpreter to do.

Python 3.4 syntax; every wait is bounded.
"""
import http.client
import socket
import ssl
import threading
import time

import loopback

_connections = {}


def ready():
    """Do nothing; the answer tells that the guest runs."""


def versions(context, version):
    """Pin a context to one version, given by its name in TLSVersion."""
    if version:
        chosen = getattr(ssl.TLSVersion, version)
        context.minimum_version = chosen
        context.maximum_version = chosen


def client_context(cafile=None, version=None, certfile=None, ciphers=None,
                   alpn=None, verify=True, post_handshake_auth=False,
                   keylog=None):
    context = ssl.create_default_context(cafile=cafile)
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    versions(context, version)
    if certfile:
        context.load_cert_chain(certfile)
    if ciphers:
        context.set_ciphers(ciphers)
    if alpn:
        context.set_alpn_protocols(alpn)
    if post_handshake_auth:
        context.post_handshake_auth = True
    if keylog:
        context.keylog_filename = keylog
    return context


def server_context(certfiles, cafile=None, version=None, client=None,
                   alpn=None, post_handshake_auth=False, keylog=None):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH,
                                         cafile=cafile)
    if client:
        context.verify_mode = getattr(ssl, 'CERT_' + client)
    versions(context, version)
    if post_handshake_auth:
        context.post_handshake_auth = True
    if keylog:
        context.keylog_filename = keylog
    for certfile in certfiles:
        context.load_cert_chain(certfile)
    if alpn:
        context.set_alpn_protocols(alpn)
    return context


def facts(tls):
    """What a finished handshake tells about a connection."""
    certificate = tls.getpeercert()
    return {
        'version': tls.version(),
        'cipher': tls.cipher()[0],
        'alpn': tls.selected_alpn_protocol(),
        'peer': dict(pair for names in (certificate or {}).get('subject', ())
                     for pair in names),
        'names': [list(pair) for pair in
                  (certificate or {}).get('subjectAltName', ())],
    }


def http_get(port, path='/', server_hostname='localhost', **how):
    """GET a page; return the answer with the facts of the connection."""
    connection = http.client.HTTPSConnection(
        '127.0.0.1', port, timeout=loopback.TIMEOUT,
        context=client_context(**how))
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    connection.sock = connection._context.wrap_socket(
        plain, server_hostname=server_hostname)
    try:
        answer = facts(connection.sock)
        connection.request('GET', path)
        response = connection.getresponse()
        answer['status'] = response.status
        answer['body'] = response.read().decode('latin-1')
        return answer
    finally:
        connection.close()


def exchange(port, message, server_hostname='localhost', size=None, **how):
    """Send a line (or `size` bytes) and read as many bytes back."""
    data = message.encode('utf-8') if size is None else bytes(
        bytearray(i * 7 % 251 for i in range(size)))
    context = client_context(**how)
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    with context.wrap_socket(plain, server_hostname=server_hostname) as tls:
        answer = facts(tls)
        sender = threading.Thread(target=tls.sendall, args=(data,))
        sender.start()
        received = bytearray()
        while len(received) < len(data):
            part = tls.recv(65536)
            if not part:
                break
            received += part
        sender.join(loopback.TIMEOUT)
    answer['intact'] = bytes(received) == data
    if size is None:
        answer['message'] = bytes(received).decode('utf-8')
    return answer


def resume(port, server_hostname='localhost', path='/', **how):
    """GET a page twice, the second time with the session of the first."""
    context = client_context(**how)
    session = None
    rounds = []
    for _ in range(2):
        plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
        with context.wrap_socket(plain, server_hostname=server_hostname,
                                 session=session) as tls:
            answer = facts(tls)
            tls.sendall(b'GET / HTTP/1.0\r\n\r\n')
            while tls.recv(65536):
                pass
            answer['reused'] = tls.session_reused
            session = tls.session
        rounds.append(answer)
    return rounds


class Server:
    """Treats each connection as `behaviour` says.

    What is known of the last one is the outcome.
    """

    def __init__(self, context, behaviour):
        self.context = context
        self.behaviour = behaviour
        self.outcome = None

    def serve(self, plain):
        with self.context.wrap_socket(plain, server_side=True) as tls:
            self.outcome = facts(tls)
            self.outcome['reused'] = tls.session_reused
            getattr(self, self.behaviour)(tls)
        self.outcome['stats'] = self.context.session_stats()
        return self.outcome

    def http(self, tls):
        request = b''
        while b'\r\n\r\n' not in request and len(request) < 65536:
            part = tls.recv(4096)
            if not part:
                break
            request += part
        if not request:
            return  # the peer wanted no more than a handshake
        tls.sendall(b'HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n'
                    b'Content-Length: 6\r\n\r\nhello\n')
        self.say_goodbye(tls)

    def echo(self, tls):
        while True:
            data = tls.recv(65536)
            if not data:
                break
            tls.sendall(data)
        self.say_goodbye(tls)

    def ask_late(self, tls):
        self.outcome['before'] = tls.getpeercert()
        tls.recv(100)
        tls.verify_client_post_handshake()
        tls.sendall(b'who are you?')
        tls.recv(100)
        name = dict(pair for names in tls.getpeercert()['subject']
                    for pair in names)['commonName']
        tls.sendall(name.encode('utf-8'))

    def say_goodbye(self, tls):
        """End with close_notify; what a peer makes of it is an outcome."""
        try:
            tls.unwrap()
        except OSError as error:
            self.outcome['unwrap'] = str(error)


def start_server(behaviour, connections=1, **how):
    """Start a server for so many connections; return its port."""
    server = Server(server_context(**how), behaviour)
    return loopback.start_server(server.serve, connections)


def handshake_with_silent_peer(port, seconds):
    """Return how long the attempt took and the exception that ended it."""
    from driver import describe
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    plain.settimeout(seconds)
    started = time.monotonic()
    try:
        client_context().wrap_socket(plain, server_hostname='localhost')
    except socket.timeout as error:
        return time.monotonic() - started, describe(error)
    finally:
        plain.close()
    raise AssertionError('the handshake came to an end')


def open_connection(name, port, server_hostname='localhost', **how):
    """Connect and keep the connection under a name."""
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    _connections[name] = client_context(**how).wrap_socket(
        plain, server_hostname=server_hostname)
    return facts(_connections[name])


def receive_until(name, ending):
    received = b''
    while not received.endswith(ending.encode('utf-8')):
        part = _connections[name].recv(4096)
        if not part:
            break
        received += part
    return received.decode('utf-8')


def send(name, message):
    _connections[name].sendall(message.encode('utf-8'))


def close_connection(name):
    _connections.pop(name).close()


def start_late_client(port, **how):
    """A client that sends its certificate when the server asks for it."""
    def answer():
        open_connection('late client', port, post_handshake_auth=True, **how)
        tls = _connections['late client']
        tls.sendall(b'hello')
        if tls.recv(100) != b'who are you?':
            raise ValueError('the server did not ask')
        tls.sendall(b'told you')
        tls.recv(100)
        close_connection('late client')

    _connections['thread'] = loopback.Background(answer)


def late_client_outcome():
    _connections.pop('thread').result()
