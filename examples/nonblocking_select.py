"""A handshake and an exchange on a non-blocking socket, waiting in select().

    nonblocking_select.py HOST PORT CAFILE MESSAGE

The server is expected to send the message back.
"""
import argparse
import select
import socket
import ssl
import sys
import time

DEADLINE = 20.0


def wait(tls, error, until):
    """Wait for what the unfinished operation asked for."""
    left = until - time.time()
    if left <= 0:
        raise socket.timeout('timed out')
    if isinstance(error, ssl.SSLWantReadError):
        select.select([tls], [], [], left)
    else:
        select.select([], [tls], [], left)


def complete(tls, operation, until):
    """Repeat an operation until it neither wants to read nor to write."""
    while True:
        try:
            return operation()
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError) as error:
            wait(tls, error, until)


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('host')
    parser.add_argument('port', type=int)
    parser.add_argument('cafile')
    parser.add_argument('message')
    options = parser.parse_args(arguments)

    message = options.message.encode('utf-8')
    until = time.time() + DEADLINE
    context = ssl.create_default_context(cafile=options.cafile)
    plain = socket.create_connection((options.host, options.port),
                                     timeout=DEADLINE)
    plain.setblocking(False)
    tls = context.wrap_socket(plain, server_hostname=options.host,
                              do_handshake_on_connect=False)
    try:
        complete(tls, tls.do_handshake, until)
        print('handshake:', tls.version())
        sent = 0
        while sent < len(message):
            sent += complete(tls, lambda: tls.send(message[sent:]), until)
        answer = b''
        while len(answer) < len(message):
            part = complete(tls, lambda: tls.recv(4096), until)
            if not part:
                break
            answer += part
        print('answer:', answer.decode('utf-8'))
    finally:
        tls.close()
    return 0 if answer == message else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
