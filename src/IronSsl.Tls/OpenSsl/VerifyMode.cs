namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// Whether a certificate is asked of the peer: <c>ssl.CERT_NONE</c>, <c>CERT_OPTIONAL</c>, <c>CERT_REQUIRED</c>.
/// </summary>
internal enum VerifyMode
{
    /// <summary>A certificate is not checked, and a server does not ask for one.</summary>
    None = 0,

    /// <summary>A server asks for one and checks it if it comes; to a client it is <see cref="Required"/>.</summary>
    Optional = 1,

    /// <summary>No connection without a certificate that verifies.</summary>
    Required = 2,
}
