using System;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>ServerKeyExchange and ClientKeyExchange: RFC 5246 sections 7.4.3 and 7.4.7, RFC 8422 sections 5.3 to
/// 5.11.</summary>
public sealed class Tls12KeyExchangeRuleTests
{
    private const int DheRsa = 0x009E;
    private const int RsaKeyExchange = 0x009C;

    private static readonly byte[] s_prime = DHStandardGroups.rfc3526_2048.P.ToByteArrayUnsigned();

    // curve_type, namedcurve (1), point (3), scheme (69), signature (71 and more).
    [Theory]
    [PeerRule("5246-7.4.3-a")]
    [InlineData(0, "LENGTH_TOO_SHORT")]
    [InlineData(1, "LENGTH_TOO_SHORT")]
    [InlineData(2, "LENGTH_TOO_SHORT")]
    [InlineData(3, "LENGTH_MISMATCH")]
    [InlineData(4, "LENGTH_MISMATCH")]
    [InlineData(68, "LENGTH_MISMATCH")]
    [InlineData(69, "LENGTH_TOO_SHORT")]
    [InlineData(70, "LENGTH_TOO_SHORT")]
    [InlineData(71, "LENGTH_MISMATCH")]
    [InlineData(72, "LENGTH_MISMATCH")]
    [InlineData(100, "LENGTH_MISMATCH")]
    public void A_client_refuses_a_ServerKeyExchange_that_ends_too_early(int length, string reason) => ClientRefuses(
        AlertDescription.DecodeError, reason, exchange => exchange.Body = exchange.ToBytes()[4..(4 + length)]);

    [Fact]
    [PeerRule("5246-7.4.3-b")]
    public void A_client_refuses_a_ServerKeyExchange_with_something_after_its_end() => ClientRefuses(
        AlertDescription.DecodeError, "LENGTH_MISMATCH", exchange => exchange.Surplus = [0]);

