using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>The RSA key exchange's decryption: right answers, and nothing to learn from wrong ones.</summary>
public sealed class RsaDecryptorTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());
    private static readonly FakeTlsContext s_context = new(s_crypto, isServer: true, ProtocolVersion.TLSv12);

    [Fact]
    public void A_premaster_secret_comes_out_as_it_went_in()
    {
        byte[] secret = PreMasterSecret(3, 3);

        Assert.Equal(secret, Decrypt(Encrypt(secret)));
    }

    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    public void The_wrong_version_gives_a_random_secret(byte major, byte minor)
    {
        byte[] secret = PreMasterSecret(major, minor);

        AssertRandom(secret, Encrypt(secret));
    }

    [Fact]
    public void A_secret_of_another_length_gives_a_random_one() =>
        AssertRandom(PreMasterSecret(3, 3), Encrypt(PreMasterSecret(3, 3).AsSpan(0, 47).ToArray()));

    [Fact]
    public void Bad_padding_gives_a_random_secret()
    {
        byte[] ciphertext = RandomNumberGenerator.GetBytes(256);
        ciphertext[0] = 0;

        AssertRandom(new byte[48], ciphertext);
    }

    [Fact]
    public void A_number_beyond_the_modulus_gives_a_random_secret()
    {
        byte[] ciphertext = new byte[256];
        Array.Fill(ciphertext, (byte)0xff);

        AssertRandom(new byte[48], ciphertext);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void A_length_that_cannot_be_a_ciphertext_gives_a_random_secret(int length) =>
        AssertRandom(new byte[48], new byte[length]);

    private static void AssertRandom(byte[] sent, byte[] ciphertext)
    {
        byte[] first = Decrypt(ciphertext);
        byte[] second = Decrypt(ciphertext);

        Assert.Equal(48, first.Length);
        Assert.NotEqual(sent, first);
        Assert.NotEqual(first, second);
    }

    private static byte[] Decrypt(byte[] ciphertext)
    {
        var decryptor = new RsaDecryptor(
            s_crypto, TestKeys.Chain(s_crypto, TestKeys.CertificateDer(TestKeys.Rsa2048)), TestKeys.Rsa2048);
        return decryptor.Decrypt(new TlsCryptoParameters(s_context), ciphertext).Extract();
    }

    private static byte[] Encrypt(byte[] secret) => TestKeys.Rsa2048.Encrypt(secret, RSAEncryptionPadding.Pkcs1);

    private static byte[] PreMasterSecret(byte major, byte minor)
    {
        byte[] secret = RandomNumberGenerator.GetBytes(48);
        secret[0] = major;
        secret[1] = minor;
        return secret;
    }
}
