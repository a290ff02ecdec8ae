#!/usr/bin/env python3
"""Makes the identities of the scripted peer and the seeds that are files.

Those are certificates, CRLs, PEM and keys. Needs the package "cryptography"
and the program "openssl". Every run makes new keys, so the seeds that hold
signatures of the old ones have to be made again: `tests/fuzz/run --seeds`.
"""

import datetime
import ipaddress
import pathlib
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, ed448, rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID,
    ObjectIdentifier)

HERE = pathlib.Path(__file__).resolve().parent
BEGIN = datetime.datetime(2024, 1, 1)
END = datetime.datetime(2044, 1, 1)
PEM = serialization.Encoding.PEM
DER = serialization.Encoding.DER
CLEAR = serialization.NoEncryption()


def name(text, *more):
    return x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, text)] + list(more))


def certificate(subject, key, issuer, issuer_key, extensions, digest=None):
    builder = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer)
        .public_key(key.public_key()).serial_number(
            x509.random_serial_number())
        .not_valid_before(BEGIN).not_valid_after(END))
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, digest)


def usage(**bits):
    names = (
        "digital_signature content_commitment key_encipherment "
        "data_encipherment key_agreement key_cert_sign crl_sign "
        "encipher_only decipher_only").split()
    return x509.KeyUsage(**{each: bits.get(each, False) for each in names})


def write(folder, file, data):
    (HERE / folder).mkdir(parents=True, exist_ok=True)
    (HERE / folder / file).write_bytes(data)


def pkcs8(key, encryption=CLEAR, encoding=DER):
    return key.private_bytes(
        encoding, serialization.PrivateFormat.PKCS8, encryption)


def traditional(key, encryption=CLEAR, encoding=DER):
    return key.private_bytes(
        encoding, serialization.PrivateFormat.TraditionalOpenSSL, encryption)


def openssl(*arguments, data):
    return subprocess.run(["openssl", *arguments], input=data, check=True,
        stdout=subprocess.PIPE).stdout


root_key = ec.generate_private_key(ec.SECP256R1())
root_name = name("Fuzz Root")
sha256 = hashes.SHA256()
root = certificate(root_name, root_key, root_name, root_key, [
    (x509.BasicConstraints(True, None), True),
    (usage(key_cert_sign=True, crl_sign=True), True),
    (x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)],
    sha256)
local = x509.SubjectAlternativeName([x509.DNSName("localhost")])


def issue(subject, key, purpose):
    return certificate(name(subject), key, root_name, root_key, [
        (local, False), (x509.BasicConstraints(False, None), True),
        (x509.ExtendedKeyUsage([purpose]), False)], sha256)


peer_key = ec.generate_private_key(ec.SECP256R1())
engine_key = ec.generate_private_key(ec.SECP256R1())
rsa_key = rsa.generate_private_key(65537, 2048)
server_auth = ExtendedKeyUsageOID.SERVER_AUTH
client_auth = ExtendedKeyUsageOID.CLIENT_AUTH
peer_server = issue("localhost", peer_key, server_auth)
peer_client = issue("client", peer_key, client_auth)
write("identities", "root.pem", root.public_bytes(PEM))
write("identities", "peer-server.pem", peer_server.public_bytes(PEM))
write("identities", "peer-client.pem", peer_client.public_bytes(PEM))
write("identities", "peer.key.pem", pkcs8(peer_key, encoding=PEM))
for kind, key in (("p256", engine_key), ("rsa", rsa_key)):
    for role, purpose in (("server", server_auth), ("client", client_auth)):
        write("identities", "%s-%s.pem" % (kind, role),
            issue("localhost", key, purpose).public_bytes(PEM))
    write("identities", kind + ".key.pem", pkcs8(key, encoding=PEM))

# --- certificates ------------------------------------------------------------

email = x509.RFC822Name("a@example.com")
other = x509.OtherName(
    ObjectIdentifier("1.3.6.1.4.1.311.20.2.3"), b"\x0c\x04user")
all_names = [
    x509.DNSName("*.example.com"), x509.DNSName("xn--bcher-kva.example"),
    email,
    x509.UniformResourceIdentifier("https://example.com/x"),
    x509.IPAddress(ipaddress.ip_address("192.0.2.1")),
    x509.IPAddress(ipaddress.ip_address("2001:db8::1")),
    x509.DirectoryName(name("dir")),
    x509.RegisteredID(ObjectIdentifier("1.2.3.4")), other]
