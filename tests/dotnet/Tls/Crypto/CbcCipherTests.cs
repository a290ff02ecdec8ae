using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>CBC records: BouncyCastle and we open each other's, and everything wrong looks the same.</summary>
public sealed class CbcCipherTests
{
    public static TheoryData<int, int, string, bool> Matrix()
    {
        var data = new TheoryData<int, int, string, bool>();
        foreach (int encryption in new[] { EncryptionAlgorithm.AES_128_CBC, EncryptionAlgorithm.AES_256_CBC })
        {
            foreach (int mac in new[] { MacAlgorithm.hmac_sha1, MacAlgorithm.hmac_sha256, MacAlgorithm.hmac_sha384 })
            {
                foreach (string version in new[] { "1.0", "1.1", "1.2" })
                {
                    data.Add(encryption, mac, version, false);
                    data.Add(encryption, mac, version, true);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Both_ends_understand_BouncyCastles(int encryption, int mac, string version, bool encryptThenMac)
    {
        CipherSide ours = Side(true, true, encryption, mac, version, encryptThenMac);
        CipherSide theirs = Side(false, false, encryption, mac, version, encryptThenMac);

        Assert.IsType<CbcCipher>(ours.Cipher);
        long sequence = 0;
        for (int length = 0; length <= 16384; length = (length * 2) + 1, sequence++)
        {
            byte[] plaintext = CipherSide.Bytes(length, length);
            byte[] record = theirs.Seal(sequence, ContentType.handshake, plaintext);
            Assert.Equal(plaintext, ours.Open(sequence, ContentType.handshake, record).Plaintext);
            record = ours.Seal(sequence, ContentType.alert, plaintext);
            Assert.Equal(plaintext, theirs.Open(sequence, ContentType.alert, record).Plaintext);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Refuses_a_changed_byte_anywhere(int encryption, int mac, string version, bool encryptThenMac)
    {
        byte[] record = Side(false, false, encryption, mac, version, encryptThenMac)
            .Seal(0, ContentType.application_data, CipherSide.Bytes(1, 40));

        for (int i = 0; i < record.Length; i++)
        {
            CipherSide ours = Side(true, true, encryption, mac, version, encryptThenMac);
            byte[] changed = (byte[])record.Clone();
            changed[i] ^= 1;

            // Without an explicit vector's protection by the MAC nothing would notice a change in it.
            AssertAlert(AlertDescription.bad_record_mac, () => ours.Open(0, ContentType.application_data, changed));
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Limits_are_BouncyCastles(int encryption, int mac, string version, bool encryptThenMac)
    {
        CipherSide ours = Side(true, true, encryption, mac, version, encryptThenMac);
        CipherSide theirs = Side(false, true, encryption, mac, version, encryptThenMac);

        for (int length = 0; length < 64; length++)
        {
            Assert.Equal(theirs.Limits(length), ours.Limits(length));
        }
    }

    [Theory]
    [InlineData(0, AlertDescription.decode_error)]
    [InlineData(16, AlertDescription.decode_error)]
    [InlineData(31, AlertDescription.decode_error)]
    [InlineData(32, AlertDescription.decode_error)]
    [InlineData(50, AlertDescription.decryption_failed)]
    public void A_length_that_no_record_has_is_refused(int length, short alert) =>
        AssertAlert(alert, () => Tls12(true).Open(0, ContentType.application_data, new byte[length]));

    [Theory]
    [InlineData(15, true)]
    [InlineData(31, true)]
    [InlineData(255, true)]
    [InlineData(14, false)]
    public void Padding_may_be_as_long_as_its_length_byte_says(int lastByte, bool isRight)
    {
        // 12 bytes of text and 20 of MAC are two blocks; what follows is padding.
        byte[] text = CipherSide.Bytes(5, 12);
        byte[] padding = new byte[lastByte + 1 + (isRight ? 0 : 1)];
        Array.Fill(padding, (byte)lastByte);

        Assert.Equal(isRight, Opens(text, padding));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(254)]
    public void Every_byte_of_padding_counts(int wrongByte)
    {
        byte[] padding = new byte[256];
        Array.Fill(padding, (byte)255);
        padding[wrongByte] = 7;

        Assert.False(Opens(CipherSide.Bytes(5, 12), padding));
    }

    [Fact]
    public void Padding_longer_than_the_record_is_refused()
    {
        byte[] padding = new byte[16];
        Array.Fill(padding, (byte)200);

        Assert.False(Opens(CipherSide.Bytes(5, 12), padding));
    }

    [Theory]
    [InlineData(EncryptionAlgorithm.CAMELLIA_128_CBC)]
    [InlineData(EncryptionAlgorithm.cls_3DES_EDE_CBC)]
    [InlineData(EncryptionAlgorithm.ARIA_256_CBC)]
    public void Other_block_ciphers_stay_BouncyCastles(int encryption)
    {
        CipherSide ours = Side(true, true, encryption, MacAlgorithm.hmac_sha1, "1.2", false);
        CipherSide theirs = Side(false, false, encryption, MacAlgorithm.hmac_sha1, "1.2", false);
        byte[] plaintext = CipherSide.Bytes(5, 99);

        Assert.IsNotType<CbcCipher>(ours.Cipher);
        Assert.Equal(plaintext, ours.Open(0, 23, theirs.Seal(0, 23, plaintext)).Plaintext);
    }

    // Seals as a client of TLS 1.2 with AES-128 and SHA-1, but with the padding given.
    private static bool Opens(byte[] text, byte[] padding)
    {
        CipherSide client = Tls12(false);
        byte[] keys = Org.BouncyCastle.Tls.Crypto.Impl.TlsImplUtilities.CalculateKeyBlock(
            new TlsCryptoParameters(client.Context), 72);
        byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3, 0, (byte)text.Length];
        byte[] mac = HMACSHA1.HashData(keys.AsSpan(0, 20), (byte[])[.. header, .. text]);
        using var aes = Aes.Create();
        aes.Key = keys[40..56];
        byte[] iv = new byte[16];
        byte[] record = [.. iv, .. aes.EncryptCbc((byte[])[.. text, .. mac, .. padding], iv, PaddingMode.None)];
        try
        {
            Assert.Equal(text, Tls12(true).Open(0, ContentType.application_data, record).Plaintext);
            return true;
        }
        catch (TlsFatalAlert e)
        {
            Assert.Equal(AlertDescription.bad_record_mac, e.AlertDescription);
            return false;
        }
    }

    private static CipherSide Tls12(bool isServer) =>
        Side(true, isServer, EncryptionAlgorithm.AES_128_CBC, MacAlgorithm.hmac_sha1, "1.2", false);

    private static CipherSide Side(
        bool byUs, bool isServer, int encryption, int mac, string version, bool encryptThenMac) => CipherSide.Create(
            byUs, isServer, Version(version), encryption, mac, seed: 42, encryptThenMac);

    private static ProtocolVersion Version(string version) => version switch
    {
        "1.0" => ProtocolVersion.TLSv10,
        "1.1" => ProtocolVersion.TLSv11,
        _ => ProtocolVersion.TLSv12,
    };

    private static void AssertAlert(short alert, Action action) =>
        Assert.Equal(alert, Assert.Throws<TlsFatalAlert>(action).AlertDescription);
}
