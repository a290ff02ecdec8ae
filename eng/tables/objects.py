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
    common.write_rows(
        common.OBJECTS, "ObjectTable", "objects.py",
        ("nid|short name|long name where it differs|object identifier",),
        rows())


if __name__ == "__main__":
    main()
