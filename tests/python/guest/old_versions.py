"""TLS 1.0 and 1.1: who speaks them and who doesn't.

Settings are dictionaries: protocol, minimum and maximum are names, ciphers is
a cipher string; what is absent is not set.  Python 3.4 syntax.
"""
import contextlib
import socket
import ssl
import warnings

import loopback


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
    """Join two contexts in memory; return what each end came to, if it did."""
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = {
        'client': make_context(False, cafile=cafile, **client).wrap_bio(
            to_client, to_server, server_hostname='localhost'),
        'server': make_context(True, certfile=certfile, **server).wrap_bio(
            to_server, to_client, server_side=True)}
    outcomes = {}
    for _ in range(10):
        for name in ('client', 'server'):
            if name not in outcomes:
                outcome = attempt(ends[name].do_handshake, ends[name])
                if outcome is not None:
                    outcomes[name] = outcome
    return outcomes


def attempt(function, tls):
    """Return [version, suite] or the reason of an error; None: not yet."""
    try:
        function()
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
        return attempt(tls.do_handshake, tls), alerts


def start_server(certfile, **settings):
    """Serve one client; return the port."""
    context = make_context(True, certfile=certfile, **settings)

    def serve(plain):
        with context.wrap_socket(plain, server_side=True,
                                 do_handshake_on_connect=False) as tls:
            outcome = attempt(tls.do_handshake, tls)
            if isinstance(outcome, list):
                # A client that has seen enough may leave without goodbye.
                with contextlib.suppress(ConnectionError):
                    tls.sendall(b'hello\n')
                    while tls.recv(100):
                        pass
        return outcome

    return loopback.start_server(serve)
