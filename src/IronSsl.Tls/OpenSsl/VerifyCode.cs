namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// The answers of a certificate verification: OpenSSL's X509_V_ERR_* numbers, their texts and their alerts.
/// </summary>
internal static partial class VerifyCode
{
    /// <summary>The text of OpenSSL's `X509_verify_cert_error_string`.</summary>
    internal static string Text(int code) => KnownText(code) ?? "unknown certificate verification error";

    /// <summary>The alert that OpenSSL sends when a certificate was refused with this code.</summary>
    internal static int Alert(int code) => SentAlert(code);
}
