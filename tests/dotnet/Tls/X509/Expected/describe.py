"""Writes descriptions.json: what CPython shows of certificates.

Run by the system's CPython, whose version and OpenSSL go into the
file. The certificates are those of its test suite, named by file, and
odd ones made here, which are stored with the result.
"""

import base64
import ctypes
import glob
import json
import os
import re
import ssl
import sys
import tempfile
import _ssl

LIBCRYPTO = ctypes.CDLL("libcrypto.so.3")
SUITE = "/usr/lib/python3.11/test"


def tlv(tag, *parts):
    body = b"".join(parts)
    if len(body) < 0x80:
        return bytes([tag, len(body)]) + body
    size = (len(body).bit_length() + 7) // 8
    return bytes([tag, 0x80 | size]) + len(body).to_bytes(size, "big") + body


def seq(*parts):
    return tlv(0x30, *parts)


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    out = []
    for arc in [40 * arcs[0] + arcs[1]] + arcs[2:]:
        septets = [arc & 0x7F]
        while arc > 0x7F:
            arc >>= 7
            septets.append(0x80 | arc & 0x7F)
        out.extend(reversed(septets))
    return tlv(6, bytes(out))


def integer(value):
    size = max(1, (value.bit_length() + 8) // 8)
    return tlv(2, value.to_bytes(size, "big", signed=True))


def name(*rdns):
    return seq(*[
        tlv(0x31, *[seq(oid(kind), tlv(tag, value))
                    for kind, tag, value in rdn])
        for rdn in rdns])


CN = "2.5.4.3"
SIMPLE = name([(CN, 12, b"simple")])
KEY = seq(seq(oid("1.2.840.10045.2.1"), oid("1.2.840.10045.3.1.7")),
          tlv(3, b"\0\4" + bytes(range(64))))
ALGORITHM = seq(oid("1.2.840.10045.4.3.2"))


def extension(kind, value, critical=False):
    return seq(oid(kind), tlv(1, b"\xff") if critical else b"",
               tlv(4, value))


def certificate(subject=SIMPLE, issuer=SIMPLE, serial=1, version=2,
                begin=(23, b"200101000000Z"), end=(23, b"300101000000Z"),
                extensions=()):
    fields = []
    if version is not None:
        fields.append(tlv(0xA0, integer(version)))
    fields += [integer(serial), ALGORITHM, issuer,
               seq(tlv(*begin), tlv(*end)), subject, KEY]
    if extensions:
        fields.append(tlv(0xA3, seq(*extensions)))
    return seq(seq(*fields), ALGORITHM, tlv(3, b"\0" + seq(integer(1))))


def san(*names):
    return {"extensions": [extension("2.5.29.17", seq(*names))]}


def other(kind, value):
    return tlv(0xA0, oid(kind), tlv(0xA0, value))


def aia(*entries):
    return {"extensions": [extension(
        "1.3.6.1.5.5.7.1.1",
        seq(*[seq(oid(kind), where) for kind, where in entries]))]}


def crldp(*points):
    return {"extensions": [extension("2.5.29.31", seq(*points))]}


def uri(text):
    return tlv(0x86, text)


OCSP = "1.3.6.1.5.5.7.48.1"
ISSUERS = "1.3.6.1.5.5.7.48.2"
UPN = "1.3.6.1.4.1.311.20.2.3"
SRV = "1.3.6.1.5.5.7.8.7"

ODD = {
    "serial zero": {"serial": 0},
    "serial negative": {"serial": -1},
    "serial negative long": {"serial": -(1 << 80)},
    "serial with sign octet": {"serial": 0x80},
    "serial of 35 bytes": {"serial": (1 << 279) + 5},
    "serial of 36 bytes": {"serial": (1 << 287) + 5},
    "serial of 80 bytes": {"serial": (1 << 639) + 5},
    "version absent": {"version": None},
    "version 4": {"version": 3},
    "version 256": {"version": 255},
    "version negative": {"version": -1},
    "utc 1950": {"begin": (23, b"500101000000Z")},
    "utc 2049": {"end": (23, b"491231235959Z")},
    "utc without seconds": {"begin": (23, b"2001010102Z")},
    "utc with offset": {"begin": (23, b"200101000000+0130")},
    "utc with offset west": {"begin": (23, b"201231233000-0130")},
    "utc without seconds with offset": {"begin": (23, b"2001010000+0130")},
    "utc without zone": {"begin": (23, b"200101000000")},
    "utc bad month": {"begin": (23, b"201301000000Z")},
    "utc bad day": {"begin": (23, b"210229000000Z")},
    "utc leap day": {"begin": (23, b"200229000000Z")},
    "utc leap second": {"begin": (23, b"200101235960Z")},
    "utc hour 24": {"begin": (23, b"200101240000Z")},
    "utc letters": {"begin": (23, b"2001010000xxZ")},
    "utc empty": {"begin": (23, b"")},
    "utc trailing": {"begin": (23, b"200101000000ZZ")},
    "utc fraction": {"begin": (23, b"200101000000.5Z")},
    "utc lower z": {"begin": (23, b"200101000000z")},
    "generalized": {"begin": (24, b"20500101000000Z")},
    "generalized year 0": {"begin": (24, b"00000101000000Z")},
    "generalized year 9999": {"end": (24, b"99991231235959Z")},
    "generalized fraction": {"begin": (24, b"20500101000000.123Z")},
    "generalized bare point": {"begin": (24, b"20500101000000.Z")},
    "generalized without seconds": {"begin": (24, b"205001010000Z")},
    "generalized no seconds, fraction": {"begin": (24, b"205001010000.5Z")},
    "generalized offset": {"begin": (24, b"20500101000000+0100")},
    "generalized offset 13": {"begin": (24, b"20500101000000+1300")},
    "generalized fraction and offset":
        {"begin": (24, b"20500101000000.25-0100")},
    "name empty": {"subject": name()},
    "name with empty set": {"subject": seq(tlv(0x31))},
    "name of two in a set": {
        "subject": name([(CN, 12, b"a"), ("2.5.4.10", 12, b"b")],
                        [(CN, 12, b"c")])},
    "name unknown type": {"subject": name([("1.2.3.4.5.6", 12, b"x")])},
    "name utf-8": {"subject": name([(CN, 12, "Zoë 漢".encode())])},
    "name bmp": {"subject": name([(CN, 30, "Zoë 漢".encode("utf-16-be"))])},
    "name universal":
        {"subject": name([(CN, 28, "Zoë 😀".encode("utf-32-be"))])},
    "name teletex": {"subject": name([(CN, 20, "Zoë".encode("latin-1"))])},
    "name printable with latin":
        {"subject": name([(CN, 19, "Zoë".encode("latin-1"))])},
    "name ia5": {"subject": name([("1.2.840.113549.1.9.1", 22, b"a@b.c")])},
    "name numeric": {"subject": name([("2.5.4.5", 18, b"12 3")])},
    "name bit string": {"subject": name([("2.5.4.45", 3, b"\0\xff")])},
    "name bit string of no bits":
        {"subject": name([("2.5.4.45", 3, b"\0")])},
    "name bit string with unused bits":
        {"subject": name([("2.5.4.45", 3, b"\3\xff")])},
    "name dc": {"subject": name(
        [("0.9.2342.19200300.100.1.25", 22, b"org")],
        [("0.9.2342.19200300.100.1.25", 22, b"example")])},
    "name many": {"subject": name(
        [("2.5.4.6", 19, b"DE")], [("2.5.4.8", 12, b"BE")],
        [("2.5.4.7", 12, b"Berlin")], [("2.5.4.9", 12, b"Street")],
        [("2.5.4.17", 12, b"10115")], [("2.5.4.11", 12, b"Unit")],
        [("2.5.4.4", 12, b"sur")], [("2.5.4.42", 12, b"given")],
        [("2.5.4.12", 12, b"title")], [("2.5.4.46", 19, b"q")],
        [("0.9.2342.19200300.100.1.1", 12, b"uid")],
        [("2.5.4.15", 12, b"Private Organization")],
        [("1.3.6.1.4.1.311.60.2.1.3", 19, b"DE")],
        [("2.5.4.97", 12, b"VATDE-1")])},
    "name value empty": {"subject": name([(CN, 12, b"")])},
    "name control": {"subject": name([(CN, 12, b"a\nb\tc\0d")])},
    "san empty": san(),
    "san ip of 5": san(tlv(0x87, b"\1\2\3\4\5")),
    "san ip of 0": san(tlv(0x87, b"")),
    "san ip of 8": san(tlv(0x87, b"\1\2\3\4\5\6\7\0")),
    "san ipv6": san(tlv(0x87, bytes.fromhex(
        "20010db80000000000000a0b0c0d0000"))),
    "san utf-8 dns": san(tlv(0x82, "ë.example".encode())),
    "san empty dns": san(tlv(0x82, b"")),
    "san rid known": san(tlv(0x88, oid("2.5.4.3")[2:])),
    "san rid unknown": san(tlv(0x88, oid("1.2.3.4.5")[2:])),
    "san x400": san(tlv(0xA3, seq())),
    "san edi": san(tlv(0xA5, tlv(0xA1, tlv(12, b"x")))),
    "san edi of printable": san(tlv(0xA5, tlv(0xA1, tlv(19, b"x")))),
    "san edi with assigner": san(tlv(
        0xA5, tlv(0xA0, tlv(12, b"x")), tlv(0xA1, tlv(20, b"y")))),
    "san edi of ia5": san(tlv(0xA5, tlv(0xA1, tlv(22, b"x")))),
    "san edi without name": san(tlv(0xA5, tlv(0xA0, tlv(12, b"x")))),
    "san edi not tagged": san(tlv(0xA5, tlv(12, b"x"))),
    "san upn": san(other(UPN, tlv(12, b"user@realm"))),
    "san upn wrong type": san(other(UPN, tlv(22, b"user@realm"))),
    "san srv": san(other(SRV, tlv(22, b"_x.example"))),
    "san srv wrong type": san(other(SRV, tlv(12, b"_x.example"))),
    "san xmpp": san(other("1.3.6.1.5.5.7.8.5", tlv(12, b"a@b"))),
    "san smtp": san(other("1.3.6.1.5.5.7.8.9", tlv(12, b"a@b"))),
    "san nai": san(other("1.3.6.1.5.5.7.8.8", tlv(12, b"realm"))),
    "san other unknown": san(other("1.2.3.4", tlv(12, b"x"))),
    "san upn line feed": san(other(UPN, tlv(12, b"a\nb"))),
    "san upn long": san(other(UPN, tlv(12, b"a" * 3000))),
    "san dns nul": san(tlv(0x82, b"a\0b")),
    "san upn nul": san(other(UPN, tlv(12, b"a\0b"))),
    "san dirname empty": san(tlv(0xA4, name())),
    "san dirname": san(tlv(0xA4, SIMPLE)),
    "san malformed":
        {"extensions": [extension("2.5.29.17", b"\x30\x05\x82\1")]},
    "san unknown tag": san(tlv(0x89, b"x")),
    "san trailing": {"extensions": [extension(
        "2.5.29.17", seq(tlv(0x82, b"a.b")) + b"xx")]},
    "san twice": {"extensions": [
        extension("2.5.29.17", seq(tlv(0x82, b"a"))),
        extension("2.5.29.17", seq(tlv(0x82, b"b")))]},
    "san critical": {"extensions": [extension(
        "2.5.29.17", seq(tlv(0x82, b"a")), True)]},
    "aia empty": aia(),
    "aia both": aia((OCSP, uri(b"http://o")), (ISSUERS, uri(b"http://i")),
                    (OCSP, uri(b"http://p"))),
    "aia not uri": aia((OCSP, tlv(0x82, b"o"))),
    "aia unknown method": aia(("1.2.3", uri(b"http://o"))),
    "aia malformed":
        {"extensions": [extension("1.3.6.1.5.5.7.1.1", b"\x30\1\1")]},
    "crldp empty": crldp(),
    "crldp empty point": crldp(seq()),
    "crldp two": crldp(
        seq(tlv(0xA0, tlv(0xA0, uri(b"http://a"), uri(b"http://b")))),
        seq(tlv(0xA0, tlv(0xA0, uri(b"ldap://c"))))),
    "crldp dirname": crldp(seq(tlv(0xA0, tlv(0xA0, tlv(0xA4, SIMPLE))))),
    "crldp with issuer": crldp(seq(
        tlv(0xA0, tlv(0xA0, uri(b"http://a"))), tlv(0x81, b"\1\x06"),
        tlv(0xA2, tlv(0xA4, SIMPLE)))),
    "crldp malformed":
        {"extensions": [extension("2.5.29.31", b"\x30\1\1")]},
}

# What is no certificate, or has text that is not UTF-8.
REFUSED = {
    "name bad utf-8": {"subject": name([(CN, 12, b"\xff")])},
    "name bad bmp": {"subject": name([(CN, 30, b"abc")])},
    "name bmp surrogate": {"subject": name([(CN, 30, b"\xd8\0")])},
    "name visible": {"subject": name([(CN, 26, b"x")])},
    "name octets": {"subject": name([(CN, 4, b"x")])},
    "name overlong utf-8": {"subject": name([(CN, 12, b"\xc0\x80")])},
    "time integer": {"begin": (2, b"\1")},
    "serial empty": None,
    "serial padded": None,
    "san bad utf-8": san(tlv(0x82, b"\xff")),
    "aia bad utf-8": aia((OCSP, uri(b"\xff"))),
    "name of sequence": {"subject": name([(CN, 0x30, b"")])},
    "name of sequence, primitive": {"subject": name([(CN, 16, b"")])},
    "name of videotex": {"subject": name([(CN, 21, b"x")])},
    "name of object descriptor": {"subject": name([(CN, 7, b"x")])},
    "name bit string empty": {"subject": name([("2.5.4.45", 3, b"")])},
    "name bit string with eight unused bits":
        {"subject": name([("2.5.4.45", 3, b"\x08\xff")])},
    "name of tag 31": {"subject": seq(tlv(0x31, seq(
        oid(CN), b"\x1f\x1f\1x")))},
    "name empty bad utf-8": {"subject": name([(CN, 12, b"a\x80")])},
}
# UTF-8 of names is checked when a certificate is read, that of other
# text when it is shown.
for fault in ("ff", "61c1", "61c2", "c241", "e0", "e080", "e1", "e141",
              "e18041", "e180", "eda080", "f08080", "f0908041", "f09080",
              "f4908080", "f5", "c3a9c3", "80", "e28228"):
    REFUSED["san bad utf-8 " + fault] = san(
        tlv(0x81, bytes.fromhex(fault)))
REFUSED["san upn bad utf-8"] = san(other(UPN, tlv(12, b"a\xff")))
REFUSED["san upn bad utf-8 at the end of the buffer"] = san(
    other(UPN, tlv(12, b"a" + "\u00eb".encode() * 1500)))
REFUSED["crldp bad utf-8"] = crldp(
    seq(tlv(0xA0, tlv(0xA0, uri(b"http://\xe9")))))


def refused(key):
    if key == "serial empty":
        return certificate(serial=0x42).replace(integer(0x42), b"", 1)
    if key == "serial padded":
        return certificate(serial=0x4242).replace(
            tlv(2, b"\x42\x42"), tlv(2, b"\0\x42"), 1)
    return certificate(**REFUSED[key])


def decode(der):
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(ssl.DER_cert_to_PEM_cert(der))
        file.flush()
        # What a call leaves in OpenSSL's queue of errors fails another.
        LIBCRYPTO.ERR_clear_error()
        return _ssl._test_decode_cert(file.name)


def complaint(error):
    if isinstance(error, UnicodeDecodeError):
        return {"error": "UnicodeDecodeError", "codec": error.encoding,
                "object": error.object.hex(), "start": error.start,
                "end": error.end, "reason": error.reason}
    return {"error": type(error).__name__,
            "text": re.sub(r" \(_ssl.*", "", str(error.args[-1]))}


def main():
    entries = []
    for path in sorted(glob.glob(SUITE + "/*.pem")):
        try:
            info = _ssl._test_decode_cert(path)
        except ssl.SSLError:
            continue
        entries.append({"name": os.path.basename(path), "info": info})
    for key in ODD:
        der = certificate(**ODD[key])
        entries.append({"name": key, "info": decode(der),
                        "der": base64.b64encode(der).decode()})
    for key in REFUSED:
        der = refused(key)
        try:
            info = decode(der)
        except Exception as error:
            entries.append(dict(
                complaint(error), name=key,
                der=base64.b64encode(der).decode()))
        else:
            entries.append({"name": key, "info": info,
                            "der": base64.b64encode(der).decode()})
    result = {"generator": "describe.py",
              "python": sys.version.split()[0],
              "openssl": ssl.OPENSSL_VERSION, "certificates": entries}
    path = os.path.join(os.path.dirname(__file__), "descriptions.json")
    with open(path, "w") as file:
        json.dump(result, file, indent=1, default=lambda b: {"hex": b.hex()})
        file.write("\n")


if __name__ == "__main__":
    main()
