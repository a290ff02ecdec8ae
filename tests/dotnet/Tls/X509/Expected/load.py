"""Writes loads.json: what CPython makes of odd certificate data.

Each entry has data for `load_verify_locations`, as `cadata` (text or
bytes) or as a file, and the resulting counts or the error. Run by the
system's CPython, whose version and OpenSSL go into the file.
"""

import base64
import ctypes
import json
import os
import ssl
import subprocess
import sys
import tempfile

import describe

LIBCRYPTO = ctypes.CDLL("libcrypto.so.3")
DER = describe.certificate()
PEM = ssl.DER_cert_to_PEM_cert(DER)
CA_DER = describe.certificate(
    describe.name([(describe.CN, 12, b"authority")]),
    extensions=[describe.extension("2.5.29.19", b"\x30\3\1\1\xff")])
CA = ssl.DER_cert_to_PEM_cert(CA_DER)
KEY = subprocess.run(
    ["openssl", "genpkey", "-algorithm", "ED25519"], check=True,
    stdout=subprocess.PIPE).stdout.decode()
B64 = base64.b64encode(DER).decode()


def split(der):
    """The values in a value."""
    def body(value):
        return value[2 if value[1] < 0x80 else 2 + (value[1] & 0x7F):]

    values = []
    rest = body(der)
    while rest:
        header = len(rest) - len(body(rest))
        size = header + (rest[1] if rest[1] < 0x80 else int.from_bytes(
            rest[2:header], "big"))
        values.append(rest[:size])
        rest = rest[size:]
    return values


TBS = split(DER)[0]


def lines(width):
    return "\n".join(B64[i:i + width] for i in range(0, len(B64), width))


WRAP = lines(64)


def block(label, body, end=None):
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n" % (
        label, body, end or label)


def good(body=WRAP):
    return block("CERTIFICATE", body)


TAILS = {
    "A": b"A", "30": b"0", "3082": b"0\x82", "308201": b"0\x82\1",
    "short": b"0\5ab", "0": b"\0", "00": b"\0\0", "As": b"A" * 12,
    "octets": b"\4\1a", "sequence of integer": b"0\3\2\1\1",
    "part": DER[:100], "all but one": DER[:-1],
    "inner tag": DER[:4] + b"\x31" + DER[5:],
    "length of 4 GB": b"0\x84\xff\xff\xff\xff",
    "ff": b"\xff" * 10, "endless tag": b"\x1f" + b"\xff" * 6,
    "length of 9 octets": b"0\x89" + b"\1" * 9, "30ff": b"0\xff",
    "0201": b"\2\1", "another": CA_DER,
    "same": DER,
    "empty sequence": b"0\0", "empty sequence without length": b"0\x80\0\0",
    "no end": b"0\x80", "no end far within": b"0\x80" * 50,
    "no end within": b"0\x80\2\x81",
    "ends within ends": b"0\x80" * 3 + b"\0\0" * 3,
    "content without length": b"0\x80\2\1\1\0\0",
    "primitive without length": b"\x10\x80\0\0",
    "primitive sequence": b"\x10\3\2\1\1",
    "long tag": b"\x1f\x81\1\0", "long tag, cut": b"\x1f\x81",
    "long tag of five": b"\x1f" + b"\x81" * 4 + b"\1\0",
    "long tag of five, large": b"\x1f" + b"\x8f" * 4 + b"\1\0",
    "long tag of five, cut": b"\x1f" + b"\x81" * 5,
    "length in leading zeros": b"0\x88" + bytes(7) + b"\1a",
    "length of 2 GB": b"0\x84\x80\0\0\0",
    "length of almost 2 GB": b"0\x84\x7f\xff\xff\xff",
    "length of 63 bits": b"0\x88\x7f" + b"\xff" * 7,
    "length of 64 bits": b"0\x88" + b"\xff" * 8,
    "a field": describe.seq(describe.seq()),
    "fields of another": describe.seq(*split(TBS)),
    "a field too few": describe.seq(TBS),
    "two fields too few": describe.seq(TBS, describe.ALGORITHM),
    "a field too many": describe.seq(
        TBS, describe.ALGORITHM, b"\3\2\0\1", b"\5\0"),
}


def content(der):
    return b"".join(split(der))


def alike(change):
    """The certificate with its fields changed."""
    fields = split(TBS)
    change(fields)
    return describe.seq(describe.seq(*fields), describe.ALGORITHM,
                        describe.tlv(3, b"\0" + describe.integer(1)))


