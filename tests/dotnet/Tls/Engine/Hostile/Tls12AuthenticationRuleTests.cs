using System;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.BouncyCastle;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Certificate, CertificateRequest, CertificateVerify, NewSessionTicket and Finished of TLS 1.2: RFC 5246
/// sections 7.4.2 to 7.4.9.</summary>
public sealed class Tls12AuthenticationRuleTests
{
    [Theory]
    [PeerRule("5246-7.4.2-b")]
    [InlineData("", "LENGTH_MISMATCH")]
    [InlineData("0000", "LENGTH_MISMATCH")]
    [InlineData("000000", "LENGTH_MISMATCH")]
    [InlineData("00000100", "CERT_LENGTH_MISMATCH")]
    [InlineData("000003000000", "CERT_LENGTH_MISMATCH")]
    [InlineData("000004000001", "LENGTH_MISMATCH")]
    [InlineData("00000400000130" + "00", "LENGTH_MISMATCH")]
    [InlineData("00000400000230", "CERT_LENGTH_MISMATCH")]
    public void A_client_refuses_a_list_of_certificates_that_is_none(string body, string reason) =>
        ClientRefuses<CertificateMessage>(
        AlertDescription.DecodeError, reason, message => message.Body = Convert.FromHexString(body));

    [Theory]
    [PeerRule("5246-7.4.2-c")]
    [InlineData("garbage", AlertDescription.BadCertificate, "ASN1_LIB")]
    [InlineData("something after the end", AlertDescription.DecodeError, "CERT_LENGTH_MISMATCH")]
    [InlineData("without an end", AlertDescription.BadCertificate, "ASN1_LIB")]
    [InlineData("cut off", AlertDescription.BadCertificate, "ASN1_LIB")]
    [InlineData("garbage behind the first", AlertDescription.BadCertificate, "ASN1_LIB")]
    public void A_client_refuses_certificates_that_are_none(string what, int alert, string reason) =>
        ClientRefuses<CertificateMessage>(alert, reason, message => Spoil(message, what));

    [Theory]
    [PeerRule("5246-7.4.2-d")]
    [InlineData("garbage", AlertDescription.BadCertificate, "ASN1_LIB")]
    [InlineData("something after the end", AlertDescription.DecodeError, "CERT_LENGTH_MISMATCH")]
    [InlineData("cut off", AlertDescription.BadCertificate, "ASN1_LIB")]
    [InlineData("garbage behind the first", AlertDescription.BadCertificate, "ASN1_LIB")]
    public void A_server_refuses_certificates_that_are_none(string what, int alert, string reason) =>
        ServerRefuses<CertificateMessage>(alert, reason, message => Spoil(message, what));

    [Theory]
    [PeerRule("5246-7.4.6-b")]
    [InlineData("", "LENGTH_MISMATCH")]
    [InlineData("0000", "LENGTH_MISMATCH")]
    [InlineData("00000100", "CERT_LENGTH_MISMATCH")]
    [InlineData("000003000000", "CERT_LENGTH_MISMATCH")]
    [InlineData("000004000001", "LENGTH_MISMATCH")]
    [InlineData("00000000", "LENGTH_MISMATCH")]
    [InlineData("00000400000230", "CERT_LENGTH_MISMATCH")]
    public void A_server_refuses_a_list_of_certificates_that_is_none(string body, string reason) =>
        ServerRefuses<CertificateMessage>(
        AlertDescription.DecodeError, reason, message => message.Body = Convert.FromHexString(body));

    // A chain with more certificates than anybody needs: what it costs is bounded by its size, and the verifier.
    [Fact]
    [PeerRule("5246-7.4.2-e")]
    public void A_client_refuses_a_message_of_too_many_certificates() => ClientRefuses<CertificateMessage>(
        AlertDescription.IllegalParameter, "EXCESSIVE_MESSAGE_SIZE",
        message => message.Entries.AddRange(Enumerable.Repeat(message.Entries[0], 2000)));

