"""ECDSA signatures in other encodings, and of other values.

A signature has one encoding, minimal DER of two positive integers, in
certificates and CRLs as in handshakes.  OpenSSL refuses every other one,
and so do we, with its code and depth.
"""

import pytest

from certificates import (
    COMMON_NAME, DAY, ECDSA, EPOCH, Certificate, Key, RevocationList,
    basic_constraints, integer, key_usage, name, sequence, tlv)
from chain_check import find_program, judge_all

pytestmark = pytest.mark.skipif(
    find_program() is None,
    reason="tests/dotnet-tools/ChainCheck is not built")

ORDER = int("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            16)
CRL_CHECK = 0x8000 | 0x4
CERT_SIGNATURE_FAILURE, CRL_SIGNATURE_FAILURE = 7, 8


def unsigned(number):
    return tlv(0x02, number.to_bytes(32, "big"))


FORMS = {
    "right": lambda r, s: sequence(integer(r), integer(s)),
    "long length": lambda r, s: long_form(integer(r) + integer(s), 1),
    "longer length": lambda r, s: long_form(integer(r) + integer(s), 2),
    "indefinite length":
        lambda r, s: b"\x30\x80" + integer(r) + integer(s) + b"\0\0",
    "long length inside": lambda r, s: sequence(
        b"\x02\x81" + integer(r)[1:] + integer(s)),
    "padded r": lambda r, s: sequence(
        tlv(0x02, b"\0" + integer(r)[2:]), integer(s)),
    "padded s": lambda r, s: sequence(
        integer(r), tlv(0x02, b"\0" + integer(s)[2:])),
    "unsigned r": lambda r, s: sequence(unsigned(r), integer(s)),
    "unsigned s": lambda r, s: sequence(integer(r), unsigned(s)),
    "negative r": lambda r, s: sequence(integer(-r), integer(s)),
    "negative s": lambda r, s: sequence(integer(r), integer(-s)),
    "zero r": lambda r, s: sequence(integer(0), integer(s)),
    "zero s": lambda r, s: sequence(integer(r), integer(0)),
    "r the order": lambda r, s: sequence(integer(ORDER), integer(s)),
    "r plus the order": lambda r, s: sequence(integer(r + ORDER), integer(s)),
    "s plus the order": lambda r, s: sequence(integer(r), integer(s + ORDER)),
    "huge r": lambda r, s: sequence(integer(r + (ORDER << 544)), integer(s)),
    "trailing octet": lambda r, s: sequence(integer(r), integer(s)) + b"\0",
    "third integer": lambda r, s: sequence(integer(r), integer(s), integer(1)),
    "one integer": lambda r, s: sequence(integer(r)),
    "nothing inside": lambda r, s: sequence(),
    "empty integer": lambda r, s: sequence(tlv(0x02), integer(s)),
    "set": lambda r, s: tlv(0x31, integer(r), integer(s)),
    "nothing": lambda r, s: b"",
}


def long_form(content, octets):
    return (bytes([0x30, 0x80 | octets])
            + len(content).to_bytes(octets, "big") + content)


def read(signature):
    """The two integers of a signature over P-256."""
    first = signature[3]
    r = int.from_bytes(signature[4:4 + first], "big")
    return r, int.from_bytes(signature[6 + first:], "big")


class Forger:
    """A key whose signatures come in another form."""

    def __init__(self, key):
        self._key = key
        self.kind, self.public, self.identifier, self.digest = (
            key.kind, key.public, key.identifier, key.digest)
        self.form = FORMS["right"]

    def sign(self, data, digest):
        while True:
            r, s = read(self._key.sign(data, digest))
            # Both need a zero before them, so that a form is another one.
            if min(r, s) >> 255:
                return self.form(r, s)


@pytest.fixture(scope="module")
def questions():
    """{(what, form): question}, of a leaf or CRL with a forged signature."""
    root_key = Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256")
    leaf_key = Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256")
    root_name = name((COMMON_NAME, "Root"))
    root = Certificate(
        root_name, root_name, root_key, root_key, EPOCH - DAY, EPOCH + DAY,
        extensions=[basic_constraints(True), key_usage(5, 6)])
    result = {}
    for what in ("certificate", "CRL"):
        for form, make in FORMS.items():
            forger = Forger(root_key)
            forger.form = make
            leaf = Certificate(
                name((COMMON_NAME, "leaf")), root_name, leaf_key,
                forger if what == "certificate" else root_key,
                EPOCH - DAY, EPOCH + DAY)
            crl = RevocationList(
                root_name, forger if what == "CRL" else root_key,
                EPOCH - DAY, EPOCH + DAY)
            result[what, form] = {
                "id": f"{what} {form}", "kind": "server",
                "trusted": [root.pem()], "intermediates": [],
                "peer": leaf.pem(), "crls": [crl.pem()],
                "time": EPOCH.isoformat(), "level": 2, "flags": CRL_CHECK}
    return result


@pytest.fixture(scope="module")
def answers(questions):
    return dict(zip(questions, judge_all(list(questions.values()))))


@pytest.mark.parametrize("what, code", [
    ("certificate", CERT_SIGNATURE_FAILURE), ("CRL", CRL_SIGNATURE_FAILURE)])
@pytest.mark.parametrize("form", FORMS)
def test_another_form_is_refused_as_by_openssl(
        what, code, form, questions, answers, openssl):
    expected = (0, 0) if form == "right" else (code, 0)
    answer = answers[what, form]
    assert openssl.judge(questions[what, form]) == expected
    assert (answer.get("code", 0), answer.get("depth", 0)) == expected
    assert answer["verdict"] == (
        "accept" if form == "right" else "reject")
