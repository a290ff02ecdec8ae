"""Which certificates are shown, taken and listed.  Python 3.4 syntax."""
import ssl

from memory import Pair


def pair(client, server):
    """Shake hands in memory; return (end, outcome) of each side."""
    joined = Pair(client, server)
    return list(zip(joined.ends, joined.outcomes(attempt)))


def attempt(end):
    """The version of a finished handshake, the reason of an error, or None."""
    try:
        end.do_handshake()
    except ssl.SSLWantReadError:
        return None
    except ssl.SSLError as error:
        return error.reason or 'SSLError'
    return end.version()


def make(server_side, minimum, maximum, certfiles=(), cafiles=()):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server_side
                             else ssl.PROTOCOL_TLS_CLIENT)
    if not server_side:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    context.minimum_version = getattr(ssl.TLSVersion, minimum)
    context.maximum_version = getattr(ssl.TLSVersion, maximum)
    for certfile in certfiles:
        context.load_cert_chain(certfile)
    for cafile in cafiles:
        context.load_verify_locations(cafile)
    return context


def shown_by_client(version, certfiles, cafile, server_certfile):
    """Return the name in the certificate that a client of many shows."""
    client = make(False, version, version, certfiles)
    server = make(True, version, version, [server_certfile], [cafile])
    server.verify_mode = ssl.CERT_OPTIONAL
    (near, _), (far, outcome) = pair(client, server)
    certificate = far.getpeercert()
    return outcome, certificate and name_in(certificate)


def met(certfile, client, server):
    """Return what a client and a server with a certificate come to."""
    ends = pair(make(False, *client), make(True, *server,
                                           certfiles=[certfile]))
    return [outcome for end, outcome in ends]


def chains(version, certfile, cafiles):
    """Return the names in both chains that a client shows unverified."""
    (near, _), _ = pair(make(False, version, version, cafiles=cafiles),
                        make(True, version, version, [certfile]))
    return [[name_in(certificate.get_info()) for certificate in chain]
            for chain in (near._sslobj.get_verified_chain(),
                          near._sslobj.get_unverified_chain())]


def name_in(certificate):
    return dict(pair for names in certificate['subject']
                for pair in names)['commonName']


def identities(version, identity):
    """Return the identity that the server was asked for, or the error."""
    asked = []
    client, server = (make(side, version, version) for side in (False, True))
    if version == 'TLSv1_2':
        client.set_ciphers('PSK')
        server.set_ciphers('PSK')
    client.set_psk_client_callback(lambda hint: (identity, b'k' * 16))

    def find(name):
        asked.append(name)
        return b'k' * 16

    server.set_psk_server_callback(find)
    return [outcome for end, outcome in pair(client, server)], asked
