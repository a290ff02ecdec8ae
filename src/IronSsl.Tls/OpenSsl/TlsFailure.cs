using System;

namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// The one failure that Engine, Transport, Crypto and X509 raise: OpenSSL's library and reason, the alert that was
/// sent or received, and for certificates the verification's answer. One file of Module turns it into Python's
/// exceptions.
/// </summary>
internal sealed class TlsFailure : Exception
{
    private TlsFailure(FailureKind kind, string library, string reason, string message, Exception? cause)
        : base(message, cause)
    {
        Kind = kind;
        Library = library;
        Reason = reason;
    }

    internal FailureKind Kind { get; }

    /// <summary>
    /// OpenSSL's name of the library, such as <c>SSL</c> or <c>PEM</c>; empty where OpenSSL has none.
    /// </summary>
    internal string Library { get; }

    /// <summary>
    /// OpenSSL's name of the reason, such as <c>NO_SHARED_CIPHER</c>; empty where OpenSSL has none.
    /// </summary>
    internal string Reason { get; }

    /// <summary>The alert that tells the peer, or that the peer sent; null where there is none.</summary>
    internal int? Alert { get; private init; }

    /// <summary>True when the alert is the peer's.</summary>
    internal bool IsReceivedAlert { get; private init; }

    /// <summary>The <see cref="IronSsl.Tls.OpenSsl.VerifyCode"/> of a refused certificate, otherwise
    /// X509_V_OK.</summary>
    internal int VerifyCode { get; private init; }

    /// <summary>
    /// The verification's text for Python's <c>verify_message</c>; null unless a certificate was refused.
    /// </summary>
    internal string? VerifyMessage { get; private init; }

    /// <summary>A failure of OpenSSL's library "SSL".</summary>
    internal static TlsFailure Ssl(string reason, int? alert = null, Exception? cause = null) =>
        new(FailureKind.Ssl, "SSL", reason, ErrorTable.Text("SSL", reason), cause) { Alert = alert };

    /// <summary>A failure of any of OpenSSL's libraries.</summary>
    internal static TlsFailure Of(string library, string reason, Exception? cause = null) =>
        new(FailureKind.Ssl, library, reason, ErrorTable.Text(library, reason), cause);

    /// <summary>The failure that a fatal alert of the peer means.</summary>
    internal static TlsFailure ReceivedAlert(int alert, Exception? cause = null) =>
        new(
            FailureKind.Ssl, "SSL", AlertDescription.SslReason(alert),
            ErrorTable.Text("SSL", AlertDescription.SslReason(alert)), cause)
        {
            Alert = alert,
            IsReceivedAlert = true,
        };

    /// <summary>A certificate that was refused, with the code and the text of the verification.</summary>
    internal static TlsFailure Verification(int verifyCode, string verifyMessage, int alert)
    {
        const string Reason = "CERTIFICATE_VERIFY_FAILED";
        return new(FailureKind.CertificateVerification, "SSL", Reason, ErrorTable.Text("SSL", Reason), cause: null)
        {
            Alert = alert,
            VerifyCode = verifyCode,
            VerifyMessage = verifyMessage,
        };
    }

    /// <summary>The stream ended where TLS had more to come.</summary>
    internal static TlsFailure UnexpectedEof() =>
        new(
            FailureKind.UnexpectedEof, "SSL", "UNEXPECTED_EOF_WHILE_READING",
            ErrorTable.Text("SSL", "UNEXPECTED_EOF_WHILE_READING"), cause: null);
}
