using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 sections 4.2.6 and 4.6.2: requests for a certificate after the handshake, in both roles.</summary>
public sealed class Tls13PostHandshakeRuleTests
{
    private const string Schemes = "000d0004" + "00020403";

    [Fact]
    [PeerRule("8446-4.6.2-a")]
    public void A_client_that_did_not_offer_it_is_not_to_be_asked()
    {
        using HostileServer server = Connected(Tls13.Client);
        server.Send(
            new RawMessage(HostileMessage.CertificateRequest, Convert.FromHexString("0107" + "0008" + Schemes)));
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4.6.2-b")]
    [InlineData("00" + "0008" + Schemes, AlertDescription.IllegalParameter, "INVALID_CONTEXT")]
    [InlineData("0107" + "0000", AlertDescription.MissingExtension, "MISSING_SIGALGS_EXTENSION")]
    [InlineData("0107" + "0010" + Schemes + Schemes, AlertDescription.IllegalParameter, "BAD_EXTENSION")]
    [InlineData("0107" + "0008" + Schemes + "00", AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData("0107" + "0009" + Schemes, AlertDescription.DecodeError, "LENGTH_MISMATCH")]
    [InlineData("0107" + "000d" + Schemes + "0033000100", AlertDescription.IllegalParameter, "BAD_EXTENSION")]
    public void A_client_judges_a_later_request_like_an_early_one(string request, int alert, string reason)
    {
        using HostileServer server = Connected(Tls13.Client with { PostHandshakeAuth = true });
        server.Send(new RawMessage(HostileMessage.CertificateRequest, Convert.FromHexString(request)));
        server.AssertRefused(alert, reason);
    }

    [Theory]
    [InlineData("p256")]
    [InlineData("rsa")]
    public void An_honest_answer_is_believed(string kind)
    {
        using HostileClient client = Asked(kind);

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.NotNull(client.Engine.VerifiedChain);
    }

    [Fact]
    [PeerRule("8446-4.6.2-c")]
    public void The_answer_has_the_context_of_the_request() => Asked().Refuses(
        (CertificateMessage certificate) =>
            certificate.Context[0] ^= 1, AlertDescription.DecodeError, "INVALID_CONTEXT");

    [Theory]
    [PeerRule("8446-4.6.2-d")]
    [InlineData("p256", 0x0203)]
    [InlineData("p256", 0x0804)]
    [InlineData("rsa", 0x0401)]
    [InlineData("rsa", 0x0301)]
    public void A_later_signature_has_a_scheme_of_TLS_1_3(string kind, int scheme) => Asked(kind).Refuses(
        (CertificateVerifyMessage verify) =>
            verify.Scheme = scheme, AlertDescription.IllegalParameter, "WRONG_SIGNATURE_TYPE");

    [Fact]
    [PeerRule("8446-4.6.2-e")]
    public void A_later_signature_is_right() => Asked().Refuses(
        (CertificateVerifyMessage verify) =>
            verify.Signature = new byte[64], AlertDescription.DecryptError, "BAD_SIGNATURE");

    [Theory]
    [PeerRule("8446-4.6.2-f")]
    [InlineData(32, AlertDescription.DecryptError, "DIGEST_CHECK_FAILED")]
    [InlineData(31, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    public void A_later_Finished_is_right(int length, int alert, string reason)
    {
        // The second Finished of the connection.
        int seen = 0;
        Asked().Refuses(
            (FinishedMessage finished) => finished.VerifyData = seen++ == 0 ? finished.VerifyData : new byte[length],
            alert,
            reason);
    }

    [Theory]
    [PeerRule("8446-4.6.2-g")]
    [InlineData(HostileMessage.CertificateVerify, HostileMessage.KeyUpdate)]
    [InlineData(HostileMessage.CertificateVerify, HostileMessage.Certificate)]
    [InlineData(HostileMessage.Finished, HostileMessage.KeyUpdate)]
    public void Nothing_comes_between_the_messages_of_an_answer(byte before, byte type)
    {
        int seen = before == HostileMessage.Finished ? 0 : 1;
        using HostileClient client = Asked();
        client.AddChange(message => message.Type == before && seen++ == 1
            ? (IEnumerable<HostileMessage>)[new RawMessage(type, 0), message]
            : null);
        Assert.False(client.Run() && client.Engine.Failure is null);
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Fact]
    [PeerRule("8446-4.6.2-h")]
    public void A_certificate_is_followed_by_a_signature()
    {
        using HostileClient client = Asked().Instead((CertificateVerifyMessage _) => (IEnumerable<HostileMessage>)[]);
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    private static HostileServer Connected(EngineSettings client)
    {
        var server = new HostileServer(client);
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        return server;
    }

    private static HostileClient Asked(string kind = "p256") => new(
        Tls13.Server.Verifying() with { PostHandshakeAuth = true },
        kind)
    {
        IsAskedLater = true,
    };
}
