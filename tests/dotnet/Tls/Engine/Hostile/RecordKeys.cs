using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The keys of one direction, AES in GCM: TLS 1.3 from a traffic secret (RFC 8446 sections 5.2, 5.3 and 7.3),
/// TLS 1.2 from the key block (RFC 5288 section 3).</summary>
internal sealed class RecordKeys
{
    private const int TagBytes = 16;
    private const int ExplicitNonceBytes = 8;

    private readonly HashAlgorithmName? _hash;
    private readonly int _keyBytes;
    private byte[] _secret = [];
    private byte[] _key = [];
    private byte[] _nonce = [];
    private ulong _sequence;

    /// <summary>TLS 1.3.</summary>
    public RecordKeys(HashAlgorithmName hash, int keyBytes, byte[] trafficSecret)
    {
        _hash = hash;
        _keyBytes = keyBytes;
        Take(trafficSecret);
    }

    /// <summary>TLS 1.2.</summary>
    public RecordKeys(byte[] key, byte[] salt)
    {
        _key = key;
        _nonce = salt;
    }

    /// <summary>One record.</summary>
    public byte[] Seal(byte contentType, params byte[] content)
    {
        ulong number = _sequence++;
        if (_hash is null)
        {
            byte[] explicitNonce = Wire.U64(number);
            byte[] data = [.. Wire.U64(number), contentType, 3, 3, .. Wire.U16(content.Length)];
            return
            [
                contentType, 3, 3, .. Wire.U16(ExplicitNonceBytes + content.Length + TagBytes), .. explicitNonce,
                .. Encrypt([.. _nonce, .. explicitNonce], content, data),
            ];
        }

        byte[] header = [23, 3, 3, .. Wire.U16(content.Length + 1 + TagBytes)];
        return [.. header, .. Encrypt(Nonce(number), [.. content, contentType], header)];
    }

    /// <summary>Opens a record of an honest peer: its true type and content.</summary>
    public (byte ContentType, byte[] Content) Open(byte[] record)
    {
        ulong number = _sequence++;
        byte[] header = record[..5];
        byte[] body = record[5..];
        if (_hash is null)
        {
            int length = body.Length - ExplicitNonceBytes - TagBytes;
            byte[] data = [.. Wire.U64(number), header[0], 3, 3, .. Wire.U16(length)];
            return (header[0], Decrypt([.. _nonce, .. body[..ExplicitNonceBytes]], body[ExplicitNonceBytes..], data));
        }

        byte[] inner = Decrypt(Nonce(number), body, header);
        int end = inner.Length - 1;
        while (inner[end] == 0)
        {
            end--;
        }

        return (inner[end], inner[..end]);
    }

    /// <summary>Goes on with the next keys, as after a KeyUpdate.</summary>
    public void Update() => Take(KeySchedule.Expand(_hash!.Value, _secret, "traffic upd", [], _secret.Length));

    private void Take(byte[] secret)
    {
        _secret = secret;
        _key = KeySchedule.Expand(_hash!.Value, secret, "key", [], _keyBytes);
        _nonce = KeySchedule.Expand(_hash!.Value, secret, "iv", [], 12);
        _sequence = 0;
    }

    private byte[] Nonce(ulong number)
    {
        byte[] nonce = [.. _nonce];
        byte[] bytes = Wire.U64(number);
        for (int i = 0; i < bytes.Length; i++)
        {
            nonce[4 + i] ^= bytes[i];
        }

        return nonce;
    }

    private byte[] Encrypt(byte[] nonce, byte[] text, byte[] data)
    {
        byte[] output = new byte[text.Length + TagBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Encrypt(nonce, text, output.AsSpan(0, text.Length), output.AsSpan(text.Length), data);
        return output;
    }

    private byte[] Decrypt(byte[] nonce, byte[] sealedText, byte[] data)
    {
        byte[] output = new byte[sealedText.Length - TagBytes];
        using var cipher = new AesGcm(_key, TagBytes);
        cipher.Decrypt(nonce, sealedText.AsSpan(0, output.Length), sealedText.AsSpan(output.Length), output, data);
        return output;
    }
}
