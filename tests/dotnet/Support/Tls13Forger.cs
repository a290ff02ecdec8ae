using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace IronSsl.Tests.Support;

/// <summary>
/// Seals whatever a test wants as one end of a TLS 1.3 connection with TLS_AES_256_GCM_SHA384, from that end's line in a key
/// log: messages that no honest peer would send. RFC 8446 sections 5.2, 5.3, 7.2 and 7.3.
/// </summary>
internal sealed class Tls13Forger
{
    public const byte Handshake = 22;
    public const byte ApplicationData = 23;

    private const int TagBytes = 16;

    private byte[] _secret;
    private ulong _sequence;

    /// <summary>Speaks for the end with this label (such as SERVER_TRAFFIC_SECRET_0), which has sent nothing yet.</summary>
    public Tls13Forger(IEnumerable<string> keyLog, string label) =>
        _secret = Convert.FromHexString(keyLog.Single(line => line.StartsWith(label + " ", StringComparison.Ordinal)).Split(' ')[2]);

    /// <summary>One record.</summary>
    public byte[] Seal(byte contentType, params byte[] content)
    {
        byte[] nonce = Expand("iv", 12);
        byte[] number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, _sequence++);
        for (int i = 0; i < number.Length; i++)
        {
            nonce[4 + i] ^= number[i];
        }

        byte[] inner = [.. content, contentType];
        int length = inner.Length + TagBytes;
        byte[] record = new byte[5 + length];
        new byte[] { ApplicationData, 3, 3, (byte)(length >> 8), (byte)length }.CopyTo(record, 0);
        using var cipher = new AesGcm(Expand("key", 32), TagBytes);
        cipher.Encrypt(
            nonce, inner, record.AsSpan(5, inner.Length), record.AsSpan(5 + inner.Length), record.AsSpan(0, 5));
        return record;
    }

    /// <summary>A record with one handshake message.</summary>
    public byte[] Message(byte type, params byte[] body) =>
        Seal(Handshake, [type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body]);

    /// <summary>Goes on with the next keys, as after a KeyUpdate.</summary>
    public void UpdateKeys()
    {
        _secret = Expand("traffic upd", 48);
        _sequence = 0;
    }

    private byte[] Expand(string label, int length)
    {
        byte[] name = Encoding.ASCII.GetBytes("tls13 " + label);
        byte[] info = [(byte)(length >> 8), (byte)length, (byte)name.Length, .. name, 0];
        byte[] output = new byte[length];
        HKDF.Expand(HashAlgorithmName.SHA384, _secret, output, info);
        return output;
    }
}
