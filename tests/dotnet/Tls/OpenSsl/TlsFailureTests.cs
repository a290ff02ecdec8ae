using System;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Failures carry what Python's exceptions show.</summary>
public sealed class TlsFailureTests
{
    [Fact]
    public void A_failure_of_TLS_has_library_reason_text_alert_and_cause()
    {
        var cause = new InvalidOperationException();
        TlsFailure failure = TlsFailure.Ssl("NO_SHARED_CIPHER", AlertDescription.HandshakeFailure, cause);

        Assert.Equal(FailureKind.Ssl, failure.Kind);
        Assert.Equal("SSL", failure.Library);
        Assert.Equal("NO_SHARED_CIPHER", failure.Reason);
        Assert.Equal("no shared cipher", failure.Message);
        Assert.Equal(AlertDescription.HandshakeFailure, failure.Alert);
        Assert.Same(cause, failure.InnerException);
    }

    [Fact]
    public void A_failure_of_another_library_keeps_its_name()
    {
        TlsFailure failure = TlsFailure.Of("X509", "KEY_VALUES_MISMATCH");

        Assert.Equal("X509", failure.Library);
        Assert.Equal("key values mismatch", failure.Message);
        Assert.Null(failure.Alert);
    }

    [Fact]
    public void A_refused_certificate_has_the_answer_of_the_verification()
    {
        TlsFailure failure = TlsFailure.Verification(
            VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED, "certificate has expired", AlertDescription.CertificateExpired);

        Assert.Equal(FailureKind.CertificateVerification, failure.Kind);
        Assert.Equal("CERTIFICATE_VERIFY_FAILED", failure.Reason);
        Assert.Equal("certificate verify failed", failure.Message);
        Assert.Equal(10, failure.VerifyCode);
        Assert.Equal("certificate has expired", failure.VerifyMessage);
        Assert.Equal(AlertDescription.CertificateExpired, failure.Alert);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(10, "SSLV3_ALERT_UNEXPECTED_MESSAGE")]
    [InlineData(20, "SSLV3_ALERT_BAD_RECORD_MAC")]
    [InlineData(22, "TLSV1_ALERT_RECORD_OVERFLOW")]
    [InlineData(40, "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    [InlineData(42, "SSLV3_ALERT_BAD_CERTIFICATE")]
    [InlineData(46, "SSLV3_ALERT_CERTIFICATE_UNKNOWN")]
    [InlineData(48, "TLSV1_ALERT_UNKNOWN_CA")]
    [InlineData(70, "TLSV1_ALERT_PROTOCOL_VERSION")]
    [InlineData(80, "TLSV1_ALERT_INTERNAL_ERROR")]
    [InlineData(86, "TLSV1_ALERT_INAPPROPRIATE_FALLBACK")]
    [InlineData(109, "TLSV13_ALERT_MISSING_EXTENSION")]
    [InlineData(110, "TLSV1_UNSUPPORTED_EXTENSION")]
    [InlineData(112, "TLSV1_UNRECOGNIZED_NAME")]
    [InlineData(115, "TLSV1_ALERT_UNKNOWN_PSK_IDENTITY")]
    [InlineData(116, "TLSV13_ALERT_CERTIFICATE_REQUIRED")]
    [InlineData(120, "TLSV1_ALERT_NO_APPLICATION_PROTOCOL")]
    [InlineData(99, "")]
    [InlineData(255, "")]
    [InlineData(256, "")]
    [InlineData(-1, "")]
    public void A_received_alert_has_OpenSSLs_reason(int alert, string reason)
    {
        TlsFailure failure = TlsFailure.ReceivedAlert(alert);

        Assert.Equal(reason, AlertDescription.SslReason(alert));
        Assert.Equal(reason, failure.Reason);
        Assert.Equal(alert, failure.Alert);
        Assert.Equal(
            reason.Length == 0 ? "unknown error" : reason.ToLowerInvariant().Replace('_', ' '), failure.Message);
    }

    [Fact]
    public void The_end_of_a_stream_is_a_kind_of_its_own()
    {
        TlsFailure cut = TlsFailure.UnexpectedEof();

        Assert.Equal(FailureKind.UnexpectedEof, cut.Kind);
        Assert.Equal("UNEXPECTED_EOF_WHILE_READING", cut.Reason);
    }
}
