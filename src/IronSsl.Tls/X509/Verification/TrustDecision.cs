namespace IronSsl.Tls.X509.Verification;

/// <summary>What the settings of a trust store say of one certificate in it (OpenSSL's `X509_check_trust`).</summary>
internal enum TrustDecision
{
    /// <summary>Nothing: it may be part of a chain, but does not end one.</summary>
    Neutral,

    /// <summary>It is trusted for the purpose, by its settings or because it is self-signed.</summary>
    Trusted,

    /// <summary>It must not be used for the purpose.</summary>
    Rejected,
}
