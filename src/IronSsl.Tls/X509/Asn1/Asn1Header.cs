using System;
using System.Formats.Asn1;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>
/// Tag and length of one value, as lenient as OpenSSL's `ASN1_get_object`: long forms where short ones would do,
/// leading zeros in lengths, indefinite lengths of constructed values.
/// </summary>
internal readonly record struct Asn1Header(Asn1Tag Tag, int HeaderBytes, int ContentBytes, bool IsIndefinite)
{
    private const int LongFormTag = 0x1F;
    private const int ConstructedBit = 0x20;
    private const int EndOfContentsBytes = 2;

    /// <summary>Whether it stands at the end of a value of indefinite length.</summary>
    public bool IsEndOfContents =>
        Tag is { TagClass: TagClass.Universal, TagValue: 0 } && ContentBytes == 0 && !IsIndefinite;

    /// <summary>
    /// Reads the header of a value that lies in <paramref name="data"/>. Of an indefinite length the content is all the
    /// rest.
    /// </summary>
    /// <returns>False when it is malformed or the value is longer than the data.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out Asn1Header header)
    {
        header = default;
        if (!TryReadTag(data, out Asn1Tag tag, out int offset)
            || !TryReadLength(data, ref offset, out long? length))
        {
            return false;
        }

        long available = data.Length - offset;
        if (length > available || (length is null && !tag.IsConstructed))
        {
            return false;
        }

        header = new Asn1Header(tag, offset, (int)(length ?? available), length is null);
        return true;
    }

    /// <summary>The bytes of the content: of an indefinite length up to the matching end.</summary>
    /// <param name="data">What <see cref="TryRead"/> was given.</param>
    /// <param name="contentBytes">Without the end mark.</param>
    /// <param name="valueBytes">With the header and the end mark.</param>
    public bool TryFindEnd(ReadOnlySpan<byte> data, out int contentBytes, out int valueBytes)
    {
        contentBytes = ContentBytes;
        valueBytes = HeaderBytes + ContentBytes;
        if (!IsIndefinite)
        {
            return true;
        }

        // OpenSSL `asn1_find_end`: what is inside is stepped over, whatever it means.
        int offset = HeaderBytes;
        for (int open = 1; open > 0;)
        {
            if (!TryRead(data[offset..], out Asn1Header inner))
            {
                return false;
            }

            contentBytes = offset - HeaderBytes;
            open += inner.IsIndefinite ? 1 : inner.IsEndOfContents ? -1 : 0;
            offset += inner.HeaderBytes + (inner.IsIndefinite ? 0 : inner.ContentBytes);
        }

        valueBytes = HeaderBytes + contentBytes + EndOfContentsBytes;
        return true;
    }

    /// <summary>The tag alone; its number fits an `int`.</summary>
    public static bool TryReadTag(ReadOnlySpan<byte> data, out Asn1Tag tag, out int tagBytes)
    {
        tag = default;
        tagBytes = 1;
        if (data.IsEmpty)
        {
            return false;
        }

        int number = data[0] & LongFormTag;
        if (number == LongFormTag)
        {
            number = 0;
            do
            {
                if (tagBytes == data.Length || number > int.MaxValue >> 7)
                {
                    return false;
                }

                number = (number << 7) | (data[tagBytes] & 0x7F);
            }
            while ((data[tagBytes++] & 0x80) != 0);
        }

        tag = new Asn1Tag((TagClass)(data[0] & 0xC0), number, (data[0] & ConstructedBit) != 0);
        return true;
    }

    /// <summary>The length's octets; null for an indefinite length.</summary>
    public static bool TryReadLength(ReadOnlySpan<byte> data, ref int offset, out long? length)
    {
        length = null;
        if (offset >= data.Length)
        {
            return false;
        }

        int first = data[offset++];
        if (first < 0x80)
        {
            length = first;
            return true;
        }

        if (first == 0x80)
        {
            return true;
        }

        int octets = first & 0x7F;
        if (octets > data.Length - offset)
        {
            return false;
        }

        ReadOnlySpan<byte> digits = data.Slice(offset, octets).TrimStart((byte)0);
        offset += octets;
        if (digits.Length > sizeof(ulong))
        {
            return false;
        }

        ulong value = 0;
        foreach (byte digit in digits)
        {
            value = (value << 8) | digit;
        }

        length = (long)value;
        return value <= long.MaxValue;
    }
}
