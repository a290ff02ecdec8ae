"""Write CipherStringCases.Generated.cs: what OpenSSL makes of strings.

Each string goes through CPython's set_ciphers() on a fresh context; the case
says whether it raised, the security level and the suites afterwards, without
those that our table lacks.
"""

import ctypes
import random
import ssl
import sys

import common

MODERN = ("@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:"
          "!eNULL:!aDSS:!SHA1:!AESCCM")
OLD = "DEFAULT:!aNULL:!eNULL:!MD5:!3DES:!DES:!RC4:!IDEA:!SEED:!aDSS:!SRP:!PSK"
STRINGS = [
    MODERN, OLD, "DEFAULT", "DEFAULT:", "DEFAULT:@SECLEVEL=1", "ALL",
    "ALL:COMPLEMENTOFALL", "COMPLEMENTOFALL", "COMPLEMENTOFDEFAULT",
    "ALL:!COMPLEMENTOFDEFAULT", "ALL:!ADH:@STRENGTH", "HIGH", "MEDIUM", "LOW",
    "HIGH:!aNULL:!eNULL:!SSLv2", "HIGH:!DH:!aNULL", "FIPS", "FIPS:!AES",
    "HIGH:!aNULL:!kRSA:!PSK:!SRP:!MD5:!RC4", "DEFAULT@SECLEVEL=0",
    "DEFAULT:@SECLEVEL=0", "@SECLEVEL=0:ALL", "@SECLEVEL=1:ALL",
    "ALL:@SECLEVEL=5", "@SECLEVEL=3", "ALL:@SECLEVEL=6", "ALL:@SECLEVEL=",
    "ALL:@SECLEVEL=12", "ALL:@SECLEVEL=-1", "ALL:@SECLEVEL=x", "ALL:@FOO",
    "ALL:@", "ALL:@STRENGTH+AES", "@SECLEVEL=1:AES128-SHA:@SECLEVEL=3",
    "@SECLEVEL=4:nothing", "@SECLEVEL=4:ALL:/", "ALL@STRENGTH",
    "ECDHE", "ECDH", "EECDH", "kECDHE", "kEECDH", "EDH", "DHE", "DH", "kDHE",
    "kEDH", "ADH", "AECDH", "RSA", "kRSA", "aRSA", "PSK", "kPSK", "aPSK",
    "kRSAPSK", "kDHEPSK", "kECDHEPSK", "aDSS", "DSS", "aECDSA", "ECDSA",
    "aNULL", "eNULL", "NULL", "AES", "AES128", "AES256", "AESGCM", "AESCCM",
    "AESCCM8", "CAMELLIA", "CAMELLIA128", "CAMELLIA256", "ARIA", "ARIAGCM",
    "ARIA128", "ARIA256", "CHACHA20", "MD5", "SHA", "SHA1", "SHA256",
    "SHA384", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.2", "TLSv1.1", "TLSv1.3",
    "SSLv2", "3DES", "RC4", "SEED", "IDEA", "SRP", "kGOST", "EXPORT",
    "kECDHE+aRSA+AESGCM", "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM",
    "ECDH+AESGCM:DH+AESGCM:ECDH+AES256:DH+AES256:ECDH+AES128:DH+AES:RSA+AESGCM"
    ":RSA+AES:!aNULL:!MD5:!DSS", "kRSA+CHACHA20", "AES+SHA1+kRSA",
    "AES128+AES256", "TLSv1.2+kRSA", "TLSv1.2+SSLv3", "HIGH+LOW",
    "HIGH+COMPLEMENTOFDEFAULT", "AES128-SHA+kRSA", "AES128-SHA+kECDHE",
    "AES128-SHA+", "+AES128-SHA", "AES128-SHA", "AES128-SHA:AES256-SHA",
    "AES256-SHA AES128-SHA", "AES256-SHA,AES128-SHA", "AES256-SHA;AES128-SHA",
    "AES256-SHA::AES128-SHA", ":AES256-SHA:", "aes128-sha", "ecdhe",
    "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256:"
    "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:"
    "ECDHE-RSA-CHACHA20-POLY1305:DHE-RSA-AES128-GCM-SHA256:"
    "DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305",
    "ALL:-RSA:RSA", "ALL:-AES128:AES128", "ALL:+AES128", "ALL:+kRSA:+aDSS",
    "ALL:!AES:AES", "AES:-AES:AESGCM:ALL", "ALL:-ALL", "ALL:!ALL", "!ALL:ALL",
    "-ALL:AES128-SHA", "ALL:-aRSA:+AESGCM:aRSA+CAMELLIA:@STRENGTH",
    "HIGH:+AES256:-kRSA:kRSA+AES128:!SHA384", "AES128-SHA:!AES128-SHA",
    "AES128-SHA:-AES128-SHA", "nothing", "nothing:AES128-SHA",
    "nothing+AES:AES128-SHA", "AES+nothing:AES128-SHA", "", ":", " ", "!", "-",
    "+", "!:AES128-SHA", "/", "AES128-SHA/x", "ALL:!/", "AES128_SHA",
    "AES+:CHACHA20", "AES++SHA1", "AES+!SHA1", "AES!SHA1", "AES-SHA1",
    "!DEFAULT", "ALL:DEFAULT", "DEFAULTAES128-SHA", "DEFAULT+AES128",
    "DEFAULT-AES128", "DEFAULT!AES128", "DEFAULT/", "ALL:-DEFAULT",
    "PROFILE=SYSTEM", "PROFILE=SYSTEM:AES128-SHA", "CIPHER=x",
    "TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256:AES128-SHA",
    "ALL:!TLS_AES_128_GCM_SHA256", "TLS_RSA_WITH_AES_128_CBC_SHA",
    "ECDHE:TLS_RSA_WITH_AES_128_CBC_SHA", "ALL\tAES", "ALL\n", "AES\u00e9",
    "ALL:!\u212a", "AES128-SHA.", "AES128=SHA", "@STRENGTH", "@STRENGTH:ALL",
    "@strength", "ALL:!aRSA+AES", "ALL:!kRSA+AESCCM:!PSK+SHA256",
    "ALL:!SSLv3", "TLSv1.2:TLSv1:SSLv3", "TLSv1.2:!aNULL:!eNULL:@STRENGTH",
]

