using System;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>RSA decryption of premaster secrets, and AES in CBC mode.</summary>
[Trait("Speed", "Slow")]
public sealed class DecryptionVectorTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    // No message here is a premaster secret, so none may come out, nor may an alert tell them apart: every ciphertext,
    // whatever its length, gives 48 random bytes.
    [WycheproofTheory]
    [InlineData("rsa_pkcs1_2048")]
    [InlineData("rsa_pkcs1_4096")]
    public void Every_ciphertext_that_is_no_premaster_secret_gives_a_random_one(string file) =>
        WycheproofFile.Run(file, 60, @case =>
        {
            using var key = RSA.Create();
            key.ImportPkcs8PrivateKey(@case.Bytes("privateKeyPkcs8"), out _);
            var decryptor = new RsaDecryptor(
                s_crypto, TestKeys.Chain(s_crypto, TestKeys.CertificateDer(TestKeys.P256)), key);
            var parameters = new TlsCryptoParameters(new FakeTlsContext(s_crypto, true, ProtocolVersion.TLSv12));
            byte[] ciphertext = @case.Bytes("ct");
            byte[] secret = decryptor.Decrypt(parameters, ciphertext).Extract();
            bool isRandom = secret.Length == 48 && !secret.AsSpan().SequenceEqual(@case.Bytes("msg"))
                && !secret.AsSpan().SequenceEqual(decryptor.Decrypt(parameters, ciphertext).Extract());
            return @case.IsValid == isRandom;
        });

    [WycheproofTheory]
    [InlineData("aes_cbc_pkcs5")]
    public void Aes_cbc(string file) => WycheproofFile.Run(file, 140, @case =>
    {
        byte[] ciphertext = @case.Bytes("ct");
        byte[] key = @case.Bytes("key");
        if (key.Length == 24 || ciphertext.Length == 0 || ciphertext.Length % 16 != 0)
        {
            return null;
        }

        byte[] message = @case.Bytes("msg");
        int padding = 16 - (message.Length % 16);
        byte[] expected = [.. message, .. Enumerable.Repeat((byte)padding, padding)];
        using ICryptoTransform decrypt = CbcCipher.Transform(key, @case.Bytes("iv"), encrypt: false);
        using ICryptoTransform encrypt = CbcCipher.Transform(key, @case.Bytes("iv"), encrypt: true);
        byte[] text = (byte[])ciphertext.Clone();
        decrypt.TransformBlock(text, 0, text.Length, text, 0);
        if (!text.AsSpan().SequenceEqual(expected))
        {
            return false;
        }

        encrypt.TransformBlock(text, 0, text.Length, text, 0);
        return text.AsSpan().SequenceEqual(ciphertext);
    });
}
