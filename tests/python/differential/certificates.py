"""Certificates and CRLs of any shape, right or wrong, made byte by byte.

What makes well-formed certificates refuses to make the others, and those are
the point here.  Only keys and signatures are OpenSSL's.
"""

import base64
import ctypes
import dataclasses
import datetime
import hashlib
import subprocess

from openssl_verify import load

SEQUENCE, SET = 0x30, 0x31


def tlv(tag, *parts):
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:
        header = bytes([tag, size])
    else:
        octets = size.to_bytes((size.bit_length() + 7) // 8, "big")
        header = bytes([tag, 0x80 | len(octets)]) + octets
    return header + content


def sequence(*parts):
    return tlv(SEQUENCE, *parts)


def integer(number):
    return tlv(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big",
                                     signed=True))


def boolean(value):
    return tlv(0x01, b"\xff" if value else b"\0")


def octets(data):
    return tlv(0x04, data)


def bits(*numbers):
    """A named bit list."""
    if not numbers:
        return tlv(0x03, b"\0")
    size = max(numbers) // 8 + 1
    value = bytearray(size)
    for number in numbers:
        value[number // 8] |= 0x80 >> number % 8
    unused = 7 - max(numbers) % 8
    return tlv(0x03, bytes([unused]), bytes(value))


def oid(text):
    arcs = [int(arc) for arc in text.split(".")]
    arcs[:2] = [arcs[0] * 40 + arcs[1]]
    body = b""
    for arc in arcs:
        group = bytes([arc & 0x7F])
        while arc := arc >> 7:
            group = bytes([0x80 | arc & 0x7F]) + group
        body += group
    return tlv(0x06, body)


def time_field(moment):
    """A Time; text is taken as it stands, with its tag before a colon."""
    if isinstance(moment, str):
        tag, _, text = moment.partition(":")
        return tlv(int(tag, 16), text.encode())
    if 1950 <= moment.year < 2050:
        return tlv(0x17, moment.strftime("%y%m%d%H%M%SZ").encode())
    return tlv(0x18, moment.strftime("%Y%m%d%H%M%SZ").encode())


COMMON_NAME, ORGANIZATION, EMAIL = (
    "2.5.4.3", "2.5.4.10", "1.2.840.113549.1.9.1")
UTF8, PRINTABLE, IA5, BMP = 0x0C, 0x13, 0x16, 0x1E


def name(*attributes):
    """A Name of (type, text) or (type, text, tag) attributes."""
    parts = []
    for kind, text, *tag in attributes:
        tag = tag[0] if tag else UTF8
        data = text.encode("utf-16-be" if tag == BMP else "utf-8")
        parts.append(tlv(SET, sequence(oid(kind), tlv(tag, data))))
    return sequence(*parts)


def dns(text):
    return tlv(0x82, text if isinstance(text, bytes) else text.encode())


def email(text):
    return tlv(0x81, text.encode())


def uri(text):
    return tlv(0x86, text.encode())


def ip(data):
    return tlv(0x87, data)


def directory(encoded_name):
    return tlv(0xA4, encoded_name)


def other_name(kind, value):
    return tlv(0xA0, oid(kind), tlv(0xA0, value))


@dataclasses.dataclass(frozen=True)
class Extension:
    oid: str
    value: bytes
    critical: bool = False

    def encode(self):
        return sequence(oid(self.oid),
                        boolean(True) if self.critical else b"",
                        octets(self.value))


BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE = (
    "2.5.29.19", "2.5.29.15", "2.5.29.37")
SUBJECT_KEY, AUTHORITY_KEY = "2.5.29.14", "2.5.29.35"
ALTERNATIVE_NAMES, NAME_CONSTRAINTS = "2.5.29.17", "2.5.29.30"
CRL_POINTS, ISSUING_POINT, DELTA_INDICATOR, CRL_NUMBER = (
    "2.5.29.31", "2.5.29.28", "2.5.29.27", "2.5.29.20")
POLICIES, PROXY_INFO, NETSCAPE_TYPE, OCSP_NO_CHECK = (
    "2.5.29.32", "1.3.6.1.5.5.7.1.14", "2.16.840.1.113730.1.1",
    "1.3.6.1.5.5.7.48.1.5")
SERVER_AUTH, CLIENT_AUTH, ANY_USAGE, SERVER_GATED = (
    "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "2.5.29.37.0",
    "1.3.6.1.4.1.311.10.3.3")


def basic_constraints(authority, path_length=None, critical=True):
    return Extension(BASIC_CONSTRAINTS, sequence(
        boolean(True) if authority else b"",
        b"" if path_length is None else integer(path_length)), critical)


def key_usage(*numbers, critical=True):
    return Extension(KEY_USAGE, bits(*numbers), critical)


def extended_key_usage(*kinds, critical=False):
    return Extension(EXTENDED_KEY_USAGE,
                     sequence(*(oid(kind) for kind in kinds)), critical)


def alternative_names(*names, critical=False):
    return Extension(ALTERNATIVE_NAMES, sequence(*names), critical)


def subject_key(identifier, critical=False):
    return Extension(SUBJECT_KEY, octets(identifier), critical)


def authority_key(identifier=None, issuer=None, serial=None, critical=False):
    return Extension(AUTHORITY_KEY, sequence(
        b"" if identifier is None else tlv(0x80, identifier),
        b"" if issuer is None else tlv(0xA1, directory(issuer)),
        b"" if serial is None else b"\x82" + integer(serial)[1:]), critical)


def subtree(base, minimum=None, maximum=None):
    return sequence(
        base,
        b"" if minimum is None else b"\x80" + integer(minimum)[1:],
        b"" if maximum is None else b"\x81" + integer(maximum)[1:])


def name_constraints(permitted=(), excluded=(), critical=True):
    return Extension(NAME_CONSTRAINTS, sequence(
        tlv(0xA0, *permitted) if permitted else b"",
        tlv(0xA1, *excluded) if excluded else b""), critical)


RSA, ECDSA = "RSA", "EC"
NULL = b"\x05\0"
SIGNATURES = {
    (RSA, "md5"): sequence(oid("1.2.840.113549.1.1.4"), NULL),
    (RSA, "sha1"): sequence(oid("1.2.840.113549.1.1.5"), NULL),
    (RSA, "sha224"): sequence(oid("1.2.840.113549.1.1.14"), NULL),
    (RSA, "sha256"): sequence(oid("1.2.840.113549.1.1.11"), NULL),
    (RSA, "sha384"): sequence(oid("1.2.840.113549.1.1.12"), NULL),
    (RSA, "sha512-256"): sequence(oid("1.2.840.113549.1.1.16"), NULL),
    (RSA, "sha3-256"): sequence(oid("2.16.840.1.101.3.4.3.14"), NULL),
    (ECDSA, "sha1"): sequence(oid("1.2.840.10045.4.1")),
    (ECDSA, "sha224"): sequence(oid("1.2.840.10045.4.3.1")),
    (ECDSA, "sha256"): sequence(oid("1.2.840.10045.4.3.2")),
    (ECDSA, "sha512"): sequence(oid("1.2.840.10045.4.3.4")),
    (ECDSA, "sha3-256"): sequence(oid("2.16.840.1.101.3.4.3.10")),
    ("ED25519", None): sequence(oid("1.3.101.112")),
    ("ED448", None): sequence(oid("1.3.101.113")),
}


class Key:
    """A private key that OpenSSL made, and signs with."""

    def __init__(self, kind, *options):
        self.kind = kind
        pem = subprocess.run(
            ["openssl", "genpkey", "-quiet", "-algorithm", kind, *options]
            if kind != RSA else ["openssl", "genpkey", "-quiet",
                                 "-algorithm", RSA, *options],
            capture_output=True, check=True, timeout=60).stdout
        self._lib = lib = load()
        bio = lib.BIO_new_mem_buf(pem, len(pem))
        self._key = lib.PEM_read_bio_PrivateKey(bio, None, None, None)
        lib.BIO_free(bio)
        buffer = ctypes.c_void_p()
        size = lib.i2d_PUBKEY(self._key, ctypes.byref(buffer))
        self.public = ctypes.string_at(buffer, size)
        lib.CRYPTO_free(buffer, b"", 0)
        self.identifier = hashlib.sha1(self.public).digest()

    @property
    def digest(self):
        """The usual one."""
        return None if self.kind in ("ED25519", "ED448") else "sha256"

    def sign(self, data, digest):
        lib = self._lib
        context = lib.EVP_MD_CTX_new()
        method = lib.EVP_get_digestbyname(
            digest.upper().encode()) if digest else None
        lib.EVP_DigestSignInit(context, None, method, None, self._key)
        size = ctypes.c_size_t(1024)
        signature = ctypes.create_string_buffer(1024)
        done = lib.EVP_DigestSign(
            context, signature, ctypes.byref(size), data, len(data))
        lib.EVP_MD_CTX_free(context)
        if done != 1:
            raise RuntimeError("EVP_DigestSign failed")
        return signature.raw[:size.value]


def _pem(label, der):
    body = base64.encodebytes(der).decode()
    return f"-----BEGIN {label}-----\n{body}-----END {label}-----\n"


def _signed(body, key, digest, outer_algorithm, corrupt, edit=None):
    body = edit(body) if edit else body
    signature = bytearray(key.sign(body, digest))
    if corrupt:
        signature[-1] ^= 1
    return sequence(body, outer_algorithm, tlv(0x03, b"\0", bytes(signature)))


@dataclasses.dataclass
class Certificate:
    """What a certificate is to say; ``pem()`` signs it.

    ``edit`` is a function that may change the bytes before they are signed.
    """

    subject: bytes
    issuer: bytes
    key: Key
    signer: Key
    not_before: object
    not_after: object
    serial: int = 1
    version: int = 2
    extensions: list = dataclasses.field(default_factory=list)
    digest: object = "usual"
    outer_algorithm: bytes = None
    corrupt: bool = False
    edit: object = None

    def replace(self, oid, *extensions):
        """Put extensions in the place of those with this OID."""
        self.extensions = [
            e for e in self.extensions if e.oid != oid] + list(extensions)

    def copy(self):
        return dataclasses.replace(self, extensions=list(self.extensions))

    def der(self):
        digest = self.digest
        if (self.signer.kind, digest) not in SIGNATURES:
            digest = self.signer.digest
        algorithm = SIGNATURES[self.signer.kind, digest]
        body = sequence(
            tlv(0xA0, integer(self.version)) if self.version else b"",
            integer(self.serial), algorithm, self.issuer,
            sequence(time_field(self.not_before), time_field(self.not_after)),
            self.subject, self.key.public,
            tlv(0xA3, sequence(*(e.encode() for e in self.extensions)))
            if self.extensions else b"")
        return _signed(body, self.signer, digest,
                       self.outer_algorithm or algorithm, self.corrupt,
                       self.edit)

    def pem(self):
        return _pem("CERTIFICATE", self.der())


@dataclasses.dataclass
class RevocationList:
    """What a CRL is to say; revoked are (serial, reason or None)."""

    issuer: bytes
    signer: Key
    this_update: object
    next_update: object
    revoked: list = dataclasses.field(default_factory=list)
    extensions: list = dataclasses.field(default_factory=list)
    entry_extensions: list = dataclasses.field(default_factory=list)
    corrupt: bool = False
    edit: object = None

    def copy(self):
        return dataclasses.replace(self, extensions=list(self.extensions))

    def pem(self):
        digest = self.signer.digest
        algorithm = SIGNATURES[self.signer.kind, digest]
        entries = []
        for serial, reason in self.revoked:
            extensions = list(self.entry_extensions)
            if reason is not None:
                extensions.append(
                    Extension("2.5.29.21", tlv(0x0A, bytes([reason]))))
            entries.append(sequence(
                integer(serial), time_field(self.this_update),
                sequence(*(e.encode() for e in extensions))
                if extensions else b""))
        body = sequence(
            integer(1), algorithm, self.issuer, time_field(self.this_update),
            b"" if self.next_update is None else time_field(self.next_update),
            sequence(*entries) if entries else b"",
            tlv(0xA0, sequence(*(e.encode() for e in self.extensions)))
            if self.extensions else b"")
        return _pem("X509 CRL", _signed(
            body, self.signer, digest, algorithm, self.corrupt, self.edit))


EPOCH = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
