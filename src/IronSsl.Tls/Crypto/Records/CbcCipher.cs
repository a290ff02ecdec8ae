using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Record protection of TLS 1.0 to 1.2 with AES in CBC mode and HMAC, by .NET; in either order of encryption
/// and MAC.</summary>
/// <remarks>
/// Like BouncyCastle's <c>TlsBlockCipher</c>, opening a record of MAC-then-encrypt takes the same steps whatever its
/// padding says, and only one answer, bad_record_mac, comes out of a wrong one (RFC 5246 section 6.2.3.2): padding is
/// checked without branches, and the hash always compresses as many blocks as the longest text would need. The blocks
/// that make up the difference go in with one call, since the number of calls into the platform is itself measurable.
/// Buffers are used as in <see cref="AeadCipher"/>.
/// </remarks>
internal sealed class CbcCipher : TlsCipher, TlsCipherExt
{
    private const int BlockLength = 16;
    private const int MaximumPadding = 256;
    private const int MacHeaderLength = 13;

    private readonly SecurityParameters _security;
    private readonly SecureRandom _random;
    private readonly RecordBuffers _buffers;
    private readonly ushort _version;
    private readonly bool _encryptThenMac;
    private readonly int _ivLength;
    private readonly int _macLength;
    private readonly int _hashBlockLength;
    private readonly byte[] _dummy = new byte[MaximumPadding + BlockLength];
    private readonly ICryptoTransform _encrypt;
    private readonly ICryptoTransform _decrypt;
    private readonly IncrementalHash _writeMac;
    private readonly IncrementalHash _readMac;

    /// <summary>Takes the keys from the connection's security parameters.</summary>
    public CbcCipher(
        TlsCryptoParameters parameters, int keyLength, HashAlgorithmName hash, SecureRandom random,
        RecordBuffers buffers)
    {
        ProtocolVersion version = parameters.SecurityParameters.NegotiatedVersion;
        if (TlsImplUtilities.IsTlsV13(version) || !IsSupported(parameters))
        {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }

        _security = parameters.SecurityParameters;
        _random = random;
        _buffers = buffers;
        _version = (ushort)version.FullVersion;
        _encryptThenMac = parameters.SecurityParameters.IsEncryptThenMac;
        _ivLength = TlsImplUtilities.IsTlsV11(version) ? BlockLength : 0;
        _hashBlockLength = hash == HashAlgorithmName.SHA384 || hash == HashAlgorithmName.SHA512 ? 128 : 64;
        using (var probe = IncrementalHash.CreateHash(hash))
        {
            _macLength = probe.HashLengthInBytes;
        }

        // RFC 5246 section 6.3: MAC keys, cipher keys and, for TLS 1.0 only, initialisation vectors; the client's
        // first.
        int chainLength = BlockLength - _ivLength;
        Span<byte> block = stackalloc byte[2 * (_macLength + keyLength + chainLength)];
        TlsImplUtilities.CalculateKeyBlock(parameters, block);
        Span<byte> keys = block[(2 * _macLength)..];
        Span<byte> chains = keys[(2 * keyLength)..];
        bool isServer = parameters.IsServer;
        int writer = isServer ? 1 : 0;
        int reader = 1 - writer;
        _writeMac = IncrementalHash.CreateHMAC(hash, block.Slice(writer * _macLength, _macLength));
        _readMac = IncrementalHash.CreateHMAC(hash, block.Slice(reader * _macLength, _macLength));
        _encrypt = Transform(
            keys.Slice(writer * keyLength, keyLength), chains.Slice(writer * chainLength, chainLength), encrypt: true);
        _decrypt = Transform(
            keys.Slice(reader * keyLength, keyLength), chains.Slice(reader * chainLength, chainLength), encrypt: false);
        CryptographicOperations.ZeroMemory(block);
    }

    public bool UsesOpaqueRecordType => false;

