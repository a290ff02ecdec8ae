"""Write SecurityLevelCases.Generated.cs: what OpenSSL's levels let through.

The answers come from libssl's own security callback, called for each level.
"""

import ctypes
import os
import subprocess
import tempfile

import common

LEVELS = range(0, 6)
SECOP_CIPHER_SUPPORTED = 1 | 1 << 16
SECOP_CURVE_SUPPORTED = 4 | 2 << 16
SECOP_TMP_DH = 7 | 4 << 16
SECOP_CERTIFICATE_KEY = 16 | 6 << 16
SECOP_TICKET = 10
# Every size of a modulus that an RSA key or a group may have.
SIZES = range(512, 16385)
# The order of a subgroup limits the strength of DSA and DH keys.
SUBGROUP_SIZES = [80, 159, 160, 223, 224, 255, 256, 383, 384, 511, 512]
CURVES = ["secp112r1", "secp160r1", "secp192k1", "prime192v1", "secp224r1",
          "prime256v1", "secp384r1", "secp521r1", "brainpoolP320r1",
          "brainpoolP512r1"]

DIGESTS = ["MD5", "SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA3-224",
           "SHA3-256", "SHA3-384", "SHA3-512", "RIPEMD160"]


class Library:
    """The functions of libssl and libcrypto that are asked."""

    def __init__(self):
        self.ssl = common.libssl()
        self.crypto = common.libcrypto()
        for library, names in (
                (self.ssl, ("TLS_method", "SSL_CTX_new", "SSL_new",
                            "SSL_CTX_get_security_callback", "SSL_CIPHER_find",
                            "SSL_CTX_get_ciphers")),
                (self.crypto, ("BN_new", "RSA_new", "DH_new", "DSA_new",
                               "BIO_new_file",
                               "PEM_read_bio_X509",
                               "OPENSSL_sk_value",
                               "EVP_PKEY_Q_keygen"))):
            for name in names:
                getattr(library, name).restype = ctypes.c_void_p
        self.ssl.SSL_CIPHER_get_protocol_id.restype = ctypes.c_uint16
        self.context = ctypes.c_void_p(self.ssl.SSL_CTX_new(
            ctypes.c_void_p(self.ssl.TLS_method())))
        self.ssl.SSL_CTX_set_cipher_list(
            self.context, b"ALL:COMPLEMENTOFALL:@SECLEVEL=0")
        self.ssl.SSL_CTX_set_ciphersuites(
            self.context, b"TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256:"
            b"TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_CCM_SHA256:"
            b"TLS_AES_128_CCM_8_SHA256")
        prototype = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int,
            ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self.callback = prototype(
            self.ssl.SSL_CTX_get_security_callback(self.context))

    def allows(self, level, operation, bits=0, nid=0, other=None):
        """Return the callback's answer at a level."""
        self.ssl.SSL_CTX_set_security_level(self.context, level)
        return self.callback(
            None, self.context, operation, bits, nid, other, None) == 1

    def suites(self):
        """Yield (number, bits, pointer) of every suite."""
        stack = ctypes.c_void_p(self.ssl.SSL_CTX_get_ciphers(self.context))
        for index in range(self.crypto.OPENSSL_sk_num(stack)):
            suite = ctypes.c_void_p(self.crypto.OPENSSL_sk_value(stack, index))
            yield (self.ssl.SSL_CIPHER_get_protocol_id(suite),
                   self.ssl.SSL_CIPHER_get_bits(suite, None), suite)

    def number(self, bits):
        """Return an odd number of so many bits."""
        result = ctypes.c_void_p(self.crypto.BN_new())
        self.crypto.BN_set_bit(result, bits - 1)
        self.crypto.BN_set_bit(result, 0)
        return result

    def rsa_bits(self, size):
        """Return the strength of an RSA key."""
        key = ctypes.c_void_p(self.crypto.RSA_new())
        self.crypto.RSA_set0_key(key, self.number(size), self.number(17), None)
        bits = self.crypto.RSA_security_bits(key)
        self.crypto.RSA_free(key)
        return bits

    def dh_bits(self, size, exponent=0):
        """Return the strength of a Diffie-Hellman modulus."""
        key = ctypes.c_void_p(self.crypto.DH_new())
        self.crypto.DH_set0_pqg(key, self.number(size), None, self.number(2))
        self.crypto.DH_set_length(key, ctypes.c_long(exponent))
        bits = self.crypto.DH_security_bits(key)
        self.crypto.DH_free(key)
        return bits

    def dsa_bits(self, size, subgroup):
        """Return the strength of a DSA key."""
        key = ctypes.c_void_p(self.crypto.DSA_new())
        self.crypto.DSA_set0_pqg(key, self.number(size),
                                 self.number(subgroup), self.number(2))
        bits = self.crypto.DSA_security_bits(key)
        self.crypto.DSA_free(key)
        return bits

    def signature_bits(self, digest, directory):
        """Return the strength of a certificate's signature, or None."""
        path = os.path.join(directory, digest)
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-keyout", path + ".key", "-out", path, "-subj", "/CN=digest",
             "-" + digest.lower()], stderr=subprocess.DEVNULL)
        if made.returncode != 0:
            return None
        certificate = ctypes.c_void_p(self.crypto.PEM_read_bio_X509(
            ctypes.c_void_p(self.crypto.BIO_new_file(path.encode(), b"r")),
            None, None, None))
        bits = ctypes.c_int()
        self.crypto.X509_get_signature_info(
            certificate, None, None, ctypes.byref(bits), None)
        return bits.value

    def curve_bits(self, name):
        """Return the (size, strength) of a key on a curve."""
        key = ctypes.c_void_p(self.crypto.EVP_PKEY_Q_keygen(
            None, None, b"EC", name.encode()))
        return (self.crypto.EVP_PKEY_get_bits(key),
                self.crypto.EVP_PKEY_get_security_bits(key))


