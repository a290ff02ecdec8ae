using System;
using System.Security.Cryptography;

namespace IronSsl.Crypto;

/// <summary>.NET's hash and HMAC over data that is there at once, chosen by name.</summary>
internal static class OneShot
{
    /// <summary>HMAC of <paramref name="data"/> into <paramref name="destination"/>, which has the hash's
    /// length.</summary>
    public static void Hmac(
        HashAlgorithmName name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data, Span<byte> destination)
    {
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
}
