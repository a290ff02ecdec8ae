using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>A peer's public key, imported into .NET; shared by all connections that meet it, which only verify with it
/// or encrypt to it.</summary>
internal sealed class PlatformPublicKey
{
    private PlatformPublicKey(RSA? rsa, ECDsa? ecdsa, Curve? curve)
    {
        Rsa = rsa;
        Ecdsa = ecdsa;
        Curve = curve;
    }

    /// <summary>The key, if it's RSA; for encryption and PSS-only keys alike.</summary>
    public RSA? Rsa { get; }

    /// <summary>The key, if it's on a NIST curve.</summary>
    public ECDsa? Ecdsa { get; }

    /// <summary>The curve of <see cref="Ecdsa"/>.</summary>
    public Curve? Curve { get; }

    /// <summary>Whether keys of this kind can be imported on every platform.</summary>
    public static bool IsSupported(AlgorithmIdentifier algorithm) => IsRsa(algorithm) || CurveOf(algorithm) is not null;

    /// <summary>Whether the algorithm is RSA, restricted to PSS or not.</summary>
    public static bool IsRsa(AlgorithmIdentifier algorithm) =>
        algorithm.Algorithm.Equals(PkcsObjectIdentifiers.RsaEncryption)
        || algorithm.Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    /// <summary>Imports a key of a supported kind.</summary>
    /// <exception cref="CryptographicException">The key is malformed, or beyond what the platform takes.</exception>
    public static PlatformPublicKey Import(AlgorithmIdentifier algorithm, byte[] key)
    {
        if (IsRsa(algorithm))
        {
            var rsa = RSA.Create();
            rsa.ImportRSAPublicKey(key, out int bytesRead);
            return bytesRead == key.Length ? new PlatformPublicKey(rsa, null, null) : throw Malformed();
        }

        if (CurveOf(algorithm) is not { } curve || PlatformCapabilities.NameOf(curve) is not { } name
            || key.Length != curve.PointBytes || key[0] != 4)
        {
            throw Malformed();
        }

        int middle = 1 + curve.CoordinateBytes;
        var point = new ECPoint { X = key[1..middle], Y = key[middle..] };
        return new PlatformPublicKey(null, ECDsa.Create(new ECParameters { Curve = name, Q = point }), curve);
    }

    /// <summary>The curve of a key that can be imported; null for other kinds of keys, RSA among them.</summary>
    public static Curve? CurveOf(AlgorithmIdentifier algorithm) =>
        algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey)
        && algorithm.Parameters is DerObjectIdentifier identifier
        && Curve.ByOid(identifier.Id) is { } curve && PlatformCapabilities.NameOf(curve) is not null
            ? curve : null;

    private static CryptographicException Malformed() => new("malformed public key");
}
