using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;
using CipherSuite = IronSsl.OpenSsl.CipherSuite;

namespace IronSsl.Engine;

/// <summary>What a connection offers or accepts, worked out from its settings as OpenSSL does from a context.</summary>
internal static class Negotiation
{
    private static readonly (int Version, SslOption Option)[] s_versions =
    [
        (TlsVersion.Tls13, SslOption.OP_NO_TLSv1_3),
        (TlsVersion.Tls12, SslOption.OP_NO_TLSv1_2),
        (TlsVersion.Tls11, SslOption.OP_NO_TLSv1_1),
        (TlsVersion.Tls10, SslOption.OP_NO_TLSv1),
    ];

    /// <summary>The versions that settings allow, newest first; empty when nothing is left.</summary>
    /// <remarks>
    /// A client can only offer a range without holes. OpenSSL `ssl_get_min_max_version` takes the part below the lowest
    /// hole; a server (`ssl_choose_server_version`) asks for each version alone.
    /// </remarks>
    public static ImmutableArray<int> Versions(EngineSettings settings)
    {
        var versions = ImmutableArray.CreateBuilder<int>();
        bool isHole = false;
        foreach ((int version, SslOption option) in s_versions)
        {
            bool isAllowed = version >= settings.MinimumVersion
                && version <= settings.MaximumVersion
                && (settings.Options & option) == 0
                && SecurityLevel.AllowsVersion(settings.SecurityLevel, version);
            if (isAllowed && isHole && settings.Role == TlsRole.Client)
            {
                versions.Clear();
            }

            if (isAllowed)
            {
                versions.Add(version);
            }

            isHole = !isAllowed;
        }

        return versions.ToImmutable();
    }

    /// <summary>A version as BouncyCastle names it.</summary>
    public static ProtocolVersion ToProtocolVersion(int version) => version switch
    {
        TlsVersion.Tls13 => ProtocolVersion.TLSv13,
        TlsVersion.Tls12 => ProtocolVersion.TLSv12,
        TlsVersion.Tls11 => ProtocolVersion.TLSv11,
        TlsVersion.Tls10 => ProtocolVersion.TLSv10,
        _ => throw new ArgumentOutOfRangeException(nameof(version)),
    };

    /// <summary>The suites that settings allow for one version, by preference.</summary>
    public static IEnumerable<CipherSuite> Suites(EngineSettings settings, int version) =>
        from suite in settings.Ciphers.For(version)
        where SecurityLevel.AllowsCipher(settings.SecurityLevel, suite)
        where HasPskCallback(settings) || !suite.KeyExchange.Contains("PSK", StringComparison.Ordinal)
        select suite;

    /// <summary>The suites for any of the versions, those of TLS 1.3 first, as OpenSSL offers them.</summary>
    public static int[] SuiteIds(EngineSettings settings, ImmutableArray<int> versions)
    {
        var ids = new List<int>();
        foreach (int version in versions)
        {
            foreach (CipherSuite suite in Suites(settings, version))
            {
                if (!ids.Contains(suite.Id))
                {
                    ids.Add(suite.Id);
                }
            }
        }

        return [.. ids];
    }

    /// <summary>The groups that may be used, by preference.</summary>
    public static ImmutableArray<NamedGroupEntry> Groups(EngineSettings settings)
    {
        ImmutableArray<NamedGroupEntry> groups =
            settings.Groups.IsDefault ? GroupTable.Default : settings.Groups;
        return
        [
            .. from entry in groups
               where SecurityLevel.AllowsGroup(settings.SecurityLevel, entry)
               where settings.Crypto.HasNamedGroup(entry.Id) || IsUsableHybrid(settings, entry.Id)
               select entry,
        ];
    }

    /// <summary>The schemes in which the server may sign (and which a client accepts), by preference.</summary>
    public static ImmutableArray<SignatureSchemeEntry> Schemes(EngineSettings settings) =>
        Allowed(settings, settings.SignatureAlgorithms);

    /// <summary>The schemes in which a client may sign.</summary>
    public static ImmutableArray<SignatureSchemeEntry> ClientSchemes(EngineSettings settings) =>
        settings.ClientSignatureAlgorithms.IsDefault
            ? Schemes(settings)
            : Allowed(settings, settings.ClientSignatureAlgorithms);

    /// <summary>A scheme as BouncyCastle names it.</summary>
    public static SignatureAndHashAlgorithm ToAlgorithm(SignatureSchemeEntry scheme) =>
        SignatureScheme.GetSignatureAndHashAlgorithm(scheme.Id);

    /// <summary>The scheme of a signature; null for one without a name in the table (TLS 1.1 and below).</summary>
    public static SignatureSchemeEntry? FromAlgorithm(SignatureAndHashAlgorithm? algorithm) =>
        algorithm is null ? null : SignatureSchemeTable.ById(SignatureScheme.From(algorithm));

    private static bool HasPskCallback(EngineSettings settings) => settings.Role == TlsRole.Client
        ? settings.Callbacks.PskClient is not null
        : settings.Callbacks.PskServer is not null;

    private static ImmutableArray<SignatureSchemeEntry> Allowed(
        EngineSettings settings, ImmutableArray<SignatureSchemeEntry> schemes) =>
        schemes.IsDefault
            ? SignatureSchemeTable.Defaults(settings.SecurityLevel)
            : [.. schemes.Where(scheme => SecurityLevel.AllowsSignatureScheme(settings.SecurityLevel, scheme))];

    private static bool IsUsableHybrid(EngineSettings settings, int group) =>
        NamedGroup.RefersToASpecificHybrid(group)
        && settings.Crypto.HasNamedGroup(NamedGroup.GetHybridFirst(group))
        && settings.Crypto.HasNamedGroup(NamedGroup.GetHybridSecond(group));
}
