"""Certificate chains made at random: mostly sound, each with a few faults.

The same seed gives the same shapes.  A case is a question as the chain-check
program takes it, with a few keys more that make its settings explicit.
"""

import datetime
import random

from certificates import (
    ALTERNATIVE_NAMES, ANY_USAGE, AUTHORITY_KEY, BASIC_CONSTRAINTS, BMP,
    CLIENT_AUTH, COMMON_NAME, CRL_NUMBER, CRL_POINTS, DAY, ECDSA, EMAIL, EPOCH,
    EXTENDED_KEY_USAGE, IA5, ISSUING_POINT, KEY_USAGE, NAME_CONSTRAINTS,
    NETSCAPE_TYPE, OCSP_NO_CHECK, ORGANIZATION, POLICIES, PRINTABLE,
    PROXY_INFO, RSA, SERVER_AUTH, SERVER_GATED, SIGNATURES, SUBJECT_KEY,
    Certificate, Extension, Key, RevocationList, alternative_names,
    authority_key, basic_constraints, bits, directory, dns, email,
    extended_key_usage, integer, ip, key_usage, name, name_constraints,
    octets, oid, other_name, sequence, subject_key, subtree, tlv,
    uri)

SECOND = datetime.timedelta(seconds=1)
PARTIAL_CHAIN, STRICT, TRUSTED_FIRST = 0x80000, 0x20, 0x8000
NO_ALTERNATIVES, ALLOW_PROXY, IGNORE_CRITICAL = 0x100000, 0x40, 0x10
CHECK_SELF_SIGNED, NO_TIME = 0x4000, 0x200000
CRL_LEAF, CRL_ALL = 0x4, 0x8
DIGITAL_SIGNATURE, KEY_ENCIPHERMENT, KEY_CERT_SIGN, CRL_SIGN = 0, 2, 5, 6
OTHER_KIND = "1.3.6.1.4.1.99999.7"


class Keys:
    """A few keys for all cases: making them is what costs time."""

    def __init__(self):
        self.usual = [Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256")
                      for _ in range(5)]
        self.rsa = [Key(RSA, "-pkeyopt", "rsa_keygen_bits:2048")
                    for _ in range(2)]
        self.weak_rsa = Key(RSA, "-pkeyopt", "rsa_keygen_bits:1024")
        self.odd = [
            Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-384"),
            Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:prime192v1"),
            Key("ED25519"), Key("ED448"),
            Key(RSA, "-pkeyopt", "rsa_keygen_bits:3072")]
        self.explicit = Key(
            ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256",
            "-pkeyopt", "ec_param_enc:explicit")


