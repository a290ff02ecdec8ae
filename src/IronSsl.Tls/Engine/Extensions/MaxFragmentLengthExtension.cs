using System;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>max_fragment_length (RFC 6066 section 4), which a client of ours never sends and BouncyCastle
/// answers.</summary>
internal static class MaxFragmentLengthExtension
{
    // 2^9 to 2^12.
    private const int LongestFragmentCode = 4;

    /// <summary>Server: refuses a length that there is not.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        int code = reader.ReadUInt8();
        reader.RequireEnd();
        if (code is 0 or > LongestFragmentCode)
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "SSL3_EXT_INVALID_MAX_FRAGMENT_LENGTH");
        }
    }
}
