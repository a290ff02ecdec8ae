using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>supported_versions (RFC 8446 section 4.2.1): ProtocolVersion versions&lt;2..254&gt;; the answer is one
/// version. BouncyCastle sends and answers it.</summary>
internal static class SupportedVersionsExtension
{
    /// <summary>Server: the versions that a ClientHello offers, of those that there are. OpenSSL
    /// `ssl_choose_server_version`: TLS 1.3 only by the extension, which counts for the older versions, too.</summary>
    public static int[] Read(IDictionary<int, byte[]> extensions, int legacyVersion)
    {
        if (!extensions.TryGetValue(ExtensionType.supported_versions, out byte[]? data))
        {
            int newest = Math.Min(legacyVersion, TlsVersion.Tls12);
            return [.. VersionRange.Known.Where(version => version <= newest)];
        }

        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        ReadOnlySpan<byte> list = reader.ReadVector8(sizeof(ushort));
        reader.RequireEnd();
        if (list.Length % sizeof(ushort) != 0)
        {
            throw reader.Malformed();
        }

        return [.. HandshakeReader.Numbers(list).Where(number => VersionRange.Known.Contains(number))];
    }

    /// <summary>Client: a server selects TLS 1.3 by it and nothing else.</summary>
    public static void RequireAnswer(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "LENGTH_MISMATCH");
        int version = reader.ReadUInt16();
        reader.RequireEnd();
        if (version != TlsVersion.Tls13)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_PROTOCOL_VERSION_NUMBER");
        }
    }
}
