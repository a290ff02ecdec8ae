using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Randomness;

/// <summary>Public random values (hello randoms, CBC initialisation vectors) from the operating system. Its generator
/// gives nothing away about later output, so BouncyCastle's hashing layer between the two isn't needed.</summary>
internal sealed class PlatformNonceGenerator : TlsNonceGenerator
{
    private readonly PlatformRandom _random;

    public PlatformNonceGenerator(PlatformRandom random) => _random = random;

    public byte[] GenerateNonce(int size)
    {
        var nonce = new byte[size];
        _random.NextPublicBytes(nonce);
        return nonce;
    }
}
