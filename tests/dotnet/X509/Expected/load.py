"""Writes loads.json: what CPython makes of odd certificate data.

Each entry has data for `load_verify_locations`, as `cadata` (text or
bytes) or as a file, and the resulting counts or the error. Run by the
system's CPython, whose version and OpenSSL go into the file.
"""

import base64
import json
import os
import ssl
import subprocess
import sys
import tempfile

import describe

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
}

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
    for name in ("A", "30", "sequence of integer", "all but one"):
        data = TAILS[name]
        add("only " + name, "bytes", data,
            lambda context: context.load_verify_locations(cadata=data))
    for name, text in TEXTS.items():
        add(name, "text", text.encode("latin-1"),
            lambda context: context.load_verify_locations(cadata=text))
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
