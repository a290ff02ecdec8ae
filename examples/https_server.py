"""Serve one line of text over HTTPS with http.server.

    https_server.py CERTFILE [--port PORT] [--requests N]

CERTFILE is a PEM file with the certificate chain and its private key.
"""
import argparse
import http.server
import ssl
import sys


class Greeting(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = 'hello over {}\n'.format(
            self.connection.version()).encode('ascii')
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain; charset=us-ascii')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class HTTPSServer(http.server.HTTPServer):
    """An HTTPServer whose connections are TLS.

    The handshake is left to the first read in the handler, so that a client
    that connects and says nothing does not hold up the next one's accept.
    """

    # Seconds that handle_request() waits for a connection: without a number
    # it doesn't wait at all on IronPython.
    timeout = 60

    def __init__(self, address, handler, context):
        super().__init__(address, handler)
        self.context = context
        self.accepted = 0

    def get_request(self):
        connection, peer = super().get_request()
        self.accepted += 1
        connection.settimeout(10)
        return self.context.wrap_socket(
            connection, server_side=True,
            do_handshake_on_connect=False), peer


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('certfile')
    parser.add_argument('--port', type=int, default=0)
    parser.add_argument('--requests', type=int, default=0,
                        help='stop after so many connections')
    options = parser.parse_args(arguments)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(options.certfile)
    server = HTTPSServer(('127.0.0.1', options.port), Greeting, context)
    print('https://localhost:{}/'.format(server.server_address[1]),
          flush=True)
    try:
        if options.requests:
            while server.accepted < options.requests:
                server.handle_request()
        else:
            server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()
    return 0


if __name__ == '__main__':
    sys.exit(main())
