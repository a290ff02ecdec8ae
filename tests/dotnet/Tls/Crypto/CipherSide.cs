using System;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>One end's record cipher, by us or by BouncyCastle, with keys that depend on the seed alone.</summary>
internal sealed class CipherSide
{
    private const int HeaderLength = 5;

    private CipherSide(TlsCipher cipher, FakeTlsContext context)
    {
        Cipher = cipher;
        Context = context;
    }

    public TlsCipher Cipher { get; }

    public FakeTlsContext Context { get; }

    public static CipherSide Create(
        bool byUs, bool isServer, ProtocolVersion version, int encryption, int mac, int seed,
        bool encryptThenMac = false)
    {
        BcTlsCrypto crypto = byUs ? PlatformTlsCrypto.Create(new PlatformRandom()) : new BcTlsCrypto();
        var context = new FakeTlsContext(crypto, isServer, version);
        bool isTls13 = version.IsEqualOrLaterVersionOf(ProtocolVersion.TLSv13);
        bool isTls12 = version.IsEqualOrLaterVersionOf(ProtocolVersion.TLSv12);
        context.Set("m_prfAlgorithm", isTls13 ? PrfAlgorithm.tls13_hkdf_sha256
            : isTls12 ? PrfAlgorithm.tls_prf_sha256 : PrfAlgorithm.tls_prf_legacy);
        context.Set("m_prfCryptoHashAlgorithm", CryptoHashAlgorithm.sha256);
        context.Set("m_encryptThenMac", encryptThenMac);
        context.Set("m_clientRandom", Bytes(seed, 32));
        context.Set("m_serverRandom", Bytes(seed + 1, 32));
        context.Set("m_masterSecret", crypto.CreateSecret(Bytes(seed + 2, 48)));
        SetTrafficSecrets(context, seed);
        return new CipherSide(crypto.CreateCipher(new TlsCryptoParameters(context), encryption, mac), context);
    }

    /// <summary>New traffic secrets, as after a KeyUpdate.</summary>
    public static void SetTrafficSecrets(FakeTlsContext context, int seed)
    {
        context.Set("m_trafficSecretClient", context.Crypto.CreateSecret(Bytes(seed + 3, 32)));
        context.Set("m_trafficSecretServer", context.Crypto.CreateSecret(Bytes(seed + 4, 32)));
    }

    /// <summary>A record without its header; a copy.</summary>
    public byte[] Seal(long sequence, short type, byte[] plaintext)
    {
        TlsEncodeResult result = Cipher.EncodePlaintext(
            sequence, type, RecordVersion(), HeaderLength, plaintext, 0, plaintext.Length);
        Assert(result.recordType, type);
        return result.buf.AsSpan(result.off + HeaderLength, result.len - HeaderLength).ToArray();
    }

    /// <summary>Opens a record that lies in the middle of a larger array.</summary>
    public (short Type, byte[] Plaintext) Open(long sequence, short type, byte[] record)
    {
        byte[] padded = new byte[record.Length + 20];
        record.CopyTo(padded, 10);
        short recordType = Cipher.UsesOpaqueRecordType ? ContentType.application_data : type;
        TlsDecodeResult result = Cipher.DecodeCiphertext(
            sequence, recordType, RecordVersion(), padded, 10, record.Length);
        return (result.contentType, result.buf.AsSpan(result.off, result.len).ToArray());
    }

    /// <summary>Every length that the record layer asks a cipher about.</summary>
    public (int, int, int, int, int) Limits(int length) => (
        Cipher.GetCiphertextDecodeLimit(length), Cipher.GetCiphertextEncodeLimit(length, 16384),
        Cipher.GetPlaintextLimit(length), ((TlsCipherExt)Cipher).GetPlaintextDecodeLimit(length),
        ((TlsCipherExt)Cipher).GetPlaintextEncodeLimit(length));

    public static byte[] Bytes(int seed, int length)
    {
        byte[] bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private ProtocolVersion RecordVersion() =>
        Cipher.UsesOpaqueRecordType ? ProtocolVersion.TLSv12 : Context.ServerVersion;

    private void Assert(short recordType, short type) =>
        Xunit.Assert.Equal(Cipher.UsesOpaqueRecordType ? ContentType.application_data : type, recordType);
}