class Scenario:
    """One case under construction; ``path`` runs from the leaf to the root."""

    def __init__(self, rng, keys):
        self.rng = rng
        self.keys = keys
        self.server = rng.random() < 0.75
        self.host = {"kind": "DNS", "value": "www.good.example"}
        self.flags = TRUSTED_FIRST
        self.level = rng.choice([0, 1, 2, 2, 2, 2, 3])
        self.depth = None
        self.common_name = rng.random() < 0.8
        self.time = EPOCH
        self.crls = []
        self.extra_sent = []
        self.extra_trusted = []
        self.trusted_depths = None
        self.path = []
        self._build()

    def _build(self):
        rng = self.rng
        count = rng.choice([0, 1, 1, 1, 2, 2, 3])
        pool = self.keys.usual + self.keys.rsa
        keys = rng.sample(pool, count + 2)
        names = ([name((COMMON_NAME, "www.good.example"))] + [
            name((ORGANIZATION, "Some Authority"),
                 (COMMON_NAME, f"Issuer {n}")) for n in range(count + 1)])
        for n, key in enumerate(keys):
            above = min(n + 1, count + 1)
            self.path.append(Certificate(
                subject=names[n], issuer=names[above], key=key,
                signer=keys[above], serial=1000 + n,
                not_before=EPOCH - 30 * DAY, not_after=EPOCH + 30 * DAY,
                extensions=self._extensions(n, keys, above)))

    def _extensions(self, n, keys, above):
        result = [subject_key(keys[n].identifier)]
        if n == 0:
            result += [
                basic_constraints(False),
                key_usage(DIGITAL_SIGNATURE, KEY_ENCIPHERMENT),
                extended_key_usage(SERVER_AUTH if self.server
                                   else CLIENT_AUTH),
                alternative_names(dns("www.good.example"),
                                  ip(bytes([192, 0, 2, 1])))]
        else:
            result += [basic_constraints(True),
                       key_usage(KEY_CERT_SIGN, CRL_SIGN)]
        if n != above:
            result.append(authority_key(keys[above].identifier))
        return result

    def any(self):
        return self.rng.choice(self.path)

    def authority(self):
        return self.rng.choice(self.path[1:])

    @property
    def leaf(self):
        return self.path[0]

    @property
    def root(self):
        return self.path[-1]

    def issuer_of(self, n):
        return self.path[min(n + 1, len(self.path) - 1)]

    def question(self, identifier):
        pems = [c.pem() for c in self.path]
        depths = self.trusted_depths
        if depths is None:
            depths = [len(self.path) - 1]
        sent = [pem for n, pem in enumerate(pems) if n and n not in depths]
        sent += [c.pem() for c in self.extra_sent]
        trusted = [pems[d] for d in depths]
        trusted += [c.pem() for c in self.extra_trusted]
        if self.rng.random() < 0.4:
            self.rng.shuffle(sent)
        if self.rng.random() < 0.4:
            self.rng.shuffle(trusted)
        if self.rng.random() < 0.1:
            sent = sent + sent
        if self.rng.random() < 0.15:
            sent.insert(self.rng.randrange(len(sent) + 1), pems[-1])
        return {
            "id": identifier, "kind": "server" if self.server else "client",
            "trusted": trusted, "intermediates": sent, "peer": pems[0],
            "crls": [c if isinstance(c, str) else c.pem() for c in self.crls],
            "time": self.time.isoformat(), "name": self.host, "names": [],
            "eku": [], "depth": self.depth, "flags": self.flags,
            "level": self.level, "common_name": self.common_name}


