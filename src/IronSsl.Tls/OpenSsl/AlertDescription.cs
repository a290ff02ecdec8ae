namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// The alerts of TLS (RFC 8446 section 6 and its predecessors), and the reasons that OpenSSL makes of them.
/// </summary>
internal static class AlertDescription
{
    internal const int CloseNotify = 0;
    internal const int UnexpectedMessage = 10;
    internal const int BadRecordMac = 20;
    internal const int DecryptionFailed = 21;
    internal const int RecordOverflow = 22;
    internal const int DecompressionFailure = 30;
    internal const int HandshakeFailure = 40;
    internal const int NoCertificate = 41;
    internal const int BadCertificate = 42;
    internal const int UnsupportedCertificate = 43;
    internal const int CertificateRevoked = 44;
    internal const int CertificateExpired = 45;
    internal const int CertificateUnknown = 46;
    internal const int IllegalParameter = 47;
    internal const int UnknownCa = 48;
    internal const int AccessDenied = 49;
    internal const int DecodeError = 50;
    internal const int DecryptError = 51;
    internal const int ExportRestriction = 60;
    internal const int ProtocolVersion = 70;
    internal const int InsufficientSecurity = 71;
    internal const int InternalError = 80;
    internal const int InappropriateFallback = 86;
    internal const int UserCancelled = 90;
    internal const int NoRenegotiation = 100;
    internal const int MissingExtension = 109;
    internal const int UnsupportedExtension = 110;
    internal const int CertificateUnobtainable = 111;
    internal const int UnrecognizedName = 112;
    internal const int BadCertificateStatusResponse = 113;
    internal const int BadCertificateHashValue = 114;
    internal const int UnknownPskIdentity = 115;
    internal const int CertificateRequired = 116;
    internal const int NoApplicationProtocol = 120;

    /// <summary>
    /// The reason of the error that a received fatal alert causes. OpenSSL numbers it 1000 + alert and names it after
    /// the protocol that brought the alert in; an alert without a name gives a reason without one.
    /// </summary>
    internal static string SslReason(int receivedAlert) =>
        receivedAlert is < 0 or > byte.MaxValue
            ? ""
            : ErrorTable.ReasonName(ErrorTable.LibraryNumber("SSL"), ReasonOffset + receivedAlert) ?? "";

    // OpenSSL `SSL_AD_REASON_OFFSET`.
    private const int ReasonOffset = 1000;
}