WORDS = [
    "ALL", "HIGH", "ECDHE", "DHE", "kRSA", "aRSA", "aECDSA", "PSK", "AES",
    "AES128", "AES256", "AESGCM", "AESCCM", "AESCCM8", "CHACHA20", "ARIA",
    "CAMELLIA", "CAMELLIA256", "SHA1", "SHA256", "SHA384", "TLSv1.2", "SSLv3",
    "TLSv1", "aNULL", "eNULL", "FIPS", "COMPLEMENTOFDEFAULT", "kECDHEPSK",
    "aPSK", "DSS", "AES128-SHA", "ECDHE-RSA-AES256-GCM-SHA384", "nothing",
]
RANDOM_STRINGS = 60
TLS13_STRINGS = [
    "", "TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256:"
    "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256:"
    "TLS_AES_128_CCM_8_SHA256:TLS_AES_128_CCM_SHA256", "nothing",
    "TLS_AES_128_GCM_SHA256:nothing", "nothing:TLS_AES_128_GCM_SHA256", ":",
    "TLS_AES_128_GCM_SHA256:", ":TLS_AES_128_GCM_SHA256", " ",
    " TLS_AES_128_GCM_SHA256 : TLS_AES_256_GCM_SHA384 ",
    "TLS_AES_128_GCM_SHA256,TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384",
    "TLS_AES_128_GCM_SHA256:TLS_AES_128_GCM_SHA256",
    "tls_aes_128_gcm_sha256", "AES128-SHA", "ECDHE-RSA-AES128-GCM-SHA256",
    "ALL", "!TLS_AES_128_GCM_SHA256",
    "TLS_AES_128_GCM_SHA256::TLS_AES_256_GCM_SHA384", "x" * 79, "x" * 80,
    "TLS_AES_128_GCM_SHA256:" + "x" * 80,
    "TLS_AES_128_GCM_SHA256\t:\nTLS_AES_256_GCM_SHA384",
]