def at(index, value):
    def change(fields):
        fields[index] = value
    return alike(change)


def extended(value, critical=b""):
    return describe.seq(describe.oid("2.5.29.14"), critical, value)


def with_extension(*parts):
    return alike(lambda fields: fields.append(
        describe.tlv(0xA3, describe.seq(*parts))))


OBJECT = describe.oid("1.2.3.4")
tlv, seq = describe.tlv, describe.seq
BIT_STRING = tlv(3, b"\0" + describe.integer(1))

# What BER allows, and what it does not.
BER = {
    "length in four octets": b"0\x84" + len(content(DER)).to_bytes(4, "big")
    + content(DER),
    "without length": b"0\x80" + content(DER) + b"\0\0",
    "without length and end": b"0\x80" + content(DER),
    "fields without length": seq(
        b"0\x80" + content(TBS) + b"\0\0", describe.ALGORITHM, BIT_STRING),
    "an end among the fields": seq(
        TBS, b"\0\0", describe.ALGORITHM, BIT_STRING),
    "algorithm with NULL": at(2, seq(OBJECT, tlv(5))),
    "algorithm with a NULL that is not empty": at(2, seq(OBJECT, b"\5\1x")),
    "algorithm with a padded number": at(2, seq(OBJECT, b"\2\2\0\1")),
    "algorithm with an empty number": at(2, seq(OBJECT, b"\2\0")),
    "algorithm with a long boolean": at(2, seq(OBJECT, b"\1\2xx")),
    "algorithm with a bad object": at(2, seq(OBJECT, b"\6\1\x80")),
    "algorithm with bits": at(2, seq(OBJECT, b"\3\2\7\xff")),
    "algorithm with too many unused bits": at(2, seq(OBJECT, b"\3\2\x08x")),
    "algorithm with an odd BMP string": at(2, seq(OBJECT, b"\x1e\1x")),
    "algorithm with an odd universal string":
        at(2, seq(OBJECT, b"\x1c\2xx")),
    "algorithm with a primitive sequence": at(2, seq(OBJECT, b"\x10\0")),
    "algorithm with a string in pieces":
        at(2, seq(OBJECT, tlv(0x24, tlv(4, b"x"), tlv(12, b"y")))),
    "algorithm with a string in pieces, malformed":
        at(2, seq(OBJECT, tlv(0x24, b"x"))),
    "algorithm with a number in pieces": at(2, seq(OBJECT, tlv(
        0x22, tlv(2, b"x")))),
    "algorithm with a private value": at(2, seq(OBJECT, b"\xf6\0")),
    "algorithm with two values": at(2, seq(OBJECT, tlv(5), tlv(5))),
    "algorithm with a long tag": at(2, seq(OBJECT, b"\x1f\5\0")),
    "algorithm with bad object": at(2, seq(b"\6\2*\x80")),
    "algorithm with empty object": at(2, seq(b"\6\0")),
    "algorithm with padded object": at(2, seq(b"\6\3*\x80\1")),
    "extension in pieces": with_extension(extended(
        tlv(0x24, tlv(4, b"\4\1"), tlv(4, b"x")))),
    "extension in pieces of any type": with_extension(extended(
        tlv(0x24, tlv(4), tlv(0xB9), tlv(0x30), tlv(20, b"\4\1x")))),
    "extension in pieces of pieces": with_extension(extended(
        tlv(0x24, tlv(0x24, tlv(0x24, tlv(0x24, tlv(0x24, tlv(
            4, b"\4\1x")))))))),
    "extension in too many pieces": with_extension(extended(
        tlv(0x24, tlv(0x24, tlv(0x24, tlv(0x24, tlv(0x24, tlv(0x24, tlv(
            0x24, tlv(4, b"\4\1x")))))))))),
    "extension in pieces without length": with_extension(extended(
        b"\x24\x80" + tlv(4, b"\4\1x") + b"\0\0")),
    "extension critical by 1": with_extension(extended(
        tlv(4, b"\4\1x"), b"\1\1\1")),
    "extension critical by two octets": with_extension(extended(
        tlv(4, b"\4\1x"), b"\1\2\1\1")),
    "extension not critical": with_extension(extended(
        tlv(4, b"\4\1x"), b"\1\1\0")),
    "signature of no bits": seq(TBS, describe.ALGORITHM, b"\3\1\0"),
    "signature of no bits but unused ones":
        seq(TBS, describe.ALGORITHM, b"\3\1\7"),
    "signature empty": seq(TBS, describe.ALGORITHM, b"\3\0"),
    "signature in pieces": seq(TBS, describe.ALGORITHM, tlv(
        0x23, tlv(3, b"\0"), tlv(3, b"\1\2"))),
}
KEYS = {
    "RSA": seq(*[describe.integer(n) for n in
                 (0, 33, 3, 7, 3, 11, 1, 7, 2)]),
    "RSA short": seq(*[describe.integer(n) for n in
                       (0, 33, 3, 7, 3, 11, 1, 7)]),
    "EC": seq(describe.integer(1), tlv(4, b"\1"), tlv(
        0xA0, describe.oid("1.2.840.10045.3.1.7"))),
    "EC without curve": seq(describe.integer(1), tlv(4, b"\1")),
    "DSA": seq(*[describe.integer(n) for n in (0, 23, 11, 4, 8, 3)]),
    "unknown in PKCS#8": seq(
        describe.integer(0), seq(OBJECT), tlv(4, b"x")),
    "Ed25519": seq(describe.integer(0), seq(describe.oid("1.3.101.112")),
                   tlv(4, tlv(4, bytes(32)))),
}
KEYS["RSA in PKCS#8"] = seq(
    describe.integer(0), seq(describe.oid("1.2.840.113549.1.1.1"), tlv(5)),
    tlv(4, KEYS["RSA"]))
