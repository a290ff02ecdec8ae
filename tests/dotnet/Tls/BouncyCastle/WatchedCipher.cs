using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>BouncyCastle's own cipher. It notes every call, and gives another answer where a test wants one.</summary>
internal sealed class WatchedCipher : TlsCipher, TlsCipherExt
{
    private readonly TlsCipher _cipher;
    private readonly WatchedCrypto _owner;
    private readonly int _number;

    public WatchedCipher(TlsCipher cipher, WatchedCrypto owner, int number)
    {
        _cipher = cipher;
        _owner = owner;
        _number = number;
    }

    public bool UsesOpaqueRecordType => _cipher.UsesOpaqueRecordType;

    public int GetCiphertextDecodeLimit(int plaintextLimit) => _cipher.GetCiphertextDecodeLimit(plaintextLimit);

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) =>
        _cipher.GetCiphertextEncodeLimit(plaintextLength, plaintextLimit);

    public int GetPlaintextLimit(int ciphertextLimit) => _cipher.GetPlaintextLimit(ciphertextLimit);

    public int GetPlaintextDecodeLimit(int ciphertextLimit) =>
        ((TlsCipherExt)_cipher).GetPlaintextDecodeLimit(ciphertextLimit);

    public int GetPlaintextEncodeLimit(int ciphertextLimit) =>
        ((TlsCipherExt)_cipher).GetPlaintextEncodeLimit(ciphertextLimit);

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation, byte[] plaintext,
        int offset, int len) =>
        EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext.AsSpan(offset, len));

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext)
    {
        _owner.Calls.Add(new CipherCall(
            true, Environment.CurrentManagedThreadId, _number, seqNo, contentType, recordVersion, [], headerAllocation,
            plaintext.Length));
        TlsEncodeResult sealedRecord =
            _cipher.EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext);
        return _owner.Seal is { } seal ? seal(contentType, sealedRecord) : sealedRecord;
    }

    public TlsDecodeResult DecodeCiphertext(
        long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset, int len)
    {
        _owner.Calls.Add(new CipherCall(
            false, Environment.CurrentManagedThreadId, _number, seqNo, recordType, recordVersion, ciphertext, offset,
            len));
        TlsDecodeResult opened = _cipher.DecodeCiphertext(seqNo, recordType, recordVersion, ciphertext, offset, len);
        return _owner.Open is { } open ? open(opened) : opened;
    }

    public void RekeyDecoder() => _cipher.RekeyDecoder();

    public void RekeyEncoder() => _cipher.RekeyEncoder();
}
