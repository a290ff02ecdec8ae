"""Handshakes in memory with certificates for unusual uses.

Python 3.4 syntax.
"""
import ssl


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
    up, down = ssl.MemoryBIO(), ssl.MemoryBIO()
    ends = {
        'client': at_client.wrap_bio(down, up, server_hostname='localhost'),
        'server': at_server.wrap_bio(up, down, server_side=True)}
    results = {}
    for _ in range(10):
        for name in 'client', 'server':
            if name in results:
                continue
            try:
                ends[name].do_handshake()
            except ssl.SSLWantReadError:
                continue
            except ssl.SSLError as error:
                results[name] = [type(error).__name__, error.reason]
            else:
                results[name] = 'done'
    if results.get('client') == 'done':
        # In TLS 1.3 the client learns only now what the server thinks.
        try:
            ends['client'].read(1)
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLError as error:
            results['client'] = [type(error).__name__, error.reason]
    return [results.get('client'), results.get('server')]
