"""Write ObjectTable.Generated.cs: OpenSSL's registry of objects."""

import _ssl

import common

# OpenSSL numbers its objects without gaps of this size.
LARGEST_GAP = 200


def rows():
    """Yield the table's lines, by ascending number (nid)."""
    nid = misses = 0
    while misses < LARGEST_GAP:
        try:
            number, short, name, oid = _ssl.nid2obj(nid)
        except ValueError:
            misses += 1
        else:
            misses = 0
            assert number == nid and not any(
                "|" in (field or "") for field in (short, name, oid))
            yield "%d|%s|%s|%s" % (
                nid, short or "", "" if name == short else name or "",
                oid or "")
        nid += 1


def main():
    """Write the file."""
    body = (
        "using System;\n\n"
        "namespace IronSsl.Tls.OpenSsl.Objects;\n\n"
        "internal static partial class ObjectTable\n"
        "{\n"
        "    // nid|short name|long name where it differs|object identifier\n"
        "    private static ReadOnlySpan<byte> Rows =>\n"
        + common.raw_string(rows()) + "u8;\n"
        "}\n")
    common.write(
        common.OBJECTS, "ObjectTable.Generated.cs", "objects.py", body)


if __name__ == "__main__":
    main()
