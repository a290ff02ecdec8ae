using System;
using System.Formats.Asn1;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>How long an ASN.1 value in a peer's message is; what it says is for others to read.</summary>
internal static class EncodedValue
{
    /// <summary>The bytes of the value that comes first, header included; 0 where none does.</summary>
    public static int LengthOf(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> content)
    {
        content = default;
        try
        {
            if (!AsnDecoder.TryReadEncodedValue(
                    bytes, AsnEncodingRules.BER, out _, out int offset, out int length, out int consumed))
            {
                return 0;
            }

            content = bytes.Slice(offset, length);
            return consumed;
        }
        catch (AsnContentException)
        {
            return 0;
        }
    }
}
