"""Writes keys.json: what CPython makes of odd keys and certificates.

Each entry has the two files of `load_cert_chain`, a security level and
the error, or the file of `load_dh_params`. Run by the system's CPython,
whose version and OpenSSL go into the file.
"""

import base64
import json
import os
import re
import ssl
import subprocess
import sys
import tempfile

import describe
from describe import extension, integer, name, oid, seq, tlv

PASSWORD = "swordfish"
RSA, EC, ED25519 = (
    "1.2.840.113549.1.1.1", "1.2.840.10045.2.1", "1.3.101.112")
P256 = oid("1.2.840.10045.3.1.7")
NULL = tlv(5)


def openssl(*arguments, data=b""):
    return subprocess.run(
        ("openssl",) + arguments, input=data, check=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE).stdout


def block(label, der, header=""):
    text = base64.b64encode(der).decode()
    rows = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "-----BEGIN %s-----\n%s%s\n-----END %s-----\n" % (
        label, header, "\n".join(rows), label)


def make(*options):
    """A key as PKCS#8 in PEM, and a certificate for it."""
    key = openssl("genpkey", *options)
    with tempfile.NamedTemporaryFile() as file:
        file.write(key)
        file.flush()
        certificate = openssl(
            "req", "-x509", "-new", "-key", file.name, "-subj", "/CN=a",
            "-days", "9999")
    return key.decode(), certificate.decode()


def der(pem):
    return base64.b64decode("".join(pem.splitlines()[1:-1]))


RSA_KEY, RSA_CERT = make("-algorithm", "RSA", "-pkeyopt",
                         "rsa_keygen_bits:2048")
EC_KEY, EC_CERT = make("-algorithm", "EC", "-pkeyopt",
                       "ec_paramgen_curve:P-256")
ED_KEY, ED_CERT = make("-algorithm", "ED25519")
CERTIFICATES = {"rsa": RSA_CERT, "ec": EC_CERT, "ed": ED_CERT}
RSA_OLD = der(openssl("pkey", "-traditional", data=RSA_KEY.encode()).decode())
EC_OLD = der(openssl("pkey", "-traditional", data=EC_KEY.encode()).decode())
ENCRYPTED = openssl("pkey", "-aes128", "-passout", "pass:" + PASSWORD,
                    data=RSA_KEY.encode()).decode()
OLD_ENCRYPTED = openssl(
    "rsa", "-aes128", "-traditional", "-passout", "pass:" + PASSWORD,
    data=RSA_KEY.encode()).decode()
ENCODINGS = {
    "RSA in PKCS#8": der(RSA_KEY), "RSA in PKCS#1": RSA_OLD,
    "EC in PKCS#8": der(EC_KEY), "EC in SEC 1": EC_OLD,
    "Ed25519": der(ED_KEY),
    "X25519": der(openssl("genpkey", "-algorithm", "X25519").decode()),
    "Diffie-Hellman": der(openssl(
        "genpkey", "-algorithm", "DH", "-pkeyopt",
        "group:ffdhe2048").decode()),
}
LABELS = [
    "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY",
    "EC PRIVATE KEY", "DSA PRIVATE KEY", "RSA PUBLIC KEY", "EC PARAMETERS",
    "DSA PARAMETERS", "DH PARAMETERS", "PUBLIC KEY", "ANY PRIVATE KEY",
    "rsa PRIVATE KEY", "Ec PRIVATE KEY", "RSA-PSS PRIVATE KEY"]


def pkcs8(algorithm, key, *more):
    return seq(integer(0), algorithm, tlv(4, key), *more)


def pkcs1(*numbers):
    return seq(*[tlv(2, n) if isinstance(n, bytes) else integer(n)
                 for n in numbers])


def sec1(scalar, *more):
    return seq(integer(1), tlv(4, scalar), *more)


SMALL = pkcs1(0, 33, 3, 7, 3, 11, 1, 7, 2)
DSA_NUMBERS = pkcs1(0, 23, 11, 4, 8, 3)
EC_P256 = seq(oid(EC), P256)
POINT = tlv(0xA1, tlv(3, b"\0\4" + bytes(64)))
NO_CURVE = seq(oid(EC), oid("1.2.3.4"))
INDEFINITE = b"\x30\x80"
END = b"\0\0"

