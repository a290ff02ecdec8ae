using System.Security.Cryptography;
using System.Text;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The secrets of a handshake: RFC 8446 section 7.1, and before TLS 1.3 RFC 5246 sections 5 and 8.1.</summary>
internal sealed class KeySchedule
{
    private readonly HashAlgorithmName _hash;
    private readonly int _length;
    private byte[] _secret;

    /// <param name="hash">The hash of the suite.</param>
    /// <param name="psk">The pre-shared key; null for none.</param>
    public KeySchedule(HashAlgorithmName hash, byte[]? psk = null)
    {
        _hash = hash;
        _length = Hash(hash, []).Length;
        _secret = HKDF.Extract(hash, psk ?? new byte[_length], new byte[_length]);
    }

    /// <summary>The next secret, from the shared secret of the key agreement or none.</summary>
    public void Mix(byte[]? input) => _secret = HKDF.Extract(
        _hash, input ?? new byte[_length], Derive("derived", []));

    /// <summary>Derive-Secret of the current secret and the messages.</summary>
    public byte[] Derive(string label, byte[] messages) =>
        Expand(_hash, _secret, label, Hash(_hash, messages), _length);

    /// <summary>The verify_data of a Finished, or a binder, under that base key.</summary>
    public byte[] FinishedData(byte[] baseKey, byte[] messages) =>
        Hmac(_hash, Expand(_hash, baseKey, "finished", [], _length), Hash(_hash, messages));

    /// <summary>HKDF-Expand-Label.</summary>
    public static byte[] Expand(HashAlgorithmName hash, byte[] secret, string label, byte[] context, int length)
    {
        byte[] info =
            [.. Wire.U16(length), .. Wire.Opaque8(Encoding.ASCII.GetBytes("tls13 " + label)), .. Wire.Opaque8(context)];
        byte[] output = new byte[length];
        HKDF.Expand(hash, secret, output, info);
        return output;
    }

    /// <summary>The PRF of TLS 1.2, with SHA-256.</summary>
    public static byte[] Prf(byte[] secret, string label, byte[] seed, int length)
    {
        byte[] labelled = [.. Encoding.ASCII.GetBytes(label), .. seed];
        byte[] output = [];
        byte[] a = labelled;
        while (output.Length < length)
        {
            a = Hmac(HashAlgorithmName.SHA256, secret, a);
            output = [.. output, .. Hmac(HashAlgorithmName.SHA256, secret, [.. a, .. labelled])];
        }

        return output[..length];
    }

    public static byte[] Hash(HashAlgorithmName hash, byte[] data) => CryptographicOperations.HashData(hash, data);

    private static byte[] Hmac(HashAlgorithmName hash, byte[] key, byte[] data) =>
        CryptographicOperations.HmacData(hash, key, data);
}
