using System;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Sessions that go on in TLS 1.2: RFC 5246 sections 7.3 and 7.4.1.3, RFC 7627 section 5.3, RFC 6066 section
/// 3.</summary>
public sealed class Tls12ResumptionRuleTests
{
    private const int Suite = 0xC02B;
    private const int OtherSuite = 0xC02F;

    private static readonly byte[] s_masterSecret = [.. Enumerable.Range(1, 48).Select(number => (byte)number)];
    private static readonly byte[] s_id = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_client_goes_on_with_a_session(bool isExtended, bool sendsTicket)
    {
        using HostileServer server = MakeServer(isExtended);
        server.SendsTicket = sendsTicket;
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.True(server.Engine.SessionReused);
    }

    // RFC 5246 section 7.4.1.3: clients MUST be prepared for it.
    [Fact]
    [PeerRule("5246-7.4.1.3-f")]
    public void A_client_starts_anew_where_its_session_is_not_known()
    {
        using HostileServer server = MakeServer(isExtended: true);
        server.ResumedSecret = null;
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.False(server.Engine.SessionReused);
    }

    [Fact]
    [PeerRule("5246-7.4.1.3-g")]
    public void A_client_refuses_its_session_with_another_suite()
    {
        using HostileServer server = MakeServer(isExtended: true)
            .With((ServerHelloMessage hello) => hello.Suite = OtherSuite);
        server.Run();
        server.AssertRefused(AlertDescription.IllegalParameter, "OLD_SESSION_CIPHER_NOT_RETURNED");
    }

    [Fact]
    [PeerRule("5246-7.4.1.3-h")]
    public void A_client_refuses_its_session_in_another_version()
    {
        using HostileServer server = MakeServer(isExtended: true)
            .With((ServerHelloMessage hello) => hello.LegacyVersion = TlsVersion.Tls11);
        server.Run();
        server.AssertRefused(AlertDescription.ProtocolVersion, "SSL_SESSION_VERSION_MISMATCH");
    }

    [Theory]
    [PeerRule("7627-5.3-a")]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_refuses_its_session_with_a_master_secret_of_another_kind(bool isExtended)
    {
        using HostileServer server = MakeServer(isExtended).With((ServerHelloMessage hello) =>
        {
            hello.Extensions!.Remove(ExtensionList.ExtendedMasterSecret);
            if (!isExtended)
            {
                hello.Extensions.Add(ExtensionList.ExtendedMasterSecret);
            }
        });
        server.Run();
        server.AssertRefused(AlertDescription.HandshakeFailure, "INCONSISTENT_EXTMS");
    }

