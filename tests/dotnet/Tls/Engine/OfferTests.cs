using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>An offer is worked out once for settings that mean the same, and anew for all others.</summary>
public sealed class OfferTests
{
    private static readonly EngineSettings s_server = TestSettings.Server("rsa");

    public static TheoryData<string> Changes() => [.. s_changes.Keys];

    private static readonly
        Dictionary<string, (Func<EngineSettings, EngineSettings> Change, Func<Offer, object> Shown)> s_changes = new()
        {
            ["role"] = (s => s with { Role = TlsRole.Client }, offer => offer.Versions.Length),
            ["minimum"] = (s => s with { Versions = new VersionRange(TlsVersion.Tls13, TlsVersion.Tls13) }, offer =>
                offer.Versions.Length),
            ["maximum"] = (s => s with { Versions = new VersionRange(TlsVersion.Tls12, TlsVersion.Tls12) }, offer =>
                offer.Versions.Length),
            ["options"] = (s => s with { Options = SslOption.OP_NO_TLSv1_3 }, offer => offer.Versions.Length),
            ["level"] = (s => s with { SecurityLevel = 4 }, offer => offer.Schemes.Length),
            ["ciphers"] = (s => s with { Ciphers = TestSettings.Suites("ECDHE-RSA-AES128-GCM-SHA256") },
                offer => offer.Suites(TlsVersion.Tls12).Length),
            ["groups"] = (s => s with { Groups = [Defaults.Groups[^1]] }, offer => offer.GroupIds.Length),
            ["versions of groups"] = (
                s => s with { Versions = new VersionRange(TlsVersion.Tls12, TlsVersion.Tls12) }, offer =>
                    offer.GroupIds.Length),
            ["schemes"] =
                (s => s with { SignatureAlgorithms = [SignatureSchemeTable.All[0]] }, offer => offer.Algorithms.Length),
            ["client schemes"] = (s => s with { ClientSignatureAlgorithms = [SignatureSchemeTable.All[0]] },
                offer => offer.ClientAlgorithms.Length),
            ["credentials"] = (s => s with { Credentials = [] }, offer => offer.ServedVersions.Length),
            ["PSK"] = (s => s with { Credentials = [], Callbacks = new EngineCallbacks { PskServer = _ => null } },
                offer => (offer.ServedVersions.Length, offer.Suites(TlsVersion.Tls12).Length)),
            ["server name callback"] = (s => s with { Callbacks = new EngineCallbacks { ServerName = _ => 0 } },
                offer => offer.ServedVersions.Length),
        };

    [Theory]
    [MemberData(nameof(Changes))]
    public void What_an_offer_depends_on_makes_another(string changed)
    {
        (Func<EngineSettings, EngineSettings> change, Func<Offer, object> shown) = s_changes[changed];
        EngineSettings before = s_server with { Ciphers = TestSettings.Suites("ALL:PSK"), Options = SslOption.None };
        if (changed == "server name callback")
        {
            before = before with { Credentials = [] };
        }
        else if (changed == "role")
        {
            // Versions with a hole, which only a server can speak.
            before = before with
            {
                Options = SslOption.OP_NO_TLSv1_2,
                Versions = new VersionRange(TlsVersion.Tls11, TlsVersion.Tls13),
            };
        }

        object first = shown(before.Offer);
        EngineSettings after = change(before);

        Assert.NotEqual(first, shown(after.Offer));
        Assert.Equal(first, shown(before.Offer));
    }

    [Fact]
    public void Connections_that_differ_in_nothing_else_share_one()
    {
        Offer offer = s_server.Offer;

        Assert.Same(offer, s_server.Offer);
        Assert.Same(offer, (s_server with { ServerName = "other", VerifyMode = VerifyMode.Required }).Offer);
        Assert.Same(offer, (s_server with { Callbacks = new EngineCallbacks { KeyLogLine = _ => { } } }).Offer);
    }

    [Fact]
    public void Suites_are_listed_once_newest_version_first()
    {
        CipherList ciphers = TestSettings.Suites("ALL:@SECLEVEL=0");
        Offer offer = (s_server with
        {
            Versions = new VersionRange(TlsVersion.Tls10, TlsVersion.Tls13),
            SecurityLevel = 0,
            Ciphers = ciphers,
        }).Offer;
        int[] ids = offer.SuiteIds.ToArray();

        Assert.Equal(ids.Distinct(), ids);
        Assert.Equal(Ids(offer, TlsVersion.Tls13), ids.Take(offer.Suites(TlsVersion.Tls13).Length));
        Assert.Superset(Ids(offer, TlsVersion.Tls10).ToHashSet(), ids.ToHashSet());
    }

