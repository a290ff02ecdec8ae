using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>A cipher of BouncyCastle's own, whose records are shown to the inspector as ours are.</summary>
internal sealed class InspectedCipher : TlsCipher
{
    private readonly TlsCipher _cipher;

    public InspectedCipher(TlsCipher cipher) => _cipher = cipher;

    public bool UsesOpaqueRecordType => _cipher.UsesOpaqueRecordType;

    public int GetCiphertextDecodeLimit(int plaintextLimit) => _cipher.GetCiphertextDecodeLimit(plaintextLimit);

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) =>
        _cipher.GetCiphertextEncodeLimit(plaintextLength, plaintextLimit);

    public int GetPlaintextLimit(int ciphertextLimit) => _cipher.GetPlaintextLimit(ciphertextLimit);

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation, byte[] plaintext,
        int offset, int len) =>
        _cipher.EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext, offset, len);

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext) =>
        _cipher.EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext);

    public TlsDecodeResult DecodeCiphertext(
        long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset, int len)
    {
        TlsDecodeResult result =
            _cipher.DecodeCiphertext(seqNo, recordType, recordVersion, ciphertext, offset, len);
        PlaintextSlot.Inspect(result.contentType, result.buf.AsSpan(result.off, result.len));
        return result;
    }

    public void RekeyDecoder() => _cipher.RekeyDecoder();

    public void RekeyEncoder() => _cipher.RekeyEncoder();
}
