"""Fetch a page over HTTPS and print who answered.

    https_get.py URL [--cafile FILE] [--timeout SECONDS]
"""
import argparse
import http.client
import ssl
import sys
from urllib.parse import urlsplit


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('url')
    parser.add_argument('--cafile', help='trust these certificates instead '
                                         "of the system's")
    parser.add_argument('--timeout', type=float, default=30.0)
    options = parser.parse_args(arguments)

    url = urlsplit(options.url)
    context = ssl.create_default_context(cafile=options.cafile)
    connection = http.client.HTTPSConnection(
        url.hostname, url.port or 443, context=context,
        timeout=options.timeout)
    try:
        connection.request('GET', url.path or '/')
        peer = connection.sock
        certificate = peer.getpeercert()
        version, cipher = peer.version(), peer.cipher()
        response = connection.getresponse()
        body = response.read()
    except ssl.SSLCertVerificationError as error:
        print('refused: {}'.format(error.verify_message), file=sys.stderr)
        return 1
    finally:
        connection.close()

    names = ', '.join(value for _, value in certificate['subjectAltName'])
    print('status:  {} {}'.format(response.status, response.reason))
    print('version: {}'.format(version))
    print('cipher:  {} ({} bits)'.format(cipher[0], cipher[2]))
    print('peer:    {}, valid until {}'.format(
        names, certificate['notAfter']))
    print('body:    {} bytes'.format(len(body)))
    return 0


if __name__ == '__main__':
    sys.exit(main())
