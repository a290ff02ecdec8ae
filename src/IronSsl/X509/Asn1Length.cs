using System;
using System.Formats.Asn1;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

/// <summary>Finds the end of an ASN.1 value in a stream of them, with OpenSSL's reasons for failing.</summary>
internal static class Asn1Length
{
    private const int MaxLengthOctets = 8;
    private const int MaxTagOctets = 5;

    /// <summary>The length of the first value, header included.</summary>
    /// <exception cref="TlsFailure">
    /// ASN1 with HEADER_TOO_LONG (a tag that never ends), TOO_LONG (a length that no buffer holds), NOT_ENOUGH_DATA.
    /// </exception>
    public static int First(ReadOnlySpan<byte> data)
    {
        try
        {
            return AsnDecoder.TryReadEncodedValue(data, AsnEncodingRules.BER, out _, out _, out _, out int consumed)
                ? consumed
                : throw TlsFailure.Of("ASN1", Reason(data));
        }
        catch (AsnContentException e)
        {
            // A value of indefinite length whose end isn't there.
            throw TlsFailure.Of("ASN1", "NOT_ENOUGH_DATA", e);
        }
    }

    private static string Reason(ReadOnlySpan<byte> data)
    {
        int offset = 1;
        if (data.Length > 1 && (data[0] & 0x1F) == 0x1F)
        {
            while (offset < data.Length && (data[offset] & 0x80) != 0)
            {
                offset++;
            }

            if (offset >= MaxTagOctets || offset == data.Length)
            {
                return "HEADER_TOO_LONG";
            }

            offset++;
        }

        if (offset >= data.Length)
        {
            return "NOT_ENOUGH_DATA";
        }

        int lengthOctets = data[offset] & 0x7F;
        if ((data[offset] & 0x80) == 0 || lengthOctets == 0)
        {
            return "NOT_ENOUGH_DATA";
        }

        ReadOnlySpan<byte> length = data.Slice(offset + 1, Math.Min(lengthOctets, data.Length - offset - 1));
        bool isShort = length.Length == lengthOctets && length.TrimStart((byte)0).Length < sizeof(int);
        return lengthOctets <= MaxLengthOctets && (isShort || length.Length < lengthOctets) ? "NOT_ENOUGH_DATA" : "TOO_LONG";
    }
}