    [Theory]
    [PeerRule("5246-7.4.3-c")]
    [InlineData("p256", 0x0503)]
    [InlineData("p256", 0x0603)]
    [InlineData("p256", 0x0203)]
    [InlineData("rsa", 0x0501)]
    [InlineData("rsa", 0x0201)]
    [InlineData("rsa", 0x0806)]
    public void A_client_refuses_a_signature_scheme_that_it_did_not_offer(string kind, int scheme)
    {
        EngineSettings client = Client() with
        {
            SignatureAlgorithms = [Scheme(0x0403), Scheme(0x0401), Scheme(0x0804)],
        };
        using HostileServer server =
            new HostileServer(client, kind).With((ServerKeyExchangeMessage exchange) => exchange.Scheme = scheme);
        server.Run();
        server.AssertRefused(AlertDescription.HandshakeFailure, "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("5246-7.4.3-d")]
    [InlineData("p256", 0x0401)]
    [InlineData("p256", 0x0804)]
    [InlineData("p256", 0x0807)]
    [InlineData("p256", 0x0400)]
    [InlineData("p256", 0x0904)]
    [InlineData("p256", 0x0A0A)]
    [InlineData("rsa", 0x0403)]
    [InlineData("rsa", 0x0809)]
    [InlineData("rsa", 0x0101)]
    [InlineData("rsa", 0x0000)]
    public void A_client_refuses_a_signature_scheme_that_is_none_for_the_key(string kind, int scheme)
    {
        using HostileServer server =
            new HostileServer(Client(), kind).With((ServerKeyExchangeMessage exchange) => exchange.Scheme = scheme);
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("5246-7.4.3-e")]
    [InlineData("p256", 0)]
    [InlineData("p256", 64)]
    [InlineData("rsa", 0)]
    [InlineData("rsa", 256)]
    public void A_client_refuses_a_wrong_signature_of_parameters(string kind, int length)
    {
        using HostileServer server = new HostileServer(Client(), kind)
            .With((ServerKeyExchangeMessage exchange) => exchange.Signature = new byte[length]);
        server.Run();
        server.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    // The key of another connection, signed as it was there.
    [Fact]
    [PeerRule("5246-7.4.3-f")]
    public void A_client_refuses_parameters_that_were_signed_for_another_connection()
    {
        byte[] replayed = [];
        using HostileServer first = new HostileServer(Client())
            .With((ServerKeyExchangeMessage exchange) => replayed = exchange.ToBytes()[4..]);
        Assert.True(first.Run());
        ClientRefuses(AlertDescription.DecryptError, "BAD_SIGNATURE", exchange => exchange.Body = replayed);
    }

    [Theory]
    [PeerRule("8422-5.4-a")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    public void A_client_refuses_a_curve_that_has_no_name(byte curveType) => ClientRefuses(
        AlertDescription.IllegalParameter, "WRONG_CURVE", exchange => exchange.CurveType = curveType);

    // secp384r1, secp192r1, a binary curve, ffdhe2048, X25519MLKEM768, a curve for TLS 1.3 alone, and nothing.
    [Theory]
    [PeerRule("8422-5.1-a")]
    [InlineData(0x0018)]
    [InlineData(0x0013)]
    [InlineData(0x0001)]
    [InlineData(0x0100)]
    [InlineData(0x11EC)]
    [InlineData(0x001F)]
    [InlineData(0x0A0A)]
    [InlineData(0x0000)]
    public void A_client_refuses_a_curve_that_it_did_not_offer(int group)
    {
        EngineSettings client = Client() with
        {
            Groups = [.. new[] { "P-256", "x25519", "ffdhe2048", "X25519MLKEM768", "brainpoolP256r1tls13" }
                .Select(GroupTable.ByName).OfType<NamedGroupEntry>()],
        };
        using HostileServer server =
            new HostileServer(client).With((ServerKeyExchangeMessage exchange) => exchange.Group = group);
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "WRONG_CURVE");
    }

    [Theory]
    [PeerRule("8422-5.4-b", "8422-5.11-a")]
    [MemberData(nameof(BadPoints))]
    public void A_client_refuses_a_point_that_is_none(string name, int group, byte[] point)
    {
        _ = name;
        ClientRefuses(
            AlertDescription.IllegalParameter, "BAD_ECPOINT",
            exchange =>
            {
                exchange.Group = group;
                exchange.Point = point;
            });
    }

    [Theory]
    [PeerRule("8422-5.7-a", "8422-5.11-b")]
    [MemberData(nameof(BadPoints))]
    public void A_server_refuses_a_point_that_is_none(string name, int group, byte[] point)
    {
        _ = name;
        using HostileClient client = new HostileClient(Server() with { Groups = [GroupTable.ById(group)!] })
            .With((ClientKeyExchangeMessage exchange) => exchange.Body = Wire.Opaque8(point));
        client.Run();
        client.AssertRefused(AlertDescription.IllegalParameter, "BAD_KEY_SHARE");
    }

    public static TheoryData<string, int, byte[]> BadPoints => new()
    {
        { "empty", KeyAgreement.Secp256r1, [] },
        { "infinity", KeyAgreement.Secp256r1, [0] },
        { "compressed", KeyAgreement.Secp256r1, [2, .. Coordinates(32)] },
        { "compressed, with both coordinates", KeyAgreement.Secp256r1, [2, .. Coordinates(64)] },
        { "hybrid", KeyAgreement.Secp256r1, [6, .. Coordinates(64)] },
        { "without a format", KeyAgreement.Secp256r1, Coordinates(64) },
        { "too short", KeyAgreement.Secp256r1, [4, .. Coordinates(63)] },
        { "too long", KeyAgreement.Secp256r1, [4, .. Coordinates(65)] },
        { "beside the curve", KeyAgreement.Secp256r1, [4, .. Coordinates(64)] },
        { "zero", KeyAgreement.Secp256r1, [4, .. new byte[64]] },
        { "above the prime", KeyAgreement.Secp256r1, [4, .. Enumerable.Repeat((byte)255, 64)] },
        { "x25519, too short", KeyAgreement.X25519, new byte[31] },
        { "x25519, too long", KeyAgreement.X25519, new byte[33] },
        { "x25519, of small order", KeyAgreement.X25519, new byte[32] },
        { "x25519, one", KeyAgreement.X25519, [1, .. new byte[31]] },
    };

    [Theory]
    [PeerRule("5246-7.4.2-a", "8422-5.3-a")]
    [InlineData("p256", 0xC02F, AlertDescription.IllegalParameter, "WRONG_CERTIFICATE_TYPE")]
    [InlineData("rsa", 0xC02B, AlertDescription.IllegalParameter, "WRONG_CERTIFICATE_TYPE")]
    [InlineData("p256", RsaKeyExchange, AlertDescription.IllegalParameter, "WRONG_CERTIFICATE_TYPE")]
    [InlineData("ed25519", RsaKeyExchange, AlertDescription.IllegalParameter, "WRONG_CERTIFICATE_TYPE")]
    public void A_client_refuses_a_certificate_of_another_kind_than_the_suite(
        string kind, int suite, int alert, string reason)
    {
        using var server = new HostileServer(Client(), kind) { Suite12 = suite };
        server.Run();
        server.AssertRefused(alert, reason);
    }

    [Fact]
    [PeerRule("8422-5.3-b")]
    public void A_client_refuses_a_certificate_on_a_curve_that_it_did_not_offer()
    {
        using var server = new HostileServer(Client(), "p384");
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "WRONG_CURVE");
    }

    // p, g and Ys.
    [Theory]
    [PeerRule("5246-7.4.3-g")]
    [InlineData("empty p", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("empty g", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("empty Ys", AlertDescription.HandshakeFailure, "BAD_DH_VALUE")]
    [InlineData("even p", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("short p", AlertDescription.HandshakeFailure, "DH_KEY_TOO_SMALL")]
    [InlineData("g = 0", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("g = 1", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("g = p - 1", AlertDescription.IllegalParameter, "BAD_DH_VALUE")]
    [InlineData("Ys = 0", AlertDescription.HandshakeFailure, "BAD_DH_VALUE")]
    [InlineData("Ys = 1", AlertDescription.HandshakeFailure, "BAD_DH_VALUE")]
    [InlineData("Ys = p - 1", AlertDescription.HandshakeFailure, "BAD_DH_VALUE")]
    [InlineData("Ys = p", AlertDescription.HandshakeFailure, "BAD_DH_VALUE")]
    public void A_client_refuses_a_group_or_a_value_that_is_none(string what, int alert, string reason)
    {
        using HostileServer server = new HostileServer(Client() with { Ciphers = TestSettings.Suites("ALL") }, "rsa")
        {
            Suite12 = DheRsa,
        }.With((ServerKeyExchangeMessage exchange) => exchange.Parameters = DhParameters(what));
        server.Run();
        server.AssertRefused(alert, reason);
    }

    [Theory]
    [PeerRule("5246-7.4.7-a")]
    [InlineData(0xC02B, "", AlertDescription.HandshakeFailure, "MISSING_TMP_ECDH_KEY")]
    [InlineData(0xC02B, "41", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(0xC02B, "410400", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(RsaKeyExchange, "", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(RsaKeyExchange, "01", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(RsaKeyExchange, "0002ff", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(RsaKeyExchange, "0001ffff", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData(DheRsa, "", AlertDescription.DecodeError, "DH_PUBLIC_VALUE_LENGTH_IS_WRONG")]
    [InlineData(DheRsa, "0002ff", AlertDescription.DecodeError, "DH_PUBLIC_VALUE_LENGTH_IS_WRONG")]
    [InlineData(DheRsa, "000202ff00", AlertDescription.DecodeError, "DH_PUBLIC_VALUE_LENGTH_IS_WRONG")]
    [InlineData(DheRsa, "0000", AlertDescription.DecodeError, "MISSING_TMP_DH_KEY")]
    public void A_server_refuses_a_ClientKeyExchange_that_does_not_fill_its_fields(
        int suite, string body, int alert, string reason)
    {
        using HostileClient client = MakeClient(suite, Convert.FromHexString(body));
        client.Run();
        client.AssertRefused(alert, reason);
    }

    [Fact]
    [PeerRule("5246-7.4.7-b")]
    public void A_server_refuses_a_ClientKeyExchange_with_something_after_its_end()
    {
        using HostileClient client = new HostileClient(Server())
            .With((ClientKeyExchangeMessage exchange) => exchange.Surplus = [0]);
        client.Run();
        client.AssertRefused(AlertDescription.DecodeError, "LENGTH_MISMATCH");
    }

    [Theory]
    [PeerRule("5246-7.4.7.2-a")]
    [InlineData("Ys = 0")]
    [InlineData("Ys = 1")]
    [InlineData("Ys = p - 1")]
    [InlineData("Ys = p")]
    public void A_server_refuses_a_public_value_that_is_none(string what)
    {
        byte[] parameters = DhParameters(what);
        byte[] value = parameters[(2 + s_prime.Length + 3)..];
        using HostileClient client = MakeClient(DheRsa, value);
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "BAD_KEY_SHARE");
    }

    // No alert for what is wrong inside: it only shows that the keys differ.
    [Theory]
    [PeerRule("5246-7.4.7.1-a")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(128)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(512)]
    public void A_server_does_not_tell_what_is_wrong_with_an_encrypted_secret(int length)
    {
        byte[] garbage = [.. Enumerable.Repeat((byte)1, length)];
        using HostileClient client = new HostileClient(Server("rsa"))
            .With((ClientHelloMessage hello) => hello.Suites = [RsaKeyExchange])
            .With((ClientKeyExchangeMessage exchange) => exchange.Body = Wire.Opaque16(garbage));
        client.Run();
        client.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    // RFC 5246 section 7.4.7.1: the version of the ClientHello, against rollbacks.
    [Theory]
    [PeerRule("5246-7.4.7.1-b")]
    [InlineData(3, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 4)]
    [InlineData(2, 3)]
    [InlineData(0, 0)]
    public void A_server_does_not_take_a_secret_of_another_version(byte major, byte minor)
    {
        using HostileClient client = new HostileClient(Server("rsa")) { SecretVersion = [major, minor] }
            .With((ClientHelloMessage hello) => hello.Suites = [RsaKeyExchange]);
        client.Run();
        client.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    // RFC 8422 sections 4 and 5.1: neither a curve nor a certificate's curve that the client didn't name.
    [Theory]
    [PeerRule("8422-5.1-b")]
    [InlineData("p256", 0x0018)]
    [InlineData("p384", KeyAgreement.Secp256r1)]
    [InlineData("p256", 0x0A0A)]
    public void A_server_has_no_suite_for_a_client_without_its_curves(string kind, int group)
    {
        EngineSettings server = Server(kind) with { Groups = [GroupTable.ByName("P-256")!] };
        using HostileClient client = new HostileClient(server).With((ClientHelloMessage hello) =>
            hello.Extensions!.Set(ExtensionList.SupportedGroups, Wire.List16(group)));
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "NO_SHARED_CIPHER");
    }

    // RFC 5246 section 7.4.3: it MUST look before it chooses. Section 7.4.1.4.1: without the extension, SHA-1 alone.
    [Theory]
    [PeerRule("5246-7.4.3-h")]
    [InlineData(null, "NO_SUITABLE_SIGNATURE_ALGORITHM")]
    [InlineData("00020a0a", "NO_SHARED_SIGNATURE_ALGORITHMS")]
    [InlineData("00020400", "NO_SHARED_SIGNATURE_ALGORITHMS")]
    [InlineData("00020401", "NO_SHARED_CIPHER")]
    public void A_server_has_no_suite_for_a_client_without_its_signature_algorithms(string? data, string reason)
    {
        using HostileClient client = new HostileClient(Server()).With((ClientHelloMessage hello) =>
        {
            hello.Extensions!.Remove(ExtensionList.SignatureAlgorithms);
            if (data is not null)
            {
                hello.Extensions.Add(ExtensionList.SignatureAlgorithms, Convert.FromHexString(data));
            }
        });
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, reason);
    }

    private static byte[] Coordinates(int count) => [.. Enumerable.Repeat((byte)1, count)];

    private static byte[] DhParameters(string what)
    {
        byte[] p = [.. s_prime];
        byte[] g = [2];
        byte[] y = [.. Enumerable.Repeat((byte)3, 200)];
        byte[] lessOne = [.. s_prime[..^1], (byte)(s_prime[^1] - 1)];
        switch (what)
        {
            case "empty p":
                p = [];
                break;
            case "even p":
                p = lessOne;
                break;
            case "short p":
                p = DHStandardGroups.rfc5996_768.P.ToByteArrayUnsigned();
                y = [5];
                break;
            case "empty g" or "g = 0" or "g = 1":
                g = what == "empty g" ? [] : [(byte)(what[^1] - '0')];
                break;
            case "g = p - 1":
                g = lessOne;
                break;
            case "empty Ys" or "Ys = 0" or "Ys = 1":
                y = what == "empty Ys" ? [] : [(byte)(what[^1] - '0')];
                break;
            case "Ys = p - 1":
                y = lessOne;
                break;
            case "Ys = p":
                y = p;
                break;
        }

        return [.. Wire.Opaque16(p), .. Wire.Opaque16(g), .. Wire.Opaque16(y)];
    }

    private static void ClientRefuses(int alert, string reason, Action<ServerKeyExchangeMessage> change)
    {
        using HostileServer server = new HostileServer(Client()).With(change);
        server.Run();
        server.AssertRefused(alert, reason);
    }

    private static HostileClient MakeClient(int suite, byte[] exchange)
    {
        HostileClient client = new(Server(suite == 0xC02B ? "p256" : "rsa") with
        {
            DhParameters = new DhParameters(
                new System.Numerics.BigInteger(s_prime, true, true), new System.Numerics.BigInteger(2)),
        })
        {
            LastKeyExchange = exchange,
        };
        return client.With((ClientHelloMessage hello) => hello.Suites = [suite]);
    }

    private static SignatureSchemeEntry Scheme(int id) => SignatureSchemeTable.ById(id)!;

    private static EngineSettings Client() => TestSettings.Client().Only(TlsVersion.Tls12) with
    {
        Ciphers = TestSettings.Suites("ECDHE+AESGCM:AES128-GCM-SHA256"),
        Groups = [GroupTable.ByName("P-256")!, GroupTable.ByName("x25519")!],
    };

    private static EngineSettings Server(string kind = "p256") => TestSettings.Server(kind).Only(TlsVersion.Tls12) with
    {
        Ciphers = TestSettings.Suites("ALL"),
    };
}
