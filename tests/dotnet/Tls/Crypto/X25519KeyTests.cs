using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Math.EC.Rfc7748;
using Org.BouncyCastle.Security;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>X25519 by each provider that is here: the same numbers as RFC 7748 and as each other.</summary>
public sealed class X25519KeyTests
{
    private const string AlicePrivate = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a";
    private const string AlicePublic = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a";
    private const string BobPrivate = "5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb";
    private const string BobPublic = "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f";
    private const string Shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";

    public static TheoryData<bool> Providers()
    {
        var data = new TheoryData<bool> { false };
        if (LibCryptoX25519Key.IsSupported)
        {
            data.Add(true);
        }

        return data;
    }

    [Fact]
    public void On_Linux_the_library_serves_where_it_is() =>
        Assert.Equal(
            OperatingSystem.IsLinux()
                && NativeLibrary.TryLoad("libcrypto.so.3", out _), LibCryptoX25519Key.IsSupported);

    [Theory]
    [MemberData(nameof(Providers))]
    public void The_example_of_RFC_7748_section_6_1_comes_out(bool isLibCrypto)
    {
        Assert.Equal(AlicePublic, PublicKey(isLibCrypto, AlicePrivate));
        Assert.Equal(BobPublic, PublicKey(isLibCrypto, BobPrivate));
        Assert.Equal(Shared, Agree(isLibCrypto, AlicePrivate, Convert.FromHexString(BobPublic)));
        Assert.Equal(Shared, Agree(isLibCrypto, BobPrivate, Convert.FromHexString(AlicePublic)));
    }

    // Points of small order, and the same with the bit that is ignored, or not reduced: RFC 7748 section 6.1 and 7.
    [Theory]
    [MemberData(nameof(Providers))]
    public void A_peer_of_small_order_leaves_no_secret(bool isLibCrypto)
    {
        string[] points =
        [
            new string('0', 64),
            "01" + new string('0', 62),
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
            new string('0', 62) + "80",
        ];
        using X25519Key key = Import(isLibCrypto, AlicePrivate);
        foreach (string point in points)
        {
            byte[] secret = [.. Enumerable.Repeat((byte)0x55, 32)];

            Assert.False(key.TryAgree(Convert.FromHexString(point), secret), point);
            Assert.Equal(new byte[32], secret);
        }

        // And the key is as good as before.
        byte[] good = new byte[32];
        Assert.True(key.TryAgree(Convert.FromHexString(BobPublic), good));
        Assert.Equal(Shared, Convert.ToHexStringLower(good));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Random_keys_give_what_BouncyCastle_has(bool isLibCrypto)
    {
        var random = new Random(25519);
        for (int i = 0; i < 100; i++)
        {
            byte[] privateKey = new byte[X25519.ScalarSize];
            byte[] peer = new byte[X25519.PointSize];
            byte[] publicKey = new byte[X25519.PointSize];
            byte[] secret = new byte[X25519.PointSize];
            random.NextBytes(privateKey);
            random.NextBytes(peer);
            X25519.GeneratePublicKey(privateKey, 0, publicKey, 0);
            Assert.True(X25519.CalculateAgreement(privateKey, 0, peer, 0, secret, 0));

            string hex = Convert.ToHexStringLower(privateKey);
            Assert.Equal(Convert.ToHexStringLower(publicKey), PublicKey(isLibCrypto, hex));
            Assert.Equal(Convert.ToHexStringLower(secret), Agree(isLibCrypto, hex, peer));
        }
    }

    [Fact]
    public void New_keys_differ_and_agree()
    {
        var random = new PlatformRandom();
        for (int i = 0; i < 50; i++)
        {
            using X25519Key ours = X25519Key.Generate(random);
            using X25519Key theirs = X25519Key.Generate(random);
            byte[] ourPublic = new byte[32];
            byte[] theirPublic = new byte[32];
            byte[] ourSecret = new byte[32];
            byte[] theirSecret = new byte[32];
            ours.WritePublicKey(ourPublic);
            theirs.WritePublicKey(theirPublic);

            Assert.NotEqual(ourPublic, theirPublic);
            Assert.True(ours.TryAgree(theirPublic, ourSecret));
            Assert.True(theirs.TryAgree(ourPublic, theirSecret));
            Assert.Equal(ourSecret, theirSecret);
        }
    }

    [Fact]
    public void Another_generator_is_the_one_that_keys_come_from()
    {
        // All bytes 1, which RFC 7748 section 5 clamps to 0 and 65 at its ends.
        using X25519Key key = X25519Key.Generate(new Ones());
        byte[] publicKey = new byte[32];
        key.WritePublicKey(publicKey);

        Assert.Equal(PublicKey(false, string.Concat(Enumerable.Repeat("01", 32))), Convert.ToHexStringLower(publicKey));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Lengths_are_checked_before_anything_is_read_or_written(bool isLibCrypto)
    {
        using X25519Key key = Import(isLibCrypto, AlicePrivate);

        Assert.ThrowsAny<ArgumentException>(() => Import(isLibCrypto, AlicePrivate[2..]).WritePublicKey(new byte[32]));
        Assert.ThrowsAny<ArgumentException>(() => key.WritePublicKey(new byte[31]));
        Assert.ThrowsAny<ArgumentException>(() => key.TryAgree(new byte[31], new byte[32]));
        Assert.ThrowsAny<ArgumentException>(() => key.TryAgree(new byte[32], new byte[31]));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void A_key_that_is_disposed_of_agrees_on_nothing(bool isLibCrypto)
    {
        X25519Key key = Import(isLibCrypto, AlicePrivate);
        key.Dispose();

        Assert.Throws<ObjectDisposedException>(() => key.TryAgree(Convert.FromHexString(BobPublic), new byte[32]));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public void Keys_are_independent_of_each_other_and_of_threads(bool isLibCrypto) =>
        Parallel.For(0, 200, i =>
        {
            using X25519Key key = Import(isLibCrypto, i % 2 == 0 ? AlicePrivate : BobPrivate);
            byte[] secret = new byte[32];
            Assert.True(key.TryAgree(Convert.FromHexString(i % 2 == 0 ? BobPublic : AlicePublic), secret));
            Assert.Equal(Shared, Convert.ToHexStringLower(secret));
        });

    private sealed class Ones : SecureRandom
    {
        public Ones()
            : base(generator: null)
        {
        }

        public override void NextBytes(byte[] buf) => NextBytes(buf.AsSpan());

        public override void NextBytes(byte[] buf, int off, int len) => NextBytes(buf.AsSpan(off, len));

        public override void NextBytes(Span<byte> buffer) => buffer.Fill(1);
    }

    private static X25519Key Import(bool isLibCrypto, string privateKey) => isLibCrypto
        ? new LibCryptoX25519Key(Convert.FromHexString(privateKey))
        : new BouncyCastleX25519Key(Convert.FromHexString(privateKey));

    private static string PublicKey(bool isLibCrypto, string privateKey)
    {
        using X25519Key key = Import(isLibCrypto, privateKey);
        byte[] result = new byte[32];
        key.WritePublicKey(result);
        return Convert.ToHexStringLower(result);
    }

    private static string Agree(bool isLibCrypto, string privateKey, byte[] peer)
    {
        using X25519Key key = Import(isLibCrypto, privateKey);
        byte[] secret = new byte[32];
        return key.TryAgree(peer, secret) ? Convert.ToHexStringLower(secret) : "none";
    }
}
