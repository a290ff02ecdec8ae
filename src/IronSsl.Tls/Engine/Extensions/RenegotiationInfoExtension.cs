using System;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>renegotiation_info (RFC 5746 sections 3.4 and 3.6), of TLS 1.2 and below: opaque
/// renegotiated_connection&lt;0..255&gt;. BouncyCastle sends and answers it.</summary>
internal static class RenegotiationInfoExtension
{
    /// <summary>Both sides: empty in the first handshake, and there is no other. OpenSSL's client says
    /// illegal_parameter.</summary>
    public static void Require(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "RENEGOTIATION_ENCODING_ERR");
        ReadOnlySpan<byte> connection = reader.ReadVector8();
        reader.RequireEnd();
        if (!connection.IsEmpty)
        {
            throw FailureAlert.Ssl(AlertDescription.handshake_failure, "RENEGOTIATION_MISMATCH");
        }
    }
}
