using System.Numerics;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Python programs parse these: urllib3 wants "OpenSSL 1.1.1" or later, and several libraries take the features of
    // TLS 1.0 and 1.1 away when they see 3.0. We have what 1.1.1 has, so that is the version that tells them the truth.
    public const string OPENSSL_VERSION =
        $"OpenSSL 1.1.1w (IronSsl {Versions.IronSsl}, BouncyCastle {Versions.BouncyCastle})";
    public const int OPENSSL_VERSION_NUMBER = 0x1010117f;
    public static readonly PythonTuple OPENSSL_VERSION_INFO = PythonOps.MakeTuple(1, 1, 1, 23, 15);
    public static readonly PythonTuple _OPENSSL_API_VERSION = OPENSSL_VERSION_INFO;

    public const string _DEFAULT_CIPHERS = Defaults.CipherRules;

    public const int CERT_NONE = (int)VerifyMode.None;
    public const int CERT_OPTIONAL = (int)VerifyMode.Optional;
    public const int CERT_REQUIRED = (int)VerifyMode.Required;

    // Names only: a context for one of these is refused.
    public const int PROTOCOL_SSLv2 = 0;
    public const int PROTOCOL_SSLv3 = 1;
    public const int PROTOCOL_SSLv23 = 2;
    public const int PROTOCOL_TLS = 2;
    public const int PROTOCOL_TLSv1 = 3;
    public const int PROTOCOL_TLSv1_1 = 4;
    public const int PROTOCOL_TLSv1_2 = 5;
    public const int PROTOCOL_TLS_CLIENT = 16;
    public const int PROTOCOL_TLS_SERVER = 17;

    public const int PROTO_MINIMUM_SUPPORTED = -2;
    public const int PROTO_MAXIMUM_SUPPORTED = -1;

    public const int PROTO_SSLv3 = TlsVersion.Ssl3;
    public const int PROTO_TLSv1 = TlsVersion.Tls10;
    public const int PROTO_TLSv1_1 = TlsVersion.Tls11;
    public const int PROTO_TLSv1_2 = TlsVersion.Tls12;
    public const int PROTO_TLSv1_3 = TlsVersion.Tls13;

    public const int OP_NO_SSLv2 = 0x0;
    public const int OP_SINGLE_DH_USE = 0x0;
    public const int OP_SINGLE_ECDH_USE = 0x0;
    public const int OP_LEGACY_SERVER_CONNECT = (int)SslOption.OP_LEGACY_SERVER_CONNECT;
    public const int OP_ENABLE_KTLS = (int)SslOption.OP_ENABLE_KTLS;
    public const int OP_IGNORE_UNEXPECTED_EOF = (int)SslOption.OP_IGNORE_UNEXPECTED_EOF;
    public const int OP_NO_TICKET = (int)SslOption.OP_NO_TICKET;
    public const int OP_NO_COMPRESSION = (int)SslOption.OP_NO_COMPRESSION;
    public const int OP_ENABLE_MIDDLEBOX_COMPAT = (int)SslOption.OP_ENABLE_MIDDLEBOX_COMPAT;
    public const int OP_CIPHER_SERVER_PREFERENCE = (int)SslOption.OP_CIPHER_SERVER_PREFERENCE;
    public const int OP_NO_SSLv3 = (int)SslOption.OP_NO_SSLv3;
    public const int OP_NO_TLSv1 = (int)SslOption.OP_NO_TLSv1;
    public const int OP_NO_TLSv1_2 = (int)SslOption.OP_NO_TLSv1_2;
    public const int OP_NO_TLSv1_1 = (int)SslOption.OP_NO_TLSv1_1;
    public const int OP_NO_TLSv1_3 = (int)SslOption.OP_NO_TLSv1_3;
    public const int OP_NO_RENEGOTIATION = (int)SslOption.OP_NO_RENEGOTIATION;

    // CPython leaves the one of OpenSSL's work-arounds out that weakens CBC in TLS 1.0. It doesn't fit an Int32, and
    // IronPython would show an Int64 as another type than int.
    public static readonly BigInteger OP_ALL =
        (ulong)(SslOption.OP_ALL & ~SslOption.OP_DONT_INSERT_EMPTY_FRAGMENTS);

    public const int VERIFY_DEFAULT = 0x0;
    public const int VERIFY_CRL_CHECK_LEAF = (int)VerifyFlag.X509_V_FLAG_CRL_CHECK;
    public const int VERIFY_CRL_CHECK_CHAIN =
        (int)(VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL);
    public const int VERIFY_X509_STRICT = (int)VerifyFlag.X509_V_FLAG_X509_STRICT;
    public const int VERIFY_ALLOW_PROXY_CERTS = (int)VerifyFlag.X509_V_FLAG_ALLOW_PROXY_CERTS;
    public const int VERIFY_X509_TRUSTED_FIRST = (int)VerifyFlag.X509_V_FLAG_TRUSTED_FIRST;
    public const int VERIFY_X509_PARTIAL_CHAIN = (int)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN;

    public const int HOSTFLAG_ALWAYS_CHECK_SUBJECT = 0x1;
    public const int HOSTFLAG_NO_WILDCARDS = 0x2;
    public const int HOSTFLAG_NO_PARTIAL_WILDCARDS = 0x4;
    public const int HOSTFLAG_MULTI_LABEL_WILDCARDS = 0x8;
    public const int HOSTFLAG_SINGLE_LABEL_SUBDOMAINS = 0x10;
    public const int HOSTFLAG_NEVER_CHECK_SUBJECT = 0x20;

    public const int ENCODING_PEM = 1;
    public const int ENCODING_DER = 2;

    public const int SSL_ERROR_SSL = 1;
    public const int SSL_ERROR_WANT_READ = 2;
    public const int SSL_ERROR_WANT_WRITE = 3;
    public const int SSL_ERROR_WANT_X509_LOOKUP = 4;
    public const int SSL_ERROR_SYSCALL = 5;
    public const int SSL_ERROR_ZERO_RETURN = 6;
    public const int SSL_ERROR_WANT_CONNECT = 7;
    public const int SSL_ERROR_EOF = 8;
    public const int SSL_ERROR_INVALID_ERROR_CODE = 10;

    public const int ALERT_DESCRIPTION_CLOSE_NOTIFY = AlertDescription.CloseNotify;
    public const int ALERT_DESCRIPTION_UNEXPECTED_MESSAGE = AlertDescription.UnexpectedMessage;
    public const int ALERT_DESCRIPTION_BAD_RECORD_MAC = AlertDescription.BadRecordMac;
    public const int ALERT_DESCRIPTION_RECORD_OVERFLOW = AlertDescription.RecordOverflow;
    public const int ALERT_DESCRIPTION_DECOMPRESSION_FAILURE = AlertDescription.DecompressionFailure;
    public const int ALERT_DESCRIPTION_HANDSHAKE_FAILURE = AlertDescription.HandshakeFailure;
    public const int ALERT_DESCRIPTION_BAD_CERTIFICATE = AlertDescription.BadCertificate;
    public const int ALERT_DESCRIPTION_UNSUPPORTED_CERTIFICATE = AlertDescription.UnsupportedCertificate;
    public const int ALERT_DESCRIPTION_CERTIFICATE_REVOKED = AlertDescription.CertificateRevoked;
    public const int ALERT_DESCRIPTION_CERTIFICATE_EXPIRED = AlertDescription.CertificateExpired;
    public const int ALERT_DESCRIPTION_CERTIFICATE_UNKNOWN = AlertDescription.CertificateUnknown;
    public const int ALERT_DESCRIPTION_ILLEGAL_PARAMETER = AlertDescription.IllegalParameter;
    public const int ALERT_DESCRIPTION_UNKNOWN_CA = AlertDescription.UnknownCa;
    public const int ALERT_DESCRIPTION_ACCESS_DENIED = AlertDescription.AccessDenied;
    public const int ALERT_DESCRIPTION_DECODE_ERROR = AlertDescription.DecodeError;
    public const int ALERT_DESCRIPTION_DECRYPT_ERROR = AlertDescription.DecryptError;
    public const int ALERT_DESCRIPTION_PROTOCOL_VERSION = AlertDescription.ProtocolVersion;
    public const int ALERT_DESCRIPTION_INSUFFICIENT_SECURITY = AlertDescription.InsufficientSecurity;
    public const int ALERT_DESCRIPTION_INTERNAL_ERROR = AlertDescription.InternalError;
    public const int ALERT_DESCRIPTION_USER_CANCELLED = AlertDescription.UserCancelled;
    public const int ALERT_DESCRIPTION_NO_RENEGOTIATION = AlertDescription.NoRenegotiation;
    public const int ALERT_DESCRIPTION_UNSUPPORTED_EXTENSION = AlertDescription.UnsupportedExtension;
    public const int ALERT_DESCRIPTION_CERTIFICATE_UNOBTAINABLE = AlertDescription.CertificateUnobtainable;
    public const int ALERT_DESCRIPTION_UNRECOGNIZED_NAME = AlertDescription.UnrecognizedName;
    public const int ALERT_DESCRIPTION_BAD_CERTIFICATE_STATUS_RESPONSE = AlertDescription.BadCertificateStatusResponse;
    public const int ALERT_DESCRIPTION_BAD_CERTIFICATE_HASH_VALUE = AlertDescription.BadCertificateHashValue;
    public const int ALERT_DESCRIPTION_UNKNOWN_PSK_IDENTITY = AlertDescription.UnknownPskIdentity;

    public const bool HAS_ALPN = true;
    public const bool HAS_ECDH = true;
    public const bool HAS_NPN = false;
    public const bool HAS_PHA = true;
    public const bool HAS_PSK = true;
    public const bool HAS_PSK_TLS13 = true;
    public const bool HAS_SNI = true;
    public const bool HAS_SSLv2 = false;
    public const bool HAS_SSLv3 = false;
    public const bool HAS_TLS_UNIQUE = true;
    public const bool HAS_TLSv1 = true;
    public const bool HAS_TLSv1_1 = true;
    public const bool HAS_TLSv1_2 = true;
    public const bool HAS_TLSv1_3 = true;
}
