using System;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Crypto;

namespace IronSsl.Tls.X509.Keys;

/// <summary>A private key that can sign in TLS. Exactly one of the three key objects is there.</summary>
internal sealed class PrivateKey : IDisposable
{
    private PrivateKey(PrivateKeyKind kind, byte[] subjectPublicKeyInfoDer)
    {
        Kind = kind;
        PublicKey = SubjectPublicKey.Decode(subjectPublicKeyInfoDer);
    }

    public PrivateKeyKind Kind { get; }

    /// <summary>The key of <see cref="PrivateKeyKind.Rsa"/> and <see cref="PrivateKeyKind.RsaPss"/>.</summary>
    public RSA? Rsa { get; private init; }

    /// <summary>The key of <see cref="PrivateKeyKind.Ecdsa"/>.</summary>
    public ECDsa? Ecdsa { get; private init; }

    /// <summary>The key of <see cref="PrivateKeyKind.Ed25519"/> and <see cref="PrivateKeyKind.Ed448"/>.</summary>
    public AsymmetricKeyParameter? Edwards { get; private init; }

    /// <summary>The public half.</summary>
    public SubjectPublicKey PublicKey { get; }

    /// <summary>The size as OpenSSL counts it.</summary>
    public int Bits => PublicKey.Bits;

    internal static PrivateKey FromRsa(RSA key) => new(PrivateKeyKind.Rsa, key.ExportSubjectPublicKeyInfo())
    {
        Rsa = key,
    };

    /// <summary>A key that is restricted to PSS; its public half has the parameters of the private one.</summary>
    internal static PrivateKey FromRsaPss(RSA key, byte[] subjectPublicKeyInfoDer) =>
        new(PrivateKeyKind.RsaPss, subjectPublicKeyInfoDer) { Rsa = key };

    internal static PrivateKey FromEcdsa(ECDsa key) => new(PrivateKeyKind.Ecdsa, key.ExportSubjectPublicKeyInfo())
    {
        Ecdsa = key,
    };

    internal static PrivateKey FromEdwards(
        PrivateKeyKind kind, AsymmetricKeyParameter key, byte[] subjectPublicKeyInfoDer) =>
        new(kind, subjectPublicKeyInfoDer) { Edwards = key };

    /// <summary>Whether this is the private half of a certificate's key.</summary>
    public bool IsKeyOf(ParsedCertificate certificate) => PublicKey.IsSameKey(certificate.PublicKey);

    public void Dispose()
    {
        Rsa?.Dispose();
        Ecdsa?.Dispose();
    }
}
