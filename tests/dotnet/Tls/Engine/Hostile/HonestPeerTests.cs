using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>As long as they don't lie, the hand-made peers are believed: what a test changes is the only reason for a
/// refusal.</summary>
public sealed class HonestPeerTests
{
    [Theory]
    [InlineData(TlsVersion.Tls12, "p256", 0, false)]
    [InlineData(TlsVersion.Tls12, "rsa", 0, false)]
    [InlineData(TlsVersion.Tls12, "rsa", 0x009C, false)]
    [InlineData(TlsVersion.Tls12, "rsa", 0, true)]
    [InlineData(TlsVersion.Tls12, "rsa-pss-sha384", 0, false)]
    [InlineData(TlsVersion.Tls13, "p256", 0, false)]
    [InlineData(TlsVersion.Tls13, "rsa-pss-sha384", 0, false)]
    [InlineData(TlsVersion.Tls13, "rsa", 0, true)]
    public void A_client_believes_an_honest_server(int version, string kind, int suite, bool asksForCertificate)
    {
        using var server = new HostileServer(
            TestSettings.Client().Only(version).Verifying() with
            {
                ServerName = "localhost",
                Ciphers = TestSettings.Suites("ALL"),
                Credentials = [TestCertificates.Credential("p256:client")],
            },
            kind)
        {
            Suite12 = suite,
            AsksForCertificate = asksForCertificate,
        };

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        server.SendRecord(HostilePeer.ApplicationDataRecord, 1, 2, 3);
        byte[] buffer = new byte[10];
        server.Engine.Read(buffer, out int count);
        Assert.Equal([1, 2, 3], buffer[..count]);
        server.Engine.Write("hello"u8, out _);
        server.Drain();
        Assert.Equal("hello"u8.ToArray(), server.Data);
    }

    // OpenSSL `d2i_X509` takes them all; who verifies refuses them later, if at all.
    [Theory]
    [InlineData(TlsVersion.Tls12, "issuer")]
    [InlineData(TlsVersion.Tls12, "extension")]
    [InlineData(TlsVersion.Tls12, "version")]
    [InlineData(TlsVersion.Tls12, "signature")]
    [InlineData(TlsVersion.Tls13, "issuer")]
    [InlineData(TlsVersion.Tls13, "extension")]
    [InlineData(TlsVersion.Tls13, "version")]
    [InlineData(TlsVersion.Tls13, "signature")]
    public void A_client_that_verifies_nothing_takes_a_certificate_with_an_odd(int version, string part)
    {
        using var server =
            new HostileServer(TestSettings.Client().Only(version)).With((CertificateMessage certificate) =>
            certificate.Entries[0] =
                (OddCertificate(certificate.Entries[0].Der, part), certificate.Entries[0].Extensions));

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Fact]
    public void A_client_follows_an_honest_retry()
    {
        using var server = new HostileServer(TestSettings.Client().Only(TlsVersion.Tls13))
        {
            RetryGroup = KeyAgreement.Secp256r1,
        };

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Fact]
    public void A_client_takes_an_honest_ticket_in_TLS_1_2()
    {
        using var server = new HostileServer(TestSettings.Client().Only(TlsVersion.Tls12)) { SendsTicket = true };

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Assert.True(server.Engine.Session!.HasTicket);
    }

    [Theory]
    [InlineData(TlsVersion.Tls12, "p256", null, false)]
    [InlineData(TlsVersion.Tls12, "rsa", null, false)]
    [InlineData(TlsVersion.Tls12, "rsa", null, true)]
    [InlineData(TlsVersion.Tls12, "rsa", "p256", false)]
    [InlineData(TlsVersion.Tls12, "rsa", "rsa", false)]
    [InlineData(TlsVersion.Tls12, "p256", "rsa-pss-sha384", false)]
    [InlineData(TlsVersion.Tls13, "p256", "rsa-pss-sha384", false)]
    [InlineData(TlsVersion.Tls13, "p256", null, false)]
    [InlineData(TlsVersion.Tls13, "rsa", "p256", false)]
    [InlineData(TlsVersion.Tls13, "rsa", "rsa", false)]
    public void A_server_believes_an_honest_client(int version, string kind, string? clientKind, bool exchangesByRsa)
    {
        IronSsl.Tls.Engine.EngineSettings settings =
            TestSettings.Server(kind).Only(version) with { Ciphers = TestSettings.Suites("ALL") };
        using HostileClient client = new(clientKind is null ? settings : settings.Verifying(), clientKind);
        if (exchangesByRsa)
        {
            client.With((ClientHelloMessage hello) => hello.Suites = [0x009C]);
        }

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        client.SendRecord(HostilePeer.ApplicationDataRecord, 1, 2, 3);
        byte[] buffer = new byte[10];
        client.Engine.Read(buffer, out int count);
        Assert.Equal([1, 2, 3], buffer[..count]);
        client.Engine.Write("hello"u8, out _);
        client.Drain();
        Assert.Equal("hello"u8.ToArray(), client.Data);
    }

    [Fact]
    public void A_server_goes_on_after_an_honest_retry()
    {
        using var client = new HostileClient(
            TestSettings.Server("p256").Only(TlsVersion.Tls13) with { Groups = [GroupTable.ByName("P-256")!] });

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    [Fact]
    public void A_server_takes_an_honest_pre_shared_key()
    {
        byte[] key = new byte[32];
        using var client = new HostileClient(TestSettings.Server("p256").Only(TlsVersion.Tls13) with
        {
            Callbacks = new IronSsl.Tls.Engine.EngineCallbacks { PskServer = _ => [.. key] },
        })
        {
            Psk = key,
        };

        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.DoesNotContain(HostileMessage.Certificate, client.ReceivedTypes);
    }

    // Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signature }; in the first, the version, the issuer
    // and the extensions are elements 0, 3 and 7 (RFC 5280 section 4.1).
    private static byte[] OddCertificate(byte[] der, string part)
    {
        Asn1Sequence certificate = Asn1Sequence.GetInstance(der);
        Asn1Encodable[] signed = [.. Asn1Sequence.GetInstance(certificate[0])];
        Asn1Encodable algorithm = certificate[1];
        switch (part)
        {
            case "version":
                signed[0] = new DerTaggedObject(0, DerInteger.ValueOf(3));
                break;
            case "issuer":
                signed[3] = DerSequence.Empty;
                break;
            case "extension":
                Asn1Sequence extensions =
                    Asn1Sequence.GetInstance(((Asn1TaggedObject)signed[7]).GetExplicitBaseObject());
                signed[7] = new DerTaggedObject(3, DerSequence.FromCollection([.. extensions, extensions[0]]));
                break;
            default:
                algorithm = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdRsassaPss, DerNull.Instance);
                break;
        }

        return new DerSequence(new DerSequence(signed), algorithm, certificate[2]).GetDerEncoded();
    }
}
