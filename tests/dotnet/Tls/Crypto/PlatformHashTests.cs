using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Running hashes, forked half way as handshakes do.</summary>
public sealed class PlatformHashTests
{
    [Theory]
    [InlineData(CryptoHashAlgorithm.md5)]
    [InlineData(CryptoHashAlgorithm.sha1)]
    [InlineData(CryptoHashAlgorithm.sha224)]
    [InlineData(CryptoHashAlgorithm.sha256)]
    [InlineData(CryptoHashAlgorithm.sha384)]
    [InlineData(CryptoHashAlgorithm.sha512)]
    [InlineData(CryptoHashAlgorithm.sm3)]
    public void A_fork_goes_its_own_way(int algorithm)
    {
        Assert.Equal(
            Steps(new BcTlsCrypto(), algorithm),
            Steps(PlatformTlsCrypto.Create(new PlatformRandom()), algorithm));
    }

    private static byte[] Steps(BcTlsCrypto crypto, int algorithm)
    {
        TlsHash hash = crypto.CreateHash(algorithm);
        hash.Update(CipherSide.Bytes(1, 500), 20, 333);
        TlsHash fork = hash.CloneHash();
        fork.Update([1, 2, 3]);
        byte[] forked = fork.CalculateHash();
        byte[] whole = hash.CalculateHash();

        // After the result the hash starts afresh; so it does after Reset.
        byte[] empty = hash.CalculateHash();
        fork.Update([4]);
        fork.Reset();
        return [.. forked, .. whole, .. empty, .. fork.CalculateHash()];
    }
}
