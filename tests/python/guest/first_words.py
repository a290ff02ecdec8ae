"""What is said before there is a ClientHello.  Python 3.4 syntax.

Settings are dictionaries: minimum and maximum are names of versions, options
a list of names; ciphers and curve are what the methods of a context take.
"""
import binascii
import ssl
import warnings


def make_context(protocol, minimum=None, maximum=None, options=(),
                 ciphers=None, curve=None):
    context = ssl.SSLContext(getattr(ssl, protocol))
    with warnings.catch_warnings():
        warnings.simplefilter('ignore', DeprecationWarning)
        if minimum:
            context.minimum_version = getattr(ssl.TLSVersion, minimum)
        if maximum:
            context.maximum_version = getattr(ssl.TLSVersion, maximum)
        for option in options:
            context.options |= getattr(ssl, option)
    if ciphers:
        context.set_ciphers(ciphers)
    if curve:
        context.set_ecdh_curve(curve)
    return context


def attempt(tls):
    try:
        tls.do_handshake()
    except ssl.SSLError as error:
        return error.reason
    raise AssertionError('the handshake is over')


def speak(context, heard=b'', **how):
    """Return the error's reason, what was sent, and what was reported."""
    reported = []

    def note(connection, direction, version, content, message, data):
        reported.append([direction, '%04x' % version, int(content),
                         text(data)])

    context._msg_callback = note
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(heard)
    tls = context.wrap_bio(incoming, outgoing, **how)
    return [attempt(tls), text(outgoing.read()), reported]


def text(data):
    return binascii.hexlify(data).decode('ascii')


def client(settings):
    context = make_context('PROTOCOL_TLS_CLIENT', **settings)
    return speak(context, server_hostname='localhost')


def server(settings, certfile, heard):
    context = make_context('PROTOCOL_TLS_SERVER', **settings)
    context.load_cert_chain(certfile)
    return speak(context, binascii.unhexlify(heard), server_side=True)
