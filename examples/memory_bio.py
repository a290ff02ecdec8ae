"""TLS without a socket: two SSLObjects joined by memory BIOs.

    memory_bio.py CERTFILE CAFILE

CERTFILE is a PEM file with a chain for `localhost` and its key; CAFILE is
what the client trusts.
"""
import argparse
import ssl
import sys


class Party:
    """One end: what it sends leaves through `outgoing`."""

    def __init__(self, context, **how):
        self.incoming = ssl.MemoryBIO()
        self.outgoing = ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, **how)
        self.ready = False

    def step(self):
        """Go as far as the bytes at hand allow."""
        if not self.ready:
            try:
                self.tls.do_handshake()
                self.ready = True
            except ssl.SSLWantReadError:
                pass


def carry(source, target):
    target.incoming.write(source.outgoing.read())


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('certfile')
    parser.add_argument('cafile')
    options = parser.parse_args(arguments)

    server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_context.load_cert_chain(options.certfile)
    client_context = ssl.create_default_context(cafile=options.cafile)
    client = Party(client_context, server_hostname='localhost')
    server = Party(server_context, server_side=True)

    rounds = 0
    while not (client.ready and server.ready):
        rounds += 1
        client.step()
        carry(client, server)
        server.step()
        carry(server, client)
    print('handshake: {} in {} rounds'.format(client.tls.version(), rounds))

    client.tls.write(b'ping')
    carry(client, server)
    server.tls.write(server.tls.read(100).replace(b'i', b'o'))
    carry(server, client)
    print('answer:', client.tls.read(100).decode('ascii'))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
