using System.Collections.Generic;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 sections 4.3 and 4.4: EncryptedExtensions, CertificateRequest, Certificate, CertificateVerify and
/// Finished, in both roles.</summary>
public sealed class Tls13AuthenticationRuleTests
{
    private const int RsaPkcs1Sha256 = 0x0401;
    private const int RsaPkcs1Sha224 = 0x0301;
    private const int RsaPkcs1Sha1 = 0x0201;
    private const int EcdsaSha1 = 0x0203;

    [Theory]
    [PeerRule("8446-4.4.3-c", "8446-4.2.3-a")]
    [InlineData("rsa", RsaPkcs1Sha256)]
    [InlineData("rsa", 0x0501)]
    [InlineData("rsa", 0x0601)]
    [InlineData("rsa", RsaPkcs1Sha224)]
    [InlineData("rsa", RsaPkcs1Sha1)]
    [InlineData("rsa", 0x0809)]
    [InlineData("rsa", 0x0403)]
    [InlineData("rsa", 0x0A0A)]
    [InlineData("rsa", 0)]
    [InlineData("p256", EcdsaSha1)]
    [InlineData("p256", 0x0303)]
    [InlineData("p256", 0x0804)]
    [InlineData("p256", 0x0807)]
    public void A_client_refuses_a_scheme_that_does_not_sign_handshakes(string kind, int scheme)
    {
        EngineSettings client =
            Tls13.Client with { SecurityLevel = 0, Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0") };
        new HostileServer(client, kind).Refuses(
            (CertificateVerifyMessage verify) => verify.Scheme = scheme,
            AlertDescription.IllegalParameter,
            "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("8446-4.4.3-d", "8446-4.2.3-b")]
    [InlineData("rsa", RsaPkcs1Sha256)]
    [InlineData("rsa", RsaPkcs1Sha224)]
    [InlineData("rsa", RsaPkcs1Sha1)]
    [InlineData("rsa", 0x0809)]
    [InlineData("rsa", 0x0403)]
    [InlineData("p256", EcdsaSha1)]
    [InlineData("p256", 0x0804)]
    [InlineData("p256", 0x0A0A)]
    public void A_server_refuses_a_scheme_that_does_not_sign_handshakes(string kind, int scheme)
    {
        EngineSettings server = Tls13.Server.Verifying() with
        {
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        new HostileClient(server, kind).Refuses(
            (CertificateVerifyMessage verify) => verify.Scheme = scheme,
            AlertDescription.IllegalParameter,
            "WRONG_SIGNATURE_TYPE");
    }

    [Fact]
    [PeerRule("8446-4.4.3-e")]
    public void A_client_refuses_a_scheme_that_it_did_not_offer()
    {
        EngineSettings client = Tls13.Client with { SignatureAlgorithms = [SignatureSchemeTable.ById(0x0805)!] };
        new HostileServer(client, "rsa").Refuses(
            (CertificateVerifyMessage _) => { }, AlertDescription.IllegalParameter, "WRONG_SIGNATURE_TYPE");
    }

    [Fact]
    [PeerRule("8446-4.4.3-f")]
    public void A_server_refuses_a_scheme_that_it_did_not_request()
    {
        EngineSettings server = Tls13.Server.Verifying() with
        {
            ClientSignatureAlgorithms = [SignatureSchemeTable.ById(0x0805)!],
        };
        new HostileClient(server, "rsa").Refuses(
            (CertificateVerifyMessage _) => { }, AlertDescription.IllegalParameter, "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("8446-4.2.3-c")]
    [InlineData(0x0503)]
    [InlineData(0x0603)]
    public void A_client_refuses_a_scheme_for_another_curve(int scheme) => new HostileServer(Tls13.Client).Refuses(
        (CertificateVerifyMessage verify) => verify.Scheme = scheme, AlertDescription.IllegalParameter, "WRONG_CURVE");

    [Theory]
    [PeerRule("8446-4.2.3-d")]
    [InlineData(0x0503)]
    [InlineData(0x0603)]
    public void A_server_refuses_a_scheme_for_another_curve(int scheme) =>
        new HostileClient(Tls13.Server.Verifying(), "p256").Refuses(
            (CertificateVerifyMessage verify) =>
                verify.Scheme = scheme, AlertDescription.IllegalParameter, "WRONG_CURVE");

    [Theory]
    [PeerRule("8446-4.2.3-f")]
    [InlineData(TlsVersion.Tls12, 0x0809)]
    [InlineData(TlsVersion.Tls12, 0x080B)]
    [InlineData(TlsVersion.Tls13, 0x0809)]
    [InlineData(TlsVersion.Tls13, 0x080B)]
    public void A_client_refuses_a_digest_that_the_key_is_not_for(int version, int scheme)
    {
        EngineSettings client = TestSettings.Client().Only(version);
        if (version == TlsVersion.Tls13)
        {
            new HostileServer(client, "rsa-pss-sha384").Refuses(
                (CertificateVerifyMessage verify) => verify.Scheme = scheme,
                AlertDescription.IllegalParameter,
                "WRONG_SIGNATURE_TYPE");
            return;
        }

        new HostileServer(client, "rsa-pss-sha384").Refuses(
            (ServerKeyExchangeMessage exchange) => exchange.Scheme = scheme,
            AlertDescription.IllegalParameter,
            "WRONG_SIGNATURE_TYPE");
    }

    [Theory]
    [PeerRule("8446-4.2.3-g")]
    [InlineData(TlsVersion.Tls12, 0x0809)]
    [InlineData(TlsVersion.Tls12, 0x080B)]
    [InlineData(TlsVersion.Tls13, 0x0809)]
    [InlineData(TlsVersion.Tls13, 0x080B)]
    public void A_server_refuses_a_digest_that_the_key_is_not_for(int version, int scheme) =>
        new HostileClient(TestSettings.Server("p256").Only(version).Verifying(), "rsa-pss-sha384:client").Refuses(
            (CertificateVerifyMessage verify) => verify.Scheme = scheme,
            AlertDescription.IllegalParameter,
            "WRONG_SIGNATURE_TYPE");

    [Theory]
    [PeerRule("8446-4.4.3-a")]
    [InlineData("p256", 64)]
    [InlineData("p256", 0)]
    [InlineData("rsa", 256)]
    [InlineData("rsa", 1)]
    public void A_client_refuses_a_wrong_signature(string kind, int length) =>
        new HostileServer(Tls13.Client, kind).Refuses(
        (CertificateVerifyMessage verify) => verify.Signature = new byte[length],
        AlertDescription.DecryptError,
        "BAD_SIGNATURE");

    [Theory]
    [PeerRule("8446-4.4.3-b")]
    [InlineData("p256", 64)]
    [InlineData("p256", 0)]
    [InlineData("rsa", 256)]
    [InlineData("rsa", 1)]
    public void A_server_refuses_a_wrong_signature(string kind, int length) =>
        new HostileClient(Tls13.Server.Verifying(), kind).Refuses(
            (CertificateVerifyMessage verify) => verify.Signature = new byte[length],
            AlertDescription.DecryptError,
            "BAD_SIGNATURE");

    [Theory]
    [InlineData("TLS 1.3, client CertificateVerify")]
    [InlineData("")]
    public void A_client_refuses_a_signature_for_another_role(string context)
    {
        using var server = new HostileServer(Tls13.Client) { SignatureContext = context };
        server.Run();
        server.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    [Theory]
    [InlineData("TLS 1.3, server CertificateVerify")]
    [InlineData("")]
    public void A_server_refuses_a_signature_for_another_role(string context)
    {
        using var client = new HostileClient(Tls13.Server.Verifying(), "p256") { SignatureContext = context };
        client.Run();
        client.AssertRefused(AlertDescription.DecryptError, "BAD_SIGNATURE");
    }

    [Theory]
    [PeerRule("8446-4.4.3-g")]
    [InlineData(new byte[] { 4 }, "BAD_PACKET")]
    [InlineData(new byte[] { 4, 3 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 4, 3, 0, 2, 1 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 4, 3, 0, 1, 1, 1 }, "LENGTH_MISMATCH")]
    public void A_client_decodes_a_signature(byte[] body, string reason) => new HostileServer(Tls13.Client).Refuses(
        (CertificateVerifyMessage verify) => verify.Body = body, AlertDescription.DecodeError, reason);

    [Theory]
    [PeerRule("8446-4.4.3-h")]
    [InlineData(new byte[] { 4 }, "BAD_PACKET")]
    [InlineData(new byte[] { 4, 3 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 4, 3, 0, 2, 1 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 4, 3, 0, 1, 1, 1 }, "LENGTH_MISMATCH")]
    public void A_server_decodes_a_signature(byte[] body, string reason) =>
        new HostileClient(Tls13.Server.Verifying(), "p256").Refuses(
            (CertificateVerifyMessage verify) => verify.Body = body, AlertDescription.DecodeError, reason);

    [Fact]
    [PeerRule("8446-4.4.4-a")]
    public void A_client_refuses_a_wrong_Finished() => new HostileServer(Tls13.Client).Refuses(
        (FinishedMessage finished) =>
            finished.VerifyData[^1] ^= 1, AlertDescription.DecryptError, "DIGEST_CHECK_FAILED");

    [Fact]
    [PeerRule("8446-4.4.4-b")]
    public void A_server_refuses_a_wrong_Finished() => new HostileClient(Tls13.Server).Refuses(
        (FinishedMessage finished) =>
            finished.VerifyData[^1] ^= 1, AlertDescription.DecryptError, "DIGEST_CHECK_FAILED");

    [Theory]
    [PeerRule("8446-4.4.4-c")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(12)]
    public void A_client_refuses_a_Finished_of_another_length(int length) => new HostileServer(Tls13.Client).Refuses(
        (FinishedMessage finished) => finished.VerifyData = new byte[length],
        AlertDescription.DecodeError,
        "BAD_DIGEST_LENGTH");

    [Theory]
    [PeerRule("8446-4.4.4-d")]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(12)]
    public void A_server_refuses_a_Finished_of_another_length(int length) => new HostileClient(Tls13.Server).Refuses(
        (FinishedMessage finished) => finished.VerifyData = new byte[length],
        AlertDescription.DecodeError,
        "BAD_DIGEST_LENGTH");

    [Fact]
    [PeerRule("8446-4.3.2-a")]
    public void A_request_in_the_handshake_has_no_context() => Asking().Refuses(
        (CertificateRequestMessage request) => request.Context = [1],
        AlertDescription.IllegalParameter,
        "INVALID_CONTEXT");

    [Fact]
    [PeerRule("8446-4.3.2-b")]
    public void A_request_names_signature_algorithms() => Asking().Refuses(
        (CertificateRequestMessage request) => request.Extensions.Remove(ExtensionList.SignatureAlgorithms),
        AlertDescription.MissingExtension,
        "MISSING_SIGALGS_EXTENSION");

    [Theory]
    [PeerRule("8446-4.3.2-c")]
    [InlineData(ExtensionList.SignatureAlgorithms, new byte[] { }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithms, new byte[] { 0, 0 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithms, new byte[] { 0, 1, 4 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithms, new byte[] { 0, 4, 4, 3 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithms, new byte[] { 0, 2, 4, 3, 0 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithmsCert, new byte[] { 0, 0 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.SignatureAlgorithmsCert, new byte[] { 0, 3, 4, 3, 4 }, "BAD_EXTENSION")]
    [InlineData(ExtensionList.CertificateAuthorities, new byte[] { 0, 3, 0, 1, 0x30 }, "ASN1_LIB")]
    [InlineData(ExtensionList.CertificateAuthorities, new byte[] { 0, 4, 0, 2, 5, 0 }, "ASN1_LIB")]
    [InlineData(ExtensionList.CertificateAuthorities, new byte[] { 0, 5, 0, 4, 0x30, 0, 1 }, "LENGTH_MISMATCH")]
    [InlineData(ExtensionList.CertificateAuthorities, new byte[] { 0, 4, 0, 2, 0x30, 0, 1 }, "BAD_EXTENSION")]
    public void A_client_decodes_a_request(int type, byte[] data, string reason) => Asking().Refuses(
        (CertificateRequestMessage request) =>
            request.Extensions.Set(type, data), AlertDescription.DecodeError, reason);

    [Theory]
    [PeerRule("8446-4.3.2-d")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3, 0 })]
    public void A_request_is_context_and_extensions(byte[] body) => Asking().Refuses(
        (CertificateRequestMessage request) => request.Body = body, AlertDescription.DecodeError, "LENGTH_MISMATCH");

    [Fact]
    [PeerRule("8446-4.3.2-e")]
    public void A_server_that_has_used_a_pre_shared_key_asks_for_no_certificate()
    {
        using var server = new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32], AsksForCertificate = true };
        Assert.False(server.Run());
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4.3.2-f")]
    [InlineData(new[] { 0x0A0A, 0x0403, 0xFEFE, 0x0000, 0x0100, 0x0904 })]
    [InlineData(new[] { 0x0A0A, 0xFEFE })]
    public void A_client_passes_over_schemes_that_it_does_not_know(int[] schemes)
    {
        using HostileServer server = Asking()
            .With((CertificateRequestMessage request) =>
                request.Extensions.Set(ExtensionList.SignatureAlgorithms, Wire.List16(schemes)));

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Fact]
    [PeerRule("8446-4.2.5-a")]
    public void A_client_shows_its_certificate_whatever_the_filters_say()
    {
        // One filter: id-kp-serverAuth in extKeyUsage, which a client's certificate doesn't have.
        byte[] filter =
        [
            .. Wire.Opaque8(System.Convert.FromHexString("0603551d25")),
            .. Wire.Opaque16(System.Convert.FromHexString("300a06082b06010505070301")),
        ];
        EngineSettings client = Tls13.Client with { Credentials = [TestCertificates.Credential("p256:client")] };
        using HostileServer server = new HostileServer(client) { AsksForCertificate = true }
            .With((CertificateRequestMessage request) => request.Extensions.Add(48, Wire.Opaque16(filter)));

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.Contains(HostileMessage.CertificateVerify, server.ReceivedTypes);
    }

    [Theory]
    [PeerRule("8446-4.2.3-e")]
    [InlineData(0x0804)]
    [InlineData(0x0805)]
    [InlineData(0x0806)]
    public void A_client_takes_RSASSA_PSS_in_TLS_1_2(int scheme)
    {
        using HostileServer server = new HostileServer(TestSettings.Client().Only(TlsVersion.Tls12), "rsa")
            .With((ServerKeyExchangeMessage exchange) => exchange.Scheme = scheme);

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Theory]
    [PeerRule("8446-4.4.2-a")]
    [InlineData(new byte[] { 0, 0, 0, 0 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 1 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 1, 1 }, "CERT_LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 5, 0, 0, 0, 0, 0 }, "CERT_LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 4, 0, 0, 1, 0x30, 9 }, "LENGTH_MISMATCH")]
    public void A_client_decodes_the_chain_of_a_server(byte[] body, string reason) =>
        new HostileServer(Tls13.Client).Refuses(
        (CertificateMessage certificate) => certificate.Body = body, AlertDescription.DecodeError, reason);

    [Fact]
    [PeerRule("8446-4.4.2-b")]
    public void A_server_s_chain_answers_no_request() => new HostileServer(Tls13.Client).Refuses(
        (CertificateMessage certificate) => certificate.Context = [1], AlertDescription.DecodeError, "LENGTH_MISMATCH");

    [Theory]
    [PeerRule("8446-4.4.2-c")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("0500")]
    public void A_client_refuses_what_is_no_certificate(string hex) =>
        Assert.NotNull(new HostileServer(Tls13.Client).Refuses(
        (CertificateMessage certificate) =>
            certificate.Entries[0] = (System.Convert.FromHexString(hex), new ExtensionList()),
        AlertDescription.BadCertificate,
        "ASN1_LIB").InnerException);

    [Theory]
    [PeerRule("8446-4.4.2-d")]
    [InlineData("30")]
    [InlineData("3000")]
    [InlineData("0500")]
    public void A_server_refuses_what_is_no_certificate(string hex) =>
        new HostileClient(Tls13.Server.Verifying(), "rsa").Refuses(
        (CertificateMessage certificate) =>
            certificate.Entries[0] = (System.Convert.FromHexString(hex), new ExtensionList()),
        AlertDescription.BadCertificate,
        "ASN1_LIB");

    [Fact]
    [PeerRule("8446-4.4.2-e")]
    public void A_client_s_chain_has_no_context_in_the_handshake() =>
        new HostileClient(Tls13.Server.Verifying(), "rsa").Refuses(
            (CertificateMessage certificate) =>
                certificate.Context = [1], AlertDescription.DecodeError, "INVALID_CONTEXT");

    [Theory]
    [PeerRule("8446-4.4.2-f")]
    [InlineData(ExtensionList.StatusRequest)]
    [InlineData(ExtensionList.SignedCertificateTimestamp)]
    [InlineData(0x0A0A)]
    public void A_server_refuses_an_extension_of_a_chain_that_it_did_not_ask_for(int type) =>
        new HostileClient(Tls13.Server.Verifying(), "rsa").Refuses(
            (CertificateMessage certificate) => certificate.Entries[0].Extensions.Add(type, 1),
            AlertDescription.UnsupportedExtension,
            "UNSOLICITED_EXTENSION");

    [Fact]
    [PeerRule("8446-4.2-g")]
    public void A_server_refuses_an_extension_of_a_chain_that_belongs_elsewhere() =>
        new HostileClient(Tls13.Server.Verifying(), "rsa").Refuses(
            (CertificateMessage certificate) => certificate.Entries[0].Extensions.Add(ExtensionList.KeyShare, 1),
            AlertDescription.IllegalParameter,
            "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.4.2-g")]
    [InlineData(new byte[] { }, "INVALID_CONTEXT")]
    [InlineData(new byte[] { 1 }, "INVALID_CONTEXT")]
    [InlineData(new byte[] { 0 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 1 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, "LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 1, 1 }, "CERT_LENGTH_MISMATCH")]
    [InlineData(new byte[] { 0, 0, 0, 3, 0, 0, 0 }, "CERT_LENGTH_MISMATCH")]
    public void A_server_decodes_the_chain_of_a_client(byte[] body, string reason) =>
        new HostileClient(Tls13.Server.Verifying(), "rsa").Refuses(
            (CertificateMessage certificate) => certificate.Body = body, AlertDescription.DecodeError, reason);

    [Fact]
    [PeerRule("8446-4.4.2-h")]
    public void A_server_that_needs_a_certificate_refuses_none() => new HostileClient(Tls13.Server.Verifying()).Refuses(
        (CertificateMessage _) => { }, AlertDescription.CertificateRequired, "PEER_DID_NOT_RETURN_A_CERTIFICATE");

    [Fact]
    [PeerRule("8446-4.4.2-i")]
    public void Who_showed_no_certificate_signs_nothing()
    {
        using HostileClient client = new HostileClient(Tls13.Server.Verifying(VerifyMode.Optional))
            .Instead((FinishedMessage finished) => (IEnumerable<HostileMessage>)
            [
                new CertificateVerifyMessage(0x0403, _ => new byte[64]), finished,
            ]);
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Fact]
    [PeerRule("8446-4.4.2-j")]
    public void Who_was_not_asked_shows_no_certificate()
    {
        using HostileClient client = new HostileClient(Tls13.Server)
            .Instead((FinishedMessage finished) =>
                (IEnumerable<HostileMessage>)[new CertificateMessage(isTls13: true), finished]);
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    private static HostileServer Asking() => new(Tls13.Client) { AsksForCertificate = true };
}
