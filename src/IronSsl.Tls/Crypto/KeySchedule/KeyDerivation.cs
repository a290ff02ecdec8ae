using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Native;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>HMAC, HKDF and P_hash (RFC 2104, RFC 5869, RFC 5246) over complete data: OpenSSL's where it can be
/// called directly, else .NET's.</summary>
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

    /// <summary>P_hash of RFC 5246 section 5 into <paramref name="destination"/>, whatever its length.</summary>
    public static void Expand12(
        HashAlgorithmName name, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        if (LibCryptoHmac.For(name) is { } direct)
        {
            direct.SetKey(secret);
            try
            {
                Expand12(direct.HashLength, direct.ComputeNext, seed, destination);
            }
            finally
            {
                direct.ClearKey();
            }

            return;
        }

        using var hmac = IncrementalHash.CreateHMAC(name, secret);
        Expand12(
            hmac.HashLengthInBytes,
            (text, rest, result) =>
            {
                hmac.AppendData(text);
                hmac.AppendData(rest);
                hmac.GetHashAndReset(result);
            },
            seed,
            destination);
    }

    private static void Expand12(int hashLength, KeyedHash hash, ReadOnlySpan<byte> seed, Span<byte> destination)
    {
        Span<byte> a = stackalloc byte[hashLength];
        Span<byte> block = stackalloc byte[hashLength];

        // A(1), of A(0), which is the seed.
        hash(seed, [], a);
        while (true)
        {
            hash(a, seed, block);
            if (destination.Length <= hashLength)
            {
                block[..destination.Length].CopyTo(destination);
                break;
            }

            block.CopyTo(destination);
            destination = destination[hashLength..];
            hash(a, [], block);
            block.CopyTo(a);
        }

        CryptographicOperations.ZeroMemory(a);
        CryptographicOperations.ZeroMemory(block);
    }

    // HMAC of one text after the other, with a key that is set.
    private delegate void KeyedHash(ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, Span<byte> destination);
}
