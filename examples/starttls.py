"""Upgrade a plain-text connection to TLS in place, then go back.

    starttls.py CERTFILE CAFILE

The protocol is made up, but mail, LDAP and databases work the same way: a
few words in the clear, STARTTLS, the rest encrypted. Afterwards unwrap()
ends TLS with close_notify both ways and hands the socket back.
"""
import argparse
import socket
import ssl
import sys
import threading

LIMIT = 1024


def read_line(connection):
    """Read one line byte by byte: nothing behind it may be swallowed."""
    line = b''
    while not line.endswith(b'\n') and len(line) < LIMIT:
        byte = connection.recv(1)
        if not byte:
            break
        line += byte
    return line.strip()


def serve(listener, context):
    connection, _ = listener.accept()
    connection.settimeout(20)
    while True:
        command = read_line(connection)
        if command == b'STARTTLS':
            connection.sendall(b'go ahead\n')
            connection = context.wrap_socket(connection, server_side=True)
        elif command == b'PLAIN':
            connection = connection.unwrap()
            connection.sendall(b'in the clear again\n')
        elif command == b'QUIT':
            connection.close()
            return
        else:
            connection.sendall(b'you said ' + command + b'\n')


def ask(connection, command):
    connection.sendall(command + b'\n')
    return read_line(connection).decode('ascii')


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('certfile')
    parser.add_argument('cafile')
    options = parser.parse_args(arguments)

    server_context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_context.load_cert_chain(options.certfile)
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    server = threading.Thread(target=serve, args=(listener, server_context))
    server.daemon = True
    server.start()

    connection = socket.create_connection(listener.getsockname(), timeout=20)
    print('plain:', ask(connection, b'hello'))
    print('plain:', ask(connection, b'STARTTLS'))
    context = ssl.create_default_context(cafile=options.cafile)
    connection = context.wrap_socket(connection, server_hostname='localhost')
    print('{}: {}'.format(connection.version(), ask(connection, b'secret')))
    connection.sendall(b'PLAIN\n')
    connection = connection.unwrap()
    print('plain:', read_line(connection).decode('ascii'))
    connection.sendall(b'QUIT\n')
    connection.close()
    server.join(20)
    listener.close()
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
