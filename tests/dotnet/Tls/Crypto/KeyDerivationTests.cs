using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Tasks;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.Crypto.Native;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>HMAC and HKDF, by whoever computes them here: the same bytes as .NET's.</summary>
public sealed class KeyDerivationTests
{
    public static TheoryData<string> Hashes() => ["SHA1", "SHA256", "SHA384", "SHA512"];

    [Fact]
    public void On_Linux_the_library_serves_where_it_is()
    {
        bool isExpected = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libcrypto.so.3", out _);

        Assert.Equal(isExpected, LibCryptoHmac.For(HashAlgorithmName.SHA256) is { HashLength: 32 });
        Assert.Equal(isExpected, LibCryptoHmac.For(HashAlgorithmName.SHA384) is { HashLength: 48 });
        Assert.Null(LibCryptoHmac.For(HashAlgorithmName.SHA512));
    }

    // RFC 4231 section 4.3, test case 2.
    [Theory]
    [InlineData("SHA256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData(
        "SHA384",
        "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649")]
    public void The_example_of_RFC_4231_comes_out(string hash, string expected)
    {
        byte[] mac = new byte[expected.Length / 2];

        KeyDerivation.Hmac(new HashAlgorithmName(hash), "Jefe"u8, "what do ya want for nothing?"u8, mac);

        Assert.Equal(expected, Convert.ToHexStringLower(mac));
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Hmac_of_keys_and_texts_of_all_lengths(string hash)
    {
        var random = new Random(2104);
        var name = new HashAlgorithmName(hash);
        foreach (int keyLength in new[] { 0, 1, 20, 32, 48, 64, 65, 128, 129, 300 })
        {
            foreach (int textLength in new[] { 0, 1, 63, 64, 200 })
            {
                byte[] key = RandomBytes(random, keyLength);
                byte[] text = RandomBytes(random, textLength);
                byte[] expected = Reference(name, key, text);
                byte[] mac = new byte[expected.Length];

                KeyDerivation.Hmac(name, key, text, mac);

                Assert.Equal(expected, mac);
            }
        }
    }

    // P_hash of RFC 5246 section 5, written once more.
    [Theory]
    [MemberData(nameof(Hashes))]
    public void Expansion_of_TLS_1_2_for_all_lengths(string hash)
    {
        var random = new Random(5246);
        var name = new HashAlgorithmName(hash);
        foreach (int length in new[] { 0, 1, 12, 20, 32, 47, 48, 49, 64, 96, 104, 300 })
        {
            byte[] secret = RandomBytes(random, length);
            byte[] seed = RandomBytes(random, 77);
            byte[] expected = [];
            byte[] a = seed;
            while (expected.Length < length)
            {
                a = Reference(name, secret, a);
                expected = [.. expected, .. Reference(name, secret, [.. a, .. seed])];
            }

            byte[] output = new byte[length];
            KeyDerivation.Expand12(name, secret, seed, output);

            Assert.Equal(expected[..length], output);
        }
    }

    [Fact]
    public void A_key_serves_until_it_is_cleared()
    {
        // Where it has to be here, the first test says.
        if (LibCryptoHmac.For(HashAlgorithmName.SHA256) is not { } hmac)
        {
            return;
        }

        byte[] first = new byte[32];
        byte[] again = new byte[32];
        hmac.SetKey("key"u8);
        hmac.ComputeNext("text"u8, [], first);
        hmac.ComputeNext("te"u8, "xt"u8, again);
        Assert.Equal(HMACSHA256.HashData("key"u8, "text"u8), first);
        Assert.Equal(first, again);

        hmac.ClearKey();
        Assert.Throws<CryptographicException>(() => hmac.ComputeNext("text"u8, [], again));
        Assert.Equal(first, again);
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Hkdf_of_one_block_and_of_more(string hash)
    {
        var random = new Random(5869);
        var name = new HashAlgorithmName(hash);
        int hashLength = Reference(name, [], []).Length;
        foreach (int length in new[] { 1, 12, 16, hashLength - 1, hashLength, hashLength + 1, 3 * hashLength })
        {
            byte[] key = RandomBytes(random, hashLength);
            byte[] info = RandomBytes(random, length);
            byte[] output = new byte[length];

            KeyDerivation.Expand(name, key, info, output);

            Assert.Equal(HKDF.Expand(name, key, length, info), output);
        }

        foreach (int length in new[] { 0, 1, 32, 48, 200 })
        {
            byte[] salt = RandomBytes(random, length);
            byte[] material = RandomBytes(random, length + 1);
            byte[] output = new byte[hashLength];

            KeyDerivation.Extract(name, material, salt, output);

            Assert.Equal(HKDF.Extract(name, material, salt), output);
        }
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void One_result_owes_nothing_to_the_one_before(string hash)
    {
        var name = new HashAlgorithmName(hash);
        byte[] expected = Reference(name, [1, 2, 3], [4]);
        byte[] mac = new byte[expected.Length];
        KeyDerivation.Hmac(name, new byte[200], new byte[1000], mac);
        Assert.ThrowsAny<ArgumentException>(() => KeyDerivation.Hmac(name, [9], [9], new byte[1]));

        KeyDerivation.Hmac(name, [1, 2, 3], [4], mac);

        Assert.Equal(expected, mac);
    }

    [Theory]
    [MemberData(nameof(Hashes))]
    public void Threads_do_not_disturb_each_other(string hash) =>
        Parallel.For(0, 500, i =>
        {
            var name = new HashAlgorithmName(hash);
            byte[] key = [(byte)i, (byte)(i >> 8)];
            byte[] expected = Reference(name, key, key);
            byte[] mac = new byte[expected.Length];
            KeyDerivation.Hmac(name, key, key, mac);
            Assert.Equal(expected, mac);
        });

    private static byte[] Reference(HashAlgorithmName name, byte[] key, byte[] text)
    {
        using var hmac = IncrementalHash.CreateHMAC(name, key);
        hmac.AppendData(text);
        return hmac.GetHashAndReset();
    }

    private static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
