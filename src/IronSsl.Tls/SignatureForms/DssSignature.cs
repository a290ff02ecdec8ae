using System;
using System.Formats.Asn1;

namespace IronSsl.Tls.SignatureForms;

/// <summary>
/// The form of DSA and ECDSA signatures: a DER sequence of two positive integers, Dss-Sig-Value of RFC 3279 section
/// 2.2.2 and ECDSA-Sig-Value of RFC 5480 appendix A. There is one encoding of each signature, as in OpenSSL
/// `ossl_ecdsa_verify` and `DSA_verify`: a second one would let anybody change a signed message without breaking its
/// signature.
/// </summary>
internal static class DssSignature
{
    /// <summary>Whether the bytes have that form. Whether r and s are below the group's order, the key itself
    /// decides.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> signature)
    {
        try
        {
            AsnDecoder.ReadSequence(signature, AsnEncodingRules.DER, out int offset, out int length, out int consumed);
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
        // DER refuses padding, so zero has the one octet 0.
        ReadOnlySpan<byte> value = AsnDecoder.ReadIntegerBytes(content, AsnEncodingRules.DER, out int consumed);
        content = content[consumed..];
        return value[0] < 0x80 && value is not [0];
    }
}
