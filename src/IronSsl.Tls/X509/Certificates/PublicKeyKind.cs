namespace IronSsl.Tls.X509.Certificates;

/// <summary>The kind of key in a SubjectPublicKeyInfo.</summary>
internal enum PublicKeyKind
{
    /// <summary>An algorithm that is not known here, or a key that cannot be decoded.</summary>
    Unknown,
    Rsa,
    RsaPss,
    Ec,
    Ed25519,
    Ed448,
    Dsa,
}
