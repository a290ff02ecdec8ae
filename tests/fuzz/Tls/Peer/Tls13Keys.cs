using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IronSsl.Fuzz.Peer;

/// <summary>What one end seals with and the other opens with in TLS 1.3: RFC 8446 sections 5.2, 5.3, 7.1 to
/// 7.3.</summary>
internal sealed class Tls13Keys : IRecordSealer
{
    private const int TagBytes = 16;
    private const int NonceBytes = 12;
    private const int HeaderBytes = 5;
    private const int Aes128GcmSha256 = 0x1301;
    private const int Aes256GcmSha384 = 0x1302;
    private const int ChaCha20Poly1305Sha256 = 0x1303;

    private readonly int _suite;
    private byte[] _secret;
    private ulong _sequence;

    private Tls13Keys(int suite, byte[] secret)
    {
        _suite = suite;
        _secret = secret;
    }

    private HashAlgorithmName Hash => HashOf(_suite);

    /// <summary>Null for a suite that isn't known here, or a secret that isn't one of its.</summary>
    public static Tls13Keys? Create(int suite, byte[] secret) =>
        suite is Aes128GcmSha256 or Aes256GcmSha384 or ChaCha20Poly1305Sha256
            && secret.Length == HashBytes(HashOf(suite))
            ? new Tls13Keys(suite, secret)
            : null;

    /// <summary>The hash of a suite.</summary>
    public static HashAlgorithmName HashOf(int suite) =>
        suite == Aes256GcmSha384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    /// <summary>HKDF-Expand-Label.</summary>
    public static byte[] ExpandLabel(
        HashAlgorithmName hash, byte[] secret, string label, ReadOnlySpan<byte> context, int length)
    {
        byte[] name = Encoding.ASCII.GetBytes("tls13 " + label);
        byte[] info =
            [(byte)(length >> 8), (byte)length, (byte)name.Length, .. name, (byte)context.Length, .. context];
        byte[] output = new byte[length];
        HKDF.Expand(hash, secret, output, info);
        return output;
    }

    /// <summary>The value of a Finished message or a binder made with <paramref name="secret"/>.</summary>
    public static byte[] FinishedValue(HashAlgorithmName hash, byte[] secret, byte[] transcriptHash) =>
        CryptographicOperations.HmacData(
            hash, ExpandLabel(hash, secret, "finished", [], HashBytes(hash)), transcriptHash);

    public static int HashBytes(HashAlgorithmName hash) => hash == HashAlgorithmName.SHA384 ? 48 : 32;

    /// <summary>The value of a Finished message of this end.</summary>
    public byte[] FinishedValue(byte[] transcriptHash) => FinishedValue(Hash, _secret, transcriptHash);

    public byte[] Seal(byte contentType, ReadOnlySpan<byte> content)
    {
        byte[] inner = [.. content, contentType];
        int length = inner.Length + TagBytes;
        byte[] record = new byte[HeaderBytes + length];
        new byte[] { 23, 3, 3, (byte)(length >> 8), (byte)length }.CopyTo(record, 0);
        Span<byte> sealedText = record.AsSpan(HeaderBytes, inner.Length);
        Span<byte> tag = record.AsSpan(HeaderBytes + inner.Length);
        byte[] nonce = NextNonce();
        if (_suite == ChaCha20Poly1305Sha256)
        {
            using var chaCha = new ChaCha20Poly1305(Key());
            chaCha.Encrypt(nonce, inner, sealedText, tag, record.AsSpan(0, HeaderBytes));
        }
        else
        {
            using var gcm = new AesGcm(Key(), TagBytes);
            gcm.Encrypt(nonce, inner, sealedText, tag, record.AsSpan(0, HeaderBytes));
        }

        return record;
    }

    /// <summary>The content and its type, padding taken away; null when the record has other keys.</summary>
    public (byte Type, byte[] Content)? Open(ReadOnlySpan<byte> record)
    {
        int length = record.Length - HeaderBytes - TagBytes;
        if (length < 1)
        {
            return null;
        }

        byte[] inner = new byte[length];
        byte[] nonce = NextNonce();
        try
        {
            if (_suite == ChaCha20Poly1305Sha256)
            {
                using var chaCha = new ChaCha20Poly1305(Key());
                chaCha.Decrypt(
                    nonce, record.Slice(HeaderBytes, length), record[^TagBytes..], inner, record[..HeaderBytes]);
            }
            else
            {
                using var gcm = new AesGcm(Key(), TagBytes);
                gcm.Decrypt(
                    nonce, record.Slice(HeaderBytes, length), record[^TagBytes..], inner, record[..HeaderBytes]);
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            _sequence--;
            return null;
        }

        int end = inner.AsSpan().LastIndexOfAnyExcept((byte)0);
        return end < 0 ? null : (inner[end], inner[..end]);
    }

    /// <summary>Goes on with the next keys, as after a KeyUpdate.</summary>
    public void Update()
    {
        _secret = Expand("traffic upd", HashBytes(Hash));
        _sequence = 0;
    }

    private byte[] Key() => Expand("key", _suite == Aes128GcmSha256 ? 16 : 32);

    private byte[] NextNonce()
    {
        byte[] nonce = Expand("iv", NonceBytes);
        Span<byte> number = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, _sequence++);
        for (int i = 0; i < number.Length; i++)
        {
            nonce[NonceBytes - number.Length + i] ^= number[i];
        }

        return nonce;
    }

    private byte[] Expand(string label, int length) => ExpandLabel(Hash, _secret, label, [], length);
}