    [Theory]
    [PeerRule("5246-7.4.4-a")]
    [InlineData("", "LENGTH_MISMATCH")]
    [InlineData("00", "LENGTH_MISMATCH")]
    [InlineData("00" + "00020403" + "0000", "LENGTH_MISMATCH")]
    [InlineData("0101", "LENGTH_MISMATCH")]
    [InlineData("0101" + "0000" + "0000", "SIGNATURE_ALGORITHMS_ERROR")]
    [InlineData("0101" + "000104" + "0000", "SIGNATURE_ALGORITHMS_ERROR")]
    [InlineData("0101" + "000304" + "0304" + "0000", "SIGNATURE_ALGORITHMS_ERROR")]
    [InlineData("0101" + "00020403", "LENGTH_MISMATCH")]
    [InlineData("0101" + "00020403" + "0001", "LENGTH_MISMATCH")]
    [InlineData("0101" + "00020403" + "0000" + "00", "LENGTH_MISMATCH")]
    [InlineData("0101" + "00020403" + "0003" + "000530", "LENGTH_MISMATCH")]
    public void A_client_refuses_a_CertificateRequest_that_does_not_fill_its_fields(string body, string reason) =>
        ClientRefuses<CertificateRequestMessage>(
            AlertDescription.DecodeError, reason, request => request.Body = Convert.FromHexString(body));

    [Theory]
    [PeerRule("5246-7.4.4-b")]
    [InlineData("ff", "ASN1_LIB")]
    [InlineData("020101", "ASN1_LIB")]
    [InlineData("3080", "ASN1_LIB")]
    [InlineData("300100", "ASN1_LIB")]
    [InlineData("31020101", "ASN1_LIB")]
    [InlineData("300d310b3009060355040613025553" + "00", "CA_DN_LENGTH_MISMATCH")]
    [InlineData("300d310b30090603550406130255", "ASN1_LIB")]
    public void A_client_refuses_garbage_in_the_names_of_authorities(string name, string reason) =>
        ClientRefuses<CertificateRequestMessage>(
            AlertDescription.DecodeError, reason, request => request.Authorities.Add(Convert.FromHexString(name)));

    [Fact]
    [PeerRule("5246-7.4.4-c")]
    [Tripwire("m_authentication")]
    public void A_client_refuses_an_anonymous_server_that_asks_for_a_certificate()
    {
        EngineSettings client = TestSettings.Client().Only(TlsVersion.Tls12) with
        {
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("AECDH-AES128-SHA:@SECLEVEL=0"),
        };
        using var server = new HostileServer(client) { Suite12 = 0xC018, AsksForCertificate = true };
        server.Instead((CertificateMessage _) => [])
            .With((ServerKeyExchangeMessage exchange) =>
                exchange.Body = [exchange.CurveType, .. Wire.U16(exchange.Group), .. Wire.Opaque8(exchange.Point)]);
        server.Run();
        server.AssertRefused(AlertDescription.HandshakeFailure, "SSL_HANDSHAKE_FAILURE");
    }

