using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>The answers of a verification: numbers, texts and alerts.</summary>
public sealed class VerifyCodeTests
{
    [Theory]
    [InlineData(0, VerifyCode.X509_V_OK, "ok")]
    [InlineData(10, VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED, "certificate has expired")]
    [InlineData(18, VerifyCode.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, "self-signed certificate")]
    [InlineData(
        19, VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, "self-signed certificate in certificate chain")]
    [InlineData(
        20, VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, "unable to get local issuer certificate")]
    [InlineData(3, VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL, "unable to get certificate CRL")]
    [InlineData(62, VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH, "hostname mismatch")]
    [InlineData(79, VerifyCode.X509_V_ERR_INVALID_CA, "invalid CA certificate")]
    public void A_code_has_OpenSSLs_number_and_text(int number, int code, string text)
    {
        Assert.Equal(number, code);
        Assert.Equal(text, VerifyCode.Text(code));
    }

    [Theory]
    [InlineData(VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED, AlertDescription.CertificateExpired)]
    [InlineData(VerifyCode.X509_V_ERR_CERT_REVOKED, AlertDescription.CertificateRevoked)]
    [InlineData(VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, AlertDescription.UnknownCa)]
    [InlineData(VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN, AlertDescription.UnknownCa)]
    [InlineData(VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH, AlertDescription.BadCertificate)]
    [InlineData(VerifyCode.X509_V_ERR_CERT_NOT_YET_VALID, AlertDescription.BadCertificate)]
    [InlineData(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, AlertDescription.DecryptError)]
    [InlineData(VerifyCode.X509_V_ERR_INVALID_PURPOSE, AlertDescription.UnsupportedCertificate)]
    [InlineData(VerifyCode.X509_V_ERR_UNSPECIFIED, AlertDescription.InternalError)]
    [InlineData(VerifyCode.X509_V_ERR_APPLICATION_VERIFICATION, AlertDescription.HandshakeFailure)]
    [InlineData(VerifyCode.X509_V_ERR_KEYUSAGE_NO_CERTSIGN, AlertDescription.CertificateUnknown)]
    [InlineData(VerifyCode.X509_V_ERR_PERMITTED_VIOLATION, AlertDescription.CertificateUnknown)]
    public void A_refusal_sends_OpenSSLs_alert(int code, int alert) => Assert.Equal(alert, VerifyCode.Alert(code));

    [Theory]
    [InlineData(-1)]
    [InlineData(95)]
    [InlineData(int.MaxValue)]
    public void An_unknown_code_has_a_general_text_and_alert(int code)
    {
        Assert.Equal("unknown certificate verification error", VerifyCode.Text(code));
        Assert.Equal(AlertDescription.CertificateUnknown, VerifyCode.Alert(code));
    }
}
