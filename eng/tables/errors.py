"""Write ErrorTable.Generated.cs: OpenSSL's libraries and reasons.

The names are those that CPython's _ssl was built with, and the newer ones of
the installed headers.
"""

import ctypes
import glob
import re

import _ssl

import common

DEFINE = re.compile(
    r"^#\s*define\s+([A-Z0-9_]+?)_R_([A-Z0-9_]+)\s+(\d+)\s*$", re.MULTILINE)
COMMON = re.compile(r"^#define\s+ERR_R_(\w+)\s+\((.*)\)\s*$", re.MULTILINE)
RFLAG_COMMON = 0x2 << 18
FATAL = 0x1 << 18 | RFLAG_COMMON


def names():
    """Return the reasons as {(library, reason): name}."""
    result = {}
    numbers = {
        name: number for number, name in _ssl.lib_codes_to_names.items()}
    for path in sorted(glob.glob("/usr/include/openssl/*err.h")):
        with open(path, encoding="utf-8") as stream:
            for library, name, number in DEFINE.findall(stream.read()):
                if library in numbers:
                    result[numbers[library], int(number)] = name
    result.update(_ssl.err_codes_to_names)
    return result


def common_reasons():
    """Return the reasons that all libraries share as {number: name}."""
    with open("/usr/include/openssl/err.h", encoding="utf-8") as stream:
        text = re.sub(r"/\*.*?\*/", "", stream.read(), flags=re.DOTALL)
    libraries = {
        "ERR_LIB_" + name: str(number)
        for number, name in _ssl.lib_codes_to_names.items()}
    result = {}
    for name, value in COMMON.findall(text):
        terms = [term.strip() for term in value.split("|")]
        number = 0
        for term in terms:
            term = libraries.get(term, term)
            number |= {"ERR_RFLAG_COMMON": RFLAG_COMMON, "ERR_R_FATAL": FATAL,
                       "ERR_RFLAG_FATAL": FATAL}.get(term) or int(term)
        result[number] = name
    return result


def line(crypto, library, reason, name):
    """Return the line of a reason."""
    text = crypto.ERR_reason_error_string(library << 23 | reason)
    text = text.decode("ascii") if text else ""
    usual = name.lower().replace("_", " ")
    return "-%d|%s|%s" % (reason, name, "" if text == usual else text)


def rows():
    """Yield a line for each library, and one for each reason below it."""
    crypto = common.libcrypto()
    crypto.ERR_reason_error_string.restype = ctypes.c_char_p
    crypto.ERR_reason_error_string.argtypes = [ctypes.c_ulong]
    known = names()
    for number, library in sorted(_ssl.lib_codes_to_names.items()):
        yield "%s|%d" % (library, number)
        for key, name in sorted(known.items()):
            if key[0] == number:
                yield line(crypto, number, key[1], name)
    yield "|0"
    for reason, name in sorted(common_reasons().items()):
        yield line(crypto, 20, reason, name)


def main():
    """Write the file."""
    common.libssl().OPENSSL_init_ssl(ctypes.c_uint64(0x200000), None)
    common.write_rows(
        common.SOURCE, "ErrorTable", "errors.py",
        ("library|number, then its reasons: -number|name|text where it is "
         "not the name in lower case.",
         "The library without a name has the reasons that all libraries "
         "share."),
        rows())


if __name__ == "__main__":
    main()
