using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>What a client of TLS 1.2 believes of a ServerHello: nothing that it didn't offer. RFC 5246 section 7.4.1.3
/// and the RFCs of the extensions.</summary>
public sealed class Tls12ServerHelloRuleTests
{
    // RFC 8701: stands for whatever nobody knows.
    private const int Grease = 0x0A0A;

    // The fields end at 2, 34, 35 (no session id), 37 and 38.
    [Theory]
    [PeerRule("5246-7.4.1.3-a")]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(33)]
    [InlineData(34)]
    [InlineData(36)]
    [InlineData(37)]
    public void A_client_refuses_a_ServerHello_that_ends_too_early(int length) => Refuses(
        AlertDescription.DecodeError, "LENGTH_MISMATCH", hello => hello.Body = hello.ToBytes()[4..(4 + length)]);

    [Theory]
    [PeerRule("5246-7.4.1.3-b")]
    [InlineData("", "00")]
    [InlineData("00", "")]
    [InlineData("0001", "")]
    [InlineData("0005ff01000100", "00")]
    public void A_client_refuses_extensions_that_do_not_fill_the_ServerHello(string extensions, string surplus) =>
        Refuses(
        AlertDescription.DecodeError, "BAD_LENGTH", hello => ReplaceExtensions(hello, extensions + surplus));

    [Theory]
    [PeerRule("5246-7.4.1.4-a")]
    [InlineData("0001ff")]
    [InlineData("0003ff0100")]
    [InlineData("0004ff010002")]
    public void A_client_refuses_an_extension_that_ends_too_early(string extensions) => Refuses(
        AlertDescription.DecodeError, "BAD_EXTENSION", hello => ReplaceExtensions(hello, extensions));

    [Fact]
    [PeerRule("5246-7.4.1.3-c")]
    public void A_client_refuses_a_session_id_of_more_than_32_bytes() => Refuses(
        AlertDescription.IllegalParameter, "SSL3_SESSION_ID_TOO_LONG", hello => hello.SessionId = new byte[33]);

    [Theory]
    [PeerRule("5246-E.1-a")]
    [InlineData(0x0000)]
    [InlineData(0x0300)]
    [InlineData(0x0301)]
    [InlineData(0x0302)]
    [InlineData(0x0304)]
    [InlineData(0x0305)]
    [InlineData(0x0403)]
    [InlineData(0xFEFD)]
    [InlineData(0xFEFE)]
    [InlineData(0xFFFF)]
    public void A_client_refuses_a_version_that_it_did_not_offer(int version) => Refuses(
        AlertDescription.ProtocolVersion, "UNSUPPORTED_PROTOCOL", hello => hello.LegacyVersion = version);

    [Theory]
    [PeerRule("5246-7.4.1.3-d")]
    [InlineData(0x009C, "WRONG_CIPHER_RETURNED")]
    [InlineData(0xC014, "WRONG_CIPHER_RETURNED")]
    [InlineData(0x1301, "WRONG_CIPHER_RETURNED")]
    [InlineData(0x0000, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(0x00FF, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(0x5600, "UNKNOWN_CIPHER_RETURNED")]
    [InlineData(Grease, "UNKNOWN_CIPHER_RETURNED")]
    public void A_client_refuses_a_suite_that_it_did_not_offer(int suite, string reason) => Refuses(
        AlertDescription.IllegalParameter, reason, hello => hello.Suite = suite);

    // RFC 7905 section 2: with such a version, the suites of AEAD ciphers are no choice.
    [Theory]
    [PeerRule("7905-2-a")]
    [InlineData(0xCCA8)]
    [InlineData(0xCCA9)]
    [InlineData(0xC02F)]
    public void A_client_refuses_a_suite_of_TLS_1_2_in_TLS_1_1(int suite)
    {
        EngineSettings client = TestSettings.Client() with
        {
            Versions = new VersionRange(TlsVersion.Tls11, TlsVersion.Tls12),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using HostileServer server = new HostileServer(client).With((ServerHelloMessage hello) =>
        {
            hello.LegacyVersion = TlsVersion.Tls11;
            hello.Suite = suite;
        });
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "WRONG_CIPHER_RETURNED");
    }

    [Theory]
    [PeerRule("5246-7.4.1.3-e")]
    [InlineData(1)]
    [InlineData(255)]
    public void A_client_refuses_a_compression_that_it_did_not_offer(byte method) => Refuses(
        AlertDescription.IllegalParameter, "COMPRESSION_DISABLED", hello => hello.CompressionMethod = method);

    [Theory]
    [PeerRule("5246-7.4.1.4-b")]
    [InlineData(ExtensionList.ServerName, "")]
    [InlineData(ExtensionList.MaxFragmentLength, "01")]
    [InlineData(ExtensionList.StatusRequest, "")]
    [InlineData(ExtensionList.Alpn, "00020161")]
    [InlineData(ExtensionList.SignedCertificateTimestamp, "00")]
    [InlineData(ExtensionList.SupportedVersions, "0304")]
    [InlineData(ExtensionList.KeyShare, "")]
    [InlineData(Grease, "")]
    [InlineData(0xFFFF, "")]
    public void A_client_refuses_an_extension_that_it_did_not_offer(int type, string data) => Refuses(
        AlertDescription.UnsupportedExtension, "UNSOLICITED_EXTENSION",
        hello => hello.Extensions!.Add(type, Convert.FromHexString(data)));

    // session_ticket and extended_master_secret, once more than the client sent them.
    [Theory]
    [PeerRule("5246-7.4.1.4-h")]
    [InlineData((ulong)SslOption.OP_NO_TICKET, ExtensionList.SessionTicket)]
    [InlineData((ulong)SslOption.OP_NO_EXTENDED_MASTER_SECRET, ExtensionList.ExtendedMasterSecret)]
    public void A_client_refuses_an_extension_that_its_options_exclude(ulong option, int type)
    {
        using HostileServer server = new HostileServer(Client() with { Options = (SslOption)option })
            .With((ServerHelloMessage hello) => hello.Extensions!.Set(type));
        server.Run();
        server.AssertRefused(AlertDescription.UnsupportedExtension, "UNSOLICITED_EXTENSION");
    }

    [Theory]
    [PeerRule("5246-7.4.1.4-c")]
    [InlineData(ExtensionList.RenegotiationInfo, "00")]
    [InlineData(ExtensionList.ExtendedMasterSecret, "")]
    public void A_client_refuses_an_extension_that_comes_twice(int type, string data) => Refuses(
        AlertDescription.IllegalParameter, "BAD_EXTENSION",
        hello =>
        {
            hello.Extensions!.Set(type, Convert.FromHexString(data));
            hello.Extensions.Add(type, Convert.FromHexString(data));
        });

    // They belong to the client alone, or to other messages.
    [Theory]
    [PeerRule("5246-7.4.1.4.1-a", "5246-7.4.1.4-d")]
    [InlineData(ExtensionList.SignatureAlgorithms, "00020401")]
    [InlineData(ExtensionList.KeyShare, "001d")]
    [InlineData(ExtensionList.PskKeyExchangeModes, "0101")]
    [InlineData(ExtensionList.PostHandshakeAuth, "")]
    public void A_client_refuses_its_own_extensions_where_a_ServerHello_has_none(int type, string data)
    {
        EngineSettings client = TestSettings.Client() with { PostHandshakeAuth = true };
        using HostileServer server = new HostileServer(client) { SpeaksTls12 = true };
        server.With((ServerHelloMessage hello) => hello.Extensions!.Add(type, Convert.FromHexString(data)));
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "BAD_EXTENSION");
    }

    [Theory]
    [PeerRule("5246-7.4.1.4-e")]
    [InlineData("0303", AlertDescription.IllegalParameter, "BAD_PROTOCOL_VERSION_NUMBER")]
    [InlineData("0302", AlertDescription.IllegalParameter, "BAD_PROTOCOL_VERSION_NUMBER")]
    [InlineData("fefe", AlertDescription.IllegalParameter, "BAD_PROTOCOL_VERSION_NUMBER")]
    [InlineData("03", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData("030400", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    public void A_client_refuses_an_old_version_in_supported_versions(string data, int alert, string reason)
    {
        using HostileServer server = new HostileServer(TestSettings.Client()) { SpeaksTls12 = true };
        server.With((ServerHelloMessage hello) =>
            hello.Extensions!.Add(ExtensionList.SupportedVersions, Convert.FromHexString(data)));
        server.Run();
        server.AssertRefused(alert, reason);
    }

    [Theory]
    [PeerRule("8446-4.1.3-downgrade-a")]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls12, 1)]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls12, 0)]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls11, 1)]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls11, 0)]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls11, 0)]
    public void A_client_refuses_a_version_that_is_marked_as_a_downgrade(int newest, int version, byte mark)
    {
        EngineSettings client = TestSettings.Client() with
        {
            Versions = new VersionRange(TlsVersion.Tls11, newest),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using HostileServer server = new HostileServer(client) { SpeaksTls12 = true };
        server.With((ServerHelloMessage hello) =>
        {
            hello.LegacyVersion = version;
            hello.Suite = 0xC013;
            hello.Random = [.. hello.Random[..24], .. "DOWNGRD"u8, mark];
        });
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "INAPPROPRIATE_FALLBACK");
    }

    // A retry that were honest would have a suite or an extension that the client didn't offer: those come first.
    [Theory]
    [PeerRule("8446-4.1.3-f")]
    [InlineData(TlsVersion.Tls12, 0xC02F, AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE")]
    [InlineData(TlsVersion.Tls11, 0xC013, AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE")]
    [InlineData(TlsVersion.Tls12, 0x1301, AlertDescription.IllegalParameter, "WRONG_CIPHER_RETURNED")]
    public void A_client_of_TLS_1_2_refuses_a_HelloRetryRequest(int version, int suite, int alert, string reason)
    {
        EngineSettings client = TestSettings.Client() with
        {
            Versions = new VersionRange(TlsVersion.Tls11, TlsVersion.Tls12),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using HostileServer server = new HostileServer(client).With((ServerHelloMessage hello) =>
        {
            hello.Random = ServerHelloMessage.RetryRandom;
            hello.LegacyVersion = version;
            hello.Suite = suite;
        });
        server.Run();
        server.AssertRefused(alert, reason);
    }

    [Theory]
    [PeerRule("7301-3.1-a")]
    [InlineData("00020163", AlertDescription.IllegalParameter)]
    [InlineData("0003026162", AlertDescription.IllegalParameter)]
    [InlineData("000401610162", AlertDescription.DecodeError)]
    [InlineData("0000", AlertDescription.DecodeError)]
    [InlineData("000100", AlertDescription.DecodeError)]
    [InlineData("0002", AlertDescription.DecodeError)]
    [InlineData("0002016100", AlertDescription.DecodeError)]
    [InlineData("", AlertDescription.DecodeError)]
    public void A_client_refuses_another_protocol_than_one_of_its_own(string data, int alert)
    {
        using HostileServer server =
            new HostileServer(Client() with { AlpnProtocols = ["a"u8.ToArray(), "b"u8.ToArray()] })
            .With((ServerHelloMessage hello) => hello.Extensions!.Add(ExtensionList.Alpn, Convert.FromHexString(data)));
        server.Run();
        server.AssertRefused(alert, "BAD_EXTENSION");
    }

    [Fact]
    [PeerRule("6066-3-a")]
    public void A_client_refuses_an_answer_to_its_server_name_that_is_not_empty()
    {
        using HostileServer server = new HostileServer(Client() with { ServerName = "localhost" })
            .With((ServerHelloMessage hello) => hello.Extensions!.Add(ExtensionList.ServerName, 0));
        server.Run();
        server.AssertRefused(AlertDescription.DecodeError, "BAD_EXTENSION");
    }

    [Fact]
    [PeerRule("5077-3.2-a")]
    public void A_client_refuses_a_promise_of_a_ticket_that_is_not_empty() => Refuses(
        AlertDescription.DecodeError, "BAD_EXTENSION", hello => hello.Extensions!.Add(ExtensionList.SessionTicket, 0));

    [Theory]
    [PeerRule("5746-3.4-a")]
    [InlineData("0100", AlertDescription.HandshakeFailure, "RENEGOTIATION_MISMATCH")]
    [InlineData("0c000102030405060708090a0b", AlertDescription.HandshakeFailure, "RENEGOTIATION_MISMATCH")]
    [InlineData("", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    [InlineData("01", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    [InlineData("0000", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    public void A_client_refuses_to_have_been_connected_before(string data, int alert, string reason) => Refuses(
        alert, reason, hello => hello.Extensions!.Set(ExtensionList.RenegotiationInfo, Convert.FromHexString(data)));

    [Fact]
    [PeerRule("5746-4.1-a")]
    public void A_client_refuses_a_server_without_secure_renegotiation() => Refuses(
        AlertDescription.HandshakeFailure, "UNSAFE_LEGACY_RENEGOTIATION_DISABLED",
        hello => hello.Extensions!.Remove(ExtensionList.RenegotiationInfo));

    [Theory]
    [PeerRule("8422-5.2-a")]
    [InlineData("0101", AlertDescription.IllegalParameter, "TLS_INVALID_ECPOINTFORMAT_LIST")]
    [InlineData("020102", AlertDescription.IllegalParameter, "TLS_INVALID_ECPOINTFORMAT_LIST")]
    [InlineData("00", AlertDescription.DecodeError, "BAD_LENGTH")]
    [InlineData("", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData("0200", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData("010000", AlertDescription.DecodeError, "BAD_EXTENSION")]
    public void A_client_refuses_point_formats_without_the_uncompressed(string data, int alert, string reason) =>
        Refuses(
        alert, reason, hello => hello.Extensions!.Add(ExtensionList.EcPointFormats, Convert.FromHexString(data)));

    [Theory]
    [PeerRule("7627-5.1-a")]
    [InlineData(ExtensionList.ExtendedMasterSecret)]
    [InlineData(ExtensionList.EncryptThenMac)]
    public void A_client_refuses_a_mere_yes_that_says_more(int type) => Refuses(
        AlertDescription.DecodeError, "BAD_EXTENSION", hello => hello.Extensions!.Set(type, 0));

    // What may be there beside what the client asked for, or be missing.
    [Theory]
    [PeerRule("8422-5.2-b")]
    [InlineData(ExtensionList.EcPointFormats, "020001")]
    [InlineData(ExtensionList.SupportedGroups, "0002001d")]
    public void A_client_takes_what_servers_are_known_to_send(int type, string data)
    {
        using HostileServer server = new HostileServer(Client())
            .With((ServerHelloMessage hello) => hello.Extensions!.Add(type, Convert.FromHexString(data)));
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    private static void Refuses(int alert, string reason, Action<ServerHelloMessage> change)
    {
        using HostileServer server = new HostileServer(Client()).With(change);
        server.Run();
        server.AssertRefused(alert, reason);
    }

    private static void ReplaceExtensions(ServerHelloMessage hello, string hex)
    {
        hello.Extensions = null;
        hello.Body = [.. hello.ToBytes()[4..], .. Convert.FromHexString(hex)];
    }

    // No suite but for TLS 1.2 with forward secrecy.
    private static EngineSettings Client() => TestSettings.Client().Only(TlsVersion.Tls12) with
    {
        Ciphers = TestSettings.Suites("ECDHE+AESGCM"),
    };
}
