using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>What a peer may not say, or not so often, once a TLS 1.3 handshake is done.</summary>
public sealed class PostHandshakeAbuseTests : IDisposable
{
    private const byte ServerHello = 2;
    private const byte NewSessionTicket = 4;
    private const byte EncryptedExtensions = 8;
    private const byte CertificateRequest = 13;
    private const byte Finished = 20;
    private const byte KeyUpdate = 24;

    private readonly List<string> _keyLog = [];
    private readonly EnginePair _pair;

    public PostHandshakeAbuseTests()
    {
        _pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with
            {
                Callbacks = new EngineCallbacks { KeyLogLine = _keyLog.Add },
            },
            TestSettings.Server("p256").Only(TlsVersion.Tls13) with { TicketCount = 0 });
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), _pair.Handshake());
    }

    public void Dispose() => _pair.Dispose();

    [Fact]
    public void A_forged_record_with_honest_content_is_read()
    {
        _pair.Client.Provide(Server().Seal(Tls13Forger.ApplicationData, 1, 2, 3));

        var buffer = new byte[10];
        Assert.Equal(EngineStatus.Done, _pair.Client.Read(buffer, out int count));
        Assert.Equal([1, 2, 3], buffer[..count]);
    }

    [Fact]
    public void A_client_that_did_not_offer_it_is_not_to_be_asked_for_a_certificate()
    {
        // RFC 8446 section 4.6.2. A context of one byte, and signature_algorithms with ecdsa_secp256r1_sha256.
        _pair.Client.Provide(Server().Message(CertificateRequest, 1, 7, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3));

        AssertFailed(_pair.Client, AlertDescription.UnexpectedMessage);
    }

    [Theory]
    [InlineData(ServerHello)]
    [InlineData(EncryptedExtensions)]
    [InlineData(Finished)]
    public void Messages_of_the_handshake_are_unexpected_after_it(byte type)
    {
        _pair.Client.Provide(Server().Message(type, new byte[48]));

        AssertFailed(_pair.Client, AlertDescription.UnexpectedMessage);
    }

    [Theory]
    [InlineData(NewSessionTicket)]
    [InlineData(CertificateRequest)]
    [InlineData(EncryptedExtensions)]
    public void A_server_is_sent_no_messages_of_servers(byte type)
    {
        _pair.Server.Provide(Client().Message(type, new byte[20]));

        AssertFailed(_pair.Server, AlertDescription.UnexpectedMessage);
    }

    [Theory]
    [InlineData(new byte[] { 2 }, AlertDescription.IllegalParameter)]
    [InlineData(new byte[] { 0, 0 }, AlertDescription.DecodeError)]
    [InlineData(new byte[0], AlertDescription.DecodeError)]
    public void A_KeyUpdate_says_yes_or_no(byte[] body, int alert)
    {
        _pair.Client.Provide(Server().Message(KeyUpdate, body));

        AssertFailed(_pair.Client, alert);
    }

    [Fact]
    public void A_KeyUpdate_ends_its_record()
    {
        // RFC 8446 section 5.1: nothing that follows in the same record has the new keys.
        _pair.Client.Provide(Server().Seal(Tls13Forger.Handshake, KeyUpdate, 0, 0, 1, 0, KeyUpdate, 0, 0, 1, 0));

        AssertFailed(_pair.Client, AlertDescription.UnexpectedMessage);
    }

    [Fact]
    public void Endless_requests_for_new_keys_are_refused()
    {
        Tls13Forger server = Server();
        for (int i = 0; i < 100 && _pair.Client.Failure is null; i++)
        {
            AskForNewKeys(server);
        }

        AssertFailed(_pair.Client, AlertDescription.IllegalParameter);
        Assert.Equal("TOO_MANY_KEY_UPDATES", _pair.Client.Failure!.Reason);
    }

    [Fact]
    public void Requests_between_data_pile_up_no_answers_that_nobody_takes()
    {
        Tls13Forger server = Server();
        for (int i = 0; i < 1_000; i++)
        {
            AskForNewKeys(server);
            _pair.Client.Provide(server.Seal(Tls13Forger.ApplicationData, 7));
            Assert.Equal(EngineStatus.Done, _pair.Client.Read(new byte[1], out int count));
            Assert.Equal(1, count);
            Assert.InRange(_pair.Client.PendingOutputBytes, 1, 50);
        }

        // The one answer is the right one: what follows it has the next keys.
        Assert.Equal("hello"u8.ToArray(), _pair.Send(_pair.Client, "hello"u8.ToArray()));
        Assert.Equal("again"u8.ToArray(), _pair.Send(_pair.Client, "again"u8.ToArray()));
    }

    [Fact]
    public void Endless_tickets_are_refused()
    {
        Tls13Forger server = Server();
        for (int i = 0; i < 100 && _pair.Client.Failure is null; i++)
        {
            _pair.Client.Provide(server.Message(NewSessionTicket, Ticket()));
        }

        AssertFailed(_pair.Client, AlertDescription.UnexpectedMessage);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(100)]
    public void A_ticket_that_is_cut_off_is_refused(int bytes)
    {
        _pair.Client.Provide(Server().Message(NewSessionTicket, Ticket()[..bytes]));

        AssertFailed(_pair.Client, AlertDescription.DecodeError);
    }

    private void AskForNewKeys(Tls13Forger server)
    {
        _pair.Client.Provide(server.Message(KeyUpdate, 1));
        server.UpdateKeys();
    }

    /// <summary>The body of a NewSessionTicket with 10,000 bytes of ticket: RFC 8446 section 4.6.1.</summary>
    private static byte[] Ticket() =>
        [0, 0, 28, 32, 1, 2, 3, 4, 1, 9, 0x27, 0x10, .. Enumerable.Repeat((byte)5, 10_000), 0, 0];

    private Tls13Forger Server() => new(_keyLog, "SERVER_TRAFFIC_SECRET_0");

    private Tls13Forger Client() => new(_keyLog, "CLIENT_TRAFFIC_SECRET_0");

    private static void AssertFailed(TlsEngine engine, int alert)
    {
        Assert.Equal(EngineState.Failed, engine.State);
        Assert.Equal(alert, engine.Failure!.Alert);
    }
}
