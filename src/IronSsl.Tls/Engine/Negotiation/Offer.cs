using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>The versions, suites, groups and schemes that a connection offers or accepts, worked out as OpenSSL does
/// from a context. It sees nothing but its <see cref="OfferTerms"/>, so connections with the same terms share
/// one.</summary>
internal sealed class Offer
{
    // By version, from TLS 1.0 on.
    private readonly ImmutableArray<CipherSuite>[] _suites;

    // Arrays and loops, where numbers are concerned: LINQ over them would be compiled at the first connection.
    private readonly int[] _suiteIds;
    private readonly int[] _groupIds;
    private readonly int[] _groupIds13;

    public Offer(in OfferTerms terms)
    {
        Terms = terms;
        Versions = terms.Versions.Allowed(terms.Role, terms.Options, terms.SecurityLevel);
        ImmutableArray<SignatureSchemeEntry> schemes = AllowedSchemes(terms, terms.SignatureAlgorithms);
        bool offersNoSchemesOf12 = terms.Role == TlsRole.Client && Versions is [.., TlsVersion.Tls13];
        Schemes = offersNoSchemesOf12 ? [.. schemes.Where(IsForClientsOf13)] : schemes;
        _suites =
        [
            AllowedSuites(terms, schemes, TlsVersion.Tls10),
            AllowedSuites(terms, schemes, TlsVersion.Tls11),
            AllowedSuites(terms, schemes, TlsVersion.Tls12),
            AllowedSuites(terms, schemes, TlsVersion.Tls13),
        ];
        _suiteIds = DistinctIds(Versions);
        Groups = AllowedGroups(terms, Versions);
        _groupIds = Ids(Groups);
        _groupIds13 = Versions.Contains(TlsVersion.Tls13) ? Ids([.. Groups.Where(IsGroupOf13)]) : [];
        Algorithms = [.. Schemes.Select(BouncyCastleNames.ToAlgorithm)];
        ClientSchemes = terms.ClientSignatureAlgorithms.IsDefault
            ? Schemes
            : AllowedSchemes(terms, terms.ClientSignatureAlgorithms);
        ClientAlgorithms = [.. ClientSchemes.Select(BouncyCastleNames.ToAlgorithm)];

        // OpenSSL `is_tls13_capable`: the server name callback may have another certificate.
        bool canServeTls13 = terms.HasPskCallback || terms.HasServerNameCallback
            || CredentialSelector.Choose(
                terms.Credentials, terms.Options, TlsVersion.Tls13, Schemes, Schemes, null) is not null;
        ServedVersions = canServeTls13 ? Versions : Versions.Remove(TlsVersion.Tls13);
    }

    /// <summary>The terms that the offer follows from.</summary>
    public OfferTerms Terms { get; }

    /// <summary>The versions that may be chosen, newest first; empty when there is none.</summary>
    public ImmutableArray<int> Versions { get; }

    /// <summary>The suites for any of the versions, those of TLS 1.3 first, as OpenSSL offers them.</summary>
    public ReadOnlySpan<int> SuiteIds => _suiteIds;

    /// <summary>The groups that may be used in one of the versions, by preference.</summary>
    public ImmutableArray<NamedGroupEntry> Groups { get; }

    /// <summary>Their numbers.</summary>
    public ReadOnlySpan<int> GroupIds => _groupIds;

    /// <summary>The numbers of those that TLS 1.3 may use; none where it is not allowed.</summary>
    public ReadOnlySpan<int> GroupIds13 => _groupIds13;

    /// <summary>The schemes in which the server may sign (and which a client accepts), by preference.</summary>
    public ImmutableArray<SignatureSchemeEntry> Schemes { get; }

    /// <summary>The same as BouncyCastle names them.</summary>
    public ImmutableArray<SignatureAndHashAlgorithm> Algorithms { get; }

    /// <summary>The schemes in which a client may sign.</summary>
    public ImmutableArray<SignatureSchemeEntry> ClientSchemes { get; }

    /// <summary>The same as BouncyCastle names them.</summary>
    public ImmutableArray<SignatureAndHashAlgorithm> ClientAlgorithms { get; }

