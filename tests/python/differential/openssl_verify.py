"""OpenSSL's ``X509_verify_cert``, called in this process.

``openssl verify`` is a program for one chain; thousands of chains want the
function behind it.  It is set up as a TLS connection of CPython sets it up:
the purpose's defaults, the peer's own certificate among the untrusted ones,
and the security level as authentication level.
"""

import ctypes
import ctypes.util
import datetime
import ipaddress

V_FLAG_TRUSTED_FIRST = 0x8000
V_FLAG_PARTIAL_CHAIN = 0x80000
V_FLAG_X509_STRICT = 0x20
V_FLAG_NO_CHECK_TIME = 0x200000
V_FLAG_CRL_CHECK = 0x4
V_FLAG_CRL_CHECK_ALL = 0x8
CHECK_FLAG_NO_PARTIAL_WILDCARDS = 0x4
CHECK_FLAG_NEVER_CHECK_SUBJECT = 0x20


class OpenSslMissing(Exception):
    """There is no libcrypto 3 to compare with."""


_library = None


def load():
    """Return libcrypto with the types of its functions declared."""
    global _library
    if _library is None:
        _library = _load()
    return _library


def _load():
    name = ctypes.util.find_library("crypto") or "libcrypto.so.3"
    try:
        lib = ctypes.CDLL(name)
        lib.OpenSSL_version_num.restype = ctypes.c_ulong
    except (OSError, AttributeError) as error:
        raise OpenSslMissing(str(error)) from error
    if lib.OpenSSL_version_num() >> 28 != 3:
        raise OpenSslMissing("libcrypto is not of version 3")
    pointer, integer = ctypes.c_void_p, ctypes.c_int
    signatures = {
        "BIO_new_mem_buf": (pointer, [ctypes.c_char_p, integer]),
        "BIO_free": (integer, [pointer]),
        "PEM_read_bio_X509": (pointer, [pointer] * 4),
        "PEM_read_bio_X509_AUX": (pointer, [pointer] * 4),
        "PEM_read_bio_X509_CRL": (pointer, [pointer] * 4),
        "X509_free": (None, [pointer]),
        "X509_CRL_free": (None, [pointer]),
        "X509_STORE_new": (pointer, []),
        "X509_STORE_free": (None, [pointer]),
        "X509_STORE_add_cert": (integer, [pointer, pointer]),
        "X509_STORE_add_crl": (integer, [pointer, pointer]),
        "X509_STORE_CTX_new": (pointer, []),
        "X509_STORE_CTX_free": (None, [pointer]),
        "X509_STORE_CTX_init": (integer, [pointer] * 4),
        "X509_STORE_CTX_set_default": (integer, [pointer, ctypes.c_char_p]),
        "X509_STORE_CTX_get0_param": (pointer, [pointer]),
        "X509_STORE_CTX_get_error": (integer, [pointer]),
        "X509_STORE_CTX_get_error_depth": (integer, [pointer]),
        "X509_verify_cert": (integer, [pointer]),
        "X509_verify_cert_error_string": (ctypes.c_char_p, [ctypes.c_long]),
        "X509_VERIFY_PARAM_set_flags": (integer, [pointer, ctypes.c_ulong]),
        "X509_VERIFY_PARAM_clear_flags": (integer, [pointer, ctypes.c_ulong]),
        "X509_VERIFY_PARAM_set_time": (None, [pointer, ctypes.c_int64]),
        "X509_VERIFY_PARAM_set_depth": (None, [pointer, integer]),
        "X509_VERIFY_PARAM_set_auth_level": (None, [pointer, integer]),
        "X509_VERIFY_PARAM_set_hostflags": (None, [pointer, ctypes.c_uint]),
        "X509_VERIFY_PARAM_set1_host":
            (integer, [pointer, ctypes.c_char_p, ctypes.c_size_t]),
        "X509_VERIFY_PARAM_set1_ip":
            (integer, [pointer, ctypes.c_char_p, ctypes.c_size_t]),
        "OPENSSL_sk_new_null": (pointer, []),
        "OPENSSL_sk_push": (integer, [pointer, pointer]),
        "OPENSSL_sk_free": (None, [pointer]),
        "ERR_clear_error": (None, []),
        "PEM_read_bio_PrivateKey": (pointer, [pointer] * 4),
        "i2d_PUBKEY": (integer, [pointer, pointer]),
        "CRYPTO_free": (None, [pointer, ctypes.c_char_p, integer]),
        "EVP_MD_CTX_new": (pointer, []),
        "EVP_MD_CTX_free": (None, [pointer]),
        "EVP_get_digestbyname": (pointer, [ctypes.c_char_p]),
        "EVP_DigestSignInit": (integer, [pointer] * 5),
        "EVP_DigestSign": (integer, [
            pointer, ctypes.c_char_p, pointer, ctypes.c_char_p,
            ctypes.c_size_t]),
    }
    for function, (result, arguments) in signatures.items():
        getattr(lib, function).restype = result
        getattr(lib, function).argtypes = arguments
    return lib


