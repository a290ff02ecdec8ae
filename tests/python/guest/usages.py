"""Handshakes in memory with certificates for unusual uses.

Python 3.4 syntax.
"""
import ssl

from memory import Pair


def outcomes(cases, cafile):
    """Shake hands for each case; return what client and server made of it.

    A case names the server's file, the client's (or None), the version,
    and whether the client verifies.
    """
    return [outcome(cafile=cafile, **case) for case in cases]


def outcome(cafile, server, version, client=None, verify=True):
    at_client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    at_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    for context in at_client, at_server:
        context.minimum_version = getattr(ssl.TLSVersion, version)
        context.maximum_version = getattr(ssl.TLSVersion, version)
        context.load_verify_locations(cafile)
    at_server.load_cert_chain(server)
    if client:
        at_server.verify_mode = ssl.CERT_REQUIRED
        at_client.load_cert_chain(client)
    if not verify:
        at_client.check_hostname = False
        at_client.verify_mode = ssl.CERT_NONE
    pair = Pair(at_client, at_server, 'localhost')
    results = pair.outcomes(lambda end: attempt(end.do_handshake))
    if results[0] == 'done':
        # In TLS 1.3 the client learns only now what the server thinks.
        refused = attempt(lambda: pair.client.read(1))
        results[0] = refused or 'done'
    return results


def attempt(function):
    """The kind of an error and its reason; None: it waits still."""
    try:
        function()
    except ssl.SSLWantReadError:
        return None
    except ssl.SSLError as error:
        return [type(error).__name__, error.reason]
    return 'done'
