using System;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace IronSsl.Crypto;

/// <summary>Verifies ECDSA signatures as strictly as OpenSSL.</summary>
internal static class EcdsaSignature
{
    /// <summary>Whether <paramref name="signature"/>, a DER sequence of two integers, is the key's over
    /// <paramref name="hash"/>.</summary>
    public static bool Verify(ECDsa key, ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) =>
        IsWellFormed(signature) && key.VerifyHash(hash, signature, DSASignatureFormat.Rfc3279DerSequence);

    // .NET reads the integers as if they had no sign, so it would take a second, wrong encoding of a signature for
    // right.
    private static bool IsWellFormed(ReadOnlySpan<byte> signature)
    {
        try
        {
            AsnDecoder.ReadSequence(
                signature, AsnEncodingRules.DER, out int offset, out int length, out int consumed);
            ReadOnlySpan<byte> content = signature.Slice(offset, length);
            return consumed == signature.Length && SkipPositive(ref content) && SkipPositive(ref content)
                && content.IsEmpty;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private static bool SkipPositive(ref ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> value = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out int consumed);
        content = content[consumed..];
        return value[0] < 0x80;
    }
}
