using System;
using System.Security.Cryptography;

namespace IronSsl.Crypto;

/// <summary>HMAC and HKDF (RFC 2104, RFC 5869) over data that is there at once: OpenSSL's where it can be called directly,
/// else .NET's.</summary>
internal static class KeyDerivation
{
    /// <summary>HMAC of <paramref name="data"/> into <paramref name="destination"/>, which has the hash's
    /// length.</summary>
    public static void Hmac(
        HashAlgorithmName name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (LibCryptoHmac.For(name) is { } direct)
        {
            direct.Compute(key, data, [], destination);
            return;
        }

        _ = name.Name switch
        {
            nameof(HashAlgorithmName.SHA256) => HMACSHA256.HashData(key, data, destination),
            nameof(HashAlgorithmName.SHA384) => HMACSHA384.HashData(key, data, destination),
            nameof(HashAlgorithmName.SHA512) => HMACSHA512.HashData(key, data, destination),
            nameof(HashAlgorithmName.SHA1) => HMACSHA1.HashData(key, data, destination),
            nameof(HashAlgorithmName.MD5) => HMACMD5.HashData(key, data, destination),
            _ => throw new ArgumentException("no HMAC over " + name.Name, nameof(name)),
        };
    }

    /// <summary>HKDF-Extract into <paramref name="destination"/>, which has the hash's length.</summary>
    public static void Extract(
        HashAlgorithmName name, ReadOnlySpan<byte> keyingMaterial, ReadOnlySpan<byte> salt, Span<byte> destination)
    {
        // RFC 5869 section 2.2: HMAC with the salt as the key.
        if (LibCryptoHmac.For(name) is { } direct)
        {
            direct.Compute(salt, keyingMaterial, [], destination);
        }
        else
        {
            HKDF.Extract(name, keyingMaterial, salt, destination);
        }
    }

    /// <summary>HKDF-Expand into <paramref name="destination"/>. The key is no shorter than the hash.</summary>
    public static void Expand(
        HashAlgorithmName name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> info, Span<byte> destination)
    {
        // RFC 5869 section 2.3: the first block, which is all of it for every secret of TLS, is one HMAC.
        if (LibCryptoHmac.For(name) is not { } direct || destination.Length > direct.HashLength)
        {
            HKDF.Expand(name, key, destination, info);
            return;
        }

        Span<byte> block = stackalloc byte[direct.HashLength];
        direct.Compute(key, info, [1], block);
        block[..destination.Length].CopyTo(destination);
        CryptographicOperations.ZeroMemory(block);
    }
}