MALFORMED = {
    "RSA numbers that belong to no key": pkcs8(seq(oid(RSA), NULL), SMALL),
    "RSA without parameters": pkcs8(seq(oid(RSA)), SMALL),
    "RSA with a NULL that is not empty":
        pkcs8(seq(oid(RSA), tlv(5, b"\0")), SMALL),
    "RSA with odd parameters": pkcs8(seq(oid(RSA), integer(5)), SMALL),
    "RSA with padded parameters":
        pkcs8(seq(oid(RSA), tlv(2, b"\0\5")), SMALL),
    "RSA under X.500's name": pkcs8(seq(oid("2.5.8.1.1"), NULL), SMALL),
    "RSA with a number too few":
        pkcs8(seq(oid(RSA), NULL), pkcs1(0, 33, 3, 7, 3, 11, 1, 7)),
    "RSA with a number too many":
        pkcs8(seq(oid(RSA), NULL), pkcs1(0, 33, 3, 7, 3, 11, 1, 7, 2, 2)),
    "RSA with bytes behind": pkcs8(seq(oid(RSA), NULL), SMALL + b"x"),
    "RSA negative": pkcs8(seq(oid(RSA), NULL),
                          pkcs1(0, -33, 3, 7, 3, 11, 1, 7, 2)),
    "RSA padded": pkcs8(seq(oid(RSA), NULL),
                        pkcs1(0, b"\0\0\x21", 3, 7, 3, 11, 1, 7, 2)),
    "RSA with empty numbers":
        pkcs8(seq(oid(RSA), NULL), pkcs1(b"", b"", b"", 7, 3, 11, 1, 7, 2)),
    "RSA of many primes without them":
        pkcs8(seq(oid(RSA), NULL), pkcs1(1, 33, 3, 7, 3, 11, 1, 7, 2)),
    "RSA of a large version":
        pkcs8(seq(oid(RSA), NULL), pkcs1(1 << 31, 33, 3, 7, 3, 11, 1, 7, 2)),
    "RSA in PKCS#1 with numbers of no key": SMALL,
    "RSA of indefinite length": INDEFINITE + SMALL[2:] + END,
    "RSA of indefinite length without end": INDEFINITE + SMALL[2:],
    "attributes": pkcs8(seq(oid(RSA), NULL), SMALL,
                        tlv(0xA0, seq(oid("1.2.3"), tlv(0x31, NULL)))),
    "malformed attributes":
        pkcs8(seq(oid(RSA), NULL), SMALL, tlv(0xA0, NULL)),
    "the public key of RFC 5958":
        pkcs8(seq(oid(ED25519)), tlv(4, bytes(32)),
              tlv(0x81, b"\0" + bytes(32))),
    "bytes behind": pkcs8(seq(oid(RSA), NULL), SMALL) + b"x",
    "no version": seq(seq(oid(RSA), NULL), tlv(4, SMALL)),
    "key in pieces": seq(integer(0), seq(oid(RSA), NULL),
                         tlv(0x24, tlv(4, SMALL[:9]), tlv(4, SMALL[9:]))),
    "EC scalar of zero": pkcs8(EC_P256, sec1(bytes(32))),
    "EC scalar of one": pkcs8(EC_P256, sec1(b"\1")),
    "EC scalar of two hundred bytes": pkcs8(EC_P256, sec1(b"\1" * 200)),
    "EC scalar empty": pkcs8(EC_P256, sec1(b"")),
    "EC point not on the curve": pkcs8(EC_P256, sec1(b"\1", POINT)),
    "EC point at infinity":
        pkcs8(EC_P256, sec1(b"\1", tlv(0xA1, tlv(3, b"\0\0")))),
    "EC curve unknown": pkcs8(NO_CURVE, sec1(b"\1")),
    "EC curve unknown outside, known inside":
        pkcs8(NO_CURVE, sec1(b"\1", tlv(0xA0, P256))),
    "EC curve missing": pkcs8(seq(oid(EC)), sec1(b"\1")),
    "EC in SEC 1, curve missing": sec1(b"\1"),
    "EC in SEC 1 without its point": sec1(b"\1", tlv(0xA0, P256)),
    "EC with a field too many":
        pkcs8(EC_P256, sec1(b"\1", tlv(0xA2, NULL))),
    "Ed25519 with parameters":
        pkcs8(seq(oid(ED25519), NULL), tlv(4, bytes(32))),
    "Ed25519 of 31 bytes": pkcs8(seq(oid(ED25519)), tlv(4, bytes(31))),
    "Ed25519 not wrapped": pkcs8(seq(oid(ED25519)), bytes(32)),
    "Ed25519 with bytes behind":
        pkcs8(seq(oid(ED25519)), tlv(4, bytes(32)) + b"x"),
    "unknown algorithm": pkcs8(seq(oid("1.2.3.4")), b"x"),
    "DSA of six numbers": DSA_NUMBERS,
    "DSA of five numbers": pkcs1(0, 23, 11, 4, 8),
    "an empty sequence": seq(),
    "a number": integer(1),
    "no ASN.1": b"hello",
}
MALFORMED_LABELS = ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY",
                    "DSA PRIVATE KEY"]

