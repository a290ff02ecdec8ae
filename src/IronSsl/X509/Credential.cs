using System;
using System.Collections.Immutable;

namespace IronSsl.X509;

/// <summary>A certificate chain and its private key, as `load_cert_chain` reads them.</summary>
internal sealed class Credential
{
    internal Credential(ImmutableArray<ParsedCertificate> chain, PrivateKey key)
    {
        Chain = chain;
        Key = key;
    }

    /// <summary>The own certificate first, the rest in the order of the file.</summary>
    public ImmutableArray<ParsedCertificate> Chain { get; }

    public PrivateKey Key { get; }

    /// <summary>Reads a chain and the key that belongs to it.</summary>
    /// <param name="certFile">PEM, the own certificate first.</param>
    /// <param name="keyFile">PEM; null when the key is in <paramref name="certFile"/>.</param>
    /// <param name="password">Null when the caller gave none.</param>
    public static Credential Load(string certFile, string? keyFile, PasswordSource? password) =>
        throw new NotImplementedException();
}
