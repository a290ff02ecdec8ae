using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Reads a secret without destroying it: BouncyCastle 2.7.0's <c>Extract</c> uses the secret up, its
/// <c>Encrypt</c> shows the bytes to an encryptor.</summary>
internal sealed class SecretReader : TlsEncryptor
{
    private static readonly SecretReader s_instance = new();

    private SecretReader()
    {
    }

    /// <summary>A copy of the secret's bytes, which the caller zeroes.</summary>
    public static byte[] Read(TlsSecret secret) => secret.Encrypt(s_instance);

    /// <summary>The secret in hexadecimal digits, for the key log.</summary>
    public static string ReadHex(TlsSecret secret)
    {
        byte[] bytes = Read(secret);
        string hex = Convert.ToHexString(bytes).ToLowerInvariant();
        CryptographicOperations.ZeroMemory(bytes);
        return hex;
    }

    public byte[] Encrypt(byte[] input, int inOff, int length) => input.AsSpan(inOff, length).ToArray();
}
