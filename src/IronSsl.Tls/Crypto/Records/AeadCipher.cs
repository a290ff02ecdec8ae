using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Record protection of TLS 1.2 and 1.3 with an AEAD of the platform's.</summary>
/// <remarks>
/// Replaces BouncyCastle's <c>TlsAeadCipher</c>, which makes a new array for every record. Here a record is sealed
/// where it will be sent from (<see cref="SealedOutput"/>), or into the thread's own buffer, which BouncyCastle's
/// record layer copies before it does anything else; and it is opened in place, in the array that it came in, unless
/// <see cref="PlaintextSlot"/> has another one. Encoding and decoding share nothing, so a reader and a writer
/// don't disturb each other; each side by itself wants one thread at a time, which the protocol's lock gives.
/// </remarks>
internal sealed class AeadCipher : TlsCipher, TlsCipherExt
{
    private const int NonceLength = 12;
    private const int ExplicitNonceLength = 8;
    private const int MaximumAdditionalDataLength = 13;

    private readonly TlsCryptoParameters _parameters;
    private readonly AeadAlgorithm _algorithm;
    private readonly RecordBuffers _buffers;
    private readonly bool _isTls13;
    private readonly int _explicitNonceLength;
    private readonly byte[] _encryptIv = new byte[NonceLength];
    private readonly byte[] _decryptIv = new byte[NonceLength];
    private AeadPrimitive _encrypt;
    private AeadPrimitive _decrypt;

    /// <summary>Takes the keys from the connection's security parameters.</summary>
    public AeadCipher(TlsCryptoParameters parameters, AeadAlgorithm algorithm, RecordBuffers buffers)
    {
        ProtocolVersion version = parameters.SecurityParameters.NegotiatedVersion;
        if (!TlsImplUtilities.IsTlsV12(version))
        {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }

        _parameters = parameters;
        _algorithm = algorithm;
        _buffers = buffers;
        _isTls13 = TlsImplUtilities.IsTlsV13(version);
        _explicitNonceLength = !_isTls13 && algorithm.HasExplicitNonce ? ExplicitNonceLength : 0;
        if (_isTls13)
        {
            _encrypt = DeriveTls13(parameters.IsServer, _encryptIv);
            _decrypt = DeriveTls13(!parameters.IsServer, _decryptIv);
        }
        else
        {
            (_encrypt, _decrypt) = DeriveTls12();
        }
    }

    public bool UsesOpaqueRecordType => _isTls13;

    // The content type that TLS 1.3 encrypts with the text.
    private int InnerTypeLength => _isTls13 ? 1 : 0;

    private int Overhead => InnerTypeLength + _explicitNonceLength + _algorithm.TagLength;

    public int GetCiphertextDecodeLimit(int plaintextLimit) => plaintextLimit + Overhead;

    public int GetCiphertextEncodeLimit(int plaintextLength, int plaintextLimit) =>
        Math.Min(plaintextLength, plaintextLimit) + Overhead;

    public int GetPlaintextLimit(int ciphertextLimit) => ciphertextLimit - Overhead;

    public int GetPlaintextDecodeLimit(int ciphertextLimit) => ciphertextLimit - Overhead;

