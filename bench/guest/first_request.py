"""One HTTPS request in a fresh process: what a short script feels."""

import http.client
import ssl
import sys

context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_CLIENT',
                                 getattr(ssl, 'PROTOCOL_TLSv1_2', None)))
if hasattr(ssl, 'MemoryBIO'):
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(sys.argv[1] + '/ca.pem')
connection = http.client.HTTPSConnection(
    'localhost', int(sys.argv[2]), context=context)
connection.request('GET', '/')
assert connection.getresponse().read() == b'hello'
connection.close()
