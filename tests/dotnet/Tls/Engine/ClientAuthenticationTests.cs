using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class ClientAuthenticationTests
{
    public static TheoryData<int, string> VersionsAndKeys()
    {
        var data = new TheoryData<int, string>();
        foreach (int version in new[] { TlsVersion.Tls10, TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            foreach (string kind in new[] { "rsa:client", "p256:client", "p384:client", "ed25519:client",
                "ed448:client" })
            {
                if (version >= TlsVersion.Tls12 || !kind.StartsWith("ed", StringComparison.Ordinal))
                {
                    data.Add(version, kind);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(VersionsAndKeys))]
    public void Both_sides_verify_each_other(int version, string kind)
    {
        using EnginePair pair = Pair(version, VerifyMode.Required, kind);

        (EngineStatus, EngineStatus) status = pair.Handshake();

        Assert.Null(pair.Server.Failure);
        Assert.Null(pair.Client.Failure);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), status);
        Assert.NotNull(pair.Client.VerifiedChain);
        Assert.NotNull(pair.Server.VerifiedChain);
        Assert.Equal(TestCertificates.Credential(kind).Chain[0], pair.Server.PeerChain[0]);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, AlertDescription.HandshakeFailure, "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    [InlineData(TlsVersion.Tls13, AlertDescription.CertificateRequired, "TLSV13_ALERT_CERTIFICATE_REQUIRED")]
    public void A_client_that_must_show_a_certificate_and_has_none_is_refused(int version, int alert, string reason)
    {
        using EnginePair pair = Pair(version, VerifyMode.Required, null);

        pair.Handshake();

        Assert.Equal("PEER_DID_NOT_RETURN_A_CERTIFICATE", pair.Server.Failure!.Reason);
        Assert.Equal(alert, pair.Server.Failure.Alert);
        Assert.Equal(reason, pair.Client.Failure!.Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_client_that_may_show_a_certificate_goes_on_without(int version)
    {
        using EnginePair pair = Pair(version, VerifyMode.Optional, null);

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Null(pair.Server.VerifiedChain);
        Assert.Empty(pair.Server.PeerChain);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, 1)]
    [InlineData(TlsVersion.Tls12, 2)]
    [InlineData(TlsVersion.Tls13, 1)]
    [InlineData(TlsVersion.Tls13, 2)]
    public void A_certificate_for_another_purpose_is_refused(int version, int mode)
    {
        using EnginePair pair = Pair(version, (VerifyMode)mode, "p256");

        pair.Handshake();

        Assert.Equal(FailureKind.CertificateVerification, pair.Server.Failure!.Kind);
        Assert.Equal(VerifyCode.X509_V_ERR_INVALID_PURPOSE, pair.Server.Failure.VerifyCode);
        Assert.Equal("SSLV3_ALERT_UNSUPPORTED_CERTIFICATE", pair.Client.Failure!.Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_server_outside_of_the_trust_is_refused(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version) with { VerifyMode = VerifyMode.Required },
            TestSettings.Server("rsa").Only(version));

        pair.Handshake();

        Assert.Equal(FailureKind.CertificateVerification, pair.Client.Failure!.Kind);
        Assert.Equal(VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY, pair.Client.Failure.VerifyCode);
        Assert.Equal("TLSV1_ALERT_UNKNOWN_CA", pair.Server.Failure!.Reason);
        Assert.Null(pair.Client.VerifiedChain);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_resumed_session_keeps_the_client_s_identity(int version)
    {
        EngineSettings client = Client(version, "p256:client");
        EngineSettings server = Server(version, VerifyMode.Required);
        EngineSession session;
        using (var first = new EnginePair(client, server))
        {
            first.Handshake();
            session = first.Client.Session!;
        }

        using var pair = new EnginePair(client with { Resume = session }, server);

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.True(pair.Server.SessionReused);
        Assert.NotNull(pair.Server.VerifiedChain);
        Assert.NotNull(pair.Client.VerifiedChain);
        Assert.Equal(TestCertificates.Credential("p256:client").Chain[0], pair.Server.PeerChain[0]);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_session_without_a_certificate_does_not_stand_in_for_one(int version)
    {
        EngineSettings client = Client(version, null);
        EngineSettings server = Server(version, VerifyMode.None);
        EngineSession session;
        using (var first = new EnginePair(client, server))
        {
            first.Handshake();
            session = first.Client.Session!;
        }

        using var pair = new EnginePair(
            client with { Resume = session }, server with { VerifyMode = VerifyMode.Required });
        pair.Handshake();

        Assert.Equal("PEER_DID_NOT_RETURN_A_CERTIFICATE", pair.Server.Failure!.Reason);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void An_unverified_session_is_verified_before_it_is_resumed(int version)
    {
        EngineSettings client = TestSettings.Client().Only(version);
        EngineSettings server = Server(version, VerifyMode.None);
        EngineSession session;
        using (var first = new EnginePair(client, server))
        {
            first.Handshake();
            session = first.Client.Session!;
        }

        using var pair = new EnginePair(
            client with { Resume = session, VerifyMode = VerifyMode.Required }, server);
        pair.Handshake();

        Assert.Equal(FailureKind.CertificateVerification, pair.Client.Failure!.Kind);
    }

    [Theory]
    [InlineData("rsa:client")]
    [InlineData("p384:client")]
    [InlineData("ed25519:client")]
    public void A_client_authenticates_after_the_handshake(string kind)
    {
        using EnginePair pair = PostHandshakePair(VerifyMode.Required, kind);
        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Empty(pair.Server.PeerChain);

        Assert.Equal(EngineStatus.Done, pair.Server.RequestClientAuthentication());
        pair.Transfer();

        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
        Assert.NotNull(pair.Server.VerifiedChain);
        Assert.Equal(TestCertificates.Credential(kind).Chain[0], pair.Server.PeerChain[0]);
        Assert.Equal("on"u8.ToArray(), pair.Send(pair.Client, "on"u8.ToArray()));
        Assert.Equal("on"u8.ToArray(), pair.Send(pair.Server, "on"u8.ToArray()));
    }

    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_restricted_PSS_key_signs_with_its_own_digest(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version).Verifying() with
            {
                Credentials = [TestCertificates.Credential("rsa-pss-sha384:client")],
            },
            TestSettings.Server("rsa-pss-sha384").Only(version).Verifying());

        Assert.Equal((EngineStatus.Done, EngineStatus.Done), pair.Handshake());
        Assert.Equal("rsa_pss_pss_sha384", pair.Client.ServerSignatureScheme?.Name);
        Assert.Equal("rsa_pss_pss_sha384", pair.Client.ClientSignatureScheme?.Name);
    }

    [Fact]
    public void A_client_may_be_asked_again()
    {
        using EnginePair pair = PostHandshakePair(VerifyMode.Required, "p256:client");
        pair.Handshake();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(EngineStatus.Done, pair.Server.RequestClientAuthentication());
            pair.Transfer();
        }

        Assert.Null(pair.Server.Failure);
        Assert.NotNull(pair.Server.VerifiedChain);
    }

    [Fact]
    public void A_second_request_waits_for_the_first_answer()
    {
        using EnginePair pair = PostHandshakePair(VerifyMode.Required, "p256:client");
        pair.Handshake();
        pair.Server.RequestClientAuthentication();
        pair.Server.TakeOutput();

        Assert.Equal(
            "REQUEST_SENT", Assert.Throws<TlsFailure>(() => pair.Server.RequestClientAuthentication()).Reason);
        Assert.Null(pair.Server.Failure);
    }

    [Theory]
    [InlineData(2, "PEER_DID_NOT_RETURN_A_CERTIFICATE")]
    [InlineData(1, null)]
    public void A_client_without_a_certificate_answers_with_an_empty_one(int mode, string? reason)
    {
        using EnginePair pair = PostHandshakePair((VerifyMode)mode, null);
        pair.Handshake();

        pair.Server.RequestClientAuthentication();
        pair.Transfer();

        Assert.Equal(reason, pair.Server.Failure?.Reason);
        Assert.Null(pair.Server.VerifiedChain);
        Assert.Equal(reason is null ? null : "TLSV13_ALERT_CERTIFICATE_REQUIRED", pair.Client.Failure?.Reason);
    }

    [Fact]
    public void A_client_that_gave_no_leave_is_not_asked()
    {
        using var pair = new EnginePair(
            Client(TlsVersion.Tls13, "p256:client"),
            Server(TlsVersion.Tls13, VerifyMode.Required) with { PostHandshakeAuth = true });
        pair.Handshake();

        Assert.Equal(
            "EXTENSION_NOT_RECEIVED", Assert.Throws<TlsFailure>(() => pair.Server.RequestClientAuthentication())
                .Reason);
    }

    [Fact]
    public void TLS_1_2_has_no_authentication_after_the_handshake()
    {
        using EnginePair pair = Pair(TlsVersion.Tls12, VerifyMode.Required, "p256:client");
        pair.Handshake();

        Assert.Equal(
            "WRONG_SSL_VERSION", Assert.Throws<TlsFailure>(() => pair.Server.RequestClientAuthentication()).Reason);
        Assert.Equal(
            "WRONG_SSL_VERSION", Assert.Throws<TlsFailure>(() => pair.Client.RequestClientAuthentication()).Reason);
    }

    [Fact]
    public void The_answer_is_refused_when_the_certificate_is_not_trusted()
    {
        using var pair = new EnginePair(
            Client(TlsVersion.Tls13, "p256:client") with { PostHandshakeAuth = true },
            TestSettings.Server("rsa").Only(TlsVersion.Tls13) with
            {
                VerifyMode = VerifyMode.Required,
                PostHandshakeAuth = true,
            });
        pair.Handshake();

        pair.Server.RequestClientAuthentication();
        pair.Transfer();

        Assert.Equal(FailureKind.CertificateVerification, pair.Server.Failure!.Kind);
        Assert.Equal("TLSV1_ALERT_UNKNOWN_CA", pair.Client.Failure!.Reason);
    }

    private static EnginePair PostHandshakePair(VerifyMode mode, string? kind) => new(
        Client(TlsVersion.Tls13, kind) with { PostHandshakeAuth = true },
        Server(TlsVersion.Tls13, mode) with { PostHandshakeAuth = true });

    private static EnginePair Pair(int version, VerifyMode mode, string? kind) =>
        new(Client(version, kind), Server(version, mode));

    private static EngineSettings Client(int version, string? kind) =>
        TestSettings.Client().Only(version).Verifying() with
        {
            Credentials = kind is null ? [] : [TestCertificates.Credential(kind)],
        };

    private static EngineSettings Server(int version, VerifyMode mode) =>
        TestSettings.Server("rsa").Only(version).Verifying(mode);
}
