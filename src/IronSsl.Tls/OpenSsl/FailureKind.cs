namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// What a failure is to the caller of <c>ssl</c>: it decides the class of the exception that Python sees.
/// </summary>
internal enum FailureKind
{
    /// <summary>A failure with OpenSSL's library and reason: <c>SSLError</c>.</summary>
    Ssl,

    /// <summary>The peer's certificate was not accepted: <c>SSLCertVerificationError</c>.</summary>
    CertificateVerification,

    /// <summary>The stream ended without close_notify: <c>SSLEOFError</c>.</summary>
    UnexpectedEof,
}
