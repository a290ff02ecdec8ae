"""The files and values that promises are checked with, by parameter."""
import base64

import pytest

from support.authority import openssl


@pytest.fixture(scope='session')
def certfile(files):
    return files.combined


@pytest.fixture(scope='session')
def certificate(files):
    return files.alone


@pytest.fixture(scope='session')
def keyfile(files):
    return files.key


@pytest.fixture(scope='session')
def cafile(files):
    return files.ca


@pytest.fixture(scope='session')
def capath(files):
    return files.capath


@pytest.fixture(scope='session')
def pem(files):
    return files.pem


@pytest.fixture(scope='session')
def stranger(files):
    return files.stranger


@pytest.fixture(scope='session')
def stranger_ca(files):
    return files.stranger_ca


@pytest.fixture(scope='session')
def cafiles(files):
    return [files.ca, files.stranger_ca]


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path)


@pytest.fixture(scope='session')
def no_text(pki, tmp_path_factory):
    """A certificate whose common name is a SEQUENCE, with its key."""
    folder = tmp_path_factory.mktemp('no-text')
    key, made = folder / 'key.pem', folder / 'made.der'
    text = b'a name of no text'
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key,
            '-outform', 'DER', '-out', made, '-days', 30,
            '-subj', '/CN=' + text.decode('ascii'))
    der = made.read_bytes()
    value = b'\x0c' + bytes([len(text)]) + text
    # Issuer and subject: a UTF8String becomes a SEQUENCE of one.
    assert der.count(value) == 2
    der = der.replace(value, b'\x30' + bytes([len(text), 0x0c,
                                              len(text) - 2]) + text[2:])
    # Certificate and TBSCertificate have lengths of two bytes, and the
    # signature of an RSA key has always the same.
    body = der[4:8 + int.from_bytes(der[6:8], 'big')]
    signature = openssl('dgst', '-sha256', '-sign', key, input=body)
    der = der[:-len(signature)] + signature
    combined = folder / 'combined.pem'
    combined.write_text(
        '-----BEGIN CERTIFICATE-----\n' +
        base64.encodebytes(der).decode('ascii') +
        '-----END CERTIFICATE-----\n' + key.read_text())
    return str(combined)


@pytest.fixture(scope='session')
def locked(pki, tmp_path_factory):
    """The key of `certfile`, with a password."""
    locked = tmp_path_factory.mktemp('locked') / 'locked.pem'
    openssl('pkey', '-in', pki.rsa, '-aes256', '-passout', 'pass:secret',
            '-out', locked)
    return str(locked)


@pytest.fixture(scope='session')
def malformed_keys(pki, tmp_path_factory):
    """Files of keys that cannot be read, under each label of a key."""
    folder = tmp_path_factory.mktemp('malformed')
    der = openssl('pkey', '-in', pki.rsa, '-outform', 'DER')
    malformed = []
    for name, content in (('short', der[:100]), ('zeros', bytes(300)),
                          ('changed', der[:30] + b'\x02' * 60 + der[90:]),
                          ('empty', b'0\0')):
        for label in ('PRIVATE KEY', 'RSA PRIVATE KEY', 'EC PRIVATE KEY',
                      'ENCRYPTED PRIVATE KEY'):
            file = folder / (name + label.replace(' ', '') + '.pem')
            file.write_text('-----BEGIN {0}-----\n{1}-----END {0}-----\n'
                            .format(label, base64.encodebytes(
                                content).decode('ascii')))
            malformed.append(str(file))
    return malformed
