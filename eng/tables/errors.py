"""Write ErrorTable.Generated.cs: OpenSSL's libraries and reasons."""

import ctypes

import _ssl

import common


def reasons_of(library):
    """Return the reasons of a library as {number: (name, text)}."""
    crypto = common.libcrypto()
    crypto.ERR_reason_error_string.restype = ctypes.c_char_p
    crypto.ERR_reason_error_string.argtypes = [ctypes.c_ulong]
    result = {}
    for (number, reason), name in _ssl.err_codes_to_names.items():
        if number == library:
            text = crypto.ERR_reason_error_string(library << 23 | reason)
            result[reason] = (name, text.decode("ascii") if text else "")
    return result


def rows():
    """Yield a line for each library, its reasons indented below it."""
    for number, name in sorted(_ssl.lib_codes_to_names.items()):
        yield "%s|%d" % (name, number)
        for reason, (mnemonic, text) in sorted(reasons_of(number).items()):
            usual = mnemonic.lower().replace("_", " ")
            yield "-%d|%s|%s" % (
                reason, mnemonic, "" if text == usual else text)


def main():
    """Write the file."""
    common.libcrypto().OPENSSL_init_crypto(ctypes.c_uint64(2), None)
    common.libssl().OPENSSL_init_ssl(ctypes.c_uint64(0x200000), None)
    body = (
        "using System;\n\n"
        "namespace IronSsl.OpenSsl;\n\n"
        "internal static partial class ErrorTable\n"
        "{\n"
        "    // library|number, then its reasons: -number|name|text where it "
        "is not the name in lower case\n"
        "    private static ReadOnlySpan<byte> Rows =>\n"
        + common.raw_string(rows()) + "u8;\n"
        "}\n")
    common.write(common.SOURCE, "ErrorTable.Generated.cs", "errors.py", body)


if __name__ == "__main__":
    main()
