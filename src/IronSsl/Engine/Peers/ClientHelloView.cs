using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Tls;

namespace IronSsl.Engine.Peers;

/// <summary>
/// A ClientHello as a server sees it before it answers: what the server name callback and the choice of groups need to
/// know before BouncyCastle reads the message itself.
/// </summary>
internal sealed class ClientHelloView
{
    private ClientHelloView(ClientHello hello)
    {
        IDictionary<int, byte[]> extensions = hello.Extensions ?? new Dictionary<int, byte[]>();
        CipherSuites = hello.CipherSuites;
        ServerName = FindHostName(extensions);
        Groups = TlsExtensionsUtilities.GetSupportedGroupsExtension(extensions) ?? [];
        Versions = TlsExtensionsUtilities.GetSupportedVersionsExtensionClient(extensions);
        PskIdentities =
        [
            .. (TlsExtensionsUtilities.GetPreSharedKeyClientHello(extensions)?.Identities ?? [])
                .Select(identity => identity.Identity),
        ];
        KeyShareGroups =
        [
            .. (TlsExtensionsUtilities.GetKeyShareClientHello(extensions) ?? []).Select(share => share.NamedGroup),
        ];
    }

    /// <summary>The host name asked for; null when there is none.</summary>
    public string? ServerName { get; }

    /// <summary>The numbers of the suites offered.</summary>
    public int[] CipherSuites { get; }

    /// <summary>The groups named in supported_groups.</summary>
    public int[] Groups { get; }

    /// <summary>The groups for which there is a share.</summary>
    public int[] KeyShareGroups { get; }

    /// <summary>The versions offered; null when the client doesn't list them (TLS 1.2 and below).</summary>
    public ProtocolVersion[]? Versions { get; }

    /// <summary>The identities of pre-shared keys and tickets.</summary>
    public ImmutableArray<byte[]> PskIdentities { get; }

    /// <summary>
    /// Reads the body of a ClientHello; null when it is malformed, so that the one place which answers malformed
    /// messages stays BouncyCastle's parser, which reads it next.
    /// </summary>
    public static ClientHelloView? TryParse(ReadOnlySpan<byte> body)
    {
        try
        {
            return new ClientHelloView(ClientHello.Parse(new MemoryStream(body.ToArray(), false), null));
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return null;
        }
    }

    private static string? FindHostName(IDictionary<int, byte[]> extensions)
    {
        ServerName? name = TlsExtensionsUtilities.GetServerNameExtensionClient(extensions)?
            .FirstOrDefault(candidate => candidate.NameType == NameType.host_name);
        return name is null ? null : Encoding.ASCII.GetString(name.NameData);
    }
}
