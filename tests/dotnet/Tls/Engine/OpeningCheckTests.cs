using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.BouncyCastle;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;
using Xunit;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>
/// A connection whose peer was to be verified and wasn't doesn't open, whatever the handshake has left out. The lax
/// peers here stand for a handshake that doesn't call the verifier.
/// </summary>
public sealed class OpeningCheckTests
{
    private static readonly byte[] s_key = "a key that both know"u8.ToArray();

    [Theory]
    [InlineData(TlsVersion.Tls12, false)]
    [InlineData(TlsVersion.Tls12, true)]
    [InlineData(TlsVersion.Tls13, true)]
    [Tripwire("lack-verification")]
    public void A_client_does_not_open_when_nobody_verified_the_server(int version, bool keepsChain)
    {
        EngineSettings settings = TestSettings.Client().Only(version).Verifying();
        using var pair = new EnginePair(
            new TlsEngine(settings, (facts, guards, _) => new ClientProtocol(new LaxClient(facts, keepsChain), guards)),
            new TlsEngine(TestSettings.Server("p256").Only(version)));

        (EngineStatus client, _) = pair.Handshake();

        Assert.Equal(EngineStatus.Failed, client);
        AssertRefused(pair.Client);
        Assert.NotEqual(EngineStatus.Done, pair.Client.Write([1], out _));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, nameof(VerifyMode.Required), true)]
    [InlineData(TlsVersion.Tls12, nameof(VerifyMode.Optional), true)]
    [InlineData(TlsVersion.Tls12, nameof(VerifyMode.Required), false)]
    [InlineData(TlsVersion.Tls13, nameof(VerifyMode.Required), true)]
    [InlineData(TlsVersion.Tls13, nameof(VerifyMode.Optional), true)]
    [InlineData(TlsVersion.Tls13, nameof(VerifyMode.Required), false)]
    public void A_server_does_not_open_when_nobody_verified_the_client(int version, string mode, bool shows)
    {
        EngineSettings settings = TestSettings.Server("p256").Only(version).Verifying(Enum.Parse<VerifyMode>(mode));
        EngineSettings client = TestSettings.Client().Only(version) with
        {
            Credentials = shows ? [TestCertificates.Credential("p256:client")] : [],
        };
        using var pair = new EnginePair(
            new TlsEngine(client),
            new TlsEngine(
                settings, (facts, guards, hello) => new ServerProtocol(new LaxServer(facts, hello), guards)));

        (_, EngineStatus server) = pair.Handshake();

        Assert.Equal(EngineStatus.Failed, server);
        AssertRefused(pair.Server);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_lax_handshake_opens_when_nothing_is_to_be_verified(int version)
    {
        using var pair = new EnginePair(
            new TlsEngine(
                TestSettings.Client().Only(version),
                (facts, guards, _) => new ClientProtocol(new LaxClient(facts, true), guards)),
            new TlsEngine(TestSettings.Server("p256").Only(version)));

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_server_that_can_do_without_opens_for_a_client_without_a_certificate(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version),
            TestSettings.Server("p256").Only(version).Verifying(VerifyMode.Optional));

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Null(pair.Server.VerifiedChain);
    }

    [Fact]
    public void A_server_that_asks_after_the_handshake_opens_before()
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(TlsVersion.Tls13) with { PostHandshakeAuth = true },
            TestSettings.Server("p256").Only(TlsVersion.Tls13).Verifying() with { PostHandshakeAuth = true });

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_pre_shared_key_is_proof_enough(int version)
    {
        EngineSettings client = TestSettings.Client().Only(version).Verifying() with
        {
            Ciphers = TestSettings.Suites("PSK"),
            Callbacks = new EngineCallbacks { PskClient = _ => ([1], [.. s_key]) },
        };
        EngineSettings server = TestSettings.Server().Only(version).Verifying() with
        {
            Ciphers = TestSettings.Suites("PSK"),
            Callbacks = new EngineCallbacks { PskServer = _ => [.. s_key] },
        };
        using var pair = new EnginePair(client, server);

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_key_that_was_offered_and_not_taken_proves_nothing(int version)
    {
        // The server knows no such key and shows its certificate instead, which the lax client doesn't look at.
        EngineSettings client = TestSettings.Client().Only(version).Verifying() with
        {
            Callbacks = new EngineCallbacks { PskClient = _ => ([1], [.. s_key]) },
        };
        using var pair = new EnginePair(
            new TlsEngine(client, (facts, guards, _) => new ClientProtocol(new LaxClient(facts, true), guards)),
            new TlsEngine(TestSettings.Server("p256").Only(version)));

        pair.Handshake();

        AssertRefused(pair.Client);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_resumed_session_carries_its_verified_chain(int version)
    {
        EngineSettings client = TestSettings.Client().Only(version).Verifying();
        EngineSettings server = TestSettings.Server("p256").Only(version);
        EngineSession session;
        using (var first = new EnginePair(client, server))
        {
            Assert.Equal((EngineStatus.Done, EngineStatus.Done), first.Handshake());
            first.Send(first.Server, [1]);
            session = first.Client.Session!;
        }

        using var second = new EnginePair(client with { Resume = session }, server);

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), second.Handshake());
        Assert.True(second.Client.SessionReused);
        Assert.NotNull(second.Client.VerifiedChain);
    }

    [Theory]
    [InlineData(nameof(TlsRole.Client))]
    [InlineData(nameof(TlsRole.Server))]
    public void An_anonymous_peer_is_nobody_to_who_verifies(string verifier)
    {
        // OpenSSL lets a client that verifies talk to an anonymous server, if it has been told to offer such suites.
        EngineSettings client = TestSettings.Client().Only(TlsVersion.Tls12);
        EngineSettings server = TestSettings.Server().Only(TlsVersion.Tls12);
        bool isClient = verifier == nameof(TlsRole.Client);
        using var pair = new EnginePair(
            Anonymous(isClient ? client.Verifying() : client), Anonymous(isClient ? server : server.Verifying()));

        pair.Handshake();

        AssertRefused(isClient ? pair.Client : pair.Server);
    }

    [Fact]
    public void A_verified_chain_counts_only_for_the_certificate_that_was_shown()
    {
        ParsedCertificate shown = TestCertificates.Credential("rsa").Chain[0];
        var facts = new ConnectionFacts(TestSettings.Client().Verifying())
        {
            PeerChain = [shown],
            VerifiedChain = PeerVerifier.Verify(
                TestSettings.Client().Verifying(), [TestCertificates.Credential("p256").Chain[0]]),
        };

        Assert.NotNull(OpeningCheck.Refuse(facts));

        facts.PeerChain = [facts.VerifiedChain.Certificates[0]];
        Assert.Null(OpeningCheck.Refuse(facts));
    }

    [Theory]
    [InlineData(nameof(TlsRole.Client), TlsVersion.Tls12)]
    [InlineData(nameof(TlsRole.Client), TlsVersion.Tls13)]
    [InlineData(nameof(TlsRole.Server), TlsVersion.Tls12)]
    [InlineData(nameof(TlsRole.Server), TlsVersion.Tls13)]
    public void A_resumed_session_without_a_verified_chain_proves_nothing(string role, int version)
    {
        EngineSettings settings = role == nameof(TlsRole.Client)
            ? TestSettings.Client()
            : TestSettings.Server("rsa") with { PostHandshakeAuth = true };
        var facts = new ConnectionFacts(settings.Verifying())
        {
            Version = version,
            SessionReused = true,
            PeerChain = [TestCertificates.Credential("rsa").Chain[0]],
        };

        Assert.Equal(VerifyCode.X509_V_ERR_UNSPECIFIED, OpeningCheck.Refuse(facts)?.VerifyCode);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_server_without_a_certificate_or_key_is_nobody(int version) =>
        Assert.NotNull(OpeningCheck.Refuse(
            new ConnectionFacts(TestSettings.Client().Verifying(VerifyMode.Optional)) { Version = version }));

    [Fact]
    public void Only_TLS_1_3_excuses_a_client_that_is_asked_later()
    {
        EngineSettings settings = TestSettings.Server("rsa").Verifying() with { PostHandshakeAuth = true };

        Assert.Null(OpeningCheck.Refuse(new ConnectionFacts(settings) { Version = TlsVersion.Tls13 }));
        Assert.NotNull(OpeningCheck.Refuse(new ConnectionFacts(settings) { Version = TlsVersion.Tls12 }));
    }

    [Fact]
    public void An_answer_after_the_handshake_counts_only_if_it_was_verified()
    {
        ParsedCertificate shown = TestCertificates.Credential("p256:client").Chain[0];
        VerifiedChain verified = PeerVerifier.Verify(TestSettings.Server("rsa").Verifying(), [shown]);
        VerifiedChain other = PeerVerifier.Verify(
            TestSettings.Client().Verifying(), [TestCertificates.Credential("rsa").Chain[0]]);

        Assert.Null(OpeningCheck.RefuseAnswer(VerifyMode.Required, [shown], verified));
        Assert.NotNull(OpeningCheck.RefuseAnswer(VerifyMode.Required, [shown], null));
        Assert.NotNull(OpeningCheck.RefuseAnswer(VerifyMode.Optional, [shown], null));
        Assert.NotNull(OpeningCheck.RefuseAnswer(VerifyMode.Required, [shown], other));
        Assert.NotNull(OpeningCheck.RefuseAnswer(VerifyMode.Required, [], null));
        Assert.Null(OpeningCheck.RefuseAnswer(VerifyMode.Optional, [], null));
    }

    private static EngineSettings Anonymous(EngineSettings settings) =>
        settings with { Ciphers = TestSettings.Suites("AECDH:@SECLEVEL=0"), SecurityLevel = 0 };

    private static void AssertRefused(TlsEngine engine)
    {
        Assert.Equal("CERTIFICATE_VERIFY_FAILED", engine.Failure?.Reason);
        Assert.Equal(VerifyCode.X509_V_ERR_UNSPECIFIED, engine.Failure!.VerifyCode);
        Assert.Equal(AlertDescription.BadCertificate, engine.Failure.Alert);
        Assert.Null(engine.VerifiedChain);
    }

    /// <summary>A client that takes any server's certificate.</summary>
    private sealed class LaxClient(ConnectionFacts facts, bool keepsChain) : ClientRole(facts)
    {
        public override TlsAuthentication GetAuthentication() => new Anybody(Facts, keepsChain);

        private sealed class Anybody(ConnectionFacts facts, bool keepsChain) : TlsAuthentication
        {
            public void NotifyServerCertificate(TlsServerCertificate serverCertificate)
            {
                if (keepsChain)
                {
                    facts.PeerChain = PeerVerifier.Parse(serverCertificate.Certificate);
                }
            }

            public TlsCredentials? GetClientCredentials(CertificateRequest certificateRequest) => null;
        }
    }

    /// <summary>A server that takes any client's certificate, or none.</summary>
    private sealed class LaxServer(ConnectionFacts facts, ClientHelloView? hello) : ServerRole(facts, hello)
    {
        public override void NotifyClientCertificate(Certificate clientCertificate) =>
            Facts.PeerChain = PeerVerifier.Parse(clientCertificate);
    }
}
