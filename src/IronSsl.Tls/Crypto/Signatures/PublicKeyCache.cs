using System.Security.Cryptography;
using IronSsl.Tls.Caching;
using Org.BouncyCastle.Asn1.X509;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>The public keys of peers, imported: importing a key takes as long as verifying several signatures with
/// it.</summary>
/// <remarks>
/// Its keys are not those of X509: there the keys of issuers check certificates, here the keys of peers check
/// handshakes. One key does both only where a peer's certificate is its own issuer. An entry's key is all that an
/// import depends on, the curve and the octets. The other parameters are left out: they may be anything, and
/// BouncyCastle cannot encode every SET that it has decoded.
/// </remarks>
internal sealed class PublicKeyCache
{
    private readonly PeerCache<PlatformPublicKey> _keys = new();

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
        byte[] entry = [(byte)(group >> 8), (byte)group, .. octets];
        return _keys.TryGet(entry, out PlatformPublicKey? known)
            ? known
            : _keys.Keep(entry, PlatformPublicKey.Import(info.Algorithm, octets));
    }
}
