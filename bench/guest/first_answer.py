"""Import, context, connection and first answer, in a fresh process.

What ssl itself costs from cold: first_request.py adds the HTTP library.  With
a third argument, the same in clear: what of it is not TLS.
"""

import socket
import sys

folder, port = sys.argv[1:3]
in_clear = len(sys.argv) > 3

connection = socket.create_connection(('127.0.0.1', int(port)))
if not in_clear:
    import ssl

    context = ssl.SSLContext(getattr(ssl, 'PROTOCOL_TLS_CLIENT',
                                     getattr(ssl, 'PROTOCOL_TLSv1_2', None)))
    if hasattr(ssl, 'MemoryBIO'):
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(folder + '/ca.pem')
    connection = context.wrap_socket(connection, server_hostname='localhost')
connection.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
answer = b''
while not answer.endswith(b'hello'):
    part = connection.recv(4096)
    assert part, 'closed early'
    answer += part
connection.close()
