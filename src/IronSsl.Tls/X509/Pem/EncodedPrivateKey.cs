using System;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// A private key as its encoding states it, before anything computes with it: OpenSSL finds out the kind of a key, and
/// whether it belongs to a certificate, from the encoding alone. Disposing it zeroes the encoding.
/// </summary>
internal sealed class EncodedPrivateKey(byte[] der, string algorithmOid, PublicKeyKind kind) : IDisposable
{
    /// <summary>The OID of the key's algorithm, also where the encoding names none.</summary>
    public string AlgorithmOid { get; } = algorithmOid;

    /// <summary><see cref="PublicKeyKind.Unknown"/> for keys that OpenSSL reads, but that no TLS certificate
    /// has.</summary>
    public PublicKeyKind Kind { get; } = kind;

    /// <summary>The public half as the encoding states it; null when it must be computed.</summary>
    public SubjectPublicKey? StatedPublicKey { get; init; }

    /// <summary>RSAPrivateKey of RSA keys, the seed of Edwards keys, the scalar of EC keys.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>The named curve of an EC key; null for other keys and for parameters that are spelled out.</summary>
    public string? CurveOid { get; init; }

    /// <summary>The parameters of an RSA-PSS key; empty when there are none.</summary>
    public ReadOnlyMemory<byte> PssParameters { get; init; }

    public void Dispose() => CryptographicOperations.ZeroMemory(der);
}
