"""What first_answer.py does besides TLS: import, connection and an answer."""

import socket
import sys

connection = socket.create_connection(('127.0.0.1', int(sys.argv[2])))
connection.sendall(b'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
answer = b''
while not answer.endswith(b'hello'):
    part = connection.recv(4096)
    assert part, 'closed early'
    answer += part
connection.close()
