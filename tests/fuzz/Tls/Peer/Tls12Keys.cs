using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;

namespace IronSsl.Fuzz.Peer;

/// <summary>What one end seals with in TLS 1.2: RFC 5246 sections 5, 6.2.3 and 6.3, RFC 5288, RFC 7366, RFC
/// 7905.</summary>
internal sealed class Tls12Keys : IRecordSealer
{
    private const int TagBytes = 16;
    private const int BlockBytes = 16;

    private readonly Tls12Suite _suite;
    private readonly bool _encryptThenMac;
    private readonly byte[] _macKey;
    private readonly byte[] _key;
    private readonly byte[] _fixedIv;
    private ulong _sequence;

    /// <summary>Derives the keys of the client or the server.</summary>
    public Tls12Keys(
        Tls12Suite suite, byte[] masterSecret, byte[] clientRandom, byte[] serverRandom, bool isClient,
        bool encryptThenMac)
    {
        _suite = suite;
        _encryptThenMac = encryptThenMac;
        int[] lengths = [suite.MacBytes, suite.KeyBytes, suite.FixedIvBytes];
        byte[] block = Prf(
            suite.PrfHash, masterSecret, "key expansion", [.. serverRandom, .. clientRandom],
            2 * (lengths[0] + lengths[1] + lengths[2]));
        var parts = new List<byte[]>();
        int at = 0;
        foreach (int length in lengths)
        {
            at += isClient ? 0 : length;
            parts.Add(block[at..(at + length)]);
            at += isClient ? 2 * length : length;
        }

        (_macKey, _key, _fixedIv) = (parts[0], parts[1], parts[2]);
    }

    /// <summary>RFC 5246 section 5.</summary>
    public static byte[] Prf(HashAlgorithmName hash, byte[] secret, string label, byte[] seed, int length)
    {
        byte[] start = [.. Encoding.ASCII.GetBytes(label), .. seed];
        byte[] chain = start;
        var output = new List<byte>();
        while (output.Count < length)
        {
            chain = CryptographicOperations.HmacData(hash, secret, chain);
            output.AddRange(CryptographicOperations.HmacData(hash, secret, (byte[])[.. chain, .. start]));
        }

        return [.. output[..length]];
    }

    public byte[] Seal(byte contentType, ReadOnlySpan<byte> content)
    {
        if (_suite.MacHash is null)
        {
            return SealAead(contentType, content);
        }

        if (!_encryptThenMac)
        {
            byte[] mac = Mac(contentType, content);
            return SealBare(contentType, Pad([.. content, .. mac]));
        }

        byte[] text = Encrypt(Pad(content.ToArray()));
        return Record(contentType, [.. text, .. Mac(contentType, text)]);
    }

    /// <summary>Encrypts blocks with CBC, which have MAC and padding already, or something in their place.</summary>
    public byte[] SealBare(byte contentType, ReadOnlySpan<byte> blocks)
    {
        if (_suite.MacHash is null)
        {
            return Seal(contentType, blocks);
        }

        byte[] whole = new byte[(blocks.Length + BlockBytes - 1) / BlockBytes * BlockBytes];
        blocks.CopyTo(whole);
        return Record(contentType, Encrypt(whole));
    }

    private byte[] SealAead(byte contentType, ReadOnlySpan<byte> content)
    {
        byte[] number = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, _sequence++);
        byte[] additional = [.. number, contentType, 3, 3, (byte)(content.Length >> 8), (byte)content.Length];
        byte[] text = new byte[content.Length];
        byte[] tag = new byte[TagBytes];
        if (_suite.IsChaCha)
        {
            byte[] nonce = [.. _fixedIv];
            for (int i = 0; i < number.Length; i++)
            {
                nonce[nonce.Length - number.Length + i] ^= number[i];
            }

            using var chaCha = new ChaCha20Poly1305(_key);
            chaCha.Encrypt(nonce, content, text, tag, additional);
            return Record(contentType, [.. text, .. tag]);
        }

        using var gcm = new AesGcm(_key, TagBytes);
        gcm.Encrypt([.. _fixedIv, .. number], content, text, tag, additional);
        return Record(contentType, [.. number, .. text, .. tag]);
    }

    private byte[] Mac(byte contentType, ReadOnlySpan<byte> content)
    {
        byte[] number = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(number, _sequence++);
        return CryptographicOperations.HmacData(
            _suite.MacHash!.Value, _macKey,
            (byte[])[.. number, contentType, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content]);
    }

    // The first block is the explicit IV.
    private byte[] Encrypt(byte[] blocks)
    {
        byte[] iv = new byte[BlockBytes];
        using var aes = Aes.Create();
        aes.Key = _key;
        return [.. iv, .. aes.EncryptCbc(blocks, iv, PaddingMode.None)];
    }

    private static byte[] Pad(byte[] content)
    {
        int padding = BlockBytes - (content.Length % BlockBytes);
        byte[] padded = new byte[content.Length + padding];
        padded.AsSpan().Fill((byte)(padding - 1));
        content.CopyTo(padded, 0);
        return padded;
    }

    private static byte[] Record(byte contentType, byte[] body) =>
        [contentType, 3, 3, (byte)(body.Length >> 8), (byte)body.Length, .. body];
}
