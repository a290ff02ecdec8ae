using System;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Engine.Hostile;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>What isn't TLS, or isn't TLS as it should be. Expected: reasons and alerts of CPython 3.11.2 with OpenSSL
/// 3.0.22, whose SSLObject was given the same bytes.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("GET / HTTP/1.0\r\n", "HTTP_REQUEST", null)]
    [InlineData("POST / HTTP", "HTTP_REQUEST", null)]
    [InlineData("CONNECT x:1", "HTTPS_PROXY_REQUEST", null)]
    [InlineData("hello world!", "WRONG_VERSION_NUMBER", null)]
    public void Text_instead_of_TLS_is_named_and_gets_no_alert(string text, string reason, int? alert)
    {
        byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
        Check(Server(), bytes, reason, alert);
        Check(Client(), bytes, reason, alert);
    }

    [Theory]
    [InlineData("17030300056162636465", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("140303000101", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("15030300020228", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("15030300020100", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("63030300056162636465", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("802e01000200150000001000000000", "UNKNOWN_PROTOCOL", AlertDescription.ProtocolVersion)]
    [InlineData("16020200056162636465", "WRONG_VERSION_NUMBER", null)]
    [InlineData("16030500056162636465", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("160303ffff", "PACKET_LENGTH_TOO_LONG", AlertDescription.RecordOverflow)]
    [InlineData("1603034801", "PACKET_LENGTH_TOO_LONG", AlertDescription.RecordOverflow)]
    [InlineData("160303000400000000", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("160303000402000000", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("160303000463000000", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("160303000401ffffff", "EXCESSIVE_MESSAGE_SIZE", AlertDescription.IllegalParameter)]
    [InlineData("16030300050100000178", "LENGTH_TOO_SHORT", AlertDescription.DecodeError)]
    [InlineData("160303000401000000", "LENGTH_TOO_SHORT", AlertDescription.DecodeError)]
    public void A_server_refuses_a_wrong_start(string hex, string reason, int? alert) =>
        Check(Server(), Convert.FromHexString(hex), reason, alert);

    [Theory]
    [InlineData("17030300056162636465", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("140303000101", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("15030300020228", "SSLV3_ALERT_HANDSHAKE_FAILURE", null)]
    [InlineData("16020200056162636465", "WRONG_VERSION_NUMBER", null)]
    [InlineData("160303ffff", "PACKET_LENGTH_TOO_LONG", AlertDescription.RecordOverflow)]
    [InlineData("160303000402000000", "LENGTH_MISMATCH", AlertDescription.DecodeError)]
    [InlineData("160303000463000000", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    [InlineData("160303000401000000", "UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage)]
    public void A_client_refuses_a_wrong_answer(string hex, string reason, int? alert) =>
        Check(Client(), Convert.FromHexString(hex), reason, alert);

    [Theory]
    [InlineData("1603030000")]
    [InlineData("160303000400000000")]
    [InlineData("15030300020129")]
    public void A_client_passes_over_what_means_nothing(string hex)
    {
        using TlsEngine engine = Client();
        engine.Handshake();
        engine.Provide(Convert.FromHexString(hex));

        Assert.Equal(EngineStatus.WantInput, engine.Handshake());
    }

    [Fact]
    public void A_close_notify_during_the_handshake_closes()
    {
        using TlsEngine engine = Client();
        engine.Handshake();
        engine.Provide(Convert.FromHexString("15030300020100"));

        Assert.Equal(EngineStatus.Closed, engine.Handshake());
        Assert.Equal(0, engine.InputBytesWanted);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "474554202f20485454502f312e30", "WRONG_VERSION_NUMBER")]
    [InlineData(TlsVersion.Tls12, "15030300020228", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls12, "17030300056162636465", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls12, "140303000101", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls12, "63030300056162636465", "UNEXPECTED_RECORD")] // Before OpenSSL has tried to open it.
    [InlineData(TlsVersion.Tls12, "170303ffff", "PACKET_LENGTH_TOO_LONG")]
    [InlineData(TlsVersion.Tls12, "17030100056162636465", "WRONG_VERSION_NUMBER")]
    [InlineData(TlsVersion.Tls12, "1703030000", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls12, "160303000400000000", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls13, "474554202f20485454502f312e30", "WRONG_VERSION_NUMBER")]
    [InlineData(TlsVersion.Tls13, "15030300020228", "BAD_RECORD_TYPE")]
    [InlineData(TlsVersion.Tls13, "17030300056162636465", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls13, "140303000101", "BAD_RECORD_TYPE")]
    [InlineData(TlsVersion.Tls13, "63030300056162636465", "BAD_RECORD_TYPE")]
    [InlineData(TlsVersion.Tls13, "170303ffff", "PACKET_LENGTH_TOO_LONG")]
    [InlineData(TlsVersion.Tls13, "17030100056162636465", "WRONG_VERSION_NUMBER")]
    [InlineData(TlsVersion.Tls13, "1703030000", "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")]
    [InlineData(TlsVersion.Tls13, "160303000400000000", "BAD_RECORD_TYPE")]
    public void Both_sides_refuse_a_wrong_record_in_an_open_connection(int version, string hex, string reason)
    {
        foreach (bool toServer in new[] { true, false })
        {
            using var pair =
                new EnginePair(TestSettings.Client().Only(version), TestSettings.Server("rsa").Only(version));
            pair.Handshake();
            TlsEngine engine = toServer ? pair.Server : pair.Client;

            engine.Provide(Convert.FromHexString(hex));

            Assert.Equal(EngineStatus.Failed, engine.Read(new byte[1], out _));
            Assert.Equal(reason, engine.Failure!.Reason);
            Assert.True(engine.PendingOutputBytes > 0);
            Assert.Equal(EngineStatus.Failed, engine.Write(new byte[1], out _));
            pair.Transfer();
            Assert.StartsWith(
                "SSLV3_ALERT", (toServer ? pair.Client : pair.Server)
                    .Failure?.Reason.Replace("TLSV1", "SSLV3", StringComparison.Ordinal),
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_changed_record_is_refused(int version)
    {
        using var pair = new EnginePair(TestSettings.Client().Only(version), TestSettings.Server("rsa").Only(version));
        pair.Handshake();
        pair.Tamper = (_, record) =>
        {
            record[^1] ^= 1;
            return record;
        };
        pair.Client.Write("data"u8, out _);
        pair.Transfer();

        Assert.Equal("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", pair.Server.Failure!.Reason);
        Assert.Equal(AlertDescription.BadRecordMac, pair.Server.Failure.Alert);
    }

    // RFC 5246 section 7.2.2: decryption_failed MUST NOT be sent.
    [Fact]
    [PeerRule("5246-6.2.3.2-a")]
    public void A_record_of_no_whole_blocks_is_a_bad_one()
    {
        using var pair = new EnginePair(
            TestSettings.Client()
                .Only(TlsVersion.Tls12) with
            { Ciphers = TestSettings.Suites("ECDHE-RSA-AES128-SHA256") },
            TestSettings.Server("rsa").Only(TlsVersion.Tls12) with { Options = SslOption.OP_NO_ENCRYPT_THEN_MAC });
        pair.Handshake();

        pair.Server.Provide([23, 3, 3, 0, 100, .. new byte[100]]);

        pair.AssertRefused(pair.Server, AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    [Fact]
    public void Data_must_be_read_before_closing()
    {
        using var pair = new EnginePair(TestSettings.Client(), TestSettings.Server("rsa"));
        pair.Handshake();
        pair.Client.Write("data"u8, out _);
        pair.Transfer();

        Assert.Equal(EngineStatus.Failed, pair.Server.Shutdown());
        Assert.Equal("APPLICATION_DATA_AFTER_CLOSE_NOTIFY", pair.Server.Failure!.Reason);
    }

    [Fact]
    public void Calls_at_the_wrong_moment_throw_and_change_nothing()
    {
        using var pair = new EnginePair(TestSettings.Client(), TestSettings.Server("rsa"));
        Assert.Equal("SHUTDOWN_WHILE_IN_INIT", Assert.Throws<TlsFailure>(() => pair.Client.Shutdown()).Reason);
        pair.Handshake();
        pair.Client.Shutdown();

        Assert.Equal("PROTOCOL_IS_SHUTDOWN", Assert.Throws<TlsFailure>(() => pair.Client.Write("x"u8, out _)).Reason);
        Assert.Null(pair.Client.Failure);
    }

    [Fact]
    public void Data_waits_for_the_handshake()
    {
        using var pair = new EnginePair(TestSettings.Client(), TestSettings.Server("rsa"));

        Assert.Equal(EngineStatus.WantHandshake, pair.Client.Read(new byte[1], out int read));
        Assert.Equal(EngineStatus.WantHandshake, pair.Client.Write("data"u8, out int written));
        Assert.Equal((0, 0, 0), (read, written, pair.Client.PendingOutputBytes));
        pair.Client.Handshake();
        Assert.Equal(EngineStatus.WantHandshake, pair.Client.Write("data"u8, out _));
        pair.Handshake();
        Assert.Equal(EngineStatus.Done, pair.Client.Write("data"u8, out _));
    }

    [Fact]
    public void A_connection_that_is_not_made_has_no_goodbye_to_say()
    {
        using var pair = new EnginePair(TestSettings.Client(), TestSettings.Server("rsa"));
        pair.Client.Handshake();
        pair.Client.TakeOutput();

        Assert.False(pair.Client.SayGoodbye());
        Assert.False(pair.Client.SentCloseNotify);
        Assert.Equal(0, pair.Client.PendingOutputBytes);
    }

    // OpenSSL is in a handshake again from the request on until it is sent.
    [Fact]
    public void A_request_that_waits_to_be_sent_counts_as_a_handshake()
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with { PostHandshakeAuth = true },
            TestSettings.Server("rsa").Only(TlsVersion.Tls13).Verifying(VerifyMode.Optional) with
            {
                PostHandshakeAuth = true,
            });
        pair.Handshake();
        Assert.Equal(EngineStatus.Done, pair.Server.RequestClientAuthentication());

        Assert.Equal("SHUTDOWN_WHILE_IN_INIT", Assert.Throws<TlsFailure>(() => pair.Server.Shutdown()).Reason);
        Assert.Equal(
            "STILL_IN_INIT", Assert.Throws<TlsFailure>(() => pair.Server.RequestClientAuthentication()).Reason);
        Assert.False(pair.Server.SentCloseNotify);
        pair.Server.TakeOutput();
        Assert.Equal(EngineStatus.WantInput, pair.Server.Shutdown());
    }

    [Theory]
    [InlineData((ulong)SslOption.None)]
    [InlineData((ulong)SslOption.OP_IGNORE_UNEXPECTED_EOF)]
    public void An_end_without_close_notify_is_told_apart(ulong option)
    {
        using var pair = new EnginePair(
            TestSettings.Client() with { Options = (SslOption)option }, TestSettings.Server("rsa"));
        pair.Handshake();
        pair.Send(pair.Server, "data"u8.ToArray());
        pair.Client.ProvideEndOfInput();

        EngineStatus status = pair.Client.Read(new byte[1], out _);

        Assert.Equal(option == 0 ? EngineStatus.Failed : EngineStatus.Closed, status);
        Assert.Equal(option == 0 ? FailureKind.UnexpectedEof : null, pair.Client.Failure?.Kind);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "AES128-GCM-SHA256", "AES256-GCM-SHA384", "rsa", "NO_SHARED_CIPHER")]
    [InlineData(TlsVersion.Tls12, "ECDHE-ECDSA-AES128-GCM-SHA256", "ALL", "rsa", "NO_SHARED_CIPHER")]
    [InlineData(TlsVersion.Tls12, "DHE-RSA-AES128-GCM-SHA256", "ALL", "rsa", "NO_SHARED_CIPHER")]
    [InlineData(TlsVersion.Tls12, "ALL", "ALL", null, "NO_SHARED_CIPHER")]
    public void Without_a_common_suite_there_is_no_connection(
        int version, string client, string server, string? kind, string reason)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { Ciphers = TestSettings.Suites(client) },
            TestSettings.Server(kind is null ? [] : [kind])
                .Only(version) with
            { Ciphers = TestSettings.Suites(server) });
        pair.Handshake();

        Assert.Equal(reason, pair.Server.Failure!.Reason);
        Assert.Equal("SSLV3_ALERT_HANDSHAKE_FAILURE", pair.Client.Failure!.Reason);
    }

    [Fact]
    public void Without_a_common_group_there_is_no_connection()
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with { Groups = [GroupTable.ByName("P-256")!] },
            TestSettings.Server("rsa").Only(TlsVersion.Tls13) with { Groups = [GroupTable.ByName("P-384")!] });
        pair.Handshake();

        Assert.Equal("NO_SUITABLE_KEY_SHARE", pair.Server.Failure!.Reason);
        Assert.Equal("SSLV3_ALERT_HANDSHAKE_FAILURE", pair.Client.Failure!.Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls13, "rsa")]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls12, "rsa")]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls13, null)]
    public void Without_a_common_version_there_is_no_connection(int client, int server, string? kind)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(client), TestSettings.Server(kind is null ? [] : [kind]).Only(server));
        pair.Handshake();

        Assert.Equal("UNSUPPORTED_PROTOCOL", pair.Server.Failure!.Reason);
        Assert.Equal("TLSV1_ALERT_PROTOCOL_VERSION", pair.Client.Failure!.Reason);
    }

    [Fact]
    public void Options_may_leave_no_version()
    {
        using var pair = new EnginePair(
            TestSettings.Client() with { Options = SslOption.OP_NO_TLSv1_2 | SslOption.OP_NO_TLSv1_3 },
            TestSettings.Server("rsa"));
        pair.Handshake();

        Assert.Equal("NO_PROTOCOLS_AVAILABLE", pair.Client.Failure!.Reason);
        Assert.Equal(Alert(TlsVersion.Tls12, AlertDescription.ProtocolVersion), pair.SentToServer);
        Assert.Equal("UNEXPECTED_MESSAGE", pair.Server.Failure!.Reason);
    }

    // CPython sends the same alert and no ClientHello.
    [Theory]
    [InlineData("secp224r1", TlsVersion.Tls12, 2)]
    [InlineData("secp224r1", TlsVersion.Tls13, 0)]
    [InlineData("x25519", TlsVersion.Tls12, 5)]
    [InlineData("brainpoolP256r1:secp256k1", TlsVersion.Tls10, 0)]
    public void A_client_of_TLS_1_3_needs_a_group_for_it(string groups, int minimum, int level)
    {
        Assert.True(GroupTable.TryParse(groups, out ImmutableArray<NamedGroupEntry> list));
        using var pair = new EnginePair(
            TestSettings.Client() with
            {
                Groups = list,
                Versions = new VersionRange(minimum, TlsVersion.Tls13),
                SecurityLevel = level
            },
            TestSettings.Server("rsa"));
        pair.Handshake();

        Assert.Equal("NO_SUITABLE_GROUPS", pair.Client.Failure!.Reason);
        Assert.Equal(Alert(TlsVersion.Tls10, AlertDescription.InternalError), pair.SentToServer);
    }

    // CPython sends the same alert and no ClientHello; its reason is "internal error" where no scheme is left.
    [Theory]
    [InlineData("RSA+SHA1", TlsVersion.Tls12, TlsVersion.Tls13, "ALL", 2, "INTERNAL_ERROR")]
    [InlineData("ECDSA+SHA224", TlsVersion.Tls12, TlsVersion.Tls13, "ALL", 3, "INTERNAL_ERROR")]
    [InlineData("RSA+SHA1:ECDSA+SHA224:DSA+SHA256", TlsVersion.Tls13, TlsVersion.Tls13, "ALL", 0, "INTERNAL_ERROR")]
    [InlineData(
        "RSA+SHA1", TlsVersion.Tls12, TlsVersion.Tls12, "ADH-AES128-SHA256:@SECLEVEL=0", 1, "NO_CIPHERS_AVAILABLE")]
    [InlineData("RSA+SHA1", TlsVersion.Tls12, TlsVersion.Tls12, "ALL", 2, "NO_CIPHERS_AVAILABLE")]
    [InlineData("RSA+SHA1", TlsVersion.Tls10, TlsVersion.Tls11, "AES128-SHA:@SECLEVEL=0", 1, "NO_CIPHERS_AVAILABLE")]
    [InlineData(
        "ECDSA+SHA256", TlsVersion.Tls11, TlsVersion.Tls11, "AES128-SHA:@SECLEVEL=0", 0, "NO_CIPHERS_AVAILABLE")]
    [InlineData("ECDSA+SHA256", TlsVersion.Tls12, TlsVersion.Tls12, "AES128-SHA256", 2, "NO_CIPHERS_AVAILABLE")]
    public void A_client_needs_signature_schemes(
        string schemes, int minimum, int maximum, string suites, int level, string reason)
    {
        using var pair = new EnginePair(
            TestSettings.Client() with
            {
                SignatureAlgorithms = Schemes(schemes),
                Versions = new VersionRange(minimum, maximum),
                Ciphers = TestSettings.Suites(suites),
                SecurityLevel = level,
            },
            TestSettings.Server("rsa"));
        pair.Handshake();

        Assert.Equal(reason, pair.Client.Failure!.Reason);
        Assert.Equal(Alert(TlsVersion.Tls10, AlertDescription.InternalError), pair.SentToServer);
        Assert.Equal("UNEXPECTED_MESSAGE", pair.Server.Failure!.Reason);
    }

    // TLS 1.1 has no schemes to send, and RSA's pkcs1 forms stay in TLS 1.3, for certificates.
    [Theory]
    [InlineData("RSA+SHA256", TlsVersion.Tls11, "AES128-SHA:@SECLEVEL=0", 0)]
    [InlineData("RSA+SHA1", TlsVersion.Tls12, "ALL:@SECLEVEL=0", 0)]
    [InlineData("RSA+SHA256", TlsVersion.Tls13, "ALL", 2)]
    public void A_client_with_a_scheme_begins(string schemes, int version, string suites, int level)
    {
        using var engine = new TlsEngine(TestSettings.Client().Only(version) with
        {
            SignatureAlgorithms = Schemes(schemes),
            Ciphers = TestSettings.Suites(suites),
            SecurityLevel = level,
        });

        Assert.Equal(EngineStatus.WantInput, engine.Handshake());
        Assert.Equal(22, engine.TakeOutput()[0]);
    }

    // OpenSSL asks at the start, and for the newest version alone.
    [Theory]
    [InlineData(TlsVersion.Tls10, TlsVersion.Tls10, "ECDHE+AESGCM")]
    [InlineData(TlsVersion.Tls10, TlsVersion.Tls11, "ECDHE+AESGCM")]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls13, null)]
    public void A_server_needs_suites_for_its_newest_version(int minimum, int maximum, string? suites)
    {
        EngineSettings settings = TestSettings.Server("rsa") with
        {
            Versions = new VersionRange(minimum, maximum),
            SecurityLevel = 0,
        };
        using var engine = new TlsEngine(settings with
        {
            Ciphers = suites is null ? settings.Ciphers with { Tls13 = [] } : TestSettings.Suites(suites),
        });

        Assert.Equal(EngineStatus.Failed, engine.Handshake());
        Assert.Equal("NO_CIPHERS_AVAILABLE", engine.Failure!.Reason);
        Assert.Equal([2, AlertDescription.HandshakeFailure], engine.TakeOutput().Skip(5));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 0)]
    [InlineData(TlsVersion.Tls12, 1)]
    [InlineData(TlsVersion.Tls13, 0)]
    [InlineData(TlsVersion.Tls13, 1)]
    public void An_end_at_any_point_of_the_handshake_is_an_unexpected_one(int version, int role)
    {
        // Counts the records first, then cuts the stream after each of them.
        int records = Run(version, role, int.MaxValue).Records;
        for (int cut = 0; cut < records; cut++)
        {
            (int _, TlsEngine engine) = Run(version, role, cut);
            engine.ProvideEndOfInput();
            Assert.Equal(EngineStatus.Failed, engine.Handshake());
            Assert.Equal(FailureKind.UnexpectedEof, engine.Failure!.Kind);
        }
    }

    private static (int Records, TlsEngine Engine) Run(int version, int role, int cut)
    {
        int seen = 0;
        var pair = new EnginePair(
            TestSettings.Client().Only(version), TestSettings.Server("p256").Only(version) with { TicketCount = 0 })
        {
            Tamper = (toServer, record) => toServer == (role == 1) && seen++ >= cut ? null : record,
        };
        pair.Handshake();
        return (seen, role == 1 ? pair.Server : pair.Client);
    }

    private static TlsEngine Server() => new(TestSettings.Server("rsa"));

    private static TlsEngine Client() => new(TestSettings.Client());

    private static byte[] Alert(int version, int description) =>
        [21, (byte)(version >> 8), (byte)version, 0, 2, 2, (byte)description];

    private static ImmutableArray<SignatureSchemeEntry> Schemes(string text) =>
        SignatureSchemeTable.TryParse(text, out ImmutableArray<SignatureSchemeEntry> schemes)
            ? schemes
            : throw new ArgumentException("no schemes in " + text, nameof(text));

    private static void Check(TlsEngine engine, byte[] bytes, string reason, int? alert)
    {
        using (engine)
        {
            engine.Handshake();
            engine.TakeOutput();
            engine.Provide(bytes);

            Assert.Equal(EngineStatus.Failed, engine.Handshake());
            Assert.Equal(reason, engine.Failure!.Reason);
            Assert.Equal(alert is null ? [] : [2, (byte)alert], engine.TakeOutput().Skip(5));
            Assert.Equal(0, engine.InputBytesWanted);
        }
    }
}
