"""Keys at the edges of the security levels: OpenSSL's verdict.

Nobody has these keys: they are judged before any signature is checked.
"""

import itertools

import pytest

from certificates import (
    COMMON_NAME, DAY, EPOCH, RSA, Certificate, basic_constraints,
    integer, key_usage, name, oid, sequence, tlv)
from chain_check import find_program, judge_all

pytestmark = pytest.mark.skipif(
    find_program() is None,
    reason="tests/dotnet-tools/ChainCheck is not built")

RSA_SIZES = [512, 768, 919, 920, 1023, 1024, 1962, 1963, 2048, 2670, 2671,
             3072, 4096, 6943, 6944, 6945, 6946, 6947, 7680, 8192, 13910,
             13911, 13912, 13913, 13914, 15360, 16384]
DSA_SIZES = [(1023, 160), (1024, 159), (1024, 160), (2048, 160), (2048, 223),
             (2048, 224), (3072, 224), (3072, 256), (7680, 383), (7680, 384)]
LEVELS = range(6)
STRONG = 15360


class NoKey:
    """A public key that nobody can sign with."""

    kind, digest, identifier = RSA, "sha384", b"none"

    def __init__(self, public):
        self.public = public

    def sign(self, data, digest):
        return bytes(256)


def odd(size):
    return integer(1 << (size - 1) | 1)


def rsa(size):
    return NoKey(sequence(
        sequence(oid("1.2.840.113549.1.1.1"), b"\x05\0"),
        tlv(0x03, b"\0", sequence(odd(size), integer(65537)))))


def dsa(size, subgroup):
    return NoKey(sequence(
        sequence(oid("1.2.840.10040.4.1"),
                 sequence(odd(size), odd(subgroup), integer(2))),
        tlv(0x03, b"\0", integer(2))))


def ask(identifier, level, leaf_key, root_key):
    root_name = name((COMMON_NAME, "Root"))
    root = Certificate(
        root_name, root_name, root_key, root_key, EPOCH - DAY, EPOCH + DAY,
        extensions=[basic_constraints(True), key_usage(5, 6)])
    leaf = Certificate(
        name((COMMON_NAME, "leaf")), root_name, leaf_key, root_key,
        EPOCH - DAY, EPOCH + DAY)
    return {
        "id": identifier, "kind": "server", "trusted": [root.pem()],
        "intermediates": [], "peer": leaf.pem(), "crls": [],
        "time": EPOCH.isoformat(), "level": level, "flags": 0x8000}


def questions():
    strong = rsa(STRONG)
    for size, level in itertools.product(RSA_SIZES, LEVELS):
        yield ask(f"leaf of {size} bits, {level}", level, rsa(size), strong)
        yield ask(f"root of {size} bits, {level}", level, strong, rsa(size))
    for sizes, level in itertools.product(DSA_SIZES, LEVELS):
        yield ask(f"DSA leaf of {sizes} bits, {level}", level, dsa(*sizes),
                  strong)


def test_a_key_is_as_strong_as_openssl_thinks(openssl):
    asked = list(questions())
    wrong = []
    codes = set()
    for question, answer in zip(asked, judge_all(asked)):
        expected = openssl.judge(question)
        codes.add(expected[0])
        ours = answer.get("code", 0), answer.get("depth", 0)
        if ours != expected:
            wrong.append((question["id"], expected, ours))
    assert wrong == []
    # EE_KEY_TOO_SMALL, CA_KEY_TOO_SMALL, and what follows when neither is.
    assert {66, 67, 7} <= codes
