using IronSsl.Tls.OpenSsl;


namespace IronSsl.Tls.X509.Verification;

/// <summary>The alert that tells the peer why its chain was refused: OpenSSL's `ssl_x509err2alert`.</summary>
internal static class VerificationAlert
{
    public static int Of(int code) => code switch
    {
        VerifyCode.X509_V_ERR_APPLICATION_VERIFICATION => AlertDescription.HandshakeFailure,
        VerifyCode.X509_V_ERR_CA_KEY_TOO_SMALL
            or VerifyCode.X509_V_ERR_EC_KEY_EXPLICIT_PARAMS
            or VerifyCode.X509_V_ERR_CA_MD_TOO_WEAK
            or VerifyCode.X509_V_ERR_CERT_NOT_YET_VALID
            or VerifyCode.X509_V_ERR_CERT_REJECTED
            or VerifyCode.X509_V_ERR_CERT_UNTRUSTED
            or VerifyCode.X509_V_ERR_CRL_NOT_YET_VALID
            or VerifyCode.X509_V_ERR_DANE_NO_MATCH
            or VerifyCode.X509_V_ERR_EE_KEY_TOO_SMALL
            or VerifyCode.X509_V_ERR_EMAIL_MISMATCH
            or VerifyCode.X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD
            or VerifyCode.X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD
            or VerifyCode.X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD
            or VerifyCode.X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD
            or VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH
            or VerifyCode.X509_V_ERR_IP_ADDRESS_MISMATCH
            or VerifyCode.X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY
            or VerifyCode.X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE
            or VerifyCode.X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE

            // OpenSSL has internal_error. But here the number always stands for a certificate that can't be judged, a key that
            // is malformed or constraints beyond all bounds; the alert for one that "was corrupt" is this (RFC 8446 section 6.2).
            or VerifyCode.X509_V_ERR_UNSPECIFIED => AlertDescription.BadCertificate,
        VerifyCode.X509_V_ERR_CERT_CHAIN_TOO_LONG
            or VerifyCode.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
            or VerifyCode.X509_V_ERR_INVALID_CA
            or VerifyCode.X509_V_ERR_PATH_LENGTH_EXCEEDED
            or VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
            or VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL
            or VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER
            or VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
            or VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY
            or VerifyCode.X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE => AlertDescription.UnknownCa,
        VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED
            or VerifyCode.X509_V_ERR_CRL_HAS_EXPIRED => AlertDescription.CertificateExpired,
        VerifyCode.X509_V_ERR_CERT_REVOKED => AlertDescription.CertificateRevoked,
        VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE
            or VerifyCode.X509_V_ERR_CRL_SIGNATURE_FAILURE => AlertDescription.DecryptError,
        VerifyCode.X509_V_ERR_INVALID_PURPOSE => AlertDescription.UnsupportedCertificate,
        VerifyCode.X509_V_ERR_INVALID_CALL
            or VerifyCode.X509_V_ERR_OUT_OF_MEM
            or VerifyCode.X509_V_ERR_STORE_LOOKUP => AlertDescription.InternalError,
        _ => AlertDescription.CertificateUnknown,
    };
}
