using System;
using System.Security.Cryptography;

namespace IronSsl.Crypto;

/// <summary>Verifies RSA signatures as strictly as RFC 8017 wants.</summary>
internal static class RsaSignature
{
    /// <summary>Whether the signature is of the hash, with the key. RFC 8017 sections 8.1.2 and 8.2.2 want it as long as the
    /// modulus; OpenSSL, and so .NET on it, takes a PSS signature without its leading zeros, too.</summary>
    public static bool Verify(
        RSA key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, HashAlgorithmName name, RSASignaturePadding padding) =>
        signature.Length == (key.KeySize + 7) / 8 && key.VerifyHash(hash, signature, name, padding);
}
