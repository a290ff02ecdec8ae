using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;

namespace IronSsl.X509;

/// <summary>A private key that can sign in TLS. Exactly one of the three key objects is there.</summary>
internal sealed class PrivateKey : IDisposable
{
    private PrivateKey(PrivateKeyKind kind, int bits, byte[] subjectPublicKeyInfoDer)
    {
        Kind = kind;
        Bits = bits;
        SubjectPublicKeyInfoDer = subjectPublicKeyInfoDer;
    }

    public PrivateKeyKind Kind { get; }

    /// <summary>The key of <see cref="PrivateKeyKind.Rsa"/> and <see cref="PrivateKeyKind.RsaPss"/>.</summary>
    public RSA? Rsa { get; private init; }

    /// <summary>The key of <see cref="PrivateKeyKind.Ecdsa"/>.</summary>
    public ECDsa? Ecdsa { get; private init; }

    /// <summary>The key of <see cref="PrivateKeyKind.Ed25519"/> and <see cref="PrivateKeyKind.Ed448"/>.</summary>
    public AsymmetricKeyParameter? Edwards { get; private init; }

    /// <summary>The public half.</summary>
    public byte[] SubjectPublicKeyInfoDer { get; }

    /// <summary>The size as OpenSSL counts it.</summary>
    public int Bits { get; }

    internal static PrivateKey FromRsa(RSA key, bool isPss = false, byte[]? subjectPublicKeyInfoDer = null) =>
        new(
            isPss ? PrivateKeyKind.RsaPss : PrivateKeyKind.Rsa,
            key.KeySize,
            subjectPublicKeyInfoDer ?? key.ExportSubjectPublicKeyInfo())
        {
            Rsa = key,
        };

    internal static PrivateKey FromEcdsa(ECDsa key) =>
        new(PrivateKeyKind.Ecdsa, key.KeySize, key.ExportSubjectPublicKeyInfo()) { Ecdsa = key };

    internal static PrivateKey FromEdwards(
        PrivateKeyKind kind, AsymmetricKeyParameter key, byte[] subjectPublicKeyInfoDer) =>
        new(kind, kind == PrivateKeyKind.Ed25519 ? 253 : 456, subjectPublicKeyInfoDer) { Edwards = key };

    public void Dispose()
    {
        Rsa?.Dispose();
        Ecdsa?.Dispose();
    }
}
