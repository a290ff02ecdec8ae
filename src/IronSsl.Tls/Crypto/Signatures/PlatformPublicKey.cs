using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using BcNamedGroup = Org.BouncyCastle.Tls.NamedGroup;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>A peer's public key, imported into .NET; shared by all connections that meet it, which only verify with it
/// or encrypt to it.</summary>
internal sealed class PlatformPublicKey
{
    private PlatformPublicKey(RSA? rsa, ECDsa? ecdsa, int namedGroup)
    {
        Rsa = rsa;
        Ecdsa = ecdsa;
        NamedGroup = namedGroup;
    }

    /// <summary>The key, if it's RSA; for encryption and PSS-only keys alike.</summary>
    public RSA? Rsa { get; }

    /// <summary>The key, if it's on a NIST curve.</summary>
    public ECDsa? Ecdsa { get; }

    /// <summary>TLS's number for the curve of <see cref="Ecdsa"/>.</summary>
    public int NamedGroup { get; }

    /// <summary>Whether keys of this kind can be imported on every platform.</summary>
    public static bool IsSupported(AlgorithmIdentifier algorithm) => IsRsa(algorithm) || GroupOf(algorithm) >= 0;

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
            return bytesRead == key.Length ? new PlatformPublicKey(rsa, null, -1) : throw Malformed();
        }

        int group = GroupOf(algorithm);
        if (!PlatformCapabilities.TryGetCurve(group, out ECCurve curve, out int coordinateLength)
            || key.Length != 1 + (2 * coordinateLength) || key[0] != 4)
        {
            throw Malformed();
        }

        var point = new ECPoint { X = key[1..(1 + coordinateLength)], Y = key[(1 + coordinateLength)..] };
        return new PlatformPublicKey(null, ECDsa.Create(new ECParameters { Curve = curve, Q = point }), group);
    }

    /// <summary>TLS's number for the curve of a key that can be imported; -1 for other kinds of keys, RSA among them.</summary>
    public static int GroupOf(AlgorithmIdentifier algorithm)
    {
        if (!algorithm.Algorithm.Equals(X9ObjectIdentifiers.IdECPublicKey)
            || algorithm.Parameters is not DerObjectIdentifier curve)
        {
            return -1;
        }

        return curve.Equals(SecObjectIdentifiers.SecP256r1) ? BcNamedGroup.secp256r1
            : curve.Equals(SecObjectIdentifiers.SecP384r1) ? BcNamedGroup.secp384r1
            : curve.Equals(SecObjectIdentifiers.SecP521r1) ? BcNamedGroup.secp521r1
            : -1;
    }

    private static CryptographicException Malformed() => new("malformed public key");
}