class Verifier:
    """Judges questions of the form that the chain-check program takes."""

    def __init__(self):
        self._lib = load()
        self._certificates = {}
        self._crls = {}

    def close(self):
        for certificate in self._certificates.values():
            self._lib.X509_free(certificate)
        for crl in self._crls.values():
            self._lib.X509_CRL_free(crl)
        self._certificates = {}
        self._crls = {}

    def _parse(self, cache, reader, pem):
        if pem not in cache:
            data = pem.encode()
            bio = self._lib.BIO_new_mem_buf(data, len(data))
            cache[pem] = reader(bio, None, None, None)
            self._lib.BIO_free(bio)
            self._lib.ERR_clear_error()
        return cache[pem]

    def _certificate(self, pem):
        # A store keeps the settings of a TRUSTED CERTIFICATE.
        reader = (self._lib.PEM_read_bio_X509_AUX if "TRUSTED" in pem
                  else self._lib.PEM_read_bio_X509)
        return self._parse(self._certificates, reader, pem)

    def _crl(self, pem):
        return self._parse(
            self._crls, self._lib.PEM_read_bio_X509_CRL, pem)

    def judge(self, question):
        """Return (code, depth); code 0 accepts, -1 means unreadable."""
        lib = self._lib
        leaf = self._certificate(question["peer"])
        trusted = [self._certificate(p) for p in question["trusted"]]
        if not leaf or not all(trusted):
            return -1, 0
        store = lib.X509_STORE_new()
        context = lib.X509_STORE_CTX_new()
        untrusted = lib.OPENSSL_sk_new_null()
        try:
            for certificate in trusted:
                lib.X509_STORE_add_cert(store, certificate)
            for pem in question.get("crls") or ():
                crl = self._crl(pem)
                if not crl:
                    return -1, 0
                lib.X509_STORE_add_crl(store, crl)
            lib.OPENSSL_sk_push(untrusted, leaf)
            for pem in question["intermediates"]:
                certificate = self._certificate(pem)
                if certificate:
                    lib.OPENSSL_sk_push(untrusted, certificate)
            lib.X509_STORE_CTX_init(context, store, leaf, untrusted)
            self._configure(context, question)
            if lib.X509_verify_cert(context) == 1:
                return 0, 0
            return (lib.X509_STORE_CTX_get_error(context),
                    lib.X509_STORE_CTX_get_error_depth(context))
        finally:
            lib.X509_STORE_CTX_free(context)
            lib.OPENSSL_sk_free(untrusted)
            lib.X509_STORE_free(store)
            lib.ERR_clear_error()

    def text(self, code):
        return self._lib.X509_verify_cert_error_string(code).decode()

    def _configure(self, context, question):
        lib = self._lib
        server = question["kind"] == "server"
        lib.X509_STORE_CTX_set_default(
            context, b"ssl_server" if server else b"ssl_client")
        param = lib.X509_STORE_CTX_get0_param(context)
        flags = question.get("flags")
        if flags is None:
            flags = V_FLAG_TRUSTED_FIRST
            if question.get("strict"):
                flags |= V_FLAG_X509_STRICT | V_FLAG_PARTIAL_CHAIN
            if question.get("crls"):
                flags |= V_FLAG_CRL_CHECK | V_FLAG_CRL_CHECK_ALL
        lib.X509_VERIFY_PARAM_clear_flags(param, 0xFFFFFFFF)
        lib.X509_VERIFY_PARAM_set_flags(param, flags)
        lib.X509_VERIFY_PARAM_set_auth_level(param, question.get("level", 2))
        if question.get("depth") is not None:
            lib.X509_VERIFY_PARAM_set_depth(param, question["depth"])
        # A time that is set would go before NO_CHECK_TIME.
        if question.get("time") and not flags & V_FLAG_NO_CHECK_TIME:
            moment = datetime.datetime.fromisoformat(question["time"])
            lib.X509_VERIFY_PARAM_set_time(param, int(moment.timestamp()))
        hostflags = CHECK_FLAG_NO_PARTIAL_WILDCARDS
        if not question.get("common_name", True):
            hostflags |= CHECK_FLAG_NEVER_CHECK_SUBJECT
        lib.X509_VERIFY_PARAM_set_hostflags(param, hostflags)
        name = question.get("name")
        if name is None:
            return
        if name["kind"] == "IP":
            value = ipaddress.ip_address(name["value"]).packed
            lib.X509_VERIFY_PARAM_set1_ip(param, value, len(value))
        elif name["kind"] == "DNS":
            value = name["value"].encode()
            lib.X509_VERIFY_PARAM_set1_host(param, value, len(value))
        else:
            raise ValueError(name["kind"])