uri = [x509.UniformResourceIdentifier("http://example.com/list.crl")]
rich = certificate(
    name("rich", x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
    x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Bücher"),
         x509.NameAttribute(NameOID.EMAIL_ADDRESS, "a@example.com")),
    peer_key, root_name, root_key, [
        (x509.SubjectAlternativeName(all_names), False),
        (x509.BasicConstraints(False, None), True),
        (x509.IssuerAlternativeName([x509.DNSName("i.example")]), False),
        (usage(digital_signature=True, key_agreement=True, encipher_only=True),
        True),
        (x509.ExtendedKeyUsage(
            [server_auth, ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE]), False),
        (x509.AuthorityKeyIdentifier(
            b"1234", [x509.DirectoryName(root_name)], 77), False),
        (x509.SubjectKeyIdentifier(b"abcd"), False),
        (x509.AuthorityInformationAccess([
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP,
            x509.UniformResourceIdentifier("http://o.example")),
            x509.AccessDescription(
                AuthorityInformationAccessOID.CA_ISSUERS, uri[0])]), False),
        (x509.CRLDistributionPoints([
            x509.DistributionPoint(uri, None, None, None),
            x509.DistributionPoint(None, x509.RelativeDistinguishedName(
                [x509.NameAttribute(NameOID.COMMON_NAME, "crl")]),
                frozenset([x509.ReasonFlags.key_compromise]),
                [x509.DirectoryName(root_name)])]), False),
        (x509.CertificatePolicies([x509.PolicyInformation(
            ObjectIdentifier("2.23.140.1.2.1"), ["http://cps.example"])]),
            False),
        (x509.TLSFeature([x509.TLSFeatureType.status_request]), False),
        (x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.5.5.7.1.14"),
            b"\x30\x0c\x30\x0a\x06\x08+\x06\x01\x05\x05\x07\x15\x01"), False)],
    sha256)
constrained = certificate(name("constrained"), root_key, root_name, root_key, [
    (x509.BasicConstraints(True, 3), True), (usage(key_cert_sign=True), True),
    (x509.NameConstraints(
        [x509.DNSName("example.com"), x509.RFC822Name("example.com"),
        x509.IPAddress(ipaddress.ip_network("192.0.2.0/24"))],
        [x509.DNSName("bad.example.com"), x509.UniformResourceIdentifier(
            ".example.org"), x509.DirectoryName(name("dir"))]), True),
    (x509.InhibitAnyPolicy(1), True), (x509.PolicyConstraints(0, 1), True)],
    sha256)
write("seeds/certificate", "plain", peer_server.public_bytes(DER))
write("seeds/certificate", "root", root.public_bytes(DER))
write("seeds/certificate", "rich", rich.public_bytes(DER))
write("seeds/certificate", "constrained", constrained.public_bytes(DER))
for kind, key in (
        ("rsa", rsa.generate_private_key(65537, 1024)),
        ("p384", ec.generate_private_key(ec.SECP384R1())),
        ("brainpool", ec.generate_private_key(ec.BrainpoolP256R1())),
        ("ed25519", ed25519.Ed25519PrivateKey.generate()),
        ("ed448", ed448.Ed448PrivateKey.generate())):
    digest = None if kind.startswith("ed") else hashes.SHA384()
    write("seeds/certificate", kind, certificate(name(kind), key, name(kind),
        key, [(local, False)], digest).public_bytes(DER))
for file in ("rich", "constrained", "plain", "ed25519"):
    write("seeds/getpeercert", file,
        (HERE / "seeds/certificate" / file).read_bytes())

# --- CRLs --------------------------------------------------------------------


def revocation_list(entries, extensions, key=root_key, issuer=root_name):
    builder = x509.CertificateRevocationListBuilder().issuer_name(
        issuer).last_update(BEGIN).next_update(END)
    for serial, entry_extensions in entries:
        entry = x509.RevokedCertificateBuilder().serial_number(
            serial).revocation_date(BEGIN)
        for extension, critical in entry_extensions:
            entry = entry.add_extension(extension, critical)
        builder = builder.add_revoked_certificate(entry.build())
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(key, sha256).public_bytes(DER)


reason = x509.CRLReason(x509.ReasonFlags.key_compromise)
point = x509.IssuingDistributionPoint(uri, None, True, False,
    frozenset([x509.ReasonFlags.superseded]), False, False)