KEY_LABELS = (
    "PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY",
    "ED25519 PRIVATE KEY", "foo PRIVATE KEY", "PRIVATE KEYS",
    "ENCRYPTED PRIVATE KEY", "EC PARAMETERS")

TEXTS = {
    "one line": good(B64),
    "old label": block("X509 CERTIFICATE", WRAP),
    "trusted": block("TRUSTED CERTIFICATE", WRAP),
    "crlf": good().replace("\n", "\r\n"),
    "cr": good().replace("\n", "\r"),
    "trailing blanks": good().replace("\n", "  \t \n"),
    "indented body": good("  " + WRAP.replace("\n", "\n  ")),
    "indented begin": " " + good(),
    "empty line first": good("\n" + WRAP),
    "empty line first, one line": good("\n" + B64),
    "two empty lines first": good("\n\n" + WRAP),
    "empty line last": good(WRAP + "\n"),
    "two empty lines last": good(WRAP + "\n\n"),
    "empty line inside": good(WRAP[:65] + "\n" + WRAP[65:]),
    "bad character": good("!" + WRAP),
    "one pad too many": good(WRAP + "="),
    "pad missing": good(WRAP.rstrip("=") + "A"),
    "pad inside": good(WRAP[:64] + "==\n" + WRAP[64:]),
    "truncated": good(WRAP[:-2]),
    "truncated by a group": good(WRAP[:-8]),
    "other end": block("CERTIFICATE", WRAP, "CERTIFICATE X"),
    "longer end": block("CERTIFICATE", WRAP, "CERTIFICATE-"),
    "other end of another": block("FOO", WRAP, "BAR") + good(),
    "no end": good()[:-28],
    "empty": good(""),
    "nothing": "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    "nothing behind": good()
    + "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
    "header": good("Foo: bar\n\n" + WRAP),
    "header behind": PEM + good("Foo: bar\n\n" + WRAP),
    "not encrypted header": PEM + good(
        "Proc-Type: 4,MIC-ONLY\nDEK-Info: AES-128-CBC,00\n\n" + WRAP),
    "short header": PEM + good("Proc-Type: 4,ENCRYPTED \n\n" + WRAP),
    "no DEK-Info": PEM + good("Proc-Type: 4,ENCRYPTED\nX: y\n\n" + WRAP),
    "unknown cipher": PEM + good(
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: FOO-CBC,00\n\n" + WRAP),
    "short iv": PEM + good(
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n" + WRAP),
    "missing iv": PEM + good(
        "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\n" + WRAP),
    "header without empty line": PEM + good("Foo: bar\n" + WRAP),
    "hyphen ends data": good(WRAP + "\n-foo!!"),
    "bad ASN.1 behind": PEM + good("AAAA"),
    "bad base64 behind": PEM + good("A!A="),
    "bad base64 of another behind": PEM + block("FOO", "A!A="),
    "no end behind": PEM + "-----BEGIN CERTIFICATE-----\n",
    "trailing bytes": good(base64.b64encode(DER + b"hello").decode()),
    "crl label behind": PEM + block("X509 CRL", WRAP),
    "no line feed at end": good().rstrip(),
    "twice": PEM + PEM,
    "label with blank": block("CERTIFICATE ", WRAP),
    "two on a line": good().rstrip() + good(),
    "lines of 76": good(lines(76)),
    "lines of 76 in a headed block": good("\n" + lines(76)),
    "lines of 60 in a headed block": good("\n" + lines(60)),
    "key first": KEY + PEM,
    "text around": "some text\n" + PEM + "some text\n",
    "broken": "broken",
    "two": PEM + CA,
    "very long line before": "x" * 1000 + "\n" + good(),
    "begin far into a line": "x" * 254 + good(),
    "lower case": good().lower(),
}

FILES = dict(
    {name: text.encode("latin-1") for name, text in TEXTS.items()},
    **{
        "file bom": b"\xef\xbb\xbf" + good().encode(),
        "file der": DER,
        "file trusted with bad settings": block(
            "TRUSTED CERTIFICATE",
            base64.b64encode(DER + b"abc").decode()).encode(),
        "file bad rsa key":
            (PEM + block("RSA PRIVATE KEY", "AAAA")).encode(),
        "file bad key": (PEM + block("PRIVATE KEY", "AAAA")).encode(),
        "file bad ec key": (PEM + block("EC PRIVATE KEY", "AAAA")).encode(),
        "file bad encrypted key":
            (PEM + block("ENCRYPTED PRIVATE KEY", "AAAA")).encode(),
        "file unknown label": (PEM + block("FOO", "AAAA")).encode(),
        "file nul first": b"\0\n" + PEM.encode(),
        "file bad crl": block("X509 CRL", WRAP).encode(),
        "file high bytes":
            b"\xff\xfe\n" + PEM.encode().replace(b"\n", b"\xa0\n"),
        "file pkcs7": block("PKCS7", WRAP).encode(),
        "file empty": b"",
        "file ca twice": (CA + CA).encode(),
    })


def attempt(load):
    # What a call leaves in OpenSSL's queue of errors fails another one.
    LIBCRYPTO.ERR_clear_error()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    result = {}
    try:
        load(context)
    except ssl.SSLError as error:
        result = {"library": error.library, "reason": error.reason,
                  "number": error.errno,
                  "text": error.args[1].split(" (_ssl.c")[0]}
    result["stats"] = context.cert_store_stats()
    return result


def main():
    entries = []

    def add(name, form, data, load):
        entries.append(dict(
            name=name, form=form, data=base64.b64encode(data).decode(),
            **attempt(load)))

    for name, tail in TAILS.items():
        data = DER + tail
        add("der + " + name, "bytes", data,
            lambda context: context.load_verify_locations(cadata=data))
    for name, data in BER.items():
        for form, tail in (("", b""), ("der + ", DER)):
            add(form + name, "bytes", tail + data,
                lambda context: context.load_verify_locations(
                    cadata=tail + data))
        text = block("CERTIFICATE", base64.b64encode(data).decode())
        add(name, "text", text.encode(),
            lambda context: context.load_verify_locations(cadata=text))
    for name in ("A", "30", "sequence of integer", "all but one", "no end",
                 "empty sequence", "long tag of five, large"):
        data = TAILS[name]
        add("only " + name, "bytes", data,
            lambda context: context.load_verify_locations(cadata=data))
    for name, text in TEXTS.items():
        add(name, "text", text.encode("latin-1"),
            lambda context: context.load_verify_locations(cadata=text))
    for name, key in KEYS.items():
        for label in KEY_LABELS:
            FILES["%s key as %s" % (name, label)] = (PEM + block(
                label, base64.b64encode(key).decode())).encode()
    for name, data in FILES.items():
        with tempfile.NamedTemporaryFile() as file:
            file.write(data)
            file.flush()
            add(name, "file", data,
                lambda context: context.load_verify_locations(file.name))
    result = {"generator": "load.py", "python": sys.version.split()[0],
              "openssl": ssl.OPENSSL_VERSION, "loads": entries}
    path = os.path.join(os.path.dirname(__file__), "loads.json")
    with open(path, "w") as file:
        json.dump(result, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