    [Fact]
    public void Versions_that_are_not_spoken_have_no_suites()
    {
        Assert.Empty(s_server.Offer.Suites(TlsVersion.Ssl3));
        Assert.Empty(s_server.Offer.Suites(TlsVersion.Tls13 + 1));
        Assert.Empty(s_server.Offer.Suites(0));
    }

    // OpenSSL `tls_valid_group`: secp224r1 is for TLS 1.2 and below, ffdhe2048 for TLS 1.3, X25519 for both.
    [Theory]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls13, "secp224r1 x25519 ffdhe2048", "x25519 ffdhe2048")]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls13, "x25519 ffdhe2048", "x25519 ffdhe2048")]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls12, "secp224r1 x25519", "")]
    public void Groups_are_those_of_the_versions(int minimum, int maximum, string groups, string groups13)
    {
        Offer offer = (TestSettings.Client() with
        {
            Versions = new VersionRange(minimum, maximum),
            Groups = Named("secp224r1:x25519:ffdhe2048"),
        }).Offer;

        Assert.Equal(groups, Names(offer.GroupIds));
        Assert.Equal(groups13, Names(offer.GroupIds13));
    }

    // Measured with CPython: what a client that was told its schemes offers. A server goes by its keys.
    [Theory]
    [InlineData("RSA+SHA256", "ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA256 ADH-AES128-SHA256")]
    [InlineData("rsa_pss_pss_sha256", "ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA256 ADH-AES128-SHA256")]
    [InlineData("ed25519", "ECDHE-ECDSA-AES128-GCM-SHA256 ADH-AES128-SHA256")]
    [InlineData("DSA+SHA256", "DHE-DSS-AES128-SHA256 ADH-AES128-SHA256")]
    [InlineData("RSA+SHA256:ECDSA+SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256 ECDHE-RSA-AES128-GCM-SHA256 AES128-SHA256 "
        + "ADH-AES128-SHA256")]
    public void Suites_are_those_with_keys_of_the_schemes(string list, string expected)
    {
        Assert.True(SignatureSchemeTable.TryParse(list, out ImmutableArray<SignatureSchemeEntry> schemes));
        CipherList suites = TestSettings.Suites(
            "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:DHE-DSS-AES128-SHA256:AES128-SHA256:"
            + "ADH-AES128-SHA256:@SECLEVEL=0");
        EngineSettings client = TestSettings.Client() with
        {
            SignatureAlgorithms = schemes,
            Ciphers = suites,
            SecurityLevel = 0,
        };
        EngineSettings server = TestSettings.Server("rsa") with
        {
            SignatureAlgorithms = schemes,
            Ciphers = suites,
            SecurityLevel = 0,
        };

        Assert.Equal(expected, string.Join(' ', client.Offer.Suites(TlsVersion.Tls12).Select(suite => suite.Name)));
        Assert.Equal(5, server.Offer.Suites(TlsVersion.Tls12).Length);
        Assert.Equal(
            5, (client with { SignatureAlgorithms = default }).Offer.Suites(TlsVersion.Tls12).Length);
    }

    [Theory]
    [InlineData(false, TlsVersion.Tls13, "rsa_pkcs1_sha256 ecdsa_secp256r1_sha256")]
    [InlineData(
        false, TlsVersion.Tls12, "rsa_pkcs1_sha1 rsa_pkcs1_sha256 ecdsa_sha224 dsa_sha256 ecdsa_secp256r1_sha256")]
    [InlineData(
        true, TlsVersion.Tls13, "rsa_pkcs1_sha1 rsa_pkcs1_sha256 ecdsa_sha224 dsa_sha256 ecdsa_secp256r1_sha256")]
    public void A_client_of_TLS_1_3_alone_names_no_weak_schemes(bool isServer, int minimum, string expected)
    {
        Assert.True(SignatureSchemeTable.TryParse(
            "RSA+SHA1:RSA+SHA256:ECDSA+SHA224:DSA+SHA256:ECDSA+SHA256",
            out ImmutableArray<SignatureSchemeEntry> schemes));
        EngineSettings settings = (isServer ? TestSettings.Server("rsa") : TestSettings.Client()) with
        {
            SignatureAlgorithms = schemes,
            Versions = new VersionRange(minimum, TlsVersion.Tls13),
            SecurityLevel = 0,
        };

        Assert.Equal(expected, string.Join(' ', settings.Offer.Schemes.Select(scheme => scheme.Name)));
    }

    private static ImmutableArray<NamedGroupEntry> Named(string list) =>
        GroupTable.TryParse(list, out ImmutableArray<NamedGroupEntry> groups)
            ? groups
            : throw new ArgumentException(list);

    private static string Names(ReadOnlySpan<int> ids) =>
        string.Join(' ', ids.ToArray().Select(id => GroupTable.ById(id)!.Name));

    private static IEnumerable<int> Ids(Offer offer, int version) => offer.Suites(version).Select(suite => suite.Id);
}
