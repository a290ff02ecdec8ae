using System;
using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>early_data (RFC 8446 section 4.2.10): empty in a ClientHello, a number in a ticket. We never send early
/// data and never take any.</summary>
internal static class EarlyDataExtension
{
    /// <summary>Server: refuses content.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data) =>
        new HandshakeReader(data, "BAD_EXTENSION").RequireEnd();

    /// <summary>Client: uint32 max_early_data_size of a NewSessionTicket.</summary>
    public static void RequireTicket(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "INVALID_MAX_EARLY_DATA");
        reader.ReadUInt32();
        reader.RequireEnd();
    }
}
