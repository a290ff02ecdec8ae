using System;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>AEAD records: the same bytes as BouncyCastle's, and nothing forged gets through.</summary>
public sealed class AeadCipherTests
{
    public static TheoryData<int, bool, bool> Matrix()
    {
        var data = new TheoryData<int, bool, bool>();
        foreach (int encryption in new[]
        {
            EncryptionAlgorithm.AES_128_GCM, EncryptionAlgorithm.AES_256_GCM, EncryptionAlgorithm.AES_128_CCM,
            EncryptionAlgorithm.AES_256_CCM, EncryptionAlgorithm.AES_128_CCM_8, EncryptionAlgorithm.AES_256_CCM_8,
            EncryptionAlgorithm.CHACHA20_POLY1305,
        })
        {
            data.Add(encryption, true, true);
            data.Add(encryption, true, false);
            data.Add(encryption, false, true);
            data.Add(encryption, false, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Records_are_the_same_bytes_as_BouncyCastles(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);
        CipherSide theirs = Side(false, isServer, isTls13, encryption);

        Assert.IsType<AeadCipher>(ours.Cipher);
        for (int length = 0; length <= 16384; length = (length * 3) + 1)
        {
            byte[] plaintext = CipherSide.Bytes(length, length);
            Assert.Equal(
                theirs.Seal(length, ContentType.handshake, plaintext),
                ours.Seal(length, ContentType.handshake, plaintext));
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Opens_what_BouncyCastle_sealed(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);
        CipherSide theirs = Side(false, !isServer, isTls13, encryption);

        for (int length = 0; length <= 16384; length = (length * 3) + 1)
        {
            byte[] plaintext = CipherSide.Bytes(length, length);
            byte[] record = theirs.Seal(length, ContentType.application_data, plaintext);
            (short type, byte[] opened) = ours.Open(length, ContentType.application_data, record);
            Assert.Equal(ContentType.application_data, type);
            Assert.Equal(plaintext, opened);
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Refuses_a_changed_byte_anywhere(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);
        CipherSide theirs = Side(false, !isServer, isTls13, encryption);
        byte[] record = theirs.Seal(7, ContentType.application_data, CipherSide.Bytes(1, 20));

        for (int i = 0; i < record.Length; i++)
        {
            byte[] changed = (byte[])record.Clone();
            changed[i] ^= 0x10;
            AssertAlert(AlertDescription.bad_record_mac, () => ours.Open(7, ContentType.application_data, changed));
        }
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Refuses_a_record_out_of_its_place(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);
        CipherSide theirs = Side(false, !isServer, isTls13, encryption);
        byte[] record = theirs.Seal(7, ContentType.application_data, CipherSide.Bytes(1, 20));

        AssertAlert(AlertDescription.bad_record_mac, () => ours.Open(8, ContentType.application_data, record));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Refuses_a_record_shorter_than_its_overhead(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);

        AssertAlert(AlertDescription.decode_error, () => ours.Open(0, ContentType.application_data, new byte[7]));
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Limits_are_BouncyCastles(int encryption, bool isTls13, bool isServer)
    {
        CipherSide ours = Side(true, isServer, isTls13, encryption);
        CipherSide theirs = Side(false, isServer, isTls13, encryption);

        Assert.Equal(theirs.Limits(1000), ours.Limits(1000));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_keys_of_TLS_1_3_take_over(bool isServer)
    {
        CipherSide ours = Side(true, isServer, true, EncryptionAlgorithm.AES_128_GCM);
        CipherSide theirs = Side(false, !isServer, true, EncryptionAlgorithm.AES_128_GCM);
        foreach (CipherSide side in new[] { ours, theirs })
        {
            CipherSide.SetTrafficSecrets(side.Context, 100);
            side.Cipher.RekeyEncoder();
            side.Cipher.RekeyDecoder();
        }

        byte[] plaintext = CipherSide.Bytes(1, 50);
        Assert.Equal(plaintext, ours.Open(0, 23, theirs.Seal(0, 23, plaintext)).Plaintext);
        Assert.Equal(plaintext, theirs.Open(0, 23, ours.Seal(0, 23, plaintext)).Plaintext);
    }

    [Fact]
    public void TLS_1_2_has_no_new_keys() =>
        AssertAlert(
            AlertDescription.internal_error,
            () => Side(true, true, false, EncryptionAlgorithm.AES_128_GCM).Cipher.RekeyDecoder());

    [Fact]
    public void A_padded_record_of_TLS_1_3_opens_without_its_padding()
    {
        CipherSide ours = Side(true, true, true, EncryptionAlgorithm.AES_128_GCM);
        byte[] inner = [1, 2, 0, 3, (byte)ContentType.alert, 0, 0, 0];

        (short type, byte[] opened) = ours.Open(0, 23, SealInner(inner));

        Assert.Equal(ContentType.alert, type);
        Assert.Equal([1, 2, 0, 3], opened);
    }

    [Fact]
    public void A_record_of_nothing_but_padding_is_refused()
    {
        CipherSide ours = Side(true, true, true, EncryptionAlgorithm.AES_128_GCM);

        AssertAlert(AlertDescription.unexpected_message, () => ours.Open(0, 23, SealInner(new byte[9])));
    }

    [Fact]
    public void Threads_do_not_share_a_buffer()
    {
        CipherSide first = Side(true, true, true, EncryptionAlgorithm.AES_128_GCM);
        byte[] buffer = first.Cipher.EncodePlaintext(0, 23, ProtocolVersion.TLSv12, 5, new byte[1], 0, 1).buf;
        byte[]? other = null;

        var thread = new System.Threading.Thread(() =>
            other = first.Cipher.EncodePlaintext(1, 23, ProtocolVersion.TLSv12, 5, new byte[1], 0, 1).buf);
        thread.Start();
        thread.Join();

        Assert.NotSame(buffer, other);
        Assert.Same(buffer, first.Cipher.EncodePlaintext(2, 23, ProtocolVersion.TLSv12, 5, new byte[1], 0, 1).buf);
    }

    private static CipherSide Side(bool byUs, bool isServer, bool isTls13, int encryption) => CipherSide.Create(
        byUs, isServer, isTls13 ? ProtocolVersion.TLSv13 : ProtocolVersion.TLSv12, encryption, MacAlgorithm.cls_null,
        seed: 42);

    private static void AssertAlert(short alert, Action action) =>
        Assert.Equal(alert, Assert.Throws<TlsFatalAlert>(action).AlertDescription);

    // What the client of Side() would send, with an inner plaintext that BouncyCastle doesn't make.
    private static byte[] SealInner(byte[] inner)
    {
        CipherSide client = Side(false, false, true, EncryptionAlgorithm.AES_128_GCM);
        TlsSecret secret = client.Context.SecurityParameters.TrafficSecretClient;
        byte[] Derive(string label, int length) => TlsCryptoUtilities.HkdfExpandLabel(
            secret, CryptoHashAlgorithm.sha256, label, Array.Empty<byte>(), length).Extract();
        using var aes = new System.Security.Cryptography.AesGcm(Derive("key", 16), 16);
        byte[] record = new byte[inner.Length + 16];
        byte[] header = [23, 3, 3, 0, (byte)record.Length];
        aes.Encrypt(Derive("iv", 12), inner, record.AsSpan(0, inner.Length), record.AsSpan(inner.Length), header);
        return record;
    }
}