def _faults():
    """All mutations, by name; each takes a scenario and changes it."""
    faults = {}

    def fault(function):
        faults[function.__name__] = function
        return function

    # --- validity ---------------------------------------------------------

    @fault
    def expired(s):
        s.any().not_after = EPOCH - DAY

    @fault
    def not_yet_valid(s):
        s.any().not_before = EPOCH + DAY

    @fault
    def at_the_edge(s):
        c = s.any()
        delta = s.rng.choice([-SECOND, 0 * SECOND, SECOND])
        if s.rng.random() < 0.5:
            c.not_after = EPOCH + delta
        else:
            c.not_before = EPOCH + delta

    @fault
    def strange_time(s):
        value = s.rng.choice([
            "17:3101010000Z", "17:310101000000+0000", "18:20310101000000.5Z",
            "18:20310101000000Z", "17:311301000000Z", "17:310229000000Z",
            "18:99991231235959Z", "17:700101000000Z", "18:00010101000000Z"])
        if s.rng.random() < 0.5:
            s.any().not_after = value
        else:
            s.any().not_before = value

    # --- authority --------------------------------------------------------

    @fault
    def no_basic_constraints(s):
        s.any().replace(BASIC_CONSTRAINTS)

    @fault
    def not_an_authority(s):
        s.authority().replace(BASIC_CONSTRAINTS, basic_constraints(False))

    @fault
    def leaf_is_authority(s):
        s.leaf.replace(BASIC_CONSTRAINTS, basic_constraints(
            True, s.rng.choice([None, 0])))

    @fault
    def path_length(s):
        s.authority().replace(BASIC_CONSTRAINTS, basic_constraints(
            True, s.rng.choice([0, 0, 1, 2, 2 ** 40, 2 ** 80, -1]),
            s.rng.random() < 0.8))

    @fault
    def leaf_has_path_length(s):
        s.leaf.replace(BASIC_CONSTRAINTS, basic_constraints(False, 0))

    @fault
    def not_critical(s):
        s.authority().replace(
            BASIC_CONSTRAINTS, basic_constraints(True, critical=False))

    @fault
    def first_version(s):
        c = s.any()
        c.version = s.rng.choice([0, 0, 1])
        if s.rng.random() < 0.8:
            c.extensions = []

    @fault
    def netscape_type(s):
        c = s.any()
        c.extensions.append(Extension(
            NETSCAPE_TYPE, bits(s.rng.choice([0, 1, 2, 5, 6])),
            s.rng.random() < 0.3))
        if s.rng.random() < 0.5:
            c.replace(BASIC_CONSTRAINTS)
        if s.rng.random() < 0.5:
            c.replace(KEY_USAGE)

    # --- usages -----------------------------------------------------------

    @fault
    def other_key_usage(s):
        c = s.any()
        usages = s.rng.choice([
            None, (), (KEY_CERT_SIGN,), (CRL_SIGN,), (1,), (3,), (4,), (8,),
            (DIGITAL_SIGNATURE,), (KEY_ENCIPHERMENT,),
            (DIGITAL_SIGNATURE, KEY_CERT_SIGN)])
        c.replace(KEY_USAGE, *(
            [] if usages is None else [key_usage(*usages)]))

    @fault
    def other_purpose(s):
        c = s.any()
        kinds = s.rng.choice([
            None, (), (SERVER_AUTH,), (CLIENT_AUTH,), (ANY_USAGE,),
            (SERVER_AUTH, CLIENT_AUTH), (SERVER_GATED,),
            ("1.3.6.1.5.5.7.3.4",), ("2.16.840.1.113730.4.1",)])
        c.replace(EXTENDED_KEY_USAGE, *(
            [] if kinds is None else [
                extended_key_usage(*kinds, critical=s.rng.random() < 0.3)]))

    # --- names ------------------------------------------------------------

    @fault
    def issuer_name_spelled_otherwise(s):
        n = s.rng.randrange(len(s.path) - 1)
        number = n
        forms = [
            name((ORGANIZATION, "some AUTHORITY"),
                 (COMMON_NAME, f"  issuer   {number} ")),
            name((ORGANIZATION, "Some Authority", PRINTABLE),
                 (COMMON_NAME, f"Issuer {number}", BMP)),
            name((COMMON_NAME, f"Issuer {number}"),
                 (ORGANIZATION, "Some Authority")),
            name((ORGANIZATION, "Some Authority"),
                 (COMMON_NAME, f"Issuer{number}")),
            name()]
        s.path[n].issuer = s.rng.choice(forms)

    @fault
    def empty_subject(s):
        n = s.rng.randrange(len(s.path))
        s.path[n].subject = name()
        if n and s.rng.random() < 0.8:
            s.path[n - 1].issuer = name()
        if n == len(s.path) - 1:
            s.path[n].issuer = name()

    @fault
    def self_issued_intermediate(s):
        if len(s.path) > 2:
            n = s.rng.randrange(1, len(s.path) - 1)
            s.path[n].subject = s.path[n].issuer
            s.path[n - 1].issuer = s.path[n].subject

    @fault
    def host_names(s):
        names = s.rng.choice([
            [dns("*.good.example")], [dns("*.example")], [dns("*")],
            [dns("w*.good.example")], [dns("*w.good.example")],
            [dns("www.*.example")], [dns("WWW.Good.EXAMPLE")],
            [dns("www.good.example\0.evil.example")],
            [dns("www.good.example\0")], [dns("")], [dns("good.example")],
            [dns(".good.example")], [dns("www.good.example.")],
            [dns("192.0.2.1")], [uri("https://www.good.example/")],
            [email("root@www.good.example")], [ip(bytes(16))],
            [ip(bytes([192, 0, 2, 1]))], [ip(bytes([192, 0, 2]))], [],
            [other_name(OTHER_KIND, tlv(0x0C, b"www.good.example"))],
            [directory(name((COMMON_NAME, "www.good.example")))],
            [dns("*.*.example")], [dns("*.good.example"), dns("x.y")],
            [dns("xn--*.good.example")], [dns("*.-good.example")],
            [dns("www_1.good.example")], [dns(b"www.g\xf6\xf6d.example")]])
        if s.rng.random() < 0.15:
            s.leaf.replace(ALTERNATIVE_NAMES)
        else:
            s.leaf.replace(ALTERNATIVE_NAMES, alternative_names(*names))
        if s.rng.random() < 0.4:
            s.leaf.subject = name(*s.rng.choice([
                [(COMMON_NAME, "www.good.example", BMP)],
                [(COMMON_NAME, "*.good.example")],
                [(COMMON_NAME, "other"), (COMMON_NAME, "www.good.example")],
                [(COMMON_NAME, "www.good.example\0")],
                [(COMMON_NAME, "www.good.example\0.evil")],
                [(ORGANIZATION, "www.good.example")],
                [(COMMON_NAME, "192.0.2.1")]]))

    @fault
    def wanted_name(s):
        s.host = s.rng.choice([
            None, {"kind": "DNS", "value": "other.example"},
            {"kind": "DNS", "value": "WWW.GOOD.example"},
            {"kind": "DNS", "value": "a.www.good.example"},
            {"kind": "DNS", "value": "xn--bcher-kva.good.example"},
            {"kind": "DNS", "value": "*.good.example"},
            {"kind": "DNS", "value": "www_1.good.example"},
            {"kind": "IP", "value": "192.0.2.1"},
            {"kind": "IP", "value": "192.0.2.2"},
            {"kind": "IP", "value": "::"},
            {"kind": "IP", "value": "::ffff:192.0.2.1"}])

    # --- name constraints -------------------------------------------------

    @fault
    def constraints(s):
        bases = [
            dns("good.example"), dns(".good.example"), dns("www.good.example"),
            dns(""), dns("other.example"), dns("GOOD.example"),
            dns("ood.example"), ip(bytes([192, 0, 2, 0, 255, 255, 255, 0])),
            ip(bytes([10, 0, 0, 0, 255, 0, 0, 0])), ip(bytes(32)),
            ip(bytes([192, 0, 2, 1])), ip(bytes(8)), email("good.example"),
            email("user@good.example"), email(".good.example"),
            uri("good.example"), uri(".good.example"),
            directory(name((ORGANIZATION, "SOME authority"))),
            directory(name((COMMON_NAME, "www.good.example"))),
            directory(name()),
            other_name(OTHER_KIND, tlv(0x0C, b"x"))]

        def some(limit):
            return [subtree(
                s.rng.choice(bases),
                *s.rng.choice([(None, None)] * 12 + [
                    (0, None), (1, None), (None, 3)]))
                for _ in range(s.rng.randrange(limit))]
        s.authority().extensions.append(
            name_constraints(some(3), some(2), s.rng.random() < 0.7))
        if s.rng.random() < 0.5:
            names = [dns("www.good.example")]
            names += s.rng.sample([
                email("user@good.example"), email("other@good.example"),
                email("user@sub.good.example"), email("nobody"),
                uri("https://good.example/x"), uri("https://a.good.example"),
                uri("https://good.example:443/"), uri("mailto:x@y"),
                uri("https:///"), ip(bytes([192, 0, 2, 77])), ip(bytes(16)),
                ip(bytes(3)), dns("a.b.good.example"), dns("*.good.example"),
                directory(name((ORGANIZATION, "Some Authority"))),
                other_name(OTHER_KIND, tlv(0x0C, b"x"))], 2)
            s.any().replace(ALTERNATIVE_NAMES, alternative_names(*names))
        if s.rng.random() < 0.3:
            s.leaf.replace(ALTERNATIVE_NAMES)
        if s.rng.random() < 0.3:
            s.leaf.subject = name(*s.rng.choice([
                [(COMMON_NAME, "www.good.example"),
                 (EMAIL, "user@good.example", IA5)],
                [(COMMON_NAME, "www.good.example"),
                 (EMAIL, "user@good.example")],
                [(COMMON_NAME, "not a host")],
                [(COMMON_NAME, "www.other.example")],
                [(COMMON_NAME, "www.good.example\0.other.example")],
                [(COMMON_NAME, "a_b.good.example\0")]]))

    # --- key identifiers --------------------------------------------------

    @fault
    def identifiers(s):
        n = s.rng.randrange(len(s.path))
        above = s.issuer_of(n)
        choice = s.rng.randrange(8)
        if choice == 0:
            s.path[n].replace(AUTHORITY_KEY)
        elif choice == 1:
            s.path[n].replace(SUBJECT_KEY)
        elif choice == 2:
            s.path[n].replace(AUTHORITY_KEY, authority_key(b"wrong"))
        elif choice == 3:
            s.path[n].replace(AUTHORITY_KEY, authority_key(
                issuer=above.issuer, serial=above.serial))
        elif choice == 4:
            s.path[n].replace(AUTHORITY_KEY, authority_key(
                above.key.identifier, above.issuer, above.serial + 1))
        elif choice == 5:
            s.path[n].replace(AUTHORITY_KEY, authority_key(
                above.key.identifier, name((COMMON_NAME, "x")), above.serial))
        elif choice == 6:
            s.path[n].replace(SUBJECT_KEY, subject_key(
                s.path[n].key.identifier, critical=True))
        else:
            s.path[n].replace(AUTHORITY_KEY, authority_key(
                above.key.identifier, critical=s.rng.random() < 0.5))

    # --- other extensions -------------------------------------------------

    @fault
    def unknown_extension(s):
        s.any().extensions.append(Extension(
            OTHER_KIND, octets(b"x"), s.rng.random() < 0.6))

    @fault
    def known_extension(s):
        kind, value = s.rng.choice([
            (POLICIES, sequence(sequence(oid(ANY_USAGE)))),
            (OCSP_NO_CHECK, b"\x05\0"),
            ("2.5.29.36", sequence(b"\x80\x01\0")),
            ("2.5.29.54", integer(0)),
            ("2.5.29.33", sequence(sequence(oid("1.2.3.4"), oid("1.2.3.5")))),
            ("1.3.6.1.5.5.7.1.1", sequence(sequence(
                oid("1.3.6.1.5.5.7.48.1"), uri("http://a.example/")))),
            ("2.5.29.18", sequence(dns("a.example"))),
            ("2.5.29.46", sequence(sequence(tlv(0xA0, tlv(
                0xA0, uri("http://a.example/"))))))])
        s.any().extensions.append(
            Extension(kind, value, s.rng.random() < 0.5))

    @fault
    def duplicate_extension(s):
        c = s.any()
        c.extensions.append(s.rng.choice(c.extensions or [
            Extension(OTHER_KIND, octets(b"x"))]))

    @fault
    def malformed_extension(s):
        kind = s.rng.choice([
            BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, SUBJECT_KEY,
            AUTHORITY_KEY, ALTERNATIVE_NAMES, NAME_CONSTRAINTS, CRL_POINTS,
            NETSCAPE_TYPE, PROXY_INFO])
        s.any().replace(kind, Extension(
            kind, s.rng.choice([b"", b"\x04\x05", octets(b"")[:1],
                                sequence(b"\x02"), tlv(0x31)])))

    @fault
    def distribution_point_of_nothing(s):
        s.any().extensions.append(Extension(
            CRL_POINTS, sequence(sequence(b"\x81\x02\x01\x02"))))

    @fault
    def proxy(s):
        issuer = s.leaf
        key = s.rng.choice(s.keys.usual)
        subject = s.rng.choice([
            name((COMMON_NAME, "www.good.example"), (COMMON_NAME, "12345")),
            name((COMMON_NAME, "12345")),
            name((COMMON_NAME, "www.good.example"), (ORGANIZATION, "1"))])
        limit = s.rng.choice([None, 0, 1])
        s.path.insert(0, Certificate(
            subject=subject, issuer=issuer.subject, key=key,
            signer=issuer.key, serial=77, not_before=issuer.not_before,
            not_after=issuer.not_after, extensions=[
                Extension(PROXY_INFO, sequence(
                    b"" if limit is None else integer(limit),
                    sequence(oid("1.3.6.1.5.5.7.21.1"))), True),
                key_usage(DIGITAL_SIGNATURE),
                authority_key(issuer.key.identifier)]))
        s.host = None
        if s.rng.random() < 0.8:
            s.flags |= ALLOW_PROXY

    # --- keys and signatures ----------------------------------------------

    @fault
    def broken_signature(s):
        s.any().corrupt = True

    @fault
    def signed_by_another(s):
        c = s.any()
        c.signer = s.rng.choice(s.keys.usual + s.keys.rsa)

    @fault
    def algorithms_differ(s):
        s.any().outer_algorithm = s.rng.choice(list(SIGNATURES.values()))

    @fault
    def other_digest(s):
        c = s.any()
        c.digest = s.rng.choice([
            digest for kind, digest in SIGNATURES if kind == c.signer.kind])

    @fault
    def other_key(s):
        n = s.rng.randrange(len(s.path))
        key = s.rng.choice(
            s.keys.odd + [s.keys.weak_rsa, s.keys.explicit])
        s.path[n].key = key
        s.path[n].replace(SUBJECT_KEY, subject_key(key.identifier))
        below = [n - 1] if n else []
        below += [n] if n == len(s.path) - 1 else []
        for m in below:
            s.path[m].signer = key
            s.path[m].digest = "usual"
            s.path[m].replace(AUTHORITY_KEY, authority_key(key.identifier))

    # --- what is sent and trusted -----------------------------------------

    @fault
    def other_trust(s):
        count = len(s.path)
        s.trusted_depths = sorted(s.rng.sample(
            range(count), s.rng.randrange(min(count, 3))))
        if s.rng.random() < 0.5:
            s.flags |= PARTIAL_CHAIN

    @fault
    def self_signed_leaf(s):
        s.leaf.issuer = s.leaf.subject
        s.leaf.signer = s.leaf.key
        s.leaf.replace(AUTHORITY_KEY)
        s.path = s.path[:1] + s.path[1:] * s.rng.randrange(2)
        s.trusted_depths = [0] if s.rng.random() < 0.5 else []

    @fault
    def self_signed_leaf_with_the_name_of_the_root(s):
        s.leaf.subject = s.leaf.issuer = s.root.subject
        s.leaf.signer = s.leaf.key
        s.leaf.replace(AUTHORITY_KEY)
        if s.rng.random() < 0.5:
            s.leaf.replace(SUBJECT_KEY, subject_key(s.root.key.identifier))

    @fault
    def mimic_of_an_issuer(s):
        n = s.rng.randrange(1, len(s.path))
        fake = s.path[n].copy()
        fake.key = s.rng.choice(s.keys.usual + s.keys.rsa)
        fake.signer = fake.key
        fake.issuer = fake.subject
        if s.rng.random() < 0.5:
            fake.replace(SUBJECT_KEY, subject_key(fake.key.identifier))
        fake.replace(AUTHORITY_KEY)
        s.extra_sent.append(fake)
        if s.rng.random() < 0.5:
            s.path[n - 1].signer = fake.key
        if s.rng.random() < 0.2:
            s.extra_trusted.append(fake)

    @fault
    def another_copy(s):
        n = s.rng.randrange(1, len(s.path))
        other = s.path[n].copy()
        other.serial += 500
        change = s.rng.randrange(5)
        if change == 0:
            other.not_after = EPOCH - DAY
        elif change == 1:
            other.replace(BASIC_CONSTRAINTS, basic_constraints(False))
        elif change == 2:
            other.corrupt = True
        elif change == 3:
            other.not_before = EPOCH + DAY
        if s.rng.random() < 0.7:
            s.extra_sent.append(other)
        else:
            s.extra_trusted.append(other)

    @fault
    def cross_signed(s):
        key = s.rng.choice(s.keys.usual + s.keys.rsa)
        other_root = s.root.copy()
        other_root.subject = other_root.issuer = name(
            (ORGANIZATION, "Another Authority"))
        other_root.key = other_root.signer = key
        other_root.serial = 4000
        other_root.replace(SUBJECT_KEY, subject_key(key.identifier))
        other_root.replace(AUTHORITY_KEY)
        n = s.rng.randrange(1, len(s.path))
        cross = s.path[n].copy()
        cross.issuer = other_root.subject
        cross.signer = key
        cross.digest = "usual"
        cross.serial = 4001
        cross.replace(AUTHORITY_KEY, authority_key(key.identifier))
        s.extra_sent.append(cross)
        where = s.rng.randrange(3)
        if where == 0:
            s.extra_trusted.append(other_root)
        elif where == 1:
            s.extra_trusted.append(other_root)
            s.trusted_depths = []
        else:
            s.extra_sent.append(other_root)

    @fault
    def loop(s):
        first, second = s.rng.sample(s.keys.usual, 2)
        names = [name((COMMON_NAME, f"Loop {n}")) for n in range(2)]
        for n, (key, other) in enumerate(
                ((first, second), (second, first))):
            c = s.root.copy()
            c.subject, c.issuer = names[n], names[1 - n]
            c.key, c.signer = key, other
            c.replace(SUBJECT_KEY, subject_key(key.identifier))
            c.replace(AUTHORITY_KEY, authority_key(other.identifier))
            s.extra_sent.append(c)
        if s.rng.random() < 0.6:
            s.leaf.issuer, s.leaf.signer = names[0], first
            s.leaf.digest = "usual"
            s.leaf.replace(AUTHORITY_KEY, authority_key(first.identifier))

    # --- settings ---------------------------------------------------------

    @fault
    def other_flags(s):
        for flag in (PARTIAL_CHAIN, STRICT, TRUSTED_FIRST, IGNORE_CRITICAL,
                     CHECK_SELF_SIGNED, NO_TIME, NO_ALTERNATIVES):
            if s.rng.random() < 0.3:
                s.flags ^= flag

    @fault
    def strict(s):
        s.flags |= STRICT

    @fault
    def other_level(s):
        s.level = s.rng.randrange(6)

    @fault
    def depth_limit(s):
        s.depth = s.rng.randrange(3)

    # --- CRLs -------------------------------------------------------------

    def crls_for_all(s):
        s.flags |= CRL_LEAF | (CRL_ALL if s.rng.random() < 0.6 else 0)
        lists = {}
        for n in range(len(s.path)):
            above = s.issuer_of(n)
            lists.setdefault(above.subject, RevocationList(
                issuer=above.subject, signer=above.key,
                this_update=EPOCH - DAY, next_update=EPOCH + DAY,
                revoked=[(1, None), (9999, 1)], extensions=[
                    authority_key(above.key.identifier),
                    Extension(CRL_NUMBER, integer(5))]))
        s.crls = list(lists.values())

    @fault
    def crls(s):
        crls_for_all(s)

    @fault
    def crl_faults(s):
        crls_for_all(s)
        crl = s.rng.choice(s.crls)
        match s.rng.randrange(12):
            case 0:
                s.crls.remove(crl)
            case 1:
                crl.revoked.append(
                    (s.any().serial, s.rng.choice([None, 0, 1, 6, 8])))
            case 2:
                crl.next_update = EPOCH - SECOND * s.rng.randrange(2)
            case 3:
                crl.this_update = EPOCH + SECOND * s.rng.randrange(2)
            case 4:
                crl.corrupt = True
            case 5:
                crl.signer = s.rng.choice(s.keys.usual)
            case 6:
                crl.extensions.append(Extension(
                    OTHER_KIND, octets(b"x"), s.rng.random() < 0.7))
            case 7:
                crl.extensions.append(Extension(
                    ISSUING_POINT, sequence(s.rng.choice([
                        b"\x81\x01\xff", b"\x82\x01\xff", b"\x84\x01\xff",
                        b"\x85\x01\xff", b"\x83\x02\x01\x02",
                        b"\x81\x01\xff\x82\x01\xff",
                        tlv(0xA0, tlv(0xA0, uri("http://a.example/")))])),
                    True))
                if s.rng.random() < 0.6:
                    point = s.rng.choice([
                        tlv(0xA0, tlv(0xA0, uri("http://a.example/"))),
                        tlv(0xA0, tlv(0xA0, uri("http://b.example/"))),
                        tlv(0xA0, tlv(0xA1, sequence(
                            oid(COMMON_NAME), tlv(0x0C, b"x"))))])
                    point += s.rng.choice([b"", b"", b"\x81\x02\x01\x02"])
                    s.any().extensions.append(Extension(
                        CRL_POINTS, sequence(sequence(point))))
            case 8:
                s.authority().replace(KEY_USAGE, key_usage(KEY_CERT_SIGN))
            case 9:
                crl.extensions = [authority_key(b"wrong")]
            case 10:
                crl.entry_extensions = [Extension(
                    OTHER_KIND, octets(b"x"), s.rng.random() < 0.7)]
                crl.revoked.append((s.leaf.serial, None))
            case 11:
                newer = crl.copy()
                newer.this_update = EPOCH - DAY / 2
                newer.revoked = [(s.leaf.serial, None)]
                s.crls.insert(s.rng.randrange(len(s.crls)), newer)

    return faults


