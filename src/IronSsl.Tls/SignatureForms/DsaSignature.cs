using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.SignatureForms;

/// <summary>Verifies DSA signatures of certificates and CRLs as strictly as OpenSSL.</summary>
internal static class DsaSignature
{
    /// <summary>Whether <paramref name="signature"/>, in its one encoding, is the key's over
    /// <paramref name="hash"/>.</summary>
    public static bool Verify(DSA key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        DssSignature.IsWellFormed(signature)
        && key.VerifySignature(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
}
