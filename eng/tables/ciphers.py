"""Write CipherSuiteTable.Generated.cs: every suite we share with OpenSSL."""

import os
import re
import ssl
import sys
import tempfile

import common

TLS13 = ("TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:"
         "TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_SHA256:"
         "TLS_AES_128_CCM_8_SHA256")
EVERYTHING = "ALL:COMPLEMENTOFALL:@SECLEVEL=0"

# BouncyCastle's TLS has neither the one suite nor OpenSSL's SRP with these
# ciphers by default; a test holds the table to IsSupportedCipherSuite.
MISSING_NAMES = {"NULL-MD5"}
MISSING_KEY_EXCHANGES = {"SRP"}

LINE = re.compile(
    r"\s*0x(..),0x(..) - (\S+)\s+- (\S+)\s+(\S+)\s+Kx=(\S+)\s+Au=(\S+)\s+"
    r"Enc=(\S+)\s+Mac=(\S+)\s*$")


def names_of(cipher_string):
    """Return the names that a cipher string selects, TLS 1.3 apart."""
    code, out = common.openssl("ciphers", "-ciphersuites", "", cipher_string)
    return set(out.strip().split(":")) if code == 0 else set()


def python_facts():
    """Return what CPython's get_ciphers() says, by name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.set_ciphers(EVERYTHING)
    return {entry["name"]: entry for entry in context.get_ciphers()}


def rows():
    """Yield the table's lines, by ascending number."""
    facts = python_facts()
    high, medium = names_of("HIGH"), names_of("MEDIUM")
    low, fips = names_of("LOW"), names_of("FIPS")
    not_default = names_of("COMPLEMENTOFDEFAULT")
    text = common.openssl(
        "ciphers", "-V", "-stdname", "-ciphersuites", TLS13, EVERYTHING)[1]
    table = []
    for line in text.splitlines():
        first, second, standard, name, _, kx, au, enc, mac = (
            LINE.match(line).groups())
        if name in MISSING_NAMES or kx in MISSING_KEY_EXCHANGES:
            continue
        fact = facts[name]
        number = int(first + second, 16)
        assert fact["id"] == 0x03000000 + number, name
        flags = "".join(
            letter for letter, members in (
                ("H", high), ("M", medium), ("L", low), ("F", fips),
                ("D", not_default)) if name in members)
        table.append((number, "|".join((
            "%04X" % number, name, standard, fact["protocol"], kx, au, enc,
            mac, str(fact["strength_bits"]), str(fact["alg_bits"]),
            "1" if fact["aead"] else "0", fact["symmetric"] or "",
            fact["digest"] or "", fact["kea"] or "", fact["auth"] or "",
            flags))))
    return [line for _, line in sorted(table)]


def main():
    """Write the file."""
    common.write_rows(
        common.CIPHERS, "CipherSuiteTable", "ciphers.py",
        ("number|name|standard name|protocol|Kx|Au|Enc|Mac|strength bits|"
         "algorithm bits|AEAD|symmetric|digest|kea|auth|",
         "flags: High, Medium, Low, Fips, D for in COMPLEMENTOFDEFAULT."),
        rows(), as_bytes=False)


if __name__ == "__main__":
    # The TLS 1.3 suites of a context come from OpenSSL's configuration, which
    # is read once, when the library starts.
    if "OPENSSL_CONF" not in os.environ or "--again" not in sys.argv:
        with tempfile.NamedTemporaryFile("w", suffix=".cnf") as config:
            config.write(
                "openssl_conf = init\n[init]\nssl_conf = modules\n"
                "[modules]\nsystem_default = tls\n[tls]\n"
                "Ciphersuites = %s\nMinProtocol = TLSv1\n" % TLS13)
            config.flush()
            os.environ["OPENSSL_CONF"] = config.name
            sys.exit(os.spawnv(
                os.P_WAIT, sys.executable,
                [sys.executable, os.path.abspath(__file__), "--again"]))
    main()
