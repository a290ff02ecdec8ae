"""Write ListCases.Generated.cs: OpenSSL's lists of groups and schemes.

What a ClientHello offers by default at each security level, and which lists
SSL_CTX_set1_groups_list and SSL_CTX_set1_sigalgs_list take.
"""

import ctypes
import ssl
import struct

import common

CTRL_SET_GROUPS_LIST = 92
CTRL_SET_SIGALGS_LIST = 98
SUPPORTED_GROUPS = 10
SIGNATURE_ALGORITHMS = 13
SIGNATURE_ALGORITHMS_CERT = 50
GROUPS = [
    "X25519", "x25519", "P-256", "p-256", "prime256v1", "secp256r1",
    "SECP256R1", "P-384", "secp384r1", "P-521", "secp521r1", "X448", "x448",
    "ffdhe2048", "FFDHE3072", "ffdhe4096:ffdhe6144:ffdhe8192", "secp256k1",
    "brainpoolP256r1", "brainpoolP384r1", "brainpoolP512r1", "prime192v1",
    "secp224r1", "P-224", "P-192", "secp192r1", "P-512", "secp112r1",
    "P-256:X25519", "X25519:P-256:X448", "P-256:P-256",
    "P-256:prime256v1", "X25519:P-256:X25519", "", ":", "P-256:", ":P-256",
    "P-256::X25519", "nothing", "P-256:nothing", "nothing:P-256", "P-256,X448",
    "P-256 X448", " P-256", "P-256 ", " P-256 : X448 ", "*P-256", "?nothing",
    "x" * 79, "P-256:" + "x" * 200, "X25519:X448:P-256:P-384:P-521:ffdhe2048",
    "29", "\u00e9", "ED25519",
]
SCHEMES = [
    "ecdsa_secp256r1_sha256", "ECDSA_SECP256R1_SHA256", "ed25519", "ed448",
    "rsa_pss_rsae_sha256", "rsa_pss_pss_sha512", "rsa_pkcs1_sha256",
    "rsa_pkcs1_sha1", "rsa_pkcs1_sha224",
    "RSA+SHA256", "rsa+sha256", "RSA+sha256", "ECDSA+SHA256",
    "ECDSA+SHA384", "ECDSA+SHA512", "ECDSA+SHA224", "ECDSA+SHA1", "RSA+SHA1",
    "RSA+SHA224", "RSA+SHA384", "RSA+SHA512", "DSA+SHA256", "RSA-PSS+SHA256",
    "PSS+SHA256", "RSA-PSS+SHA512", "RSA-PSS+SHA224", "RSA+MD5",
    "ed25519+SHA256", "ED25519", "SHA256+RSA", "RSA+", "+SHA256", "RSA",
    "RSA+SHA256+SHA1", "RSA+SHA256:ECDSA+SHA256",
    "rsa_pkcs1_sha256:RSA+SHA256", "RSA+SHA256:RSA+SHA256",
    "ed25519:ed448:ed25519", "", ":", "ed25519:", ":ed25519",
    "ed25519::ed448", "nothing", "ed25519:nothing", "nothing:ed25519",
    "ed25519,ed448", " ed25519", "ed25519 : ed448 ", "x" * 39, "x" * 40,
    "x" * 79, "\u00e9", "RSA+SHA3-256", "EC+SHA256", "RSA+nothing",
    "nothing+SHA256", "rsa_pss_sha256", "0x0403",
]


def hello(level):
    """Return the extensions of a default ClientHello at a level."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.set_ciphers("ALL:@SECLEVEL=%d" % level)
    output = ssl.MemoryBIO()
    connection = context.wrap_bio(ssl.MemoryBIO(), output)
    try:
        connection.do_handshake()
    except ssl.SSLWantReadError:
        pass
    data = output.read()[5 + 4 + 2 + 32:]
    data = data[1 + data[0]:]
    data = data[2 + struct.unpack_from(">H", data)[0]:]
    data = data[1 + data[0] + 2:]
    extensions = {}
    while data:
        kind, length = struct.unpack_from(">HH", data)
        extensions[kind] = data[4:4 + length]
        data = data[4 + length:]
    return extensions


def numbers(extension):
    """Return the hexadecimal 16-bit numbers of a list with a length."""
    body = extension[2:]
    return " ".join("%04X" % number for number in
                    struct.unpack(">%dH" % (len(body) // 2), body))


def offered(kind):
    """Yield (level, numbers) of what is offered; None below two."""
    for level in range(0, 6):
        try:
            extensions = hello(level)
        except ssl.SSLError:
            continue
        yield level, numbers(extensions[kind])


def accepted(control, strings):
    """Yield (string, whether OpenSSL takes it, numbers)."""
    library = common.libssl()
    library.TLS_method.restype = ctypes.c_void_p
    library.SSL_CTX_new.restype = ctypes.c_void_p
    for string in strings:
        context = ctypes.c_void_p(library.SSL_CTX_new(
            ctypes.c_void_p(library.TLS_method())))
        yield string, library.SSL_CTX_ctrl(
            context, control, ctypes.c_long(0), string.encode("utf-8")) == 1
        library.SSL_CTX_free(context)


def main():
    """Write the file."""
    properties = [
        common.theory_data(
            name, "int, string", ("security level, numbers in order",),
            ['%d, "%s"' % entry for entry in offered(kind)])
        for name, kind in (("OfferedGroups", SUPPORTED_GROUPS),
                           ("OfferedSchemes", SIGNATURE_ALGORITHMS))]
    properties += [
        common.theory_data(
            name, "string, bool", ("list, whether OpenSSL takes it",),
            ["%s, %s" % (common.quoted(string), str(taken).lower())
             for string, taken in accepted(control, strings)])
        for name, control, strings in (
            ("GroupLists", CTRL_SET_GROUPS_LIST, GROUPS),
            ("SchemeLists", CTRL_SET_SIGALGS_LIST, SCHEMES))]
    common.write_cases(
        "ListCases", "list_cases.py",
        "What OpenSSL offers by default, and the lists that it takes.",
        properties)


if __name__ == "__main__":
    common.leave_out_configuration()
    main()