    /// <summary>Whether the connection uses nothing that this class leaves to BouncyCastle's: SSL 3.0, padding beyond
    /// need, truncated MACs, connection identifiers.</summary>
    public static bool IsSupported(TlsCryptoParameters parameters)
    {
        SecurityParameters security = parameters.SecurityParameters;
        return !security.NegotiatedVersion.IsSsl && !security.IsExtendedPadding && !security.IsTruncatedHmac
            && security.ConnectionIDLocal is not { Length: > 0 } && security.ConnectionIDPeer is not { Length: > 0 };
    }

    /// <summary>AES in CBC mode without padding, which chains from one call to the next.</summary>
    internal static ICryptoTransform Transform(ReadOnlySpan<byte> key, ReadOnlySpan<byte> chain, bool encrypt)
    {
        using var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        byte[] keyCopy = key.ToArray();

        // With explicit vectors the first block of a record is one; what it's chained to doesn't matter.
        byte[] iv = chain.IsEmpty ? new byte[BlockLength] : chain.ToArray();
        try
        {
            return encrypt ? aes.CreateEncryptor(keyCopy, iv) : aes.CreateDecryptor(keyCopy, iv);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keyCopy);
        }
    }

    public int GetCiphertextDecodeLimit(int plaintextLimit) => CiphertextLimit(plaintextLimit, MaximumPadding);

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) =>
        CiphertextLimit(Math.Min(plaintextLength, plaintextLimit), BlockLength);

    public int GetPlaintextLimit(int ciphertextLimit) => GetPlaintextEncodeLimit(ciphertextLimit);

    public int GetPlaintextDecodeLimit(int ciphertextLimit) => GetPlaintextEncodeLimit(ciphertextLimit);

    public int GetPlaintextEncodeLimit(int ciphertextLimit)
    {
        int limit = _encryptThenMac
            ? RoundDown(ciphertextLimit - _macLength) : RoundDown(ciphertextLimit) - _macLength;
        return limit - 1 - _ivLength;
    }

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation, byte[] plaintext,
        int offset, int len) =>
        EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext.AsSpan(offset, len));

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext)
    {
        int innerMacLength = _encryptThenMac ? 0 : _macLength;
        int paddingLength = BlockLength - ((plaintext.Length + innerMacLength) % BlockLength);
        int encryptedLength = _ivLength + plaintext.Length + innerMacLength + paddingLength;
        int recordLength = encryptedLength + (_encryptThenMac ? _macLength : 0);
        RecordRoom room = SealedOutput.Room(_buffers, headerAllocation, recordLength);
        Span<byte> record = room.Body;

        // Encrypted like the rest, a random block is a random initialisation vector (RFC 5246 section 6.2.3.2).
        _random.NextBytes(record[.._ivLength]);
        plaintext.CopyTo(record[_ivLength..]);
        if (!_encryptThenMac)
        {
            Span<byte> mac = record.Slice(_ivLength + plaintext.Length, _macLength);
            ComputeMac(_writeMac, seqNo, contentType, plaintext, mac);
        }

        record.Slice(encryptedLength - paddingLength, paddingLength).Fill((byte)(paddingLength - 1));
        _encrypt.TransformBlock(room.Array, room.BodyStart, encryptedLength, room.Array, room.BodyStart);
        if (_encryptThenMac)
        {
            ComputeMac(_writeMac, seqNo, contentType, record[..encryptedLength], record[encryptedLength..]);
        }

        return room.Finish(contentType, recordVersion);
    }

    public TlsDecodeResult DecodeCiphertext(
        long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset, int len)
    {
        int outerMacLength = _encryptThenMac ? _macLength : 0;
        int encryptedLength = len - outerMacLength;
        int leastText = _encryptThenMac ? BlockLength : Math.Max(BlockLength, _macLength + 1);
        if (encryptedLength < _ivLength + leastText)
        {
            throw new TlsFatalAlert(AlertDescription.decode_error);
        }

        if (encryptedLength % BlockLength != 0)
        {
            throw new TlsFatalAlert(AlertDescription.decryption_failed);
        }

        Span<byte> record = ciphertext.AsSpan(offset, len);
        Span<byte> mac = stackalloc byte[_macLength];
        if (_encryptThenMac)
        {
            // RFC 7366 section 3: the MAC before anything else.
            ComputeMac(_readMac, seqNo, recordType, record[..encryptedLength], mac);
            if (!CryptographicOperations.FixedTimeEquals(mac, record[encryptedLength..]))
            {
                throw new TlsFatalAlert(AlertDescription.bad_record_mac);
            }
        }

        _decrypt.TransformBlock(ciphertext, offset, encryptedLength, ciphertext, offset);

        Span<byte> text = record[_ivLength..encryptedLength];
        int paddingLength = CheckPadding(text, text.Length - (_encryptThenMac ? 0 : _macLength));
        bool isBad = paddingLength == 0;
        int plaintextLength = text.Length - paddingLength;
        if (!_encryptThenMac)
        {
            plaintextLength -= _macLength;
            ComputeMac(_readMac, seqNo, recordType, text[..plaintextLength], mac);
            EqualiseHashing(plaintextLength, text.Length - _macLength);
            isBad |= !CryptographicOperations.FixedTimeEquals(mac, text.Slice(plaintextLength, _macLength));
        }

        if (isBad)
        {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac);
        }

        return PlaintextSlot.Deliver(ciphertext, offset + _ivLength, plaintextLength, recordType, _security);
    }

    public void RekeyDecoder() => throw new TlsFatalAlert(AlertDescription.internal_error);

    public void RekeyEncoder() => throw new TlsFatalAlert(AlertDescription.internal_error);

    /// <summary>The bytes of padding, its length byte included; 0 if they are wrong or more than
    /// <paramref name="limit"/>. Its time depends on the length of <paramref name="text"/> only.</summary>
    private static int CheckPadding(ReadOnlySpan<byte> text, int limit)
    {
        int value = text[^1];

        // Masks: all ones for true. A negative difference of small numbers has them in its sign.
        int good = ~((Math.Min(limit, MaximumPadding) - (value + 1)) >> 31);
        int checkedLength = Math.Min(text.Length, MaximumPadding);
        for (int i = 0; i < checkedLength; i++)
        {
            int isPadding = ~((value - i) >> 31);
            int difference = text[text.Length - 1 - i] ^ value;
            good &= ~(isPadding & ((0 - difference) >> 31));
        }

        return (value + 1) & good;
    }

    private static int RoundDown(int length) => length - (length % BlockLength);

    private void ComputeMac(
        IncrementalHash mac, long sequenceNumber, short contentType, ReadOnlySpan<byte> content, Span<byte> destination)
    {
        // seq_num + type + version + length (RFC 5246 section 6.2.3.1).
        Span<byte> header = stackalloc byte[MacHeaderLength];
        BinaryPrimitives.WriteInt64BigEndian(header, sequenceNumber);
        header[8] = (byte)contentType;
        BinaryPrimitives.WriteUInt16BigEndian(header[9..], _version);
        BinaryPrimitives.WriteUInt16BigEndian(header[11..], (ushort)content.Length);
        mac.AppendData(header);
        mac.AppendData(content);
        mac.GetHashAndReset(destination);
    }

    // Hashes what is missing to the compressions of a text of the full length. One byte more keeps the call from being
    // empty, and the final hash from being skipped.
    private void EqualiseHashing(int plaintextLength, int fullLength)
    {
        int missing = CompressionCount(fullLength) - CompressionCount(plaintextLength);
        Span<byte> unused = stackalloc byte[_macLength];
        _readMac.AppendData(_dummy.AsSpan(0, (missing * _hashBlockLength) + 1));
        _readMac.GetHashAndReset(unused);
    }

    // Every hash here ends with a one bit and the length, in an eighth of a block.
    private int CompressionCount(int contentLength) =>
        (MacHeaderLength + contentLength + (_hashBlockLength / 8)) / _hashBlockLength;

    private int CiphertextLimit(int plaintextLimit, int padding)
    {
        int limit = _ivLength + plaintextLimit + padding;
        return _encryptThenMac ? RoundDown(limit) + _macLength : RoundDown(limit + _macLength);
    }
}
