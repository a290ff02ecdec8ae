namespace IronSsl.Tls.X509.Keys;

/// <summary>The kinds of private key that can sign in TLS.</summary>
internal enum PrivateKeyKind
{
    Rsa,
    RsaPss,
    Ecdsa,
    Ed25519,
    Ed448,
}
