using System;
using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>signature_algorithms and signature_algorithms_cert (RFC 8446 section 4.2.3, RFC 5246 section 7.4.1.4.1):
/// SignatureScheme supported_signature_algorithms&lt;2..2^16-2&gt;. BouncyCastle sends the schemes of the
/// offer.</summary>
internal static class SignatureAlgorithmsExtension
{
    /// <summary>Refuses a list that is none, in a ClientHello as in a request for a certificate.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data) =>
        new HandshakeReader(data, "BAD_EXTENSION").RequireUInt16List();
}
