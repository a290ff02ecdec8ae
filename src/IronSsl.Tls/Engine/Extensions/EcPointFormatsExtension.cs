using System;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>ec_point_formats (RFC 8422 section 5.1.2), of TLS 1.2 and below: ECPointFormat
/// ec_point_format_list&lt;1..2^8-1&gt;. BouncyCastle sends and answers it. OpenSSL does not look for uncompressed
/// points; the RFC has the alert.</summary>
internal static class EcPointFormatsExtension
{
    private const byte Uncompressed = 0;

    /// <summary>Server: a client that names curves takes their points uncompressed.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data, int[] groups)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        ReadOnlySpan<byte> formats = reader.ReadVector8(1);
        reader.RequireEnd();
        if (groups.Any(group => GroupTable.ById(group) is { IsCurve: true }))
        {
            RequireUncompressed(formats);
        }
    }

    /// <summary>Client: section 5.2, a server takes them so, too.</summary>
    public static void RequireAnswer(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        ReadOnlySpan<byte> formats = reader.ReadVector8();
        reader.RequireEnd();
        if (formats.IsEmpty)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "BAD_LENGTH");
        }

        RequireUncompressed(formats);
    }

    private static void RequireUncompressed(ReadOnlySpan<byte> formats)
    {
        if (!formats.Contains(Uncompressed))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "TLS_INVALID_ECPOINTFORMAT_LIST");
        }
    }
}