GOOD = RSA_KEY
JUNK = "-----BEGIN FOO-----\nAAAA\n-----END FOO-----\n"
FILES = {
    "no base64 before": "-----BEGIN PRIVATE KEY-----\nA!AA\n"
                        "-----END PRIVATE KEY-----\n" + GOOD,
    "no end line before": "-----BEGIN PRIVATE KEY-----\nAAAA\n" + GOOD,
    "other end line before": "-----BEGIN FOO-----\nAAAA\n"
                             "-----END BAR-----\n" + GOOD,
    "no key before": block("PRIVATE KEY", b"hello") + GOOD,
    "other header before": "-----BEGIN FOO-----\nAn-other: header\n\nAAAA\n"
                           "-----END FOO-----\n" + GOOD,
    "short header": block("PRIVATE KEY", der(GOOD), "a: b\n\n"),
    "long header": block("PRIVATE KEY", der(GOOD), "Some: header\n\n"),
    "long header before": block("PRIVATE KEY", der(GOOD),
                                "Some: header\n\n") + GOOD,
    "parameters before": block("EC PARAMETERS", P256) + GOOD,
    "EC key before": EC_KEY + GOOD,
    "certificate before": RSA_CERT + GOOD,
    "junk before": JUNK + GOOD,
    "encrypted": ENCRYPTED,
    "encrypted twice": ENCRYPTED + ENCRYPTED,
    "encrypted in the old way": OLD_ENCRYPTED,
    "encrypted, then in the clear": ENCRYPTED + GOOD,
    "encrypted, truncated": block("ENCRYPTED PRIVATE KEY",
                                  der(ENCRYPTED)[:-1]),
    "unknown encryption, then in the clear":
        block("ENCRYPTED PRIVATE KEY",
              seq(seq(oid("1.2.3.4"), NULL), tlv(4, b"x" * 16))) + GOOD,
}


def extended(*extensions, **more):
    return describe.certificate(extensions=extensions, **more)


KEY_USAGE = "2.5.29.15"
AUTHORITY_KEY = "2.5.29.35"
OTHER = name([(describe.CN, 12, b"other")])
P256_CERTIFICATE = extended()


def with_key(key):
    usual, describe.KEY = describe.KEY, key
    try:
        return extended()
    finally:
        describe.KEY = usual


