using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Records;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>The AEADs under the record ciphers, by .NET, and by OpenSSL directly where it is there.</summary>
public sealed class AeadVectorTests
{
    [WycheproofTheory]
    [InlineData("aes_gcm", 130)]
    [InlineData("aes_ccm", 170)]
    [InlineData("chacha20_poly1305", 300)]
    public void Aead(string file, int leastRun) =>
        WycheproofFile.Run(file, leastRun, @case => Check(@case, (key, tagLength) => Create(file, key, tagLength)));

    [WycheproofTheory]
    [InlineData("aes_gcm", 130)]
    [InlineData("chacha20_poly1305", 300)]
    public void Aead_that_the_record_ciphers_choose(string file, int leastRun) =>
        WycheproofFile.Run(file, leastRun, @case => Check(@case, (key, _) => Choose(file, key.Length).Create(key)));

    private static bool? Check(WycheproofCase @case, Func<byte[], int, AeadPrimitive> create)
    {
        byte[] nonce = @case.Bytes("iv");
        byte[] tag = @case.Bytes("tag");
        byte[] key = @case.Bytes("key");
        byte[] message = @case.Bytes("msg");
        byte[] ciphertext = @case.Bytes("ct");
        byte[] additionalData = @case.Bytes("aad");

        // TLS has nonces of 12 bytes and tags of 8 or 16 only; keys of 24 bytes it never has.
        if (nonce.Length != 12 || tag.Length is not (8 or 16) || key.Length == 24)
        {
            return null;
        }

        using AeadPrimitive primitive = create(key, tag.Length);
        byte[] opened = new byte[ciphertext.Length];
        try
        {
            primitive.Decrypt(nonce, ciphertext, tag, opened, additionalData);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        // In place, as the record ciphers do it.
        byte[] sealedInPlace = (byte[])message.Clone();
        byte[] newTag = new byte[tag.Length];
        primitive.Encrypt(nonce, sealedInPlace, sealedInPlace, newTag, additionalData);
        return opened.AsSpan().SequenceEqual(message) && sealedInPlace.AsSpan().SequenceEqual(ciphertext)
            && newTag.AsSpan().SequenceEqual(tag);
    }

    private static AeadPrimitive Create(string file, byte[] key, int tagLength) => file switch
    {
        "aes_gcm" => new AesGcmPrimitive(key, tagLength),
        "aes_ccm" => new AesCcmPrimitive(key),
        _ => new ChaCha20Poly1305Primitive(key),
    };

    private static AeadAlgorithm Choose(string file, int keyLength) =>
        file == "aes_gcm" ? AeadAlgorithm.AesGcm(keyLength) : AeadAlgorithm.ChaCha20Poly1305();
}
