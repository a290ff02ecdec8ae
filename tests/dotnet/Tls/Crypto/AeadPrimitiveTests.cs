using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Tasks;
using IronSsl.Tls.Crypto.Native;
using IronSsl.Tls.Crypto.Records;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>The AEADs that the record ciphers choose, on Linux OpenSSL called directly: the same bytes as .NET's
/// classes, and nothing of a record that was tampered with.</summary>
public sealed class AeadPrimitiveTests
{
    private static readonly byte[] s_nonce = [.. Enumerable.Range(1, 12).Select(i => (byte)i)];
    private static readonly byte[] s_additionalData = [23, 3, 3, 0, 80];

    public static TheoryData<string> Ciphers()
    {
        var data = new TheoryData<string> { "AES-128-GCM", "AES-256-GCM" };
        if (ChaCha20Poly1305.IsSupported)
        {
            data.Add("ChaCha20-Poly1305");
        }

        return data;
    }

    [Fact]
    public void On_Linux_the_library_serves_where_it_is()
    {
        bool isExpected = OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libcrypto.so.3", out _);

        Assert.Equal(isExpected, LibCrypto.IsPresent);
        Assert.Equal(isExpected, AeadAlgorithm.AesGcm(16).Create(new byte[16]) is LibCryptoAeadPrimitive);
        Assert.Equal(isExpected, AeadAlgorithm.AesGcm(32).Create(new byte[32]) is LibCryptoAeadPrimitive);
        Assert.Equal(
            isExpected && ChaCha20Poly1305.IsSupported,
            AeadAlgorithm.ChaCha20Poly1305().Create(new byte[32]) is LibCryptoAeadPrimitive);
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void It_gives_what_the_classes_of_NET_give(string name)
    {
        var random = new Random(name.Length);
        foreach (int length in new[] { 0, 1, 15, 16, 17, 64, 1000, 16384 })
        {
            byte[] key = RandomBytes(random, KeyLength(name));
            byte[] text = RandomBytes(random, length);
            byte[] additionalData = RandomBytes(random, length % 14);
            using AeadPrimitive ours = Create(name, key);
            using AeadPrimitive reference = Reference(name, key);
            byte[] expected = new byte[length];
            byte[] expectedTag = new byte[16];
            reference.Encrypt(s_nonce, text, expected, expectedTag, additionalData);

            byte[] ciphertext = new byte[length];
            byte[] tag = new byte[16];
            ours.Encrypt(s_nonce, text, ciphertext, tag, additionalData);
            Assert.Equal(expected, ciphertext);
            Assert.Equal(expectedTag, tag);

            ours.Decrypt(s_nonce, ciphertext, tag, ciphertext, additionalData);
            Assert.Equal(text, ciphertext);
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void A_content_type_is_encrypted_with_its_content(string name)
    {
        var random = new Random(name.Length);
        foreach (int length in new[] { 0, 1, 15, 16, 31, 16384 })
        {
            byte[] key = RandomBytes(random, KeyLength(name));
            byte[] text = RandomBytes(random, length);
            using AeadPrimitive ours = Create(name, key);
            using AeadPrimitive reference = Reference(name, key);
            byte[] expected = new byte[length + 1];
            byte[] expectedTag = new byte[16];
            reference.EncryptInner(s_nonce, text, 23, expected, expectedTag, s_additionalData);

            byte[] ciphertext = new byte[length + 1];
            byte[] tag = new byte[16];
            ours.EncryptInner(s_nonce, text, 23, ciphertext, tag, s_additionalData);

            Assert.Equal(expected, ciphertext);
            Assert.Equal(expectedTag, tag);
            reference.Decrypt(s_nonce, ciphertext, tag, ciphertext, s_additionalData);
            Assert.Equal([.. text, 23], ciphertext);
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void What_was_tampered_with_is_refused_and_leaves_no_plaintext(string name)
    {
        using AeadPrimitive primitive = Create(name, new byte[KeyLength(name)]);
        byte[] ciphertext = new byte[80];
        byte[] tag = new byte[16];
        primitive.Encrypt(s_nonce, new byte[80], ciphertext, tag, s_additionalData);

        Refuse(Flip(ciphertext, 0), tag, s_nonce, s_additionalData);
        Refuse(Flip(ciphertext, 79), tag, s_nonce, s_additionalData);
        Refuse(ciphertext[..79], tag, s_nonce, s_additionalData);
        Refuse([], tag, s_nonce, s_additionalData);
        for (int i = 0; i < tag.Length; i++)
        {
            Refuse(ciphertext, Flip(tag, i), s_nonce, s_additionalData);
        }

        Refuse(ciphertext, tag, Flip(s_nonce, 11), s_additionalData);
        Refuse(ciphertext, tag, s_nonce, Flip(s_additionalData, 4));
        Refuse(ciphertext, tag, s_nonce, []);

        // The next record is none the worse for it.
        byte[] opened = new byte[80];
        primitive.Decrypt(s_nonce, ciphertext, tag, opened, s_additionalData);
        Assert.Equal(new byte[80], opened);

        void Refuse(byte[] badText, byte[] badTag, byte[] badNonce, byte[] badData)
        {
            byte[] plaintext = [.. Enumerable.Repeat((byte)0x55, badText.Length)];
            Assert.Throws<AuthenticationTagMismatchException>(
                () => primitive.Decrypt(badNonce, badText, badTag, plaintext, badData));
            Assert.Equal(new byte[badText.Length], plaintext);
        }
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Another_key_opens_nothing(string name)
    {
        using AeadPrimitive one = Create(name, new byte[KeyLength(name)]);
        using AeadPrimitive other = Create(name, Flip(new byte[KeyLength(name)], KeyLength(name) - 1));
        byte[] text = new byte[16];
        byte[] tag = new byte[16];
        one.Encrypt(s_nonce, text, text, tag, []);

        Assert.Throws<AuthenticationTagMismatchException>(() => other.Decrypt(s_nonce, text, tag, text, []));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Lengths_are_checked_before_anything_is_read_or_written(string name)
    {
        byte[] key = new byte[KeyLength(name)];
        using AeadPrimitive primitive = Create(name, key);
        byte[] text = new byte[16];
        byte[] tag = new byte[16];

        foreach (byte[] badKey in new[] { Array.Empty<byte>(), key[1..], [.. key, 0] })
        {
            Exception refusal = Assert.ThrowsAny<Exception>(() => Create(name, badKey));
            Assert.True(refusal is ArgumentException or CryptographicException, refusal.ToString());
        }

        foreach (byte[] nonce in new[] { Array.Empty<byte>(), s_nonce[..11], [.. s_nonce, 0] })
        {
            Assert.ThrowsAny<ArgumentException>(() => primitive.Encrypt(nonce, text, text, tag, []));
            Assert.ThrowsAny<ArgumentException>(() => primitive.Decrypt(nonce, text, tag, text, []));
        }

        foreach (byte[] badTag in new[] { Array.Empty<byte>(), tag[..8], [.. tag, 0] })
        {
            Assert.ThrowsAny<ArgumentException>(() => primitive.Encrypt(s_nonce, text, text, badTag, []));
            Assert.ThrowsAny<ArgumentException>(() => primitive.Decrypt(s_nonce, text, badTag, text, []));
        }

        Assert.ThrowsAny<ArgumentException>(() => primitive.Encrypt(s_nonce, text, text.AsSpan(1), tag, []));
        Assert.ThrowsAny<ArgumentException>(() => primitive.Decrypt(s_nonce, text, tag, text.AsSpan(1), []));
        Assert.ThrowsAny<ArgumentException>(() => primitive.EncryptInner(s_nonce, text, 23, new byte[16], tag, []));
        Assert.ThrowsAny<ArgumentException>(() => primitive.EncryptInner(s_nonce, text, 23, new byte[18], tag, []));
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void One_that_is_disposed_of_does_nothing(string name)
    {
        AeadPrimitive primitive = Create(name, new byte[KeyLength(name)]);
        primitive.Dispose();
        byte[] text = new byte[16];

        Assert.Throws<ObjectDisposedException>(() => primitive.Encrypt(s_nonce, text, text, new byte[16], []));
        Assert.Throws<ObjectDisposedException>(() => primitive.Decrypt(s_nonce, text, new byte[16], text, []));
        Assert.Equal(new byte[16], text);
    }

    [Theory]
    [MemberData(nameof(Ciphers))]
    public void Each_has_a_key_of_its_own_whatever_the_others_do(string name) =>
        Parallel.For(0, 200, i =>
        {
            byte[] key = new byte[KeyLength(name)];
            key[0] = (byte)i;
            using AeadPrimitive ours = Create(name, key);
            using AeadPrimitive reference = Reference(name, key);
            byte[] text = new byte[100];
            byte[] tag = new byte[16];
            ours.Encrypt(s_nonce, text, text, tag, s_additionalData);
            reference.Decrypt(s_nonce, text, tag, text, s_additionalData);
            Assert.Equal(new byte[100], text);
        });

    private static AeadPrimitive Create(string name, byte[] key) => (name.StartsWith("AES", StringComparison.Ordinal)
        ? AeadAlgorithm.AesGcm(KeyLength(name)) : AeadAlgorithm.ChaCha20Poly1305()).Create(key);

    private static AeadPrimitive Reference(string name, byte[] key) => name.StartsWith("AES", StringComparison.Ordinal)
        ? new AesGcmPrimitive(key, 16) : new ChaCha20Poly1305Primitive(key);

    private static int KeyLength(string name) => name == "AES-128-GCM" ? 16 : 32;

    private static byte[] RandomBytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Flip(byte[] bytes, int index)
    {
        byte[] changed = [.. bytes];
        changed[index] ^= 1;
        return changed;
    }
}