LEAVES = {
    "point not on its curve": P256_CERTIFICATE,
    "key of X25519": with_key(seq(seq(oid("1.3.101.110")),
                                  tlv(3, b"\0" + bytes(32)))),
    "key of Diffie-Hellman": with_key(seq(seq(
        oid("1.2.840.113549.1.3.1"), pkcs1((1 << 2047) + 1, 5)),
        tlv(3, b"\0" + integer(8)))),
    "key of Diffie-Hellman without group": with_key(seq(seq(
        oid("1.2.840.113549.1.3.1")), tlv(3, b"\0" + integer(8)))),
    "key of Ed25519": with_key(seq(seq(oid(ED25519)),
                                   tlv(3, b"\0" + bytes(32)))),
    "key of Ed25519 with parameters":
        with_key(seq(seq(oid(ED25519), NULL), tlv(3, b"\0" + bytes(32)))),
    "key of Ed25519 of 31 bytes":
        with_key(seq(seq(oid(ED25519)), tlv(3, b"\0" + bytes(31)))),
    "key of an unknown algorithm":
        with_key(seq(seq(oid("1.2.3.4")), tlv(3, b"\0x"))),
    "RSA key": with_key(seq(seq(oid(RSA), NULL), tlv(3, b"\0" + pkcs1(
        (1 << 2047) + 1, 3)))),
    "RSA key without sign octet": with_key(
        seq(seq(oid(RSA), NULL),
            tlv(3, b"\0" + pkcs1(b"\xff" * 256, 3)))),
    "RSA key with a third number": with_key(
        seq(seq(oid(RSA), NULL),
            tlv(3, b"\0" + pkcs1((1 << 2047) + 1, 3, 3)))),
    "RSA key with a NULL that is not empty": with_key(
        seq(seq(oid(RSA), tlv(5, b"x")),
            tlv(3, b"\0" + pkcs1((1 << 2047) + 1, 3)))),
}
RSA_PUBLIC = seq(seq(oid(RSA), NULL), tlv(3, b"\0" + pkcs1(
    (1 << 2047) + 1, 3)))
INVALID = {
    "key usage empty": [extension(KEY_USAGE, tlv(3, b"\0"))],
    "key usage no bits": [extension(KEY_USAGE, b"x")],
    "authority key malformed": [extension(AUTHORITY_KEY, seq(b"x"))],
    "key usage twice": [extension(KEY_USAGE, tlv(3, b"\5\xa0"))] * 2,
    "path length negative": [extension(
        "2.5.29.19", seq(tlv(1, b"\xff"), integer(-1)))],
    "alternative names malformed": [extension("2.5.29.17", b"x")],
    "policies malformed": [extension("2.5.29.32", b"x")],
    "addresses malformed": [extension("1.3.6.1.5.5.7.1.7", b"x")],
    "addresses": [extension("1.3.6.1.5.5.7.1.7", seq(seq(
        tlv(4, b"\0\1"), NULL)))],
    "systems malformed": [extension("1.3.6.1.5.5.7.1.8", seq(b"x"))],
    "systems": [extension("1.3.6.1.5.5.7.1.8", seq(tlv(0xA0, NULL)))],
    "access malformed": [extension("1.3.6.1.5.5.7.1.1", b"x")],
    "point without name": [extension("2.5.29.31", seq(seq()))],
    "constraints malformed": [extension("2.5.29.30", seq(b"x"))],
}
usual, describe.KEY = describe.KEY, RSA_PUBLIC
for key, extensions in INVALID.items():
    LEAVES[key] = extended(*extensions)
    LEAVES[key + ", other issuer"] = extended(*extensions, issuer=OTHER)
describe.KEY = usual

FFDHE2048 = der(openssl(
    "dhparam", "-outform", "PEM", data=openssl(
        "genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt",
        "group:ffdhe2048")).decode())
PRIME = int.from_bytes(
    re.search(rb"\x02\x82\x01\x01\x00(.{256})", FFDHE2048, re.S).group(1),
    "big")
