"""Write VerifyCode.Generated.cs: the X509_V_ERR_* numbers and texts."""

import ctypes
import re

import common

HEADER = "/usr/include/openssl/x509_vfy.h"
DEFINE = re.compile(
    r"^#\s*define\s+(X509_V_OK|X509_V_ERR_\w+)\s+(\d+)", re.MULTILINE)


def main():
    """Write the file."""
    library = common.libcrypto()
    library.X509_verify_cert_error_string.restype = ctypes.c_char_p
    with open(HEADER, encoding="utf-8") as stream:
        codes = {int(number): name
                 for name, number in DEFINE.findall(stream.read())}
    constants = []
    texts = []
    for number, name in sorted(codes.items()):
        text = library.X509_verify_cert_error_string(
            ctypes.c_long(number)).decode("ascii")
        constants.append("    internal const int %s = %d;\n" % (name, number))
        texts.append("        %s => \"%s\",\n" % (name, text))
    body = (
        "namespace IronSsl.OpenSsl;\n\n"
        "internal static partial class VerifyCode\n"
        "{\n"
        + "".join(constants) + "\n"
        "    private static string? KnownText(int code) => code switch\n"
        "    {\n" + "".join(texts) +
        "        _ => null,\n"
        "    };\n"
        "}\n")
    common.write(
        common.SOURCE, "VerifyCode.Generated.cs", "verify_codes.py", body)


if __name__ == "__main__":
    main()