    public int GetPlaintextEncodeLimit(int ciphertextLimit) => ciphertextLimit - Overhead;

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation, byte[] plaintext,
        int offset, int len) =>
        EncodePlaintext(seqNo, contentType, recordVersion, headerAllocation, plaintext.AsSpan(offset, len));

    public TlsEncodeResult EncodePlaintext(
        long seqNo, short contentType, ProtocolVersion recordVersion, int headerAllocation,
        ReadOnlySpan<byte> plaintext)
    {
        int innerLength = plaintext.Length + InnerTypeLength;
        int recordLength = _explicitNonceLength + innerLength + _algorithm.TagLength;
        RecordRoom room = SealedOutput.Room(_buffers, headerAllocation, recordLength);
        Span<byte> record = room.Body;
        short recordType = _isTls13 ? ContentType.application_data : contentType;

        Span<byte> nonce = stackalloc byte[NonceLength];
        if (_explicitNonceLength != 0)
        {
            // RFC 5288 section 3: the explicit part MUST never repeat, and may be the sequence number.
            BinaryPrimitives.WriteInt64BigEndian(record, seqNo);
            ExplicitNonce(_encryptIv, record, nonce);
        }
        else
        {
            DerivedNonce(_encryptIv, seqNo, nonce);
        }

        Span<byte> space = stackalloc byte[MaximumAdditionalDataLength];
        ReadOnlySpan<byte> additionalData =
            AdditionalData(space, seqNo, recordType, recordVersion, recordLength, innerLength);
        Span<byte> inner = record.Slice(_explicitNonceLength, innerLength);
        Span<byte> tag = record[^_algorithm.TagLength..];
        if (_isTls13)
        {
            _encrypt.EncryptInner(nonce, plaintext, (byte)contentType, inner, tag, additionalData);
        }
        else
        {
            _encrypt.Encrypt(nonce, plaintext, inner, tag, additionalData);
        }

        return room.Finish(recordType, recordVersion);
    }

    public TlsDecodeResult DecodeCiphertext(
        long seqNo, short recordType, ProtocolVersion recordVersion, byte[] ciphertext, int offset, int len)
    {
        if (GetPlaintextDecodeLimit(len) < 0)
        {
            throw new TlsFatalAlert(AlertDescription.decode_error);
        }

        ReadOnlySpan<byte> record = ciphertext.AsSpan(offset, len);
        Span<byte> nonce = stackalloc byte[NonceLength];
        if (_explicitNonceLength != 0)
        {
            ExplicitNonce(_decryptIv, record, nonce);
        }
        else
        {
            DerivedNonce(_decryptIv, seqNo, nonce);
        }

        int innerLength = len - _explicitNonceLength - _algorithm.TagLength;
        Span<byte> space = stackalloc byte[MaximumAdditionalDataLength];
        ReadOnlySpan<byte> additionalData = AdditionalData(space, seqNo, recordType, recordVersion, len, innerLength);
        ReadOnlySpan<byte> inner = record.Slice(_explicitNonceLength, innerLength);
        ArraySegment<byte> place = PlaintextSlot.PlaceFor(ciphertext, offset + _explicitNonceLength, innerLength);
        Span<byte> text = place;
        try
        {
            _decrypt.Decrypt(nonce, inner, record[^_algorithm.TagLength..], text, additionalData);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.bad_record_mac, e);
        }

        short contentType = recordType;
        int plaintextLength = innerLength;
        if (_isTls13)
        {
            // RFC 8446 section 5.4: zeros after the content type are padding; a record of nothing else MUST be refused.
            int typeIndex = text.LastIndexOfAnyExcept((byte)0);
            if (typeIndex < 0)
            {
                PlaintextSlot.Inspect(0, []);
                throw new TlsFatalAlert(AlertDescription.unexpected_message);
            }

            contentType = text[typeIndex];
            plaintextLength = typeIndex;
        }

        return PlaintextSlot.Deliver(
            place.Array!, place.Offset, plaintextLength, contentType, _parameters.SecurityParameters);
    }

    public void RekeyDecoder() => Rekey(ref _decrypt, !_parameters.IsServer, _decryptIv);

    public void RekeyEncoder() => Rekey(ref _encrypt, _parameters.IsServer, _encryptIv);

    private static void Expand(TlsSecret secret, int hash, string label, Span<byte> output) =>
        TlsCryptoUtilities.HkdfExpandLabel(secret, hash, label, Array.Empty<byte>(), output.Length).ExtractTo(output);

    private static void ExplicitNonce(byte[] iv, ReadOnlySpan<byte> record, Span<byte> nonce)
    {
        iv.AsSpan(0, NonceLength - ExplicitNonceLength).CopyTo(nonce);
        record[..ExplicitNonceLength].CopyTo(nonce[^ExplicitNonceLength..]);
    }

    // RFC 7905 section 2, RFC 8446 section 5.3.
    private static void DerivedNonce(byte[] iv, long sequenceNumber, Span<byte> nonce)
    {
        iv.CopyTo(nonce);
        Span<byte> end = nonce[^sizeof(long)..];
        BinaryPrimitives.WriteInt64BigEndian(end, BinaryPrimitives.ReadInt64BigEndian(end) ^ sequenceNumber);
    }

    // TLS 1.3: the record header. TLS 1.2: seq_num + type + version + length of the plaintext (RFC 5246 section
    // 6.2.3.3).
    private ReadOnlySpan<byte> AdditionalData(
        Span<byte> space, long sequenceNumber, short recordType, ProtocolVersion version, int recordLength,
        int plaintextLength)
    {
        int typeOffset = _isTls13 ? 0 : sizeof(long);
        if (!_isTls13)
        {
            BinaryPrimitives.WriteInt64BigEndian(space, sequenceNumber);
        }

        space[typeOffset] = (byte)recordType;
        BinaryPrimitives.WriteUInt16BigEndian(space[(typeOffset + 1)..], (ushort)version.FullVersion);
        BinaryPrimitives.WriteUInt16BigEndian(
            space[(typeOffset + 3)..], (ushort)(_isTls13 ? recordLength : plaintextLength));
        return space[..(typeOffset + 5)];
    }

    private void Rekey(ref AeadPrimitive primitive, bool serverKey, byte[] iv)
    {
        if (!_isTls13)
        {
            throw new TlsFatalAlert(AlertDescription.internal_error);
        }

        primitive.Dispose();
        primitive = DeriveTls13(serverKey, iv);
    }

    // RFC 8446 section 7.3.
    private AeadPrimitive DeriveTls13(bool serverKey, byte[] iv)
    {
        SecurityParameters security = _parameters.SecurityParameters;
        TlsSecret secret = (serverKey ? security.TrafficSecretServer : security.TrafficSecretClient)
            ?? throw new TlsFatalAlert(AlertDescription.internal_error);
        Span<byte> key = stackalloc byte[_algorithm.KeyLength];
        Expand(secret, security.PrfCryptoHashAlgorithm, "key", key);
        Expand(secret, security.PrfCryptoHashAlgorithm, "iv", iv);
        AeadPrimitive primitive = _algorithm.Create(key);
        CryptographicOperations.ZeroMemory(key);
        return primitive;
    }

    // RFC 5246 section 6.3: client key, server key, client IV, server IV.
    private (AeadPrimitive Encrypt, AeadPrimitive Decrypt) DeriveTls12()
    {
        int keyLength = _algorithm.KeyLength;
        int ivLength = NonceLength - _explicitNonceLength;
        Span<byte> block = stackalloc byte[2 * (keyLength + ivLength)];
        TlsImplUtilities.CalculateKeyBlock(_parameters, block);
        ReadOnlySpan<byte> ivs = block[(2 * keyLength)..];
        AeadPrimitive client = _algorithm.Create(block[..keyLength]);
        AeadPrimitive server = _algorithm.Create(block.Slice(keyLength, keyLength));
        ivs[..ivLength].CopyTo(_parameters.IsServer ? _decryptIv : _encryptIv);
        ivs[ivLength..].CopyTo(_parameters.IsServer ? _encryptIv : _decryptIv);
        CryptographicOperations.ZeroMemory(block);
        return _parameters.IsServer ? (server, client) : (client, server);
    }
}