GROUPS = {
    "group": ("DH PARAMETERS", FFDHE2048),
    "without length": ("DH PARAMETERS", pkcs1(PRIME, 2)),
    "length of 160": ("DH PARAMETERS", pkcs1(PRIME + 2, 2, 160)),
    "length of 224": ("DH PARAMETERS", pkcs1(PRIME + 2, 2, 224)),
    "length of 0": ("DH PARAMETERS", pkcs1(PRIME + 2, 2, 0)),
    "length of 64 bits": ("DH PARAMETERS", pkcs1(PRIME + 2, 2, 1 << 63)),
    "a field too many": ("DH PARAMETERS", pkcs1(PRIME, 2, 225, 1)),
    "a field too few": ("DH PARAMETERS", pkcs1(PRIME)),
    "small prime": ("DH PARAMETERS", pkcs1(23, 5)),
    "prime without sign octet":
        ("DH PARAMETERS", pkcs1(PRIME.to_bytes(256, "big"), 2)),
    "padded prime":
        ("DH PARAMETERS", pkcs1(PRIME.to_bytes(260, "big"), 2)),
    "no ASN.1": ("DH PARAMETERS", b"hello"),
    "bytes behind": ("DH PARAMETERS", pkcs1(PRIME, 2) + b"x"),
    "other label": ("DHX PARAMETERS", pkcs1(PRIME, 2)),
    "without subgroup": ("X9.42 DH PARAMETERS", pkcs1(PRIME, 2)),
    "subgroup": ("X9.42 DH PARAMETERS", pkcs1(PRIME, 4, PRIME // 2)),
    "subgroup of 160 bits":
        ("X9.42 DH PARAMETERS", pkcs1(PRIME, 4, (1 << 160) - 1)),
    "subgroup with validation": ("X9.42 DH PARAMETERS", seq(
        integer(PRIME), integer(4), integer(PRIME // 2), integer(2),
        seq(tlv(3, b"\0\1"), integer(7)))),
}


def load(certificate, key, level):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=%d" % level)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number, text in enumerate((certificate, key)):
            paths.append(os.path.join(folder, str(number)))
            with open(paths[-1], "w") as file:
                file.write(text)
        context.load_cert_chain(*paths, password=PASSWORD)


def load_group(text, level):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=%d" % level)
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(text)
        file.flush()
        context.load_dh_params(file.name)


def outcome(call, *arguments):
    try:
        call(*arguments)
    except ssl.SSLError as error:
        return {"library": error.library, "reason": error.reason,
                "text": re.sub(r"^\[.*?\] | \(_ssl.*", "", error.args[1])}
    return {}


def main():
    pairs = []

    def add(name, pem, key, level=0, **how):
        pairs.append(dict(
            name=name, level=level, **how,
            **outcome(load, pem, key, level)))

    def add_encoding(case, label, kind):
        add("%s as %s for %s" % (case, label, kind), CERTIFICATES[kind],
            block(label, encodings[case]), certificate=kind, label=label,
            encoding=case)

    encodings = dict(ENCODINGS, **MALFORMED)
    for case in ENCODINGS:
        for label in LABELS:
            for kind in ("rsa", "ec"):
                add_encoding(case, label, kind)
    for case in MALFORMED:
        for label in MALFORMED_LABELS:
            for kind in CERTIFICATES if label == "PRIVATE KEY" else ("rsa",):
                add_encoding(case, label, kind)
    for case, text in FILES.items():
        add("file: " + case, RSA_CERT, text, certificate="rsa", file=text)
    certificates = dict(CERTIFICATES)
    for case, data in LEAVES.items():
        certificates[case] = ssl.DER_cert_to_PEM_cert(data)
        for level in (0, 2):
            add("certificate: %s, level %d" % (case, level),
                certificates[case], RSA_KEY, level, certificate=case,
                label="PRIVATE KEY", encoding="RSA in PKCS#8")
    groups = []
    for case, (label, data) in GROUPS.items():
        text = block(label, data)
        for level in (0, 2):
            groups.append(dict(
                name="%s, level %d" % (case, level), level=level, file=text,
                **outcome(load_group, text, level)))
    result = {
        "generator": "keys.py", "python": sys.version.split()[0],
        "openssl": ssl.OPENSSL_VERSION, "password": PASSWORD,
        "certificates": certificates,
        "encodings": {case: base64.b64encode(data).decode()
                      for case, data in encodings.items()},
        "pairs": pairs, "groups": groups}
    path = os.path.join(os.path.dirname(__file__), "keys.json")
    with open(path, "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
