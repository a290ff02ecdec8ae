"""Write ObjectCases.Generated.cs: what CPython's txt2obj() answers."""

import _ssl

import common
import objects

TEXTS = [
    "2.5.4.3", "2.5.4.03", "2 5 4 3", "2.5 4.3", "2.5.4.3.", "2.5.4.3 ",
    "2.5.4.3..", "2.5.4.3  ", "2..5", "2.5..4", ".2.5", "3.1", "1.40", "0.39",
    "0.40", "2.40", "2.999", "1", "1.", "2", "02.5", "2.05", "1.02", "1.002",
    "1.039", "1.040", "", " ", ".", "1.2.3.4.5", "0.0", "0", "2.5", "1.3.6",
    "CN", "commonName", "cn", "COMMONNAME", "UNDEF", "undefined", "serverAuth",
    "TLS Web Server Authentication", "MD5", "md5", "iso", "ISO", "x" * 100,
    "2.5.4." + "9" * 300, "2.5.4." + "0" * 300 + "3", "2.5,4", " 2.5.4.3",
    "+2.5.4.3", "-2.5", "2.-5", "2.5x", "2.5.4.3\n", "2.5.4.3\t", "id-kp",
    "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2", "1.2.840.113549.1.1.11",
    "1.3.101.112", "ED25519", "Ed25519", "X25519", "prime256v1", "secp256r1",
    "P-256", "\u00e9", "2.5.4.\u0663",
]


def answer(text, name):
    """Return the number, -1 for unknown, -2 for no object at all."""
    try:
        return _ssl.txt2obj(text, name=name)[0]
    except ValueError as error:
        return -1 if str(error) == "Unknown object" else -2


def surprises():
    """Yield (text, number) where a text finds another object than its own."""
    for row in objects.rows():
        nid, short, name, oid = row.split("|")
        for text in (short, name or short, oid):
            found = answer(text, True) if text else int(nid)
            if found != int(nid):
                yield text, found


def main():
    """Write the file."""
    texts = ["%s, %d, %d" % (
        common.quoted(text), answer(text, True), answer(text, False))
             for text in TEXTS]
    others = ["%s, %d" % (common.quoted(text), found)
              for text, found in sorted(set(surprises()))]
    common.write_cases(
        "ObjectCases", "object_cases.py",
        "What CPython's <c>txt2obj</c> answers.", (
            common.theory_data(
                "Texts", "string, int, int",
                ("text, number with names allowed, number without; -1: an "
                 "unknown object, -2: no object",), texts),
            common.theory_data(
                "Surprises", "string, int",
                ("texts of an object that find another one",), others)))


if __name__ == "__main__":
    main()