FAULTS = _faults()


def make_cases(seed, count):
    """Yield (question, names of the faults in it)."""
    rng = random.Random(seed)
    keys = Keys()
    names = sorted(FAULTS)
    made = 0
    while made < count:
        scenario = Scenario(rng, keys)
        # Every fault gets its turn alone; then they meet.
        if made < 4 * len(names):
            chosen = [names[made % len(names)]]
        else:
            chosen = rng.sample(names, rng.choice([0, 1, 1, 2, 2, 3]))
        for fault in chosen:
            if len(scenario.path) > 1:
                FAULTS[fault](scenario)
        yield scenario.question(f"{seed}/{made}"), chosen
        made += 1


def make_edited_cases(seed, count):
    """Yield questions with some bytes changed under a valid signature."""
    rng = random.Random(seed)
    keys = Keys()

    def edit(body):
        changed = bytearray(body)
        for _ in range(rng.choice([1, 1, 1, 2, 3])):
            place = rng.randrange(4, len(changed))
            changed[place] = rng.choice([
                changed[place] ^ 1 << rng.randrange(8), rng.randrange(256),
                rng.choice([0, 1, 0x7F, 0x80, 0xFF, 0x30, 0x31, 0xA0])])
        return bytes(changed)

    for number in range(count):
        scenario = Scenario(rng, keys)
        scenario.level = rng.choice([1, 2])
        if rng.random() < 0.4:
            FAULTS[rng.choice(["crls", "constraints", "known_extension",
                               "cross_signed", "host_names"])](scenario)
        for signed in scenario.path + scenario.crls:
            if rng.random() < 0.4:
                signed.edit = edit
        yield scenario.question(f"edited {seed}/{number}")
