"""Spellings of names against name constraints: OpenSSL's verdict and ours.

OpenSSL goes by the spelling.  What it refuses we refuse, with its code; what
gets around an excluded subtree, or into a permitted one, we refuse beyond
that.  docs/verification.md tells what: ``BEYOND`` holds it to the cases.
"""

import pytest

from certificates import (
    COMMON_NAME, DAY, ECDSA, EPOCH,
    Certificate, Key, alternative_names, basic_constraints, dns,
    ip, key_usage, name, name_constraints, other_name, subtree, tlv)
from chain_check import find_program, judge_all

pytestmark = pytest.mark.skipif(
    find_program() is None,
    reason="tests/dotnet-tools/ChainCheck is not built")

PERMITTED, EXCLUDED, BASE_SYNTAX, NAME_SYNTAX = 47, 48, 52, 53
SMTP_UTF8 = "1.3.6.1.5.5.7.8.9"


def email(text):
    return tlv(0x81, text.encode("latin-1"))


def uri(text):
    return tlv(0x86, text.encode("latin-1"))


def utf8_mail(text):
    return other_name(SMTP_UTF8, tlv(0x0C, text.encode()))


def v4(text):
    return ip(bytes(map(int, text.replace("/", ".").split("."))))


MAPPED = ip(bytes(10) + b"\xff\xff" + bytes([10, 0, 0, 1]))

# Name, base, our code where that is another than OpenSSL's.
AGAINST_EXCLUDED = [
    (dns("www.bad.example"), dns("bad.example"), None),
    (dns("www.bad.example."), dns("bad.example"), EXCLUDED),
    (dns("bad.example."), dns("bad.example"), EXCLUDED),
    (dns("www.bad.example"), dns("bad.example."), EXCLUDED),
    (dns("www.bad.example."), dns(".bad.example"), EXCLUDED),
    (dns("*.bad.example"), dns("bad.example"), None),
    (dns("www.good.example"), dns("*.bad.example"), BASE_SYNTAX),
    (dns("www.good.example"), dns("bad.example"), None),
    (dns("www.good.example."), dns("bad.example"), None),
    (dns("bad.example"), dns(".bad.example"), None),
    (dns("x"), dns(""), None),
    (email("user@bad.example"), email("bad.example"), None),
    (email("user@bad.example."), email("bad.example"), EXCLUDED),
    (email("user@bad.example"), email("bad.example."), EXCLUDED),
    (email("user@www.bad.example."), email(".bad.example"), EXCLUDED),
    (email('"user"@bad.example'), email("user@bad.example"), EXCLUDED),
    (email("user@bad.example "), email("bad.example"), NAME_SYNTAX),
    (email("user@bad.example(x)"), email("bad.example"), NAME_SYNTAX),
    (email("user@[192.0.2.1]"), email("bad.example"), NAME_SYNTAX),
    (email("user"), email("bad.example"), None),
    (email("user@good.example"), email(""), EXCLUDED),
    (email("user@good.example"), email("bad.example"), None),
    (utf8_mail("ü@bad.example"), email("bad.example"), None),
    (utf8_mail("ü@bad.example."), email("bad.example"), EXCLUDED),
    (utf8_mail("ü@bücher.example"), email("xn--bcher-kva.example"), None),
    (utf8_mail("ü@xn--bcher-kva.example"), email("xn--bcher-kva.example"),
     EXCLUDED),
    (utf8_mail("u@bad.example"), email("u@bad.example"), EXCLUDED),
    (uri("https://bad.example/"), uri("bad.example"), None),
    (uri("HTTPS://BAD.example/"), uri("bad.example"), None),
    (uri("https://bad.example./"), uri("bad.example"), EXCLUDED),
    (uri("https://bad.example"), uri("bad.example."), EXCLUDED),
    (uri("https://bad.example:443/"), uri("bad.example"), None),
    (uri("https://bad.example?x"), uri("bad.example"), EXCLUDED),
    (uri("https://bad.example#x"), uri("bad.example"), EXCLUDED),
    (uri("https://bad.example?a:b"), uri("bad.example"), EXCLUDED),
    (uri("https://user@bad.example/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://good.example:x@bad.example/"), uri("bad.example"),
     NAME_SYNTAX),
    (uri("https://bad.example\\@good.example/"), uri("bad.example"),
     NAME_SYNTAX),
    (uri("https://b%61d.example/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://[2001:db8::1]/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://192.0.2.1/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://0xc0000201/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https:////bad.example/"), uri("bad.example"), None),
    (uri("https:///bad.example/"), uri("bad.example"), None),
    (uri("https:/bad.example/"), uri("bad.example"), None),
    (uri("https:bad.example"), uri("bad.example"), None),
    (uri("//bad.example/"), uri("bad.example"), None),
    (uri("mailto:user@bad.example"), uri("bad.example"), None),
    (uri("://good.example/"), uri("bad.example"), NAME_SYNTAX),
    (uri(" https://good.example/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://:443/"), uri("bad.example"), None),
    (uri("https://good.example:80:81/"), uri("bad.example"), NAME_SYNTAX),
    (uri("https://good.example/"), uri("https://bad.example"), BASE_SYNTAX),
    (uri("https://good.example/"), uri(""), EXCLUDED),
    (uri("https://good.example/"), uri("bad.example"), None),
    (uri("https://bad.example/"), uri(".bad.example"), None),
    (v4("10.0.0.1"), v4("10.0.0.0/255.0.0.0"), None),
    (MAPPED, v4("10.0.0.0/255.0.0.0"), EXCLUDED),
    (MAPPED, v4("11.0.0.0/255.0.0.0"), None),
    (ip(bytes(3)), v4("10.0.0.0/255.0.0.0"), None),
    (ip(bytes(4)), ip(bytes(7)), None),
    (other_name("1.2.3", tlv(0x0C, b"x")), other_name("1.2.3", tlv(0x0C)),
     None),
    (other_name("1.2.3", tlv(0x0C, b"x")), other_name("1.2.4", tlv(0x0C)),
     None),
    (tlv(0x88, b"\x2a"), tlv(0x88, b"\x2a"), None),
    (tlv(0x88, b"\x2a"), tlv(0x88, b"\x2b"), None),
    (tlv(0xA4, name((COMMON_NAME, "BAD  one"), ("2.5.4.10", "x"))),
     tlv(0xA4, name((COMMON_NAME, "bad one"))), None),
    (tlv(0xA4, name()), tlv(0xA4, name((COMMON_NAME, "bad one"))), None),
]
AGAINST_PERMITTED = [
    (dns("www.good.example"), dns("good.example"), None),
    (dns("www.good.example."), dns("good.example"), None),
    (dns("www.good.example"), dns("good.example."), None),
    (email("user@good.example"), email("good.example"), None),
    (email("user@good.example."), email("good.example"), None),
    (email("user@bad.example(.good.example"), email(".good.example"),
     NAME_SYNTAX),
    (email("user@good.example"), email(""), None),
    (uri("https://good.example/"), uri("good.example"), None),
    (uri("https://good.example./"), uri("good.example"), None),
    (uri("https://good.example:x@bad.example/"), uri("good.example"),
     NAME_SYNTAX),
    (uri("https://bad.example?.good.example"), uri(".good.example"),
     PERMITTED),
    (uri("https://bad.example\\.good.example"), uri(".good.example"),
     NAME_SYNTAX),
    (uri("https://user@www.good.example"), uri(".good.example"), NAME_SYNTAX),
    (v4("10.0.0.1"), v4("10.0.0.0/255.0.0.0"), None),
    (MAPPED, v4("10.0.0.0/255.0.0.0"), None),
]
# Subject, DNS names, host, base, excluded, our code likewise.
HOSTS = [
    ("leaf", ["*.bad.example"], "www.bad.example", "www.bad.example", True,
     EXCLUDED),
    ("leaf", ["*.bad.example"], "ftp.bad.example", "www.bad.example", True,
     None),
    ("www.bad.example", [], "www.bad.example", "bad.example", True, None),
    ("www.bad.example.", [], "www.bad.example.", "bad.example", True,
     EXCLUDED),
    ("*.bad.example", [], "www.bad.example", "bad.example", True, EXCLUDED),
    ("*.bad.example", [], "www.bad.example", "good.example", False,
     PERMITTED),
    ("-x.bad.example", [], "-x.bad.example", "bad.example", True, EXCLUDED),
    ("bad", [], "bad", "bad", True, EXCLUDED),
    ("www.good.example", [], "www.good.example", "good.example", False,
     None),
]