    /// <summary>The versions that a server can speak. Without a key to sign with and without pre-shared keys it has
    /// none of what TLS 1.3 takes (OpenSSL `is_tls13_capable`) and falls back to TLS 1.2.</summary>
    public ImmutableArray<int> ServedVersions { get; }

    /// <summary>The suites for one version, by preference; none for a version that we don't speak.</summary>
    public ImmutableArray<CipherSuite> Suites(int version) =>
        version is >= TlsVersion.Tls10 and <= TlsVersion.Tls13 ? _suites[version - TlsVersion.Tls10] : [];

    private int[] DistinctIds(ImmutableArray<int> versions)
    {
        var ids = new List<int>();
        foreach (int version in versions)
        {
            foreach (CipherSuite suite in Suites(version))
            {
                if (!ids.Contains(suite.Id))
                {
                    ids.Add(suite.Id);
                }
            }
        }

        return ids.ToArray();
    }

    private static int[] Ids(ImmutableArray<NamedGroupEntry> groups)
    {
        var ids = new int[groups.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = groups[i].Id;
        }

        return ids;
    }

    private static ImmutableArray<CipherSuite> AllowedSuites(
        OfferTerms terms, ImmutableArray<SignatureSchemeEntry> schemes, int version) =>
    [
        .. from suite in terms.Ciphers.For(version)
           where SecurityLevel.AllowsCipher(terms.SecurityLevel, suite)
           where terms.HasPskCallback || !suite.KeyExchange.Contains("PSK", StringComparison.Ordinal)
           where terms.Role == TlsRole.Server || terms.SignatureAlgorithms.IsDefault || CanBeSigned(suite, schemes)
           select suite,
    ];

    // OpenSSL `ssl_set_sig_mask`: a client that takes no signatures of a kind of key takes no suites with such keys, in
    // any version and whatever the key is for.
    private static bool CanBeSigned(CipherSuite suite, ImmutableArray<SignatureSchemeEntry> schemes) =>
        suite.Authentication switch
        {
            "RSA" => schemes.Any(scheme => scheme.KeyType is "RSA" or "RSA-PSS"),
            "ECDSA" => schemes.Any(scheme => scheme.KeyType is "EC" or "ED25519" or "ED448"),
            "DSS" => schemes.Any(scheme => scheme.KeyType == "DSA"),
            _ => true,
        };

    // OpenSSL `tls12_sigalg_allowed`: RSA's older signatures stay, for certificates.
    private static bool IsForClientsOf13(SignatureSchemeEntry scheme) =>
        scheme.KeyType != "DSA" && scheme.Digest is not ("SHA1" or "SHA224");

    // OpenSSL `tls_valid_group`: the group's versions and the allowed ones have one in common.
    private static ImmutableArray<NamedGroupEntry> AllowedGroups(OfferTerms terms, ImmutableArray<int> versions) =>
    [
        .. from entry in terms.Groups.IsDefault ? Defaults.Groups : terms.Groups
           where versions.Any(version => version >= entry.MinimumVersion && version <= entry.MaximumVersion)
           where SecurityLevel.AllowsGroup(terms.SecurityLevel, entry)
           where terms.Crypto.HasNamedGroup(entry.Id) || IsUsableHybrid(terms, entry.Id)
           select entry,
    ];

    private static bool IsGroupOf13(NamedGroupEntry group) => group.MaximumVersion >= TlsVersion.Tls13;

    private static ImmutableArray<SignatureSchemeEntry> AllowedSchemes(
        OfferTerms terms, ImmutableArray<SignatureSchemeEntry> schemes) =>
    [
        .. from scheme in schemes.IsDefault ? Defaults.Schemes : schemes
           where SecurityLevel.AllowsSignatureScheme(terms.SecurityLevel, scheme)
           select scheme,
    ];

    private static bool IsUsableHybrid(in OfferTerms terms, int group) =>
        NamedGroup.RefersToASpecificHybrid(group)
        && terms.Crypto.HasNamedGroup(NamedGroup.GetHybridFirst(group))
        && terms.Crypto.HasNamedGroup(NamedGroup.GetHybridSecond(group));
}
