using System;
using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>An extension that is only there or not: encrypt_then_mac (RFC 7366 section 2), extended_master_secret (RFC
/// 7627 section 5.1). BouncyCastle sends and answers both; OpenSSL does not look at what is in them.</summary>
internal static class EmptyExtension
{
    /// <summary>Refuses content, in a request as in an answer.</summary>
    public static void Require(ReadOnlySpan<byte> data) => new HandshakeReader(data, "BAD_EXTENSION").RequireEnd();
}