class Asker:
    def __init__(self):
        self.root_key = Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256")
        self.leaf_key = Key(ECDSA, "-pkeyopt", "ec_paramgen_curve:P-256")

    def question(self, subject, extensions, constraints, host=None):
        root_name = name((COMMON_NAME, "Root"))
        root = Certificate(
            root_name, root_name, self.root_key, self.root_key, EPOCH - DAY,
            EPOCH + DAY, extensions=[
                basic_constraints(True), key_usage(5, 6), constraints])
        leaf = Certificate(
            subject, root_name, self.leaf_key, self.root_key, EPOCH - DAY,
            EPOCH + DAY, extensions=extensions)
        return {
            "id": "", "kind": "server", "trusted": [root.pem()],
            "intermediates": [], "peer": leaf.pem(), "crls": [],
            "time": EPOCH.isoformat(), "level": 2, "flags": 0x8000,
            "name": host and {"kind": "DNS", "value": host}}

    def cases(self):
        """(what, question, our code or None) of every case."""
        leaf = name((COMMON_NAME, "leaf"))
        for excluded, table in (
                (True, AGAINST_EXCLUDED), (False, AGAINST_PERMITTED)):
            kind = "excluded" if excluded else "permitted"
            for value, base, code in table:
                yield (f"{value} {kind} {base}", self.question(
                    leaf, [alternative_names(value)],
                    name_constraints(**{kind: [subtree(base)]})), code)
        for subject, names, host, base, excluded, code in HOSTS:
            kind = "excluded" if excluded else "permitted"
            extensions = [
                alternative_names(*map(dns, names))] if names else []
            yield (f"{subject} {names} for {host} {kind} {base}",
                   self.question(
                       name((COMMON_NAME, subject)), extensions,
                       name_constraints(**{kind: [subtree(dns(base))]}),
                       host), code)


def test_we_refuse_what_openssl_refuses_and_what_gets_around_a_constraint(
        openssl):
    cases = list(Asker().cases())
    answers = judge_all([question for _, question, _ in cases])
    wrong = []
    beyond = 0
    for (what, question, code), answer in zip(cases, answers):
        theirs = openssl.judge(question)[0]
        ours = answer.get("code", 0)
        if theirs == 0 and code is not None:
            beyond += 1
        expected = theirs if theirs or code is None else code
        if ours != expected or (code is not None and theirs == code):
            wrong.append((what, theirs, ours, code))
    assert wrong == []
    assert beyond
