"""Channel bindings as both ends see them.  Python 3.4 syntax."""
import contextlib
import socket
import ssl
import warnings

import loopback
from memory import Pair

TYPES = ('tls-unique', 'tls-exporter', 'tls-server-end-point')


def make_context(server_side, version, certfile=None, options=0):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side
                             else ssl.PROTOCOL_TLS_CLIENT)
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        context.minimum_version = getattr(ssl.TLSVersion, version)
        context.maximum_version = getattr(ssl.TLSVersion, version)
    context.set_ciphers('ALL:@SECLEVEL=0')
    context.options |= options
    if server_side:
        context.load_cert_chain(certfile)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def of(tls):
    """Return all bindings of a connection, in hexadecimal digits."""
    found = {}
    for name in TYPES:
        data = tls.get_channel_binding(name)
        found[name] = None if data is None else ''.join(
            '%02x' % byte for byte in data)
    return found


def types():
    return ssl.CHANNEL_BINDING_TYPES


def pair(version, certfile, options=0, resumed=False):
    """Return the bindings [client's, server's] before and after.

    With `resumed`, of a second connection with the session of the first.
    """
    client = make_context(False, version, options=options)
    server = make_context(True, version, certfile, options)
    session = None
    for _ in range(1 + resumed):
        joined = Pair(client, server, session=session)
        near, far = joined.ends
        before = [of(near), of(far)]
        joined.handshake()
        far.write(b'x')  # Behind the tickets.
        near.read(1)
        session = near.session
    assert near.session_reused == far.session_reused == resumed
    return {'before': before, 'after': [of(near), of(far)]}


def unknown(certfile, connected):
    """Return what an unknown type gives."""
    name = 'tls-unique-for-telnet'
    try:
        if connected:
            context = make_context(False, 'TLSv1_3')
            context.wrap_bio(ssl.MemoryBIO(),
                             ssl.MemoryBIO()).get_channel_binding(name)
        else:
            with socket.socket() as plain:
                make_context(False, 'TLSv1_3').wrap_socket(
                    plain).get_channel_binding(name)
    except ValueError as error:
        return str(error)


def unconnected():
    """Return the bindings of a socket without connection."""
    with socket.socket() as plain:
        return of(make_context(False, 'TLSv1_3').wrap_socket(plain))


def connect(port, version):
    """Return a client's bindings; sends a line."""
    plain = socket.create_connection(('127.0.0.1', port), loopback.TIMEOUT)
    with make_context(False, version).wrap_socket(plain) as tls:
        tls.sendall(b'said by the client\n')
        return of(tls)


def start_server(certfile, version):
    """Serve one client; return the port."""
    context = make_context(True, version, certfile)

    def serve(plain):
        with context.wrap_socket(plain, server_side=True) as tls:
            found = of(tls)
            # A client that has seen enough may have left.
            with contextlib.suppress(OSError):
                tls.sendall(b'hello\n')
                tls.unwrap()
        return found

    return loopback.start_server(serve)
