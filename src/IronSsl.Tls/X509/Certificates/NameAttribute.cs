using System;
using System.Formats.Asn1;
using System.Text;
using System.Text.Unicode;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>One attribute of a relative distinguished name: its type and the string as it was encoded.</summary>
internal sealed record NameAttribute(string Oid, UniversalTagNumber Tag, ReadOnlyMemory<byte> Value)
{
    /// <summary>Whether OpenSSL knows how to turn the value into UTF-8 (`ASN1_STRING_to_UTF8`).</summary>
    public bool IsText => Tag is UniversalTagNumber.UTF8String or UniversalTagNumber.BMPString
        or UniversalTagNumber.UniversalString or UniversalTagNumber.PrintableString or UniversalTagNumber.T61String
        or UniversalTagNumber.IA5String or UniversalTagNumber.VisibleString or UniversalTagNumber.NumericString;

    /// <summary>The value with its tag and length.</summary>
    public ReadOnlyMemory<byte> Element { get; init; }

    /// <summary>Whether text is well-formed in its type; one of one byte a character always is.</summary>
    public bool IsWellFormed => Tag switch
    {
        UniversalTagNumber.UTF8String => Utf8.IsValid(Value.Span),
        UniversalTagNumber.BMPString or UniversalTagNumber.UniversalString => TryGetUtf8(out _),
        _ => true,
    };

    /// <summary>
    /// The value as UTF-8. A TeletexString counts as ISO 8859-1, as in OpenSSL; so do the others of one byte a
    /// character.
    /// </summary>
    /// <returns>False when the value is no text or not well-formed in its type.</returns>
    public bool TryGetUtf8(out byte[] utf8)
    {
        utf8 = [];
        ReadOnlySpan<byte> raw = Value.Span;
        if (!IsText)
        {
            return false;
        }

        switch (Tag)
        {
            case UniversalTagNumber.UTF8String:
                utf8 = raw.ToArray();
                return Utf8.IsValid(raw);
            case UniversalTagNumber.BMPString:
                return TryTranscode(raw, 2, out utf8);
            case UniversalTagNumber.UniversalString:
                return TryTranscode(raw, 4, out utf8);
            default:
                utf8 = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(raw));
                return true;
        }
    }

    private static bool TryTranscode(ReadOnlySpan<byte> raw, int width, out byte[] utf8)
    {
        utf8 = [];
        if (raw.Length % width != 0)
        {
            return false;
        }

        var text = new StringBuilder(raw.Length / width);
        for (int i = 0; i < raw.Length; i += width)
        {
            uint value = 0;
            for (int j = 0; j < width; j++)
            {
                value = (value << 8) | raw[i + j];
            }

            // A surrogate is no character: OpenSSL refuses it too (`is_unicode_valid`).
            if (!Rune.TryCreate(value, out Rune rune))
            {
                return false;
            }

            text.Append(rune.ToString());
        }

        utf8 = Encoding.UTF8.GetBytes(text.ToString());
        return true;
    }
}
