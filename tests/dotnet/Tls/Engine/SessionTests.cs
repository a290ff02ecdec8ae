using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class SessionTests
{
    private readonly TestClock _clock = new();

    private EngineSettings Client(int version) =>
        TestSettings.Client(_clock).Only(version) with { ServerName = "localhost" };

    private EngineSettings Server(int version, SslOption options = SslOption.None)
    {
        EngineSettings settings = TestSettings.Server("p256").Only(version);
        return settings with
        {
            Time = _clock,
            Sessions = new SessionStore(new PlatformRandom(), _clock),
            Options = settings.Options | options,
        };
    }

    public static TheoryData<int, bool> Kinds() => new()
    {
        { TlsVersion.Tls10, true },
        { TlsVersion.Tls12, true },
        { TlsVersion.Tls12, false },
        { TlsVersion.Tls13, true },
        { TlsVersion.Tls13, false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_session_is_resumed(int version, bool tickets)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version, tickets ? SslOption.None : SslOption.OP_NO_TICKET);
        EngineSession session = Connect(client, server, reused: false);
        Assert.True(session.IsResumable);
        Assert.Equal(tickets || version == TlsVersion.Tls13, session.HasTicket);

        _clock.Advance(TimeSpan.FromSeconds(3));
        EngineSession next = Connect(client with { Resume = session }, server, reused: true);

        Assert.True(next.IsResumable);
        Assert.Equal(2, server.Sessions.Statistics.Accept);
        Assert.Equal(1, server.Sessions.Statistics.Hits);
        Assert.Equal(2, server.Sessions.Statistics.AcceptGood);
        if (version < TlsVersion.Tls13)
        {
            Assert.Equal(session, next);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void An_expired_session_is_not_resumed(int version, bool tickets)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version, tickets ? SslOption.None : SslOption.OP_NO_TICKET);
        EngineSession session = Connect(client, server, reused: false);

        _clock.Advance(TimeSpan.FromSeconds(SessionStore.LifetimeSeconds + 1));

        Connect(client with { Resume = session }, server, reused: false);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_server_does_not_resume_a_session_that_is_expired_for_it(int version, bool tickets)
    {
        EngineSettings client = Client(version) with { Time = new TestClock() };
        EngineSettings server = Server(version, tickets ? SslOption.None : SslOption.OP_NO_TICKET);
        EngineSession session = Connect(client, server, reused: false);

        _clock.Advance(TimeSpan.FromSeconds(SessionStore.LifetimeSeconds + 1));

        Connect(client with { Resume = session }, server, reused: false);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_session_of_another_server_gives_a_full_handshake(int version, bool tickets)
    {
        EngineSettings client = Client(version);
        SslOption options = tickets ? SslOption.None : SslOption.OP_NO_TICKET;
        EngineSession session = Connect(client, Server(version, options), reused: false);

        Connect(client with { Resume = session }, Server(version, options), reused: false);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_session_is_not_offered_under_another_server_name(int version, bool tickets)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version, tickets ? SslOption.None : SslOption.OP_NO_TICKET);
        EngineSession session = Connect(client, server, reused: false);

        Connect(client with { Resume = session, ServerName = "other" }, server, reused: false);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_changed_ticket_gives_a_full_handshake(int version)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version);
        EngineSession session = Connect(client, server, reused: false);
        byte[] ticket = [.. session.Ticket];
        ticket[20] ^= 1;
        EngineSession changed = WithTicket(session, ticket);

        Connect(client with { Resume = changed }, server, reused: false);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 1)]
    [InlineData(TlsVersion.Tls13, 1)]
    [InlineData(TlsVersion.Tls12, 30)]
    [InlineData(TlsVersion.Tls13, 30)]
    [InlineData(TlsVersion.Tls12, -1)]
    [InlineData(TlsVersion.Tls13, -1)]
    [InlineData(TlsVersion.Tls12, 50_000)]
    [InlineData(TlsVersion.Tls13, 50_000)]
    public void A_ticket_of_another_length_gives_a_full_handshake(int version, int bytes)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version);
        EngineSession session = Connect(client, server, reused: false);
        byte[] ticket = [.. session.Ticket];
        Array.Resize(ref ticket, bytes < 0 ? ticket.Length + bytes : bytes);

        Connect(client with { Resume = WithTicket(session, ticket) }, server, reused: false);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_ticket_that_is_shown_again_connects_as_before(int version)
    {
        EngineSettings client = Client(version);
        EngineSettings server = Server(version);
        EngineSession session = Connect(client, server, reused: false);

        Connect(client with { Resume = session }, server, reused: true);
        Connect(client with { Resume = session }, server, reused: true);
    }

    [Fact]
    public void A_ticket_with_a_wrong_key_is_refused()
    {
        EngineSettings client = Client(TlsVersion.Tls13);
        EngineSettings server = Server(TlsVersion.Tls13);
        EngineSession session = Connect(client, server, reused: false);
        byte[] secret = session.CopySecret()!;
        secret[0] ^= 1;
        using var pair =
            new EnginePair(client with { Resume = WithTicket(session, [.. session.Ticket], secret) }, server);

        pair.Handshake();

        Assert.Equal(AlertDescription.DecryptError, pair.Server.Failure!.Alert);
        Assert.False(pair.Server.SessionReused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void A_server_sends_as_many_tickets_as_it_is_told(int count)
    {
        EngineSettings client = Client(TlsVersion.Tls13);
        var messages = new List<MessageEvent>();
        using var watched = new EnginePair(
            client with { Callbacks = new EngineCallbacks { Message = messages.Add } },
            Server(TlsVersion.Tls13) with { TicketCount = count });
        watched.Handshake();

        Assert.Equal(count, messages.Count(message => message is { Outgoing: false, ContentType: 22, MessageType: 4 }));
    }

    [Theory]
    [InlineData("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", false)]
    [InlineData("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", true)]
    public void A_ticket_goes_with_suites_of_its_hash_only(string first, string second, bool reused)
    {
        EngineSettings client = Client(TlsVersion.Tls13);
        EngineSettings server = Server(TlsVersion.Tls13);
        EngineSession session = Connect(client, With(server, first), reused: false);

        Connect(client with { Resume = session }, With(server, second), reused);
    }

    [Theory]
    [InlineData("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", false)]
    [InlineData("TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256", true)]
    public void A_session_survives_a_HelloRetryRequest(string first, string second, bool reused)
    {
        EngineSettings client = Client(TlsVersion.Tls13);
        EngineSettings server = Server(TlsVersion.Tls13);
        EngineSession session = Connect(client, With(server, first), reused: false);

        Connect(
            client with { Resume = session },
            With(server, second) with { Groups = [GroupTable.ByName("secp384r1")!] },
            reused);
    }

    private static EngineSettings With(EngineSettings settings, string suite) =>
        settings with { Ciphers = settings.Ciphers with { Tls13 = [CipherSuiteTable.ByName(suite)!] } };

    private static EngineSession Connect(EngineSettings client, EngineSettings server, bool reused)
    {
        using var pair = new EnginePair(client, server);
        (EngineStatus, EngineStatus) status = pair.Handshake();
        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
        Assert.Equal(reused, pair.Server.SessionReused);
        Assert.Equal(reused, pair.Client.SessionReused);
        Assert.Equal(pair.Client.TlsUnique, pair.Server.TlsUnique);
        Assert.Equal("data"u8.ToArray(), pair.Send(pair.Client, "data"u8.ToArray()));
        Assert.Equal("back"u8.ToArray(), pair.Send(pair.Server, "back"u8.ToArray()));
        return pair.Client.Session!;
    }

    private static EngineSession WithTicket(EngineSession session, byte[] ticket, byte[]? secret = null) =>
        new(secret ?? session.CopySecret()!)
        {
            Id = session.Id,
            Ticket = [.. ticket],
            TicketAgeAdd = session.TicketAgeAdd,
            ReceivedMilliseconds = session.ReceivedMilliseconds,
            Version = session.Version,
            CipherSuite = session.CipherSuite,
            IsExtendedMasterSecret = session.IsExtendedMasterSecret,
            ServerName = session.ServerName,
            PeerChain = session.PeerChain,
            TimeSeconds = session.TimeSeconds,
            TimeoutSeconds = session.TimeoutSeconds,
        };
}