    [Fact]
    [PeerRule("5246-7.4.2-f")]
    public void A_client_refuses_a_certificate_with_a_suite_that_has_none()
    {
        EngineSettings client = TestSettings.Client().Only(TlsVersion.Tls12) with
        {
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("AECDH-AES128-SHA:@SECLEVEL=0"),
        };
        using var server = new HostileServer(client) { Suite12 = 0xC018 };
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Fact]
    [PeerRule("5246-7.4.4-d")]
    public void A_client_takes_a_request_for_certificates_that_nobody_has()
    {
        using HostileServer server = MakeServer().With((CertificateRequestMessage request) => request.Types = [67, 5]);
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Fact]
    [PeerRule("5246-7.4.5-a")]
    public void A_client_refuses_a_ServerHelloDone_that_says_something()
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == HostileMessage.ServerHelloDone
            ? [new RawMessage(HostileMessage.ServerHelloDone, 0)]
            : null);
        server.Run();
        server.AssertRefused(AlertDescription.DecodeError, "LENGTH_MISMATCH");
    }

    [Fact]
    [PeerRule("5246-7.4.6-c")]
    public void A_server_refuses_a_client_without_a_certificate_where_one_is_required()
    {
        using var client = new HostileClient(Server());
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "PEER_DID_NOT_RETURN_A_CERTIFICATE");
    }

    [Theory]
    [PeerRule("5246-7.4.8-a")]
    [InlineData("p256", 0x0503)]
    [InlineData("p256", 0x0203)]
    [InlineData("rsa", 0x0501)]
    [InlineData("rsa", 0x0806)]
    [InlineData("rsa", 0x0301)]
    public void A_server_refuses_a_signature_scheme_that_it_did_not_name(string kind, int scheme)
    {
        EngineSettings server = Server() with
        {
            ClientSignatureAlgorithms =
                [.. new[] { 0x0403, 0x0401, 0x0804 }.Select(id => SignatureSchemeTable.ById(id)!)],
        };
        using HostileClient client =
            new HostileClient(server, kind).With((CertificateVerifyMessage verify) => verify.Scheme = scheme);
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("5246-7.4.8-b")]
    [InlineData("p256", 0x0401)]
    [InlineData("p256", 0x0804)]
    [InlineData("p256", 0x0807)]
    [InlineData("p256", 0x0400)]
    [InlineData("p256", 0x0A0A)]
    [InlineData("rsa", 0x0403)]
    [InlineData("rsa", 0x0809)]
    public void A_server_refuses_a_signature_scheme_that_is_none_for_the_key(string kind, int scheme)
    {
        using HostileClient client =
            new HostileClient(Server(), kind).With((CertificateVerifyMessage verify) => verify.Scheme = scheme);
        client.Run();
        client.AssertRefused(AlertDescription.IllegalParameter, "WRONG_SIGNATURE_TYPE");
    }

    [Fact]
    [PeerRule("8422-5.6-a")]
    public void A_server_refuses_a_certificate_on_a_curve_that_is_none_of_its_own()
    {
        using var client = new HostileClient(Server() with { Groups = [GroupTable.ByName("P-256")!] }, "p384");
        client.Run();
        client.AssertRefused(AlertDescription.IllegalParameter, "WRONG_CURVE");
    }

    [Theory]
    [PeerRule("5246-7.4.8-c")]
    [InlineData("p256", 0)]
    [InlineData("p256", 70)]
    [InlineData("rsa", 0)]
    [InlineData("rsa", 256)]
    public void A_server_refuses_a_wrong_signature(string kind, int length)
    {
        using HostileClient client =
            new HostileClient(Server(), kind)
                .With((CertificateVerifyMessage verify) => verify.Signature = new byte[length]);
        client.Run();
        client.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    [Theory]
    [PeerRule("5246-7.4.8-d")]
    [InlineData("", "BAD_PACKET")]
    [InlineData("04", "BAD_PACKET")]
    [InlineData("0403", "LENGTH_MISMATCH")]
    [InlineData("040300", "LENGTH_MISMATCH")]
    [InlineData("0403000130" + "00", "LENGTH_MISMATCH")]
    [InlineData("0403000230", "LENGTH_MISMATCH")]
    public void A_server_refuses_a_CertificateVerify_that_does_not_fill_its_fields(string body, string reason) =>
        ServerRefuses<CertificateVerifyMessage>(
            AlertDescription.DecodeError, reason, verify => verify.Body = Convert.FromHexString(body));

    [Theory]
    [PeerRule("5246-7.4.9-a")]
    [InlineData(12, AlertDescription.DecryptError, "DIGEST_CHECK_FAILED")]
    [InlineData(0, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(11, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(13, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(32, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    public void A_client_refuses_a_wrong_Finished(int length, int alert, string reason) =>
        ClientRefuses<FinishedMessage>(
        alert, reason, finished => finished.VerifyData = Resized(finished.VerifyData, length));

    [Theory]
    [PeerRule("5246-7.4.9-b")]
    [InlineData(12, AlertDescription.DecryptError, "DIGEST_CHECK_FAILED")]
    [InlineData(0, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(11, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(13, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    [InlineData(32, AlertDescription.DecodeError, "BAD_DIGEST_LENGTH")]
    public void A_server_refuses_a_wrong_Finished(int length, int alert, string reason) =>
        ServerRefuses<FinishedMessage>(
        alert, reason, finished => finished.VerifyData = Resized(finished.VerifyData, length));

    [Fact]
    [PeerRule("5077-3.3-a")]
    public void A_client_refuses_a_ticket_that_was_not_promised()
    {
        using HostileServer server = MakeServer()
            .With((ServerHelloMessage hello) => hello.Extensions!.Remove(ExtensionList.SessionTicket));
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5077-3.3-b")]
    [InlineData("")]
    [InlineData("00001c2000")]
    [InlineData("00001c20000100" + "00")]
    [InlineData("00001c20000200")]
    public void A_client_refuses_a_ticket_that_does_not_fill_its_fields(string body)
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == HostileMessage.NewSessionTicket
            ? [new RawMessage(HostileMessage.NewSessionTicket, Convert.FromHexString(body))]
            : null);
        server.Run();
        server.AssertRefused(AlertDescription.DecodeError, "LENGTH_MISMATCH");
    }

    // RFC 6066 section 8: a CertificateStatus answers a status_request, and we send none.
    [Fact]
    [PeerRule("6066-8-b")]
    public void A_client_refuses_an_OCSP_response_that_it_did_not_ask_for()
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == HostileMessage.Certificate
            ? [message, new RawMessage(HostileMessage.CertificateStatus, 1, 0, 0, 1, 0)]
            : null);
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    private static byte[] Resized(byte[] data, int length)
    {
        byte[] resized = new byte[length];
        data.AsSpan(0, Math.Min(length, data.Length)).CopyTo(resized);
        if (length == data.Length)
        {
            resized[^1] ^= 1;
        }

        return resized;
    }

    private static void Spoil(CertificateMessage message, string what)
    {
        byte[] der = message.Entries[0].Der;
        switch (what)
        {
            case "garbage":
                message.Entries[0] = ([0x30, 3, 2, 1, 1], message.Entries[0].Extensions);
                break;
            case "without an end":
                message.Entries[0] = ([0x30, 0x80, 2, 1, 1], message.Entries[0].Extensions);
                break;
            case "something after the end":
                message.Entries[0] = ([.. der, 0], message.Entries[0].Extensions);
                break;
            case "cut off":
                message.Entries[0] = (der[..^1], message.Entries[0].Extensions);
                break;
            default:
                message.Entries.Add(([0x30, 0], message.Entries[0].Extensions));
                break;
        }
    }

    private static void ClientRefuses<TMessage>(int alert, string reason, Action<TMessage> change)
        where TMessage : HostileMessage
    {
        using HostileServer server = MakeServer().With(change);
        server.Run();
        server.AssertRefused(alert, reason);
    }

    private static void ServerRefuses<TMessage>(int alert, string reason, Action<TMessage> change)
        where TMessage : HostileMessage
    {
        using HostileClient client = new HostileClient(Server(), "p256").With(change);
        client.Run();
        client.AssertRefused(alert, reason);
    }

    private static HostileServer MakeServer() => new(TestSettings.Client().Only(TlsVersion.Tls12) with
    {
        Credentials = [TestCertificates.Credential("p256:client")],
    })
    {
        AsksForCertificate = true,
        SendsTicket = true,
    };

    private static EngineSettings Server() => TestSettings.Server("p256").Only(TlsVersion.Tls12).Verifying();
}
