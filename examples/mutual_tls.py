"""A server that asks who its client is, and a client that can say.

    mutual_tls.py SERVERCERT CLIENTCERT CAFILE

Both certificate files hold a chain and its key; both ends trust CAFILE.
"""
import argparse
import socket
import ssl
import sys
import threading


def name_of(certificate):
    """Return the common name in the form getpeercert() has it."""
    for relative_name in certificate['subject']:
        for attribute, value in relative_name:
            if attribute == 'commonName':
                return value
    return '(no common name)'


def serve(listener, context):
    connection, _ = listener.accept()
    connection.settimeout(20)
    with context.wrap_socket(connection, server_side=True) as tls:
        who = name_of(tls.getpeercert())
        tls.sendall('you are {}'.format(who).encode('utf-8'))


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('servercert')
    parser.add_argument('clientcert')
    parser.add_argument('cafile')
    options = parser.parse_args(arguments)

    server_context = ssl.create_default_context(
        ssl.Purpose.CLIENT_AUTH, cafile=options.cafile)
    server_context.verify_mode = ssl.CERT_REQUIRED
    server_context.load_cert_chain(options.servercert)
    client_context = ssl.create_default_context(cafile=options.cafile)
    client_context.load_cert_chain(options.clientcert)

    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen(1)
    server = threading.Thread(target=serve, args=(listener, server_context))
    server.daemon = True
    server.start()

    plain = socket.create_connection(listener.getsockname(), timeout=20)
    with client_context.wrap_socket(plain, server_hostname='localhost') as tls:
        print('server: {}'.format(name_of(tls.getpeercert())))
        print(tls.recv(1024).decode('utf-8'))
    server.join(20)
    listener.close()
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