def ranges(level):
    """Return "first, last, level" of each run of sizes of one level."""
    runs = []
    for size in SIZES:
        answer = level(size)
        if runs and runs[-1][2] == answer:
            runs[-1][1] = size
        else:
            runs.append([size, size, answer])
    return ["%d, %d, %d" % tuple(run) for run in runs]


def main():
    """Write the file."""
    library = Library()
    ours = common.our_suites()
    truth = {False: "false", True: "true"}
    suites = []
    for level in LEVELS:
        allowed = [
            "%04X" % number for number, bits, suite in library.suites()
            if number in ours and library.allows(
                level, SECOP_CIPHER_SUPPORTED, bits, 0, suite)]
        suites.append('%d, "%s"' % (level, " ".join(sorted(allowed))))

    def highest(operation, bits):
        """Return the highest level that allows it, -1 if none does."""
        return max([level for level in LEVELS
                    if library.allows(level, operation, bits)], default=-1)

    rsa = ranges(lambda size: highest(SECOP_CERTIFICATE_KEY,
                                      library.rsa_bits(size)))
    diffie_hellman = ranges(lambda size: highest(SECOP_TMP_DH,
                                                 library.dh_bits(size)))
    subgroups = [
        "%d, %d, %d, %d" % (
            size, subgroup,
            highest(SECOP_TMP_DH, library.dh_bits(size, subgroup)),
            highest(SECOP_CERTIFICATE_KEY, library.dsa_bits(size, subgroup)))
        for size in (1023, 1024, 2048, 3072, 7680, 15360)
        for subgroup in SUBGROUP_SIZES]
    curves = sorted({"%d, %d" % (size, max(
        level for level in LEVELS
        if library.allows(level, SECOP_CURVE_SUPPORTED, strength)))
                     for size, strength in map(library.curve_bits, CURVES)})
    bits = ["%d, %d, %s" % (
        level, count, truth[library.allows(
            level, SECOP_CURVE_SUPPORTED, count)])
            for level in LEVELS
            for count in (0, 79, 80, 111, 112, 127, 128, 191, 192, 255, 256)]
    tickets = ["%d, %s" % (level, truth[library.allows(level, SECOP_TICKET)])
               for level in LEVELS]
    with tempfile.TemporaryDirectory() as directory:
        strengths = [(digest, library.signature_bits(digest, directory))
                     for digest in DIGESTS]
    digests = ['"%s", %d' % pair for pair in strengths if pair[1] is not None]
    common.write_cases(
        "SecurityLevelCases", "security_cases.py",
        "What the default security callback of OpenSSL answers.",
        [common.theory_data(*each) for each in (
            ("Suites", "int, string",
             ("level, suites of our table that it allows",), suites),
            ("RsaKeys", "int, int, int",
             ("RSA keys from so many bits to so many, highest level that "
              "allows them",), rsa),
            ("DiffieHellman", "int, int, int",
             ("moduli from so many bits to so many, highest level that "
              "allows them; -1 for none",), diffie_hellman),
            ("Subgroups", "int, int, int, int",
             ("modulus's bits, bits of the subgroup's order (or of a DH "
              "exponent),",
              "highest levels that allow DH and DSA with them"), subgroups),
            ("Curves", "int, int",
             ("bits of a curve's order, highest level that allows it",),
             curves),
            ("Digests", "string, int",
             ("digest of a certificate's signature, its bits of security",),
             digests),
            ("Bits", "int, int, bool",
             ("level, bits of security, whether it allows them",), bits),
            ("Tickets", "int, bool",
             ("level, whether it allows tickets",), tickets))])


if __name__ == "__main__":
    main()
