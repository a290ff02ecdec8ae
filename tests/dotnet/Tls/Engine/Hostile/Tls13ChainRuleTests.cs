using System;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Xunit;
using PrivateKey = IronSsl.Tls.X509.Keys.PrivateKey;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.4.2.4: a chain that would have to be believed by MD5.</summary>
public sealed class Tls13ChainRuleTests
{
    private static readonly DateTime s_notBefore = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    [PeerRule("8446-4.4.2.4-a")]
    public void A_client_verifies_no_certificate_by_MD5()
    {
        var generator = new RsaKeyPairGenerator();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), 2048));
        AsymmetricCipherKeyPair root = generator.GenerateKeyPair();
        generator.Init(new KeyGenerationParameters(new SecureRandom(), 2048));
        AsymmetricCipherKeyPair leaf = generator.GenerateKeyPair();
        var store = new TrustStore();
        store.LoadDer(Issue("CN=root", root.Public, "SHA256WITHRSA", root.Private, isAuthority: true));
        var rsa = System.Security.Cryptography.RSA.Create(DotNetUtilities.ToRSAParameters(
            (Org.BouncyCastle.Crypto.Parameters.RsaPrivateCrtKeyParameters)leaf.Private));
        var credential = new Credential(
            [ParsedCertificate.Parse(
                Issue("CN=localhost", leaf.Public, "MD5WITHRSA", root.Private, isAuthority: false))],
            PrivateKey.FromRsa(rsa));
        EngineSettings client = Tls13.Client with { VerifyMode = VerifyMode.Required, Trust = store.Snapshot() };

        using var server = new HostileServer(client, credential);
        Assert.False(server.Run());
        server.AssertRefused(AlertDescription.BadCertificate, "CERTIFICATE_VERIFY_FAILED");
    }

    private static byte[] Issue(
        string name, AsymmetricKeyParameter key, string algorithm, AsymmetricKeyParameter issuer, bool isAuthority)
    {
        var builder = new X509V3CertificateGenerator();
        builder.SetSerialNumber(BigInteger.ValueOf(isAuthority ? 1 : 2));
        builder.SetIssuerDN(new X509Name("CN=root"));
        builder.SetSubjectDN(new X509Name(name));
        builder.SetNotBefore(s_notBefore);
        builder.SetNotAfter(s_notBefore.AddYears(20));
        builder.SetPublicKey(key);
        builder.AddExtension(X509Extensions.BasicConstraints, true, new BasicConstraints(isAuthority));
        return builder.Generate(new Asn1SignatureFactory(algorithm, issuer)).GetEncoded();
    }
}
