using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>
/// A ClientHello taken apart: what a server sees before it answers, and what BouncyCastle gets to see of it.
/// `ClientHelloRules` says what may be in it.
/// </summary>
internal sealed class ClientHelloView
{

    // The extensions that BouncyCastle has a use for. It reads others, too, which it never answers here, and would
    // refuse a client for what is wrong with them; a server ignores what it doesn't know (RFC 5246 section 7.4.1.4).
    private static readonly int[] s_used =
    [
        ExtensionType.server_name, ExtensionType.max_fragment_length, ExtensionType.supported_groups,
        ExtensionType.signature_algorithms, ExtensionType.signature_algorithms_cert,
        ExtensionType.application_layer_protocol_negotiation, ExtensionType.session_ticket,
    ];

    private static readonly int[] s_usedUpToTls12 =
    [
        ExtensionType.ec_point_formats, ExtensionType.encrypt_then_mac, ExtensionType.extended_master_secret,
        ExtensionType.renegotiation_info,
    ];

    private static readonly int[] s_usedInTls13 =
    [
        ExtensionType.pre_shared_key, ExtensionType.early_data, ExtensionType.cookie,
        ExtensionType.psk_key_exchange_modes,
        ExtensionType.certificate_authorities, ExtensionType.post_handshake_auth, ExtensionType.key_share,
    ];

    private ClientHelloView(
        int legacyVersion, byte[] random, byte[] sessionId, int[] cipherSuites, byte[] compressionMethods,
        IDictionary<int, byte[]>? extensions)
    {
        LegacyVersion = legacyVersion;
        Random = random;
        SessionId = sessionId;
        CipherSuites = cipherSuites;
        CompressionMethods = compressionMethods;
        HasExtensions = extensions is not null;
        Extensions = extensions ?? new Dictionary<int, byte[]>();
        ServerName = ServerNameExtension.Read(Extensions);
        Groups = SupportedGroupsExtension.Read(Extensions);
        OfferedVersions = SupportedVersionsExtension.Read(Extensions, LegacyVersion);
    }

    public int LegacyVersion { get; }

    public byte[] Random { get; }

    public byte[] SessionId { get; }

    /// <summary>The numbers of the suites offered.</summary>
    public int[] CipherSuites { get; }

    public byte[] CompressionMethods { get; }

    /// <summary>Whether there is a block of extensions, be it empty.</summary>
    public bool HasExtensions { get; }

    /// <summary>The extensions by type, as they came.</summary>
    public IDictionary<int, byte[]> Extensions { get; }

    /// <summary>The host name asked for, a character for a byte; null when there is none.</summary>
    public string? ServerName { get; }

    /// <summary>The groups named in supported_groups.</summary>
    public int[] Groups { get; }

    /// <summary>The groups for which there is a share; only when the message leads to TLS 1.3.</summary>
    public int[] KeyShareGroups { get; private set; } = [];

    /// <summary>The versions offered, of those that there are: named in supported_versions, or all up to the one
    /// named.</summary>
    public int[] OfferedVersions { get; }

    /// <summary>Whether data follows before the server has answered.</summary>
    public bool OffersEarlyData => Extensions.ContainsKey(ExtensionType.early_data);

    /// <summary>The identities of pre-shared keys and tickets; only when the message leads to TLS 1.3.</summary>
    public ImmutableArray<byte[]> PskIdentities { get; private set; } = [];

    /// <summary>Takes what `ClientHelloRules13` has read.</summary>
    public void TakeTls13(int[] keyShareGroups, List<byte[]> pskIdentities)
    {
        KeyShareGroups = keyShareGroups;
        PskIdentities = [.. pskIdentities];
    }

    /// <summary>
    /// Takes the body of a ClientHello apart, as OpenSSL `tls_process_client_hello` does.
    /// </summary>
    /// <exception cref="TlsFatalAlert">It is malformed.</exception>
    /// <remarks>
    /// struct { ProtocolVersion client_version; Random random; SessionID session_id; CipherSuite
    /// cipher_suites&lt;2..2^16-2&gt;; CompressionMethod compression_methods&lt;1..2^8-1&gt;; Extension
    /// extensions&lt;0..2^16-1&gt;; } ClientHello, the last of which may be missing (RFC 5246 section 7.4.1.2).
    /// </remarks>
    public static ClientHelloView Parse(ReadOnlySpan<byte> body)
    {
        int version = new HandshakeReader(body, "LENGTH_TOO_SHORT").ReadUInt16();
        var reader = new HandshakeReader(body[sizeof(ushort)..], "LENGTH_MISMATCH");
        ReadOnlySpan<byte> random = reader.Take(Wire.RandomLength);
        ReadOnlySpan<byte> sessionId = reader.ReadVector8();
        if (sessionId.Length > Wire.MaximumSessionIdLength)
        {
            throw reader.Malformed();
        }

        ReadOnlySpan<byte> suites = reader.ReadVector16();
        ReadOnlySpan<byte> compressionMethods = reader.ReadVector8();
        bool hasExtensions = !reader.IsAtEnd;
        ReadOnlySpan<byte> block = hasExtensions ? reader.ReadVector16() : default;
        reader.RequireEnd();

        // OpenSSL `ssl_cache_cipherlist`
        if (suites.IsEmpty)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "NO_CIPHERS_SPECIFIED");
        }

        if (suites.Length % sizeof(ushort) != 0)
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "ERROR_IN_RECEIVED_CIPHER_LIST");
        }

        return new ClientHelloView(
            version, random.ToArray(), sessionId.ToArray(), HandshakeReader.Numbers(suites),
            compressionMethods.ToArray(),
            hasExtensions ? ExtensionRules.Read(block, ExtensionPlace.ClientHello) : null);
    }

    /// <summary>The message as BouncyCastle is to see it when it goes on with <paramref name="version"/>: without what
    /// it would stumble over. The transcript has the bytes that came.</summary>
    public ClientHello ToBouncyCastle(int version)
    {
        // RFC 5246 appendix E.1: a version above ours, whatever its number, is answered with our best.
        ProtocolVersion legacyVersion = LegacyVersion >> 8 == TlsVersion.Ssl3 >> 8
            ? ProtocolVersion.Get(LegacyVersion >> 8, LegacyVersion & 0xff)
            : ProtocolVersion.TLSv12;
        Dictionary<int, byte[]>? extensions = null;
        if (HasExtensions)
        {
            int[] forVersion = version == TlsVersion.Tls13 ? s_usedInTls13 : s_usedUpToTls12;
            extensions = Extensions
                .Where(extension => s_used.Contains(extension.Key) || forVersion.Contains(extension.Key))
                .ToDictionary(extension => extension.Key, extension => extension.Value);
            if (Extensions.ContainsKey(ExtensionType.supported_versions))
            {
                TlsExtensionsUtilities.AddSupportedVersionsExtensionClient(
                    extensions, [.. OfferedVersions.Select(BouncyCastleNames.ToProtocolVersion)]);
            }
        }

        return new ClientHello(legacyVersion, Random, SessionId, null, CipherSuites, extensions, -1);
    }
}
