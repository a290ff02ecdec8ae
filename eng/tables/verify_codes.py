"""Write VerifyCode.Generated.cs: X509_V_ERR_* numbers, texts and alerts."""

import ctypes
import os
import re
import subprocess
import tempfile

import common

HEADER = "/usr/include/openssl/x509_vfy.h"
DEFINE = re.compile(
    r"^#\s*define\s+(X509_V_OK|X509_V_ERR_\w+)\s+(\d+)", re.MULTILINE)
VERIFY_PEER = 1
CTRL_SET_MAX_PROTO_VERSION = 124
TLS1_2 = 0x0303
CTRL_BIO_SET_MEM_EOF_RETURN = 130


class Handshake:
    """A client that refuses every server with a given code, in memory."""

    def __init__(self, directory):
        self.ssl = common.libssl()
        self.crypto = common.libcrypto()
        for library, names in (
                (self.ssl, ("TLS_method", "SSL_CTX_new", "SSL_new")),
                (self.crypto, ("BIO_new", "BIO_s_mem"))):
            for name in names:
                getattr(library, name).restype = ctypes.c_void_p
        path = os.path.join(directory, "pair.pem")
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes",
             "-keyout", path, "-out", path + ".crt", "-subj", "/CN=alerts"],
            check=True, stderr=subprocess.DEVNULL)
        self.server_context = self.context()
        assert self.ssl.SSL_CTX_use_certificate_file(
            self.server_context, (path + ".crt").encode(), 1) == 1
        assert self.ssl.SSL_CTX_use_PrivateKey_file(
            self.server_context, path.encode(), 1) == 1
        self.client_context = self.context()
        self.code = 0
        prototype = ctypes.CFUNCTYPE(
            ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
        self.callback = prototype(self.refuse)
        self.ssl.SSL_CTX_set_verify(self.client_context, VERIFY_PEER, None)
        self.ssl.SSL_CTX_set_cert_verify_callback(
            self.client_context, self.callback, None)

    def context(self):
        """Return a context that speaks TLS 1.2, whose alerts are bare."""
        result = ctypes.c_void_p(self.ssl.SSL_CTX_new(
            ctypes.c_void_p(self.ssl.TLS_method())))
        self.ssl.SSL_CTX_ctrl(
            result, CTRL_SET_MAX_PROTO_VERSION, ctypes.c_long(TLS1_2), None)
        return result

    def refuse(self, store, _):
        """Be the verification: set the code and say no."""
        self.crypto.X509_STORE_CTX_set_error(ctypes.c_void_p(store), self.code)
        return 0

    def alert(self, code):
        """Return the alert that the client sends for a code."""
        self.code = code
        ends = []
        for context, start in (
                (self.client_context, self.ssl.SSL_set_connect_state),
                (self.server_context, self.ssl.SSL_set_accept_state)):
            end = ctypes.c_void_p(self.ssl.SSL_new(context))
            start(end)
            ends.append(end)
        queues = [self.queue(), self.queue()]
        for end, (reading, writing) in zip(
                ends, (queues, reversed(queues))):
            self.crypto.BIO_up_ref(reading)
            self.crypto.BIO_up_ref(writing)
            self.ssl.SSL_set_bio(end, reading, writing)
        client, server = ends
        for end in (client, server, client):
            self.ssl.SSL_do_handshake(end)
        buffer = ctypes.create_string_buffer(64)
        count = self.crypto.BIO_read(queues[1], buffer, 64)
        record = buffer.raw[:count]
        assert record[:1] == b"\x15" and record[5] == 2, record
        for end in ends:
            self.ssl.SSL_free(end)
        return record[6]

    def queue(self):
        """Return a memory BIO that asks to be tried again when empty."""
        result = ctypes.c_void_p(
            self.crypto.BIO_new(ctypes.c_void_p(self.crypto.BIO_s_mem())))
        self.crypto.BIO_ctrl(
            result, CTRL_BIO_SET_MEM_EOF_RETURN, ctypes.c_long(-1), None)
        return result


def alerts(codes):
    """Return {alert: codes} as OpenSSL sends them."""
    result = {}
    with tempfile.TemporaryDirectory() as directory:
        handshake = Handshake(directory)
        for code in codes:
            result.setdefault(handshake.alert(code), []).append(code)
    return result


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
    refusals = [number for number in sorted(codes) if number != 0]
    sent = alerts(refusals + [max(codes) + 1, 0x7FFFFFFF])
    default = next(
        alert for alert, members in sent.items() if 0x7FFFFFFF in members)
    arms = []
    for alert, members in sorted(sent.items()):
        if alert != default:
            arms.append("        %s => %d,\n" % (
                "\n            or ".join(codes[code] for code in members),
                alert))
    body = (
        "namespace IronSsl.Tls.OpenSsl;\n\n"
        "internal static partial class VerifyCode\n"
        "{\n"
        + "".join(constants) + "\n"
        "    private static string? KnownText(int code) => code switch\n"
        "    {\n" + "".join(texts) +
        "        _ => null,\n"
        "    };\n\n"
        "    private static int SentAlert(int code) => code switch\n"
        "    {\n" + "".join(arms) +
        "        _ => %d,\n"
        "    };\n"
        "}\n" % default)
    common.write(
        common.SOURCE, "VerifyCode.Generated.cs", "verify_codes.py", body)


if __name__ == "__main__":
    main()
