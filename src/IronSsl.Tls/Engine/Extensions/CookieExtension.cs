using System;
using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>cookie (RFC 8446 section 4.2.2): opaque cookie&lt;1..2^16-1&gt;. A server of ours sends none;
/// BouncyCastle's client gives back the one that it got.</summary>
internal static class CookieExtension
{
    /// <summary>Both sides: refuses an empty or malformed one.</summary>
    public static void Require(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        reader.ReadVector16(1);
        reader.RequireEnd();
    }
}
