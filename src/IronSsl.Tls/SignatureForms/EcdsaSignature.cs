using System;
using System.Security.Cryptography;

namespace IronSsl.Tls.SignatureForms;

/// <summary>Verifies ECDSA signatures of handshakes, certificates and CRLs as strictly as OpenSSL.</summary>
internal static class EcdsaSignature
{
    /// <summary>Whether <paramref name="signature"/>, in its one encoding, is the key's over
    /// <paramref name="hash"/>.</summary>
    /// <remarks>The form is checked here because .NET takes the integers of some platforms as if they had no sign, and
    /// not every platform wants DER.</remarks>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        DssSignature.IsWellFormed(signature) && key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);
}
