using System;
using System.Formats.Asn1;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>
/// Finds the end of an ASN.1 value in a stream of them, with the reasons for which OpenSSL's `asn1_d2i_read_bio` fails.
/// </summary>
internal static class Asn1Length
{
    private const int MaxLengthOctets = 8;
    private const int MaxTagOctets = 5;

    /// <summary>The length of the first value, header included.</summary>
    /// <exception cref="TlsFailure">
    /// ASN1 with HEADER_TOO_LONG (no header at all), TOO_LONG (a length that no buffer holds), NOT_ENOUGH_DATA.
    /// </exception>
    public static int First(ReadOnlySpan<byte> data)
    {
        int offset = 0;
        int open = 0;
        do
        {
            ReadOnlySpan<byte> rest = data[offset..];
            long? length = ReadHeader(rest, out int headerBytes, out Asn1Tag tag);
            offset += headerBytes;
            if (length is null)
            {
                open++;
            }
            else if (open > 0 && length == 0 && tag.TagValue == 0)
            {
                open--;
            }
            else
            {
                long missing = length.Value - (data.Length - offset);
                if (missing > 0)
                {
                    throw Failure(length > int.MaxValue ? "TOO_LONG" : "NOT_ENOUGH_DATA");
                }

                offset += (int)length.Value;
            }
        }
        while (open > 0);

        return offset;
    }

    /// <summary>The length of the content, null where it is indefinite.</summary>
    private static long? ReadHeader(ReadOnlySpan<byte> data, out int headerBytes, out Asn1Tag tag)
    {
        if (data.Length < 2)
        {
            throw Failure("NOT_ENOUGH_DATA");
        }

        int offset = 1;
        if ((data[0] & 0x1F) == 0x1F)
        {
            do
            {
                if (offset == data.Length)
                {
                    throw Failure("NOT_ENOUGH_DATA");
                }

                if (offset > MaxTagOctets)
                {
                    throw Failure("HEADER_TOO_LONG");
                }
            }
            while ((data[offset++] & 0x80) != 0);

            if (offset == data.Length)
            {
                throw Failure("NOT_ENOUGH_DATA");
            }
        }

        int lengthOctets = data[offset] >= 0x80 ? data[offset] & 0x7F : 0;
        if (lengthOctets > MaxLengthOctets)
        {
            throw Failure("TOO_LONG");
        }

        if (lengthOctets > data.Length - offset - 1)
        {
            throw Failure("NOT_ENOUGH_DATA");
        }

        headerBytes = offset;
        if (!Asn1Header.TryReadTag(data, out tag, out _)
            || !Asn1Header.TryReadLength(data, ref headerBytes, out long? length)
            || (length is null && !tag.IsConstructed))
        {
            throw Failure("HEADER_TOO_LONG");
        }

        return length;
    }

    private static TlsFailure Failure(string reason) => TlsFailure.Of("ASN1", reason);
}
