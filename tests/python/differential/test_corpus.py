"""A folder of certificates, keys and PEM files, read as by CPython.

$IRONSSL_CORPUS names the folder: a checkout of BoringSSL with its fuzz
corpora, the tests of OpenSSL, or any other. Nothing of it is kept here;
each kind of difference that was found has a case in tests/dotnet/Tls/X509.
"""
import base64
import hashlib
import itertools
import os
import pathlib
import re
import ssl
import sys

import pytest

from support.guest import Guest

CORPUS = os.environ.get('IRONSSL_CORPUS')
# Above that it is no certificate and no key, but takes as long as many.
LARGEST = 100000
BATCH = 20

pytestmark = [
    pytest.mark.ironpython,
    pytest.mark.skipif(
        not CORPUS, reason='$IRONSSL_CORPUS names no folder'),
    pytest.mark.skipif(
        ssl.OPENSSL_VERSION_NUMBER < 0x30000160,
        reason='before OpenSSL 3.0.22 d2i_X509_bio() has other reasons')]

BLOCK = re.compile(
    rb'-----BEGIN [^\n]*-----\s*\n(.*?)-----END [^\n]*-----', re.S)

# docs/keys.md says why: what CPython has in its outcome, what we have.
# Not here, and so shown: keys on the curves of WAP, and the order of what
# get_ca_certs() lists.
DOCUMENTED = [
    # DSA certificates, and Diffie-Hellman groups that nobody should use.
    (r'certificate', '', 'UNKNOWN_CERTIFICATE_TYPE'),
    (r'group', "'value': None", r'\[DH: '),
    # Names in pieces, RSA under X.500's object identifier.
    (r'certificate', 'KEY_VALUES_MISMATCH|PEM lib|^$',
     'INVALID_CERTIFICATE|X509_LIB|EE_KEY_TOO_SMALL'),
]


def encodings(text):
    """What stands in the blocks of a PEM file."""
    for body in BLOCK.findall(text):
        body = body.rpartition(b'\n\n')[2] if b':' in body else body
        try:
            yield base64.b64decode(re.sub(rb'\s', b'', body), validate=True)
        except ValueError:
            continue


def items(folder):
    """(name, kind, data) of all files and of the blocks in them, once."""
    seen = set()
    for path in sorted(pathlib.Path(folder).rglob('*')):
        if not path.is_file() or path.stat().st_size > LARGEST:
            continue
        data = path.read_bytes()
        name = str(path.relative_to(folder))
        found = [('file', data)] if b'-----BEGIN' in data else [('der', data)]
        found += [('der', der) for der in encodings(data)]
        for kind, content in found:
            key = kind, hashlib.sha256(content).digest()
            if key not in seen:
                seen.add(key)
                yield name, kind, content


def is_documented(call, expected, found):
    return any(
        re.match(where, call) and re.search(theirs, str(expected))
        and re.search(ours, str(found)) for where, theirs, ours in DOCUMENTED)


def test_files_are_read_as_by_cpython(guest, pki):
    reference = Guest([sys.executable]).start()
    files = {'rsa': pki.rsa, 'ecdsa': pki.ecdsa}
    differences = []
    count = 0
    source = items(CORPUS)
    try:
        while batch := list(itertools.islice(source, BATCH)):
            question = [(kind, base64.b64encode(data).decode())
                        for _, kind, data in batch]
            answers = [interpreter.call(
                'corpus.examine', items=question, files=files)
                for interpreter in (reference, guest)]
            for (name, kind, _), expected, found in zip(batch, *answers):
                count += len(expected)
                differences += [
                    (name, kind, call, expected[call], found[call])
                    for call in expected if expected[call] != found[call]
                    and not is_documented(call, expected[call], found[call])]
    finally:
        reference.close()
    print('%d calls compared' % count)
    assert differences == []
