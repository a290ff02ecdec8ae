using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>supported_groups (RFC 8446 section 4.2.7): NamedGroup named_group_list&lt;2..2^16-1&gt;.</summary>
internal static class SupportedGroupsExtension
{
    private static readonly int[] s_finiteFieldGroups =
    [
        NamedGroup.ffdhe2048, NamedGroup.ffdhe3072, NamedGroup.ffdhe4096, NamedGroup.ffdhe6144, NamedGroup.ffdhe8192,
    ];

    /// <summary>Client: the groups that BouncyCastle is told of. It refuses a server of TLS 1.2 that uses a group of
    /// RFC 7919 for DHE which isn't among these, whatever the client offers besides. RFC 7919 section 4 binds a server
    /// to the client's list only if that has such groups, and OpenSSL takes any. The ClientHello has those of
    /// <see cref="Send"/>.</summary>
    public static IList<int> ForBouncyCastle(Offer offer) =>
    [
        .. offer.GroupIds,
        .. offer.Versions is [IronSsl.Tls.OpenSsl.TlsVersion.Tls13]
            ? []
            : s_finiteFieldGroups.Except(offer.GroupIds.ToArray()),
    ];

    /// <summary>Client: puts the groups that are offered into a ClientHello in which BouncyCastle has put its
    /// own.</summary>
    public static void Send(IDictionary<int, byte[]> extensions, Offer offer)
    {
        if (offer.GroupIds.IsEmpty)
        {
            extensions.Remove(ExtensionType.supported_groups);
        }
        else if (extensions.ContainsKey(ExtensionType.supported_groups))
        {
            TlsExtensionsUtilities.AddSupportedGroupsExtension(extensions, offer.GroupIds.ToArray());
        }
    }

    /// <summary>Server: the groups named; none without the extension.</summary>
    public static int[] Read(IDictionary<int, byte[]> extensions)
    {
        if (!extensions.TryGetValue(ExtensionType.supported_groups, out byte[]? data))
        {
            return [];
        }

        RequireAnswer(data);
        return HandshakeReader.Numbers(data.AsSpan(sizeof(ushort)));
    }

    /// <summary>Client: a server may tell its own groups.</summary>
    public static void RequireAnswer(ReadOnlySpan<byte> data) =>
        new HandshakeReader(data, "BAD_EXTENSION").RequireUInt16List();
}
