using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>application_layer_protocol_negotiation (RFC 7301 section 3.1): opaque ProtocolName&lt;1..2^8-1&gt;;
/// ProtocolName protocol_name_list&lt;2..2^16-1&gt;; the answer has one name.</summary>
internal static class ApplicationProtocolExtension
{
    /// <summary>Client: what is sent; null for none.</summary>
    public static IList<ProtocolName>? Offer(EngineSettings settings) => settings.AlpnProtocols.IsEmpty
        ? null
        : [.. settings.AlpnProtocols.Select(name => ProtocolName.AsRawBytes(name))];

    /// <summary>Server: the choice of CPython's callback. The server's order counts, and null, which is no answer,
    /// where nothing is shared.</summary>
    public static byte[]? Choose(EngineSettings settings, IList<ProtocolName> offered)
    {
        foreach (byte[] own in settings.AlpnProtocols)
        {
            if (offered.Contains(ProtocolName.AsRawBytes(own)))
            {
                return own;
            }
        }

        return null;
    }

    /// <summary>Server: refuses a list that is none.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        var names = new HandshakeReader(reader.ReadVector16(1), "BAD_EXTENSION");
        reader.RequireEnd();
        while (!names.IsAtEnd)
        {
            names.ReadVector8(1);
        }
    }

    /// <summary>Client: one protocol, of those that were offered. OpenSSL answers another with decode_error, though
    /// nothing is wrong with its encoding.</summary>
    public static void RequireAnswer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> asked)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
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
