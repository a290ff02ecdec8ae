using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.SignatureForms;

/// <summary>Verifies RSA signatures of handshakes, certificates and CRLs as strictly as RFC 8017 wants.</summary>
internal static class RsaSignature
{
    /// <summary>Whether the signature is of the hash, with the key.</summary>
    public static bool Verify(
        RSA key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature, HashAlgorithmName name,
        RSASignaturePadding padding) =>
        IsWellFormed(key, signature) && key.VerifyHash(hash, signature, name, padding);

    /// <summary>Whether the signature has the length of the modulus, as RFC 8017 sections 8.1.2 and 8.2.2 want;
    /// OpenSSL, and so .NET on it, takes a PSS signature without its leading zeros, too.</summary>
    public static bool IsWellFormed(RSA key, ReadOnlySpan<byte> signature) => signature.Length == (key.KeySize + 7) / 8;
}
