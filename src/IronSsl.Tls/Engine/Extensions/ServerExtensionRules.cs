using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>What a server's answers say, compared with what the client asked for: the same in a ServerHello of TLS 1.2 and in
/// EncryptedExtensions. That each was asked for at all is known by <see cref="ExtensionRules"/>.</summary>
internal static class ServerExtensionRules
{
    public static void Require(IDictionary<int, byte[]> answers, IDictionary<int, byte[]> asked)
    {
        foreach ((int type, byte[] data) in answers)
        {
            var reader = new HandshakeReader(data, "BAD_EXTENSION");
            switch (type)
            {
                // RFC 6066 section 3, RFC 7627 section 5.1, RFC 7366 section 2, RFC 5077 section 3.2: empty.
                case ExtensionType.server_name:
                case ExtensionType.extended_master_secret:
                case ExtensionType.encrypt_then_mac:
                case ExtensionType.session_ticket:
                    reader.RequireEnd();
                    break;
                case ExtensionType.application_layer_protocol_negotiation:
                    RequireProtocol(reader, asked[type]);
                    break;
                case ExtensionType.supported_groups:
                    reader.RequireUInt16List();
                    break;
                case ExtensionType.ec_point_formats:
                    RequireUncompressed(data);
                    break;
                case ExtensionType.renegotiation_info:
                    RequireFirstHandshake(data);
                    break;
            }
        }
    }

    // RFC 8422 section 5.2, where OpenSSL doesn't look: ECPointFormat ec_point_format_list<1..2^8-1>;
    private static void RequireUncompressed(ReadOnlySpan<byte> data)
    {
        const byte Uncompressed = 0;
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        ReadOnlySpan<byte> formats = reader.ReadVector8();
        reader.RequireEnd();
        if (formats.IsEmpty)
        {
            throw FailureAlert.Ssl(AlertDescription.decode_error, "BAD_LENGTH");
        }

        if (!formats.Contains(Uncompressed))
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "TLS_INVALID_ECPOINTFORMAT_LIST");
        }
    }

    // RFC 5746 section 3.4, where OpenSSL says illegal_parameter: opaque renegotiated_connection<0..255>, empty in the first
    // handshake.
    private static void RequireFirstHandshake(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "RENEGOTIATION_ENCODING_ERR");
        ReadOnlySpan<byte> connection = reader.ReadVector8();
        reader.RequireEnd();
        if (!connection.IsEmpty)
        {
            throw FailureAlert.Ssl(AlertDescription.handshake_failure, "RENEGOTIATION_MISMATCH");
        }
    }

    // RFC 7301 section 3.1: one protocol, of those that were offered. OpenSSL answers another with decode_error, though nothing
    // is wrong with its encoding.
    private static void RequireProtocol(HandshakeReader reader, ReadOnlySpan<byte> asked)
    {
        var list = new HandshakeReader(reader.ReadVector16(), "BAD_EXTENSION");
        reader.RequireEnd();
        ReadOnlySpan<byte> chosen = list.ReadVector8(1);
        list.RequireEnd();
        var offers = new HandshakeReader(asked[sizeof(ushort)..], "BAD_EXTENSION");
        while (!offers.IsAtEnd)
        {
            if (offers.ReadVector8().SequenceEqual(chosen))
            {
                return;
            }
        }

        throw ExtensionRules.Bad();
    }
}