write("seeds/crl", "empty", revocation_list([], []))
write("seeds/crl", "entries", revocation_list(
    [(1, []), (2, [(reason, False)]),
    (peer_server.serial_number, [(x509.InvalidityDate(BEGIN), False)])],
    [(x509.CRLNumber(7), False),
    (x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()),
    False)]))
write("seeds/crl", "partial",
    revocation_list([(3, [])], [(point, True), (x509.CRLNumber(8), False)]))
write("seeds/crl", "delta", revocation_list([(4, [])],
    [(x509.DeltaCRLIndicator(5), True), (x509.CRLNumber(9), False)]))
write("seeds/crl", "indirect", revocation_list(
    [(
        5,
        [(x509.CertificateIssuer([x509.DirectoryName(name("else"))]), True)])],
    [(x509.IssuingDistributionPoint(
        uri, None, False, False, None, True, False), True)]))

# --- keys: one byte that chooses the label, the length of the password, the pa

LABELS = ["PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "RSA PRIVATE KEY",
    "EC PRIVATE KEY", "DSA PRIVATE KEY"]


def key_seed(file, label, der, password=b"pw"):
    write("seeds/key", file,
        bytes([LABELS.index(label), len(password)]) + password + der)


small_rsa = rsa.generate_private_key(65537, 1024)
key_seed("rsa", "RSA PRIVATE KEY", traditional(small_rsa))
key_seed("rsa-p8", "PRIVATE KEY", pkcs8(small_rsa))
for curve in (ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1(), ec.SECP256K1()):
    ec_key = ec.generate_private_key(curve)
    key_seed("ec-" + curve.name, "EC PRIVATE KEY", traditional(ec_key))
    key_seed("ec-p8-" + curve.name, "PRIVATE KEY", pkcs8(ec_key))
key_seed("ed25519", "PRIVATE KEY", pkcs8(ed25519.Ed25519PrivateKey.generate()))
key_seed("ed448", "PRIVATE KEY", pkcs8(ed448.Ed448PrivateKey.generate()))
plain = pkcs8(peer_key)
for file, options in (
        ("pbkdf2-aes256", ["-v2", "aes256", "-iter", "4"]),
        ("pbkdf2-des3-sha512",
        ["-v2", "des3", "-v2prf", "hmacWithSHA512", "-iter", "4"]),
        ("pbkdf2-sha224",
        ["-v2", "aes128", "-v2prf", "hmacWithSHA224", "-iter", "4"]),
        ("scrypt",
        ["-scrypt", "-scrypt_N", "16", "-scrypt_r", "8", "-scrypt_p", "1"]),
        ("pkcs12-3des", ["-v1", "PBE-SHA1-3DES", "-iter", "4"]),
        ("pkcs12-2des", ["-v1", "PBE-SHA1-2DES", "-iter", "4"])):
    key_seed(file, "ENCRYPTED PRIVATE KEY", openssl(
        "pkcs8", "-topk8", "-inform", "DER", "-outform", "DER", "-passout",
        "pass:pw", *options, data=plain))

# --- PEM ---------------------------------------------------------------------

chain = peer_server.public_bytes(PEM) + root.public_bytes(PEM)
crl_pem = openssl(
    "crl", "-inform", "DER", data=(HERE / "seeds/crl/entries").read_bytes())
dh = openssl("dhparam", "-outform", "PEM", "512", data=b"")
write("seeds/pem", "chain-and-key", chain + pkcs8(peer_key, encoding=PEM))
write("seeds/pem", "key-first", traditional(peer_key, encoding=PEM) + chain)
write("seeds/pem", "crl", crl_pem + root.public_bytes(PEM))
write("seeds/pem", "dh", dh)
write("seeds/pem", "trusted", openssl(
    "x509", "-trustout", "-addtrust", "serverAuth", "-addreject", "clientAuth",
    "-setalias", "name", data=chain))
write("seeds/pem", "text",
    b"Certificate:\r\n  Data: x\r\n" + chain.replace(b"\n", b"\r\n"))
for cipher in ("aes-128-cbc", "des-ede3-cbc", "des-cbc", "camellia-256-cbc"):
    write("seeds/pem", "encrypted-" + cipher, chain + openssl(
        "ec", "-" + cipher, "-passout", "pass:pw", "-provider", "legacy",
        "-provider", "default",
        data=traditional(peer_key, encoding=PEM)))
