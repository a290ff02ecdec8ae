"""What the calls that read files make of somebody's data.

Runs on IronPython 3.4 and on CPython alike, so its syntax is Python 3.4's.
"""
import base64
import binascii
import os
import re
import ssl
import sys
import tempfile

import _ssl

CERTIFICATE_LABELS = [
    'CERTIFICATE', 'X509 CERTIFICATE', 'TRUSTED CERTIFICATE']
TRUST_LABELS = CERTIFICATE_LABELS + [
    'X509 CRL', 'PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY',
    'DSA PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PARAMETERS', 'PKCS7']
KEY_LABELS = [
    'PRIVATE KEY', 'EC PRIVATE KEY', 'RSA PRIVATE KEY', 'DSA PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY', 'EC PARAMETERS', 'DSA PARAMETERS',
    'ANY PRIVATE KEY', 'ED25519 PRIVATE KEY', 'SM2 PRIVATE KEY', 'PUBLIC KEY',
    'rsa PRIVATE KEY']
GROUP_LABELS = ['DH PARAMETERS', 'X9.42 DH PARAMETERS']
HEADER = (b'Proc-Type: 4,ENCRYPTED\n'
          b'DEK-Info: AES-128-CBC,000102030405060708090A0B0C0D0E0F\n\n')


def examine(items, files):
    """The outcomes of all calls for each (kind, base64) of `items`."""
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(folder, files)
        return [
            {name: call() for name, call in reader.calls(
                kind, base64.b64decode(data))}
            for kind, data in items]


def forget_errors():
    """In CPython what a call leaves in OpenSSL's queue fails the next."""
    if sys.implementation.name == 'cpython':
        import ctypes
        ctypes.CDLL('libcrypto.so.3').ERR_clear_error()


def outcome(call, *arguments, **keywords):
    forget_errors()
    try:
        return {'value': plain(call(*arguments, **keywords))}
    except Exception as error:
        return {'error': describe(error)}


def describe(error):
    if isinstance(error, UnicodeDecodeError):
        return plain([type(error).__name__, error.encoding, error.object,
                      error.start, error.end, error.reason])
    return [type(error).__name__, getattr(error, 'errno', None),
            getattr(error, 'library', None), getattr(error, 'reason', None),
            re.sub(r' \(_ssl\.c:\d+\)$', '', str(error))]


def plain(value):
    if isinstance(value, bytes):
        return {'hex': binascii.hexlify(value).decode()}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value


def block(label, der):
    text = base64.b64encode(der).decode()
    rows = [text[i:i + 64] for i in range(0, len(text), 64)]
    return ('-----BEGIN %s-----\n%s\n-----END %s-----\n' % (
        label, '\n'.join(rows), label)).encode()


class Reader:
    def __init__(self, folder, files):
        self.folder = folder
        self.certificates = {'rsa': files['rsa'], 'ec': files['ecdsa']}
        with open(files['rsa'], 'rb') as file:
            self.good = file.read()
        self.good_key = self.good[self.good.index(b'-----BEGIN PRIVATE'):]

    def write(self, *parts):
        path = os.path.join(self.folder, 'file')
        with open(path, 'wb') as file:
            file.write(b''.join(parts))
        return path

    def calls(self, kind, data):
        return self.file_calls(data) if kind == 'file' else \
            self.der_calls(data)

    def der_calls(self, der):
        yield 'cadata', lambda: self.trust(cadata=der)
        yield 'cadata and more', lambda: self.trust(cadata=der + b'A')
        for label in CERTIFICATE_LABELS:
            pem = block(label, der)
            text = pem.decode()
            yield 'cadata as ' + label, lambda: self.trust(cadata=text)
            for level in (0, 2):
                yield 'certificate as %s, level %d' % (label, level), \
                    lambda: self.chain(level, pem, self.good_key)
            yield 'second certificate as ' + label, lambda: self.chain(
                0, self.good, pem, self.good_key)
        for label in TRUST_LABELS:
            pem = block(label, der)
            yield 'cafile as ' + label, lambda: self.trust(
                cafile=self.write(pem))
            yield 'behind another as ' + label, lambda: self.trust(
                cafile=self.write(self.good, pem))
        yield 'decoded', lambda: outcome(
            _ssl._test_decode_cert, self.write(block('CERTIFICATE', der)))
        for label in KEY_LABELS:
            pem = block(label, der)
            for name in sorted(self.certificates):
                yield 'key as %s for %s' % (label, name), \
                    lambda: self.key(name, pem)
            yield 'encrypted key as ' + label, lambda: self.key(
                'rsa', pem.replace(b'-\n', b'-\n' + HEADER, 1))
        for label in GROUP_LABELS:
            yield 'group as ' + label, lambda: self.group(block(label, der))

    def file_calls(self, data):
        text = data.decode('latin-1')
        yield 'cadata', lambda: self.trust(cadata=text)
        yield 'cafile', lambda: self.trust(cafile=self.write(data))
        yield 'decoded', lambda: outcome(
            _ssl._test_decode_cert, self.write(data))
        for level in (0, 2):
            yield 'certificate and key, level %d' % level, \
                lambda: self.chain(level, data)
        for name in sorted(self.certificates):
            yield 'key for ' + name, lambda: self.key(name, data)
        yield 'group', lambda: self.group(data)

    def trust(self, **arguments):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        result = outcome(context.load_verify_locations, **arguments)
        result['stats'] = context.cert_store_stats()
        result['certificates'] = outcome(context.get_ca_certs)
        result['encoded'] = outcome(context.get_ca_certs, True)
        return result

    def chain(self, level, *parts):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers('ALL:@SECLEVEL=%d' % level)
        return outcome(context.load_cert_chain, self.write(*parts),
                       password='password')

    def key(self, name, pem):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        return outcome(context.load_cert_chain, self.certificates[name],
                       self.write(pem), 'password')

    def group(self, pem):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        return outcome(context.load_dh_params, self.write(pem))
