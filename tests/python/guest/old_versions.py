"""TLS 1.0 and 1.1: who speaks them and who doesn't.

Settings are dictionaries: protocol, minimum and maximum are names, ciphers is
a cipher string; what is absent is not set.  Python 3.4 syntax.
"""
import contextlib
import socket
import ssl
import warnings

import loopback
from memory import Pair


def make_context(server_side, protocol=None, minimum=None, maximum=None,
                 ciphers=None, certfile=None, cafile=None):
    if protocol is None:
        protocol = ('PROTOCOL_TLS_SERVER' if server_side
                    else 'PROTOCOL_TLS_CLIENT')
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        context = ssl.SSLContext(getattr(ssl, protocol))
        if minimum:
            context.minimum_version = getattr(ssl.TLSVersion, minimum)
        if maximum:
            context.maximum_version = getattr(ssl.TLSVersion, maximum)
    if ciphers:
        context.set_ciphers(ciphers)
    if server_side:
        context.load_cert_chain(certfile)
    else:
        context.verify_mode = ssl.CERT_REQUIRED
        context.check_hostname = True
        context.load_verify_locations(cafile)
    return context


def handshake(client, server, certfile, cafile):
    """Join two contexts in memory; return attempt()'s result for each end."""
    pair = Pair(make_context(False, cafile=cafile, **client),
                make_context(True, certfile=certfile, **server), 'localhost')
    return dict(zip(('client', 'server'), pair.outcomes(attempt)))


def attempt(tls):
    """Shake hands; return [version, suite] or an error's reason.

    None means that it waits for the other end.
    """
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        return None
    except ssl.SSLError as error:
        return error.reason
    return [tls.version(), tls.cipher()[0]]


def connect(port, cafile, **settings):
    """Shake hands with a server as its client.

    Returns attempt()'s result and the names of the alerts that were sent.
    """
    context = make_context(False, cafile=cafile, **settings)
    alerts = []

    def note(connection, direction, version, content, message, data):
        if direction == 'write' and content == ssl._TLSContentType.ALERT:
            alerts.append(message.name)

    context._msg_callback = note
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    with context.wrap_socket(plain, server_hostname='localhost',
                             do_handshake_on_connect=False) as tls:
        return attempt(tls), alerts


def start_server(certfile, **settings):
    """Serve one client; return the port."""
    context = make_context(True, certfile=certfile, **settings)

    def serve(plain):
        with context.wrap_socket(plain, server_side=True,
                                 do_handshake_on_connect=False) as tls:
            outcome = attempt(tls)
            if isinstance(outcome, list):
                # A client that has seen enough may leave without goodbye.
                with contextlib.suppress(ConnectionError):
                    tls.sendall(b'hello\n')
                    while tls.recv(100):
                        pass
        return outcome

    return loopback.start_server(serve)
