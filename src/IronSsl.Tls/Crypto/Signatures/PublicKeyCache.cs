using System.Security.Cryptography;
using IronSsl.Tls.Caching;
using Org.BouncyCastle.Asn1.X509;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>The public keys met last, imported: importing one costs as much as verifying several signatures with
/// it.</summary>
/// <remarks>Keyed by all that the import of a key depends on, so an entry can stand for nothing but its own key. The algorithm's
/// parameters are left out where it ignores them: they may be anything, and BouncyCastle can't encode every SET that it
/// has decoded.</remarks>
internal sealed class PublicKeyCache
{
    private const int Capacity = 256;

    private readonly BoundedCache<ByteKey, PlatformPublicKey> _keys = new(Capacity);

    /// <summary>The imported key for <paramref name="info"/>, which must be of a supported kind.</summary>
    /// <exception cref="CryptographicException">The key is malformed, or beyond what the platform takes.</exception>
    public PlatformPublicKey Get(SubjectPublicKeyInfo info)
    {
        // A BIT STRING holds any number of bits; a key is octets.
        if (info.PublicKey.PadBits != 0)
        {
            throw new CryptographicException("The public key has unused bits.");
        }

        byte[] octets = info.PublicKey.GetOctets();
        int group = PlatformPublicKey.CurveOf(info.Algorithm)?.GroupId ?? 0;
        var entry = new ByteKey((byte[])[(byte)(group >> 8), (byte)group, .. octets]);
        return _keys.TryGet(entry, out PlatformPublicKey? known)
            ? known
            : _keys.Add(entry, PlatformPublicKey.Import(info.Algorithm, octets));
    }
}
