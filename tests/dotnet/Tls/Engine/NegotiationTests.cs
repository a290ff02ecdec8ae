using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.Tests.Engine.Hostile;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class NegotiationTests
{
    [Theory]
    [InlineData(TlsVersion.Tls12, "a,b", "b,a", "b")]
    [InlineData(TlsVersion.Tls13, "a,b", "b,a", "b")]
    [InlineData(TlsVersion.Tls12, "a", "c", null)]
    [InlineData(TlsVersion.Tls13, "a", "c", null)]
    [InlineData(TlsVersion.Tls13, "", "c", null)]
    [InlineData(TlsVersion.Tls13, "a", "", null)]
    public void The_server_picks_the_protocol_by_its_own_order(
        int version, string client, string server, string? chosen)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { AlpnProtocols = Names(client) },
            TestSettings.Server("p256").Only(version) with { AlpnProtocols = Names(server) });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal(chosen, pair.Client.Alpn);
        Assert.Equal(chosen, pair.Server.Alpn);
    }

    [Theory]
    [InlineData((ulong)SslOption.None, TlsVersion.Tls13)]
    [InlineData((ulong)SslOption.OP_NO_TLSv1_3, TlsVersion.Tls12)]
    [InlineData((ulong)SslOption.OP_NO_TLSv1_2, TlsVersion.Tls13)]
    [InlineData((ulong)(SslOption.OP_NO_TLSv1_3 | SslOption.OP_NO_TLSv1_2), TlsVersion.Tls11)]
    public void Options_take_versions_away(ulong option, int version)
    {
        static EngineSettings Any(EngineSettings settings) => settings with
        {
            Versions = new VersionRange(TlsVersion.Tls10, TlsVersion.Tls13),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using var pair = new EnginePair(
            Any(TestSettings.Client()), Any(TestSettings.Server("rsa")) with { Options = (SslOption)option });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal(version, pair.Client.NegotiatedVersion);
    }

    // RFC 8734: TLS 1.3's schemes name Brainpool's curves, which no platform but Linux is sure to have.
    [Theory]
    [InlineData("ecdsa_brainpoolP256r1tls13_sha256", true)]
    [InlineData("ecdsa_brainpoolP384r1tls13_sha384", false)]
    [InlineData("ecdsa_secp256r1_sha256", false)]
    public void A_key_signs_in_TLS_1_3_with_the_scheme_of_its_curve(string scheme, bool isAble)
    {
        Assert.True(SignatureSchemeTable.TryParse(scheme, out ImmutableArray<SignatureSchemeEntry> schemes));
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with { SignatureAlgorithms = schemes },
            TestSettings.Server("brainpool256").Only(TlsVersion.Tls13) with { SignatureAlgorithms = schemes });

        EngineStatus status = isAble ? EngineStatus.Done : EngineStatus.Failed;
        Assert.Equal((status, status), pair.Handshake());
    }

    // OpenSSL `is_tls13_capable`: a server that has nothing to sign with does not speak TLS 1.3, and so does not mark
    // TLS 1.2 as a downgrade (RFC 8446 section 4.1.3), which a client that offers both would refuse.
    [Fact]
    public void A_server_without_a_certificate_speaks_TLS_1_2_unmarked()
    {
        CipherList anonymous = TestSettings.Suites("AECDH-AES128-SHA:@SECLEVEL=0");
        using var pair = new EnginePair(
            TestSettings.Client() with { Ciphers = anonymous, SecurityLevel = 0 },
            TestSettings.Server() with { Ciphers = anonymous, SecurityLevel = 0 });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal(TlsVersion.Tls12, pair.Client.NegotiatedVersion);
    }

    [Theory]
    [InlineData("x25519:P-256", "P-256:x25519", "x25519")]
    [InlineData("P-384:P-256", "P-256", "secp256r1")]
    [InlineData("x25519", "P-256:x25519:x448", "x25519")]
    [InlineData("x448", "x448", "x448")]
    [InlineData("P-521", "P-521", "secp521r1")]
    [InlineData("ffdhe2048", "ffdhe2048", "ffdhe2048")]
    [InlineData("X25519MLKEM768:x25519", "X25519MLKEM768", "X25519MLKEM768")]
    [InlineData("secp224r1:x448:x25519", "secp224r1:x25519:x448", "x448")]
    public void A_group_of_both_is_used_in_TLS_1_3(string client, string server, string group)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with { Groups = Groups(client) },
            TestSettings.Server("p256").Only(TlsVersion.Tls13) with { Groups = Groups(server) });

        (EngineStatus, EngineStatus) status = pair.Handshake();

        Assert.Null(pair.Client.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
        Assert.Equal(group, pair.Client.Group!.Name);
        Assert.Equal(group, pair.Server.Group!.Name);
    }

    // Two groups in supported_groups, and a share for the first that TLS 1.3 may use.
    [Fact]
    public void A_client_sends_a_share_for_a_group_of_TLS_1_3()
    {
        using HostileServer server = new(TestSettings.Client() with { Groups = Groups("secp224r1:x25519") });

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.Equal([0, 4, 0, 0x15, 0, 0x1D], server.ClientHello.Extensions!.Find(ExtensionList.SupportedGroups));
        Assert.Equal([0, 36, 0, 0x1D], server.ClientHello.Extensions.Find(ExtensionList.KeyShare)!.Take(4));
    }

    [Theory]
    [InlineData("P-384:P-256", "P-256", "secp256r1")]
    [InlineData("x25519:P-256", "P-256:x25519", "x25519")]
    [InlineData("secp224r1:x25519", "secp224r1", "secp224r1")]
    public void A_group_of_both_is_used_in_TLS_1_2(string client, string server, string group)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls12) with { Groups = Groups(client) },
            TestSettings.Server("rsa").Only(TlsVersion.Tls12) with { Groups = Groups(server) });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal(group, pair.Client.Group!.Name);
        Assert.Equal(group, pair.Server.Group!.Name);
        Assert.Equal("rsa_pss_rsae_sha256", pair.Client.ServerSignatureScheme!.Name);
        Assert.Equal("rsa_pss_rsae_sha256", pair.Server.ServerSignatureScheme!.Name);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "ECDHE-RSA-AES128-GCM-SHA256", "rsa")]
    [InlineData(TlsVersion.Tls12, "ECDHE-ECDSA-AES256-GCM-SHA384", "p256")]
    [InlineData(TlsVersion.Tls12, "ECDHE-RSA-CHACHA20-POLY1305", "rsa")]
    [InlineData(TlsVersion.Tls12, "ECDHE-RSA-AES128-SHA256", "rsa")]
    [InlineData(TlsVersion.Tls12, "ECDHE-RSA-AES256-SHA", "rsa")]
    [InlineData(TlsVersion.Tls12, "AES128-GCM-SHA256", "rsa")]
    [InlineData(TlsVersion.Tls12, "AES256-SHA", "rsa")]
    [InlineData(TlsVersion.Tls10, "AES128-SHA", "rsa")]
    [InlineData(TlsVersion.Tls11, "ECDHE-ECDSA-AES128-SHA", "p256")]
    public void A_suite_picks_the_certificate_of_its_kind(int version, string suite, string kind)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Ciphers = TestSettings.Suites(suite), SecurityLevel = 0 },
            TestSettings.Server("p256", "rsa")
                .Only(version) with
            { Ciphers = TestSettings.Suites("ALL"), SecurityLevel = 0 });

        (EngineStatus, EngineStatus) status = pair.Handshake();

        Assert.Null(pair.Client.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
        Assert.Equal(suite, pair.Client.Cipher!.Name);
        Assert.Equal(TestCertificates.Credential(kind).Chain[0], pair.Client.PeerChain[0]);
        Assert.Equal("x"u8.ToArray(), pair.Send(pair.Client, "x"u8.ToArray()));
    }

    // RFC 7919 section 4: who offers no such group leaves the choice to the server, and who offers one may see another.
    [Theory]
    [InlineData("P-256", 2048, 1, null)]
    [InlineData("P-256", 4096, 1, null)]
    [InlineData("ffdhe3072", 2048, 1, null)]
    [InlineData("P-256", 2048, 3, "DH_KEY_TOO_SMALL")]
    [InlineData("P-256", 3072, 3, null)]
    public void A_client_takes_a_known_group_for_DHE_that_it_did_not_offer(
        string offered, int bits, int level, string? reason)
    {
        Org.BouncyCastle.Tls.Crypto.DHGroup group = bits switch
        {
            2048 => Org.BouncyCastle.Tls.Crypto.DHStandardGroups.rfc7919_ffdhe2048,
            3072 => Org.BouncyCastle.Tls.Crypto.DHStandardGroups.rfc7919_ffdhe3072,
            _ => Org.BouncyCastle.Tls.Crypto.DHStandardGroups.rfc7919_ffdhe4096,
        };
        var parameters = new DhParameters(
            new System.Numerics.BigInteger(group.P.ToByteArrayUnsigned(), true, true),
            new System.Numerics.BigInteger(2));
        CipherList suites = TestSettings.Suites("DHE-RSA-AES128-GCM-SHA256");
        using var pair = new EnginePair(
            TestSettings.Client() with
            {
                Ciphers = suites,
                Groups = [GroupTable.ByName(offered)!],
                SecurityLevel = level,
            },
            TestSettings.Server("rsa3072").Only(TlsVersion.Tls12) with { Ciphers = suites, DhParameters = parameters });

        pair.Handshake();

        Assert.Equal(reason, pair.Client.Failure?.Reason);
        Assert.Equal(reason is null ? EngineState.Open : EngineState.Failed, pair.Client.State);

        // supported_groups in the ClientHello: a list of one.
        byte[] extension =
            [0, 10, 0, 4, 0, 2, (byte)(GroupTable.ByName(offered)!.Id >> 8), (byte)GroupTable.ByName(offered)!.Id];
        Assert.Contains(
            Convert.ToHexString(extension), Convert.ToHexString([.. pair.SentToServer]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_with_parameters_does_ephemeral_Diffie_Hellman()
    {
        Org.BouncyCastle.Tls.Crypto.DHGroup group = Org.BouncyCastle.Tls.Crypto.DHStandardGroups.rfc3526_2048;
        var parameters = new DhParameters(
            new System.Numerics.BigInteger(group.P.ToByteArrayUnsigned(), true, true),
            new System.Numerics.BigInteger(2));
        CipherList suites = TestSettings.Suites("DHE-RSA-AES128-GCM-SHA256");
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls12) with { Ciphers = suites },
            TestSettings.Server("rsa").Only(TlsVersion.Tls12) with { Ciphers = suites, DhParameters = parameters });

        (EngineStatus, EngineStatus) status = pair.Handshake();

        Assert.Null(pair.Client.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
    }

    [Theory]
    [InlineData(false, "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData(true, "ECDHE-RSA-AES256-GCM-SHA384")]
    public void The_option_lets_the_server_s_order_of_suites_count(bool option, string suite)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls12) with
            {
                Ciphers = TestSettings.Suites("ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384"),
            },
            TestSettings.Server("rsa").Only(TlsVersion.Tls12) with
            {
                Ciphers = TestSettings.Suites("ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256"),
                Options = option ? SslOption.OP_CIPHER_SERVER_PREFERENCE : SslOption.None,
            });

        pair.Handshake();

        Assert.Equal(suite, pair.Client.Cipher!.Name);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void The_server_name_callback_may_put_another_certificate_in_place(int version)
    {
        var names = new List<string?>();
        EnginePair? pair = null;
        pair = new EnginePair(
            TestSettings.Client().Only(version) with { ServerName = "localhost" },
            TestSettings.Server("rsa").Only(version) with
            {
                Callbacks = new EngineCallbacks
                {
                    ServerName = name =>
                    {
                        names.Add(name);
                        pair!.Server.ReplaceSettings(TestSettings.Server("p256"));
                        return 0;
                    },
                },
            });
        using (pair)
        {
            Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
            Assert.Equal(["localhost"], names);
            Assert.Equal(TestCertificates.Credential("p256").Chain[0], pair.Client.PeerChain[0]);
        }
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void The_server_name_callback_may_refuse_with_an_alert(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version),
            TestSettings.Server("rsa").Only(version) with
            {
                Callbacks = new EngineCallbacks { ServerName = _ => AlertDescription.AccessDenied },
            });

        pair.Handshake();

        Assert.Equal("CALLBACK_FAILED", pair.Server.Failure!.Reason);
        Assert.Equal("TLSV1_ALERT_ACCESS_DENIED", pair.Client.Failure!.Reason);
    }

    [Fact]
    public void An_exception_in_the_server_name_callback_refuses_and_is_kept()
    {
        var thrown = new InvalidOperationException("mine");
        using var pair = new EnginePair(
            TestSettings.Client(),
            TestSettings.Server("rsa") with
            {
                Callbacks = new EngineCallbacks { ServerName = _ => throw thrown },
            });

        pair.Handshake();

        Assert.Same(thrown, pair.Server.TakeCallbackException());
        Assert.NotNull(pair.Client.Failure);
    }

    [Fact]
    public void Shared_suites_are_in_the_server_s_order()
    {
        using var pair = new EnginePair(
            TestSettings.Client() with
            {
                Ciphers = TestSettings.Suites(
                "AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384")
            },
            TestSettings.Server("rsa") with
            {
                Ciphers = TestSettings.Suites(
                "ECDHE-RSA-AES256-GCM-SHA384:AES256-SHA:AES128-GCM-SHA256")
            });
        pair.Handshake();

        Assert.Equal(
            ["ECDHE-RSA-AES256-GCM-SHA384", "AES128-GCM-SHA256"],
            pair.Server.SharedCiphers.Where(suite => !suite.IsTls13).Select(suite => suite.Name));
    }

    private static ImmutableArray<byte[]> Names(string names) =>
        [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Encoding.ASCII.GetBytes)];

    private static ImmutableArray<NamedGroupEntry> Groups(string names) =>
        GroupTable.TryParse(names, out ImmutableArray<NamedGroupEntry> groups)
            ? groups
            : throw new ArgumentException(names);
}
