using System;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 sections 4.1.2, 4.2 and 9.2: how a server takes a ClientHello that leads to TLS 1.3. What is the
/// same in TLS 1.2 is in <see cref="Tls12ClientHelloRuleTests"/>.</summary>
public sealed class Tls13ClientHelloRuleTests
{
    private const int X25519MlKem768 = 0x11EC;
    private const int X448 = 0x001E;

    [Theory]
    [PeerRule("8446-4.1.2-a")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 0 })]
    [InlineData(new byte[] { 0, 1 })]
    [InlineData(new byte[] { 0, 0 })]
    public void A_server_takes_no_compression_but_null(byte[] methods) => Refuses(
        hello =>
            hello.CompressionMethods = methods, AlertDescription.IllegalParameter, "INVALID_COMPRESSION_ALGORITHM");

    [Fact]
    [PeerRule("8446-4.1.2-b")]
    public void A_server_passes_over_what_it_does_not_know()
    {
        using HostileClient client = new HostileClient(Tls13.Server).With((ClientHelloMessage hello) =>
        {
            hello.Suites.InsertRange(0, [0x0A0A, 0x00FF, 0xFEFE, 0x1399]);
            ExtensionList extensions = hello.Extensions!;
            extensions.Items.Insert(0, (0x0A0A, []));
            extensions.Items.Insert(0, (19, [9]));
            extensions.Items.Insert(0, (20, [9]));
            extensions.Items.Insert(0, (0xFE0D, [1, 2, 3]));
            extensions.Set(ExtensionList.SupportedVersions, 8, 0x1A, 0x1A, 0xFE, 0xFE, 3, 4, 3, 5);
            extensions.Set(ExtensionList.SupportedGroups, Wire.List16(0x2A2A, 0x001D, 0x9999));
            extensions.Set(ExtensionList.SignatureAlgorithms, Wire.List16(0x3A3A, 0x0000, 0x0904, 0x0403));
            extensions.Set(ExtensionList.PskKeyExchangeModes, 2, 0x5B, 1);
            byte[] shares = extensions.Find(ExtensionList.KeyShare)![2..];
            extensions.Set(
                ExtensionList.KeyShare, Wire.Opaque16([.. Wire.U16(0x2A2A), .. Wire.Opaque16(0), .. shares]));
            extensions.Add(0x4A4A, 0);
        });

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    [Theory]
    [PeerRule("8446-4.2.1-e")]
    [InlineData(0x0301)]
    [InlineData(0x0304)]
    [InlineData(0x0305)]
    [InlineData(0xFEFE)]
    public void A_server_goes_by_supported_versions_alone(int legacyVersion)
    {
        using HostileClient client = new HostileClient(TestSettings.Server("p256"))
            .With((ClientHelloMessage hello) => hello.LegacyVersion = legacyVersion);

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.Equal(TlsVersion.Tls13, client.Engine.NegotiatedVersion);
    }

    [Theory]
    [PeerRule("8446-4.2.1-f")]
    [InlineData(new byte[] { 2, 3, 5 })]
    [InlineData(new byte[] { 4, 0xFE, 0xFE, 0x1A, 0x1A })]
    [InlineData(new byte[] { 2, 3, 1 })]
    [InlineData(new byte[] { 2, 3, 0 })]
    public void A_server_refuses_versions_that_it_does_not_have(byte[] versions) =>
        new HostileClient(TestSettings.Server("p256")).Refuses(
        (ClientHelloMessage hello) => hello.Extensions!.Set(ExtensionList.SupportedVersions, versions),
        AlertDescription.ProtocolVersion,
        "UNSUPPORTED_PROTOCOL");

    [Theory]
    [PeerRule("8446-4.2.1-g")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 1, 3 })]
    [InlineData(new byte[] { 3, 3, 4, 3 })]
    [InlineData(new byte[] { 4, 3, 4 })]
    [InlineData(new byte[] { 2, 3, 4, 0 })]
    public void A_server_decodes_the_list_of_versions(byte[] versions) => Refuses(
        hello => hello.Extensions!.Set(ExtensionList.SupportedVersions, versions),
        AlertDescription.DecodeError,
        "LENGTH_MISMATCH");

    [Fact]
    [PeerRule("8446-4.2.1-h")]
    public void Without_supported_versions_there_is_no_TLS_1_3()
    {
        using var client = new HostileClient(TestSettings.Server("p256") with { Ciphers = TestSettings.Suites("ALL") })
        {
            SpeaksTls12 = true,
        };
        client.With((ClientHelloMessage hello) => hello.LegacyVersion = 0x0304);

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.Equal(TlsVersion.Tls12, client.Engine.NegotiatedVersion);
    }

    [Theory]
    [PeerRule("8446-D.5-b")]
    [InlineData(0x0300)]
    [InlineData(0x0200)]
    [InlineData(0x0000)]
    public void SSL_3_0_is_refused_by_a_server(int version) => Refuses(
        hello => hello.LegacyVersion = version, AlertDescription.ProtocolVersion, "BAD_LEGACY_VERSION");

    [Theory]
    [PeerRule("8446-4.2-h")]
    [InlineData(ExtensionList.SupportedVersions)]
    [InlineData(ExtensionList.KeyShare)]
    [InlineData(ExtensionList.SignatureAlgorithms)]
    [InlineData(0x0A0A)]
    public void A_server_refuses_a_repeated_extension(int type) => Refuses(
        hello =>
        {
            byte[] data = hello.Extensions!.Find(type) ?? [];
            hello.Extensions.Set(type, data);
            hello.Extensions.Add(type, data);
        },
        AlertDescription.IllegalParameter,
        "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2.11-d")]
    [InlineData(0x0A0A)]
    [InlineData(ExtensionList.Padding)]
    public void The_pre_shared_keys_come_last(int type) => Psk().Refuses(
        (ClientHelloMessage hello) =>
            hello.Extensions!.Add(type, 0), AlertDescription.IllegalParameter, "BAD_EXTENSION");

    [Fact]
    [PeerRule("8446-4.2-i")]
    public void A_server_refuses_an_extension_that_belongs_elsewhere() => Refuses(
        hello => hello.Extensions!.Add(48, 0, 0), AlertDescription.IllegalParameter, "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-9.2-a")]
    [InlineData(ExtensionList.KeyShare, "NO_SUITABLE_KEY_SHARE")]
    [InlineData(ExtensionList.SupportedGroups, "MISSING_SUPPORTED_GROUPS_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithms, "MISSING_SIGALGS_EXTENSION")]
    public void A_server_misses_an_extension(int type, string reason) => Refuses(
        hello => hello.Extensions!.Remove(type), AlertDescription.MissingExtension, reason);

    [Fact]
    [PeerRule("8446-4.2.9-a")]
    public void A_pre_shared_key_comes_with_the_ways_to_use_it() => Psk().Refuses(
        (ClientHelloMessage hello) => hello.Extensions!.Remove(ExtensionList.PskKeyExchangeModes),
        AlertDescription.MissingExtension,
        "MISSING_PSK_KEX_MODES_EXTENSION");

    [Fact]
    [PeerRule("8446-4.2.9-b")]
    public void A_server_uses_no_key_in_a_way_that_was_not_offered()
    {
        using HostileClient client = Psk()
            .With((ClientHelloMessage hello) => hello.Extensions!.Set(ExtensionList.PskKeyExchangeModes, 1, 0));

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.Contains(HostileMessage.Certificate, client.ReceivedTypes);
    }

    [Theory]
    [PeerRule("8446-4.2.9-c")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 2, 1 })]
    [InlineData(new byte[] { 1, 1, 1 })]
    public void A_server_decodes_the_ways_to_use_a_key(byte[] modes) => Refuses(
        hello => hello.Extensions!.Set(ExtensionList.PskKeyExchangeModes, modes), AlertDescription.DecodeError,
        "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2.8-f")]
    [InlineData(false)]
    [InlineData(true)]
    public void A_share_is_for_a_group_that_is_offered_and_for_another_than_the_others(bool twice) => Refuses(
        hello =>
        {
            byte[] share = hello.Extensions!.Find(ExtensionList.KeyShare)![2..];
            hello.Extensions.Set(
                ExtensionList.KeyShare,
                Wire.Opaque16([.. share, .. twice ? share : [.. Wire.U16(X448), .. Wire.Opaque16(new byte[56])]]));
        },
        AlertDescription.IllegalParameter,
        "BAD_KEY_SHARE");

    [Theory]
    [PeerRule("8446-4.2.8-g")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 3, 0, 29, 0 })]
    [InlineData(new byte[] { 0, 4, 0, 29, 0, 0 })]
    [InlineData(new byte[] { 0, 5, 0, 29, 0, 2, 1 })]
    [InlineData(new byte[] { 0, 5, 0, 29, 0, 1, 1, 0 })]
    public void A_server_decodes_shares(byte[] data) => Refuses(
        hello => hello.Extensions!.Set(ExtensionList.KeyShare, data), AlertDescription.DecodeError, "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-4.2.8.2-b", "8446-7.4.2-b")]
    [InlineData(KeyAgreement.X25519, 31, 9)]
    [InlineData(KeyAgreement.X25519, 33, 9)]
    [InlineData(KeyAgreement.X25519, 32, 0)]
    [InlineData(KeyAgreement.X25519, 32, 1)]
    [InlineData(KeyAgreement.Secp256r1, 65, 4)]
    [InlineData(KeyAgreement.Secp256r1, 33, 2)]
    [InlineData(KeyAgreement.Secp256r1, 1, 0)]
    [InlineData(X25519MlKem768, 1216, 255)]
    [InlineData(X25519MlKem768, 1215, 0)]
    [InlineData(X25519MlKem768, 1217, 0)]
    [InlineData(X25519MlKem768, 5, 0)]
    [InlineData(0x11EB, 64, 4)]
    [InlineData(0x11ED, 1664, 4)]
    [InlineData(0x0100, 256, 0)]
    [InlineData(0x0100, 256, 255)]
    [InlineData(0x0100, 255, 1)]
    public void A_server_refuses_a_point_that_is_none(int group, int length, byte filling)
    {
        byte[] point = new byte[length];
        if (group == X25519MlKem768 || group == 0x0100)
        {
            point.AsSpan().Fill(filling);
        }
        else
        {
            point[0] = filling;
        }

        new HostileClient(Tls13.Server with { Groups = [GroupTable.ById(group)!] }).Refuses(
            (ClientHelloMessage hello) =>
            {
                hello.Extensions!.Set(ExtensionList.SupportedGroups, Wire.List16(group));
                hello.Extensions.Set(
                    ExtensionList.KeyShare, Wire.Opaque16([.. Wire.U16(group), .. Wire.Opaque16(point)]));
            },
            AlertDescription.IllegalParameter,
            "BAD_ECPOINT");
    }

    [Theory]
    [PeerRule("8446-4.2.11-e")]
    [InlineData(1, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void There_is_a_binder_for_each_key(int identities, int binders) => Psk().Refuses(
        (ClientHelloMessage hello) =>
        {
            byte[] identity = [.. Wire.Opaque16(1, 2, 3), .. Wire.U32(0)];
            byte[] binder = Wire.Opaque8(new byte[32]);
            hello.Extensions!.Set(
                ExtensionList.PreSharedKey,
                [
                    .. Wire.Opaque16([.. Enumerable.Repeat(identity, identities).SelectMany(bytes => bytes)]),
                    .. Wire.Opaque16([.. Enumerable.Repeat(binder, binders).SelectMany(bytes => bytes)]),
                ]);
        },
        binders == 0 ? AlertDescription.DecodeError : AlertDescription.IllegalParameter,
        "BAD_EXTENSION");

    [Fact]
    [PeerRule("8446-4.2.11.2-a")]
    public void A_binder_must_be_right() => Psk().Refuses(
        (ClientHelloMessage hello) => hello.Binder = _ => new byte[32],
        AlertDescription.DecryptError,
        "BINDER_DOES_NOT_VERIFY");

    [Theory]
    [PeerRule("8446-4.2.11-f")]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("0006" + "000000000000")]
    [InlineData("0007" + "00010100000000")]
    [InlineData("0007" + "00010100000000" + "0001" + "00")]
    [InlineData(
        "0007" + "00010100000000" + "0020" + "1f" + "00000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0008" + "0003010000000000" + "0021" + "20"
        + "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("0007" + "00010100000000" + "0021" + "20"
        + "0000000000000000000000000000000000000000000000000000000000000000" + "00")]
    public void A_server_decodes_the_pre_shared_keys(string data) => Psk().Refuses(
        (ClientHelloMessage hello) =>
        {
            hello.Binder = null;
            hello.Extensions!.Set(ExtensionList.PreSharedKey, Convert.FromHexString(data));
        },
        AlertDescription.DecodeError,
        "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2-j")]
    [InlineData(ExtensionList.PostHandshakeAuth, "00", "POST_HANDSHAKE_AUTH_ENCODING_ERR")]
    [InlineData(ExtensionList.EarlyData, "00", "BAD_EXTENSION")]
    [InlineData(ExtensionList.Cookie, "", "LENGTH_MISMATCH")]
    [InlineData(ExtensionList.Cookie, "0000", "LENGTH_MISMATCH")]
    [InlineData(ExtensionList.Cookie, "000101ff", "LENGTH_MISMATCH")]
    [InlineData(ExtensionList.CertificateAuthorities, "", "BAD_EXTENSION")]
    [InlineData(ExtensionList.CertificateAuthorities, "0003000130", "ASN1_LIB")]
    [InlineData(ExtensionList.CertificateAuthorities, "000400020500", "ASN1_LIB")]
    [InlineData(ExtensionList.CertificateAuthorities, "0003000430", "LENGTH_MISMATCH")]
    [InlineData(ExtensionList.CertificateAuthorities, "00040002300000", "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithmsCert, "0001", "BAD_EXTENSION")]
    public void A_server_decodes_the_other_extensions(int type, string data, string reason) => Refuses(
        hello => hello.Extensions!.Set(type, Convert.FromHexString(data)), AlertDescription.DecodeError, reason);

    [Theory]
    [PeerRule("8446-4.1.1-a")]
    [InlineData("suites", "NO_SHARED_CIPHER")]
    [InlineData("groups", "NO_SUITABLE_KEY_SHARE")]
    [InlineData("schemes", "NO_SUITABLE_SIGNATURE_ALGORITHM")]
    public void Without_anything_in_common_there_is_no_connection(string what, string reason) => Refuses(
        hello =>
        {
            switch (what)
            {
                case "suites":
                    hello.Suites = [0xC02B, 0x1399];
                    break;
                case "groups":
                    hello.Extensions!.Set(ExtensionList.SupportedGroups, Wire.List16(0x2A2A));
                    hello.Extensions.Set(
                        ExtensionList.KeyShare, Wire.Opaque16([.. Wire.U16(0x2A2A), .. Wire.Opaque16(0)]));
                    break;
                default:
                    hello.Extensions!.Set(ExtensionList.SignatureAlgorithms, Wire.List16(0x0804, 0x3A3A));
                    break;
            }
        },
        AlertDescription.HandshakeFailure,
        reason);

    [Theory]
    [PeerRule("8446-4.1.2-c")]
    [InlineData("random", "BAD_DATA")]
    [InlineData("version", "BAD_DATA")]
    [InlineData("session", "INVALID_SESSION_ID")]
    [InlineData("suites", "BAD_CIPHER")]
    [InlineData("order", "BAD_CIPHER")]
    [InlineData("groups", "BAD_EXTENSION")]
    [InlineData("schemes", "BAD_EXTENSION")]
    [InlineData("alpn", "BAD_EXTENSION")]
    [InlineData("name", "BAD_EXTENSION")]
    [InlineData("psk", "BAD_EXTENSION")]
    [InlineData("early data", "BAD_EXTENSION")]
    public void The_second_ClientHello_is_the_first_but_for_what_may_change(string what, string reason)
    {
        using HostileClient client = Retried().With((SecondClientHelloMessage hello) => Change(hello, what));
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.IllegalParameter, reason);
    }

    [Theory]
    [PeerRule("8446-4.1.2-d")]
    [InlineData("padding")]
    [InlineData("unknown")]
    public void Some_of_the_second_ClientHello_may_change(string what)
    {
        using HostileClient client = Retried().With((SecondClientHelloMessage hello) => Change(hello, what));

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    [Theory]
    [PeerRule("8446-4.2.8-h")]
    [InlineData("none")]
    [InlineData("first")]
    [InlineData("both")]
    public void The_second_ClientHello_has_the_one_share_that_was_asked_for(string what)
    {
        using HostileClient client = Retried();
        client.With((SecondClientHelloMessage hello) => hello.Extensions!.Set(
            ExtensionList.KeyShare,
            Wire.Opaque16(what switch
            {
                "none" => [],
                "first" => client.Share(KeyAgreement.X25519),
                _ => [.. client.Share(KeyAgreement.Secp256r1), .. client.Share(KeyAgreement.X25519)],
            })));
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.IllegalParameter, "BAD_KEY_SHARE");
    }

    [Theory]
    [PeerRule("8446-4.2.2-c")]
    [InlineData(false)]
    [InlineData(true)]
    public void The_second_ClientHello_has_the_cookie(bool changed)
    {
        using HostileClient client = Retried().With((SecondClientHelloMessage hello) =>
        {
            if (changed)
            {
                hello.Extensions!.Set(ExtensionList.Cookie, Wire.Opaque16(new byte[16]));
            }
            else
            {
                hello.Extensions!.Remove(ExtensionList.Cookie);
            }
        });
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.IllegalParameter, "COOKIE_MISMATCH");
    }

    [Fact]
    [PeerRule("8446-4.1.2-e")]
    public void The_second_ClientHello_still_wants_TLS_1_3()
    {
        using HostileClient client = new HostileClient(
            TestSettings.Server("p256") with { Groups = [GroupTable.ById(KeyAgreement.Secp256r1)!] })
            .With((SecondClientHelloMessage hello) => hello.Extensions!.Set(ExtensionList.SupportedVersions, 2, 3, 3));
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.ProtocolVersion, "UNSUPPORTED_PROTOCOL");
    }

    private static void Change(SecondClientHelloMessage hello, string what)
    {
        ExtensionList extensions = hello.Extensions!;
        switch (what)
        {
            case "random":
                hello.Random = new byte[32];
                break;
            case "version":
                hello.LegacyVersion = 0x0302;
                break;
            case "session":
                hello.SessionId = [];
                break;
            case "suites":
                hello.Suites.RemoveAt(1);
                break;
            case "order":
                hello.Suites.Reverse();
                break;
            case "groups":
                extensions.Set(ExtensionList.SupportedGroups, Wire.List16(KeyAgreement.Secp256r1));
                break;
            case "schemes":
                extensions.Set(ExtensionList.SignatureAlgorithms, Wire.List16(0x0403));
                break;
            case "alpn":
                extensions.Set(ExtensionList.Alpn, Wire.Opaque16(Wire.Opaque8(1)));
                break;
            case "name":
                extensions.Set(ExtensionList.ServerName, Wire.Opaque16([0, .. Wire.Opaque16("other"u8.ToArray())]));
                break;
            case "psk":
                extensions.Set(
                    ExtensionList.PreSharedKey,
                    [.. Wire.Opaque16([.. Wire.Opaque16(1), .. Wire.U32(0)]),
                    .. Wire.Opaque16(Wire.Opaque8(new byte[32]))]);
                break;
            case "early data":
                extensions.Set(ExtensionList.EarlyData);
                break;
            case "padding":
                extensions.Set(ExtensionList.Padding, new byte[100]);
                break;
            default:
                extensions.Set(0xFE0D, 1, 2, 3);
                break;
        }
    }

    private static void Refuses(Action<ClientHelloMessage> lie, int alert, string reason) =>
        new HostileClient(Tls13.Server).Refuses(lie, alert, reason);

    private static HostileClient Psk() => new(Tls13.ServerWithPsk) { Psk = new byte[32] };

    // A server that asks for another ClientHello.
    private static HostileClient Retried() =>
        new(Tls13.Server with { Groups = [GroupTable.ById(KeyAgreement.Secp256r1)!] });
}
