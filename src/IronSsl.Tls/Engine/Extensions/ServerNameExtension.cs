using System;
using System.Collections.Generic;
using System.Text;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>server_name (RFC 6066 section 3): struct { NameType name_type; opaque HostName&lt;1..2^16-1&gt;; }
/// ServerName; ServerName server_name_list&lt;1..2^16-1&gt;; the answer is empty.</summary>
internal static class ServerNameExtension
{
    // OpenSSL's `TLSEXT_MAXLEN_host_name`.
    private const int MaximumHostNameBytes = 255;

    /// <summary>Client: what is sent; null for none.</summary>
    public static IList<ServerName>? Offer(EngineSettings settings) => settings.ServerName is { } name
        ? [new ServerName(NameType.host_name, Encoding.ASCII.GetBytes(name))]
        : null;

    /// <summary>Server: the host name, a character for a byte; null without the extension. There are no other types
    /// than host_name, and no more than one of each type: OpenSSL `tls_parse_ctos_server_name`.</summary>
    public static string? Read(IDictionary<int, byte[]> extensions)
    {
        if (!extensions.TryGetValue(ExtensionType.server_name, out byte[]? data))
        {
            return null;
        }

        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        var list = new HandshakeReader(reader.ReadVector16(1), "BAD_EXTENSION");
        reader.RequireEnd();
        if (list.ReadUInt8() != NameType.host_name)
        {
            throw list.Malformed();
        }

        ReadOnlySpan<byte> name = list.ReadVector16(1);
        list.RequireEnd();
        return Encoding.Latin1.GetString(name);
    }

    /// <summary>Server: refuses a name that is none. RFC 6066 section 3: a host name is ASCII. The program's function
    /// would get something else than what the client has sent; without a function nobody reads the name. OpenSSL
    /// `tls_parse_ctos_server_name`.</summary>
    public static void RequireServable(string? name, EngineSettings settings)
    {
        if (name is not null
            && (name.Length > MaximumHostNameBytes
                || name.Contains('\0', StringComparison.Ordinal)
                || (settings.Callbacks.ServerName is not null && !Ascii.IsValid(name))))
        {
            throw FailureAlert.Ssl(AlertDescription.unrecognized_name, "BAD_EXTENSION");
        }
    }
}