    // The answers of a hello count, and are judged, whether or not a session goes on.
    [Theory]
    [PeerRule("7301-3.1-c")]
    [InlineData(ExtensionList.Alpn, "00020163", AlertDescription.IllegalParameter, "BAD_EXTENSION")]
    [InlineData(ExtensionList.ServerName, "00", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData(ExtensionList.RenegotiationInfo, "0100", AlertDescription.HandshakeFailure, "RENEGOTIATION_MISMATCH")]
    [InlineData(ExtensionList.MaxFragmentLength, "01", AlertDescription.UnsupportedExtension, "UNSOLICITED_EXTENSION")]
    public void A_client_judges_the_answers_of_a_server_that_resumes(int type, string data, int alert, string reason)
    {
        using HostileServer server = MakeServer(isExtended: true).With((ServerHelloMessage hello) =>
            hello.Extensions!.Set(type, Convert.FromHexString(data)));
        server.Run();
        server.AssertRefused(alert, reason);
    }

    [Theory]
    [PeerRule("5246-7.3-c")]
    [InlineData(HostileMessage.ServerHello)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ServerKeyExchange)]
    [InlineData(HostileMessage.CertificateRequest)]
    [InlineData(HostileMessage.ServerHelloDone)]
    [InlineData(HostileMessage.NewSessionTicket)]
    [InlineData(HostileMessage.CertificateStatus)]
    [InlineData(HostileMessage.KeyUpdate)]
    [InlineData(23)]
    public void A_client_refuses_any_message_but_Finished_when_its_session_goes_on(byte type)
    {
        using HostileServer server = MakeServer(isExtended: true);
        server.AddChange(message => message.Type == HostileMessage.Finished ? [new RawMessage(type)] : null);
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
        using HostileServer early = MakeServer(isExtended: true);
        early.AddChange(message => message.Type == HostileMessage.ServerHello ? [message, new RawMessage(type)] : null);
        early.Run();
        early.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.3-d")]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_refuse_a_wrong_Finished_when_a_session_goes_on(bool isServer)
    {
        using HostilePeer peer = isServer ? MakeServer(isExtended: true) : MakeClient(isExtended: true);
        peer.With((FinishedMessage finished) => finished.VerifyData[0] ^= 1);
        peer.Run();
        peer.AssertRefused(AlertDescription.DecryptError, "DIGEST_CHECK_FAILED");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_server_goes_on_with_a_session(bool isExtended)
    {
        using HostileClient client = MakeClient(isExtended);
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.True(client.Engine.SessionReused);
    }

    [Fact]
    [PeerRule("7627-5.3-b")]
    public void A_server_refuses_an_extended_session_without_the_extension()
    {
        using HostileClient client = MakeClient(isExtended: true).With((ClientHelloMessage hello) =>
            hello.Extensions!.Remove(ExtensionList.ExtendedMasterSecret));
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "INCONSISTENT_EXTMS");
        using HostileClient bare =
            MakeClient(isExtended: true).With((ClientHelloMessage hello) => hello.Extensions = null);
        bare.Run();
        bare.AssertRefused(AlertDescription.HandshakeFailure, "INCONSISTENT_EXTMS");
    }

    [Fact]
    [PeerRule("7627-5.3-c")]
    public void A_server_starts_anew_for_an_old_session_with_the_extension()
    {
        using HostileClient client = MakeClient(isExtended: false).With((ClientHelloMessage hello) =>
            hello.Extensions!.Set(ExtensionList.ExtendedMasterSecret));
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.False(client.Engine.SessionReused);
    }

    [Fact]
    [PeerRule("5246-7.4.1.2-f")]
    public void A_server_refuses_a_session_without_its_suite()
    {
        using HostileClient client = MakeClient(isExtended: true)
            .With((ClientHelloMessage hello) => hello.Suites = [0xC02C, OtherSuite]);
        client.Run();
        client.AssertRefused(AlertDescription.IllegalParameter, "REQUIRED_CIPHER_MISSING");
    }

    // RFC 5246 section 7.4.1.2: fake session ids MUST NOT do harm.
    [Theory]
    [PeerRule("5246-7.4.1.2-g")]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    public void A_server_starts_anew_for_a_session_that_it_does_not_know(int length)
    {
        using HostileClient client = MakeClient(isExtended: true);
        client.Session = (s_id[..(length - 1)].Append((byte)99).ToArray(), s_masterSecret);
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.False(client.Engine.SessionReused);
    }

    [Theory]
    [PeerRule("6066-3-d")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("éxample")]
    public void A_server_starts_anew_for_a_session_of_another_name(string name)
    {
        using HostileClient client = MakeClient(isExtended: true, "example").With((ClientHelloMessage hello) =>
            hello.Extensions!.Items.Insert(0, (ExtensionList.ServerName, Wire.Opaque16([0, .. Wire.Opaque16(
                System.Text.Encoding.Latin1.GetBytes(name))]))));
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.False(client.Engine.SessionReused);
    }

    private static HostileServer MakeServer(bool isExtended)
    {
        EngineSettings client = TestSettings.Client() with
        {
            Versions = new VersionRange(TlsVersion.Tls11, TlsVersion.Tls12),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ECDHE+AESGCM:ECDHE+AES:@SECLEVEL=0"),
            AlpnProtocols = ["a"u8.ToArray()],
            ServerName = "localhost",
            Resume = MakeSession(isExtended, "localhost"),
        };
        HostileServer server = new(client) { ResumedSecret = s_masterSecret, Suite12 = Suite };
        return isExtended
            ? server
            : server.With((ServerHelloMessage hello) =>
            {
                if (server.ResumedSecret is not null)
                {
                    hello.Extensions!.Remove(ExtensionList.ExtendedMasterSecret);
                }
            });
    }

    private static HostileClient MakeClient(bool isExtended, string? name = null)
    {
        EngineSettings server = TestSettings.Server("p256", "rsa").Only(TlsVersion.Tls12);
        server.Sessions.Add(s_id, MakeSession(isExtended, name));
        HostileClient client = new(server) { Session = (s_id, s_masterSecret) };
        return isExtended
            ? client
            : client.With((ClientHelloMessage hello) => hello.Extensions!.Remove(ExtensionList.ExtendedMasterSecret));
    }

    private static EngineSession MakeSession(bool isExtended, string? name) => new([.. s_masterSecret])
    {
        Id = s_id,
        Version = TlsVersion.Tls12,
        CipherSuite = Suite,
        IsExtendedMasterSecret = isExtended,
        ServerName = name,
        TimeSeconds = TestClock.Start.ToUnixTimeSeconds(),
        TimeoutSeconds = 7200,
    };
}