def random_strings():
    """Yield strings of known words, the same at every run."""
    source = random.Random(20070820)
    for _ in range(RANDOM_STRINGS):
        rules = []
        for _ in range(source.randint(1, 7)):
            operator = source.choice(["", "", "", "+", "-", "!"])
            words = source.sample(WORDS, source.choice([1, 1, 2, 3]))
            rules.append(operator + "+".join(words))
        if source.random() < 0.3:
            rules.append("@STRENGTH")
        yield ":".join([source.choice(["ALL", "HIGH", "DEFAULT", "AES"])]
                       + rules)


def cases(ours):
    """Yield (string, outcome, level, suites) of cipher strings."""
    for string in STRINGS + list(random_strings()):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        raised = False
        try:
            context.set_ciphers(string)
        except ssl.SSLError:
            raised = True
        left = [entry["id"] & 0xFFFF for entry in context.get_ciphers()
                if not entry["name"].startswith("TLS_")]
        kept = [number for number in left if number in ours]
        yield (string, not raised and bool(kept), context.security_level,
               kept)


def tls13_cases():
    """Yield (string, outcome, suites) of lists of TLS 1.3's suites."""
    library = common.libssl()
    library.TLS_method.restype = ctypes.c_void_p
    library.SSL_CTX_new.restype = ctypes.c_void_p
    library.SSL_CTX_get_ciphers.restype = ctypes.c_void_p
    library.SSL_CIPHER_get_protocol_id.restype = ctypes.c_uint16
    crypto = common.libcrypto()
    crypto.OPENSSL_sk_value.restype = ctypes.c_void_p
    for string in TLS13_STRINGS:
        context = ctypes.c_void_p(library.SSL_CTX_new(
            ctypes.c_void_p(library.TLS_method())))
        done = library.SSL_CTX_set_ciphersuites(
            context, string.encode("utf-8")) == 1
        stack = ctypes.c_void_p(library.SSL_CTX_get_ciphers(context))
        numbers = [
            library.SSL_CIPHER_get_protocol_id(
                ctypes.c_void_p(crypto.OPENSSL_sk_value(stack, index)))
            for index in range(crypto.OPENSSL_sk_num(stack))]
        kept = [number for number in numbers if number >> 8 == 0x13]
        yield string, done, kept if done else []
        library.SSL_CTX_free(context)


def descriptions(ours):
    """Yield (OpenSSL's number, description) of our suites before TLS 1.3."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers("ALL:COMPLEMENTOFALL")
    for entry in context.get_ciphers():
        if entry["id"] & 0xFFFF in ours:
            yield entry["id"], entry["description"]


def hexadecimal(numbers):
    """Return numbers of suites as they stand in a case."""
    return " ".join("%04X" % number for number in numbers)


def main():
    """Write the file."""
    ours = common.our_suites()
    strings = [
        '%s, %s, %d, "%s"' % (common.quoted(string), str(done).lower(), level,
                              hexadecimal(suites))
        for string, done, level, suites in cases(ours)]
    tls13 = [
        '%s, %s, "%s"' % (common.quoted(string), str(done).lower(),
                          hexadecimal(suites))
        for string, done, suites in tls13_cases()]
    described = ["%d, %s" % (number, common.quoted(text))
                 for number, text in descriptions(ours)]
    common.write_cases(
        "CipherStringCases", "cipher_cases.py",
        "What CPython %s with OpenSSL makes of cipher strings, on a fresh "
        "context." % sys.version.split()[0], (
            common.theory_data(
                "Strings", "string, bool, int, string",
                ("string, accepted, security level afterwards, suites of our "
                 "table afterwards",), strings),
            common.theory_data(
                "Tls13", "string, bool, string",
                ("string, accepted, suites",), tls13),
            common.theory_data(
                "Descriptions", "int, string",
                ("OpenSSL's number of a suite, its description",),
                described)))


if __name__ == "__main__":
    common.leave_out_configuration()
    main()
