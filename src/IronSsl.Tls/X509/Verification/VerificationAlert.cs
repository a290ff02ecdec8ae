using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Verification;

/// <summary>The alert that tells the peer why its chain was refused.</summary>
internal static class VerificationAlert
{
    /// <summary>
    /// OpenSSL's alert, with one exception: X509_V_ERR_UNSPECIFIED is internal_error there. Here the number always
    /// stands for a certificate that cannot be judged, because its key is malformed or its constraints are beyond all
    /// bounds. The alert for a certificate that "was corrupt" is bad_certificate (RFC 8446 section 6.2).
    /// </summary>
    public static int Of(int code) =>
        code == VerifyCode.X509_V_ERR_UNSPECIFIED ? AlertDescription.BadCertificate : VerifyCode.Alert(code);
}
