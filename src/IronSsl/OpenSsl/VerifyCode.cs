using System.Globalization;

namespace IronSsl.OpenSsl;

/// <summary>The answers of a certificate verification: OpenSSL's X509_V_ERR_* numbers, their texts and their alerts.</summary>
internal static partial class VerifyCode
{
    /// <summary>OpenSSL's `X509_verify_cert_error_string`.</summary>
    internal static string Text(int code) =>
        KnownText(code) ?? string.Create(CultureInfo.InvariantCulture, $"unknown certificate verification error");

    /// <summary>The alert that OpenSSL sends when a certificate was refused with this code (`ssl_x509err2alert`).</summary>
    internal static int Alert(int code) => code switch
    {
        X509_V_ERR_CERT_HAS_EXPIRED or X509_V_ERR_CRL_HAS_EXPIRED => AlertDescription.CertificateExpired,
        X509_V_ERR_CERT_REVOKED => AlertDescription.CertificateRevoked,
        X509_V_ERR_CERT_SIGNATURE_FAILURE or X509_V_ERR_CRL_SIGNATURE_FAILURE => AlertDescription.DecryptError,
        X509_V_ERR_INVALID_PURPOSE => AlertDescription.UnsupportedCertificate,
        X509_V_ERR_APPLICATION_VERIFICATION => AlertDescription.HandshakeFailure,
        X509_V_ERR_INVALID_CALL or X509_V_ERR_OUT_OF_MEM or X509_V_ERR_STORE_LOOKUP or X509_V_ERR_UNSPECIFIED =>
            AlertDescription.InternalError,
        X509_V_ERR_CERT_CHAIN_TOO_LONG or X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT or X509_V_ERR_INVALID_CA
            or X509_V_ERR_PATH_LENGTH_EXCEEDED or X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN or X509_V_ERR_UNABLE_TO_GET_CRL
            or X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER or X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
            or X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY or X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE =>
            AlertDescription.UnknownCa,
        X509_V_ERR_CA_KEY_TOO_SMALL or X509_V_ERR_CA_MD_TOO_WEAK or X509_V_ERR_CERT_NOT_YET_VALID
            or X509_V_ERR_CERT_REJECTED or X509_V_ERR_CERT_UNTRUSTED or X509_V_ERR_CRL_NOT_YET_VALID
            or X509_V_ERR_DANE_NO_MATCH or X509_V_ERR_EC_KEY_EXPLICIT_PARAMS or X509_V_ERR_EE_KEY_TOO_SMALL
            or X509_V_ERR_EMAIL_MISMATCH or X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD
            or X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD or X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD
            or X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD or X509_V_ERR_HOSTNAME_MISMATCH
            or X509_V_ERR_IP_ADDRESS_MISMATCH or X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY
            or X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE or X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE =>
            AlertDescription.BadCertificate,
        _ => AlertDescription.CertificateUnknown,
    };
}
