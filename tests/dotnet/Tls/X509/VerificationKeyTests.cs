using System;
using System.Linq;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Oiw;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Signatures of every kind, made by BouncyCastle: the right one passes, a spoilt one does not.</summary>
public class VerificationKeyTests
{
    private static readonly SecureRandom s_random = new();
    private static readonly Lazy<AsymmetricCipherKeyPair> s_rsa = new(MakeRsa);

    [Theory]
    [InlineData("MD5WITHRSA")]
    [InlineData("SHA1WITHRSA")]
    [InlineData("SHA224WITHRSA")]
    [InlineData("SHA256WITHRSA")]
    [InlineData("SHA384WITHRSA")]
    [InlineData("SHA512WITHRSA")]
    [InlineData("SHA3-224WITHRSA")]
    [InlineData("SHA3-512WITHRSA")]
    public void RSA_PKCS1(string algorithm) =>
        Check(s_rsa.Value, new Asn1SignatureFactory(algorithm, s_rsa.Value.Private, s_random));

    [Theory]
    [InlineData("SHA1WITHRSAANDMGF1")]
    [InlineData("SHA224WITHRSAANDMGF1")]
    [InlineData("SHA256WITHRSAANDMGF1")]
    [InlineData("SHA384WITHRSAANDMGF1")]
    [InlineData("SHA512WITHRSAANDMGF1")]
    public void RSA_PSS(string algorithm) =>
        Check(s_rsa.Value, new Asn1SignatureFactory(algorithm, s_rsa.Value.Private, s_random));

    [Theory]
    [InlineData(0, true)]
    [InlineData(20, true)]
    [InlineData(190, true)]
    [InlineData(32, false)]
    public void RSA_PSS_with_another_salt_or_mask_digest(int saltBytes, bool sameMask)
    {
        var digest = new AlgorithmIdentifier(NistObjectIdentifiers.IdSha256, DerNull.Instance);
        var mask = sameMask ? digest : new AlgorithmIdentifier(OiwObjectIdentifiers.IdSha1, DerNull.Instance);
        var parameters = new RsassaPssParameters(
            digest, new AlgorithmIdentifier(PkcsObjectIdentifiers.IdMgf1, mask), DerInteger.ValueOf(saltBytes),
            DerInteger.One);
        Check(s_rsa.Value, new PssFactory(s_rsa.Value.Private, parameters, saltBytes, sameMask));
    }

    [Theory]
    [InlineData("SHA1WITHECDSA")]
    [InlineData("SHA224WITHECDSA")]
    [InlineData("SHA256WITHECDSA")]
    [InlineData("SHA512WITHECDSA")]
    public void ECDSA(string algorithm)
    {
        var generator = new ECKeyPairGenerator();
        generator.Init(
            new ECKeyGenerationParameters(Org.BouncyCastle.Asn1.Sec.SecObjectIdentifiers.SecP256r1, s_random));
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        Check(pair, new Asn1SignatureFactory(algorithm, pair.Private, s_random));
    }

    [Theory]
    [InlineData("Ed25519")]
    [InlineData("Ed448")]
    public void Edwards(string algorithm)
    {
        IAsymmetricCipherKeyPairGenerator generator =
            algorithm == "Ed448" ? new Ed448KeyPairGenerator() : new Ed25519KeyPairGenerator();
        generator.Init(new KeyGenerationParameters(s_random, 256));
        AsymmetricCipherKeyPair pair = generator.GenerateKeyPair();
        Check(pair, new Asn1SignatureFactory(algorithm, pair.Private, s_random));
    }

    [Fact]
    public void A_key_of_another_kind_verifies_nothing()
    {
        ParsedCertificate rsa =
            Make(s_rsa.Value, new Asn1SignatureFactory("SHA256WITHRSA", s_rsa.Value.Private, s_random));
        var algorithm = SignatureAlgorithm.TryDecode(
            new AlgorithmIdentifier(new DerObjectIdentifier("1.2.840.10045.4.3.2")).GetEncoded())!;
        Assert.False(VerificationKey.TryImport(rsa)!.Verify(algorithm, rsa.TbsDer.Span, rsa.Signature.Span));
    }

    // RSASSA-PSS-params (RFC 4055 section 3.1): digest, MGF1 with a digest, bytes of salt.
    [Theory]
    [InlineData("02", "02", 48, true)]
    [InlineData("02", "02", 49, true)]
    [InlineData("02", "02", 47, false)]
    [InlineData("01", "02", 48, false)]
    [InlineData("02", "01", 48, false)]
    [InlineData("01", "01", 32, false)]
    public void A_restricted_PSS_key_verifies_with_its_own_parameters(
        string digest, string mask, int saltBytes, bool isAllowed)
    {
        ParsedCertificate restricted = TestCertificates.Credential("rsa-pss-sha384").Chain[0];
        SignatureAlgorithm algorithm = SignatureAlgorithm.TryDecode(Convert.FromHexString(
            "304106092A864886F70D01010A"
            + $"3034A00F300D06096086480165030402{digest}0500"
            + $"A11C301A06092A864886F70D010108300D06096086480165030402{mask}0500"
            + $"A2030201{saltBytes:X2}"))!;
        byte[] data = [1, 2, 3];
        var signer = new PssSigner(
            new RsaBlindedEngine(), DigestUtilities.GetDigest(digest == "01" ? "SHA-256" : "SHA-384"),
            DigestUtilities.GetDigest(mask == "01" ? "SHA-256" : "SHA-384"), saltBytes);
        signer.Init(
            true, DotNetUtilities.GetRsaKeyPair(TestCertificates.Credential("rsa-pss-sha384").Key.Rsa!).Private);
        signer.BlockUpdate(data, 0, data.Length);
        byte[] signature = signer.GenerateSignature();

        Assert.Equal(isAllowed, VerificationKey.TryImport(restricted)!.Verify(algorithm, data, signature));
    }

    [Fact]
    public void An_RSA_PSS_signature_keeps_its_leading_zeros()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest(
            "CN=self", rsa, System.Security.Cryptography.HashAlgorithmName.SHA256,
            System.Security.Cryptography.RSASignaturePadding.Pss);

        // One in 256 begins with a zero.
        for (int i = 0; i < 10_000; i++)
        {
            using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
            ParsedCertificate certificate = ParsedCertificate.Parse(made.RawData);
            if (certificate.Signature.Span[0] != 0)
            {
                continue;
            }

            VerificationKey key = VerificationKey.TryImport(certificate)!;
            SignatureAlgorithm algorithm = SignatureAlgorithm.TryDecode(certificate.SignatureAlgorithmDer)!;
            Assert.True(key.Verify(algorithm, certificate.TbsDer.Span, certificate.Signature.Span));
            Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, certificate.Signature.Span[1..]));
            Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, [0, .. certificate.Signature.Span]));
            return;
        }

        Assert.Fail("no signature began with a zero");
    }

    private static void Check(AsymmetricCipherKeyPair pair, ISignatureFactory factory)
    {
        ParsedCertificate certificate = Make(pair, factory);
        VerificationKey key = VerificationKey.TryImport(certificate)!;
        SignatureAlgorithm algorithm = SignatureAlgorithm.TryDecode(certificate.SignatureAlgorithmDer)!;
        byte[] signature = certificate.Signature.ToArray();
        Assert.True(key.Verify(algorithm, certificate.TbsDer.Span, signature));

        foreach (int position in new[] { 0, signature.Length / 2, signature.Length - 1 })
        {
            byte[] spoilt = signature.ToArray();
            spoilt[position] ^= 4;
            Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, spoilt));
        }

        Assert.False(key.Verify(algorithm, certificate.TbsDer.Span[1..], signature));
        Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, signature.AsSpan()[1..]));
        Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, new byte[signature.Length]));
        Assert.False(
            key.Verify(algorithm, certificate.TbsDer.Span, Enumerable.Repeat((byte)0xFF, signature.Length).ToArray()));
        Assert.False(key.Verify(algorithm, certificate.TbsDer.Span, []));
    }

    private static ParsedCertificate Make(AsymmetricCipherKeyPair pair, ISignatureFactory factory)
    {
        var name = new X509Name("CN=self");
        var generator = new X509V3CertificateGenerator();
        generator.SetSerialNumber(BigInteger.One);
        generator.SetIssuerDN(name);
        generator.SetSubjectDN(name);
        generator.SetNotBefore(new DateTime(2029, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        generator.SetNotAfter(new DateTime(2031, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        generator.SetPublicKey(pair.Public);
        return ParsedCertificate.Parse(generator.Generate(factory).GetEncoded());
    }

    private static AsymmetricCipherKeyPair MakeRsa()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        return DotNetUtilities.GetRsaKeyPair(rsa);
    }

    /// <summary>BouncyCastle's own factory knows only the usual parameters.</summary>
    private sealed class PssFactory(
        AsymmetricKeyParameter key, RsassaPssParameters parameters, int saltBytes, bool sameMask) : ISignatureFactory
    {
        public object AlgorithmDetails => new AlgorithmIdentifier(PkcsObjectIdentifiers.IdRsassaPss, parameters);

        public IStreamCalculator<IBlockResult> CreateCalculator()
        {
            IDigest mask = sameMask
                ? new Org.BouncyCastle.Crypto.Digests.Sha256Digest()
                : new Org.BouncyCastle.Crypto.Digests.Sha1Digest();
            var signer = new Org.BouncyCastle.Crypto.Signers.PssSigner(
                new Org.BouncyCastle.Crypto.Engines.RsaBlindedEngine(),
                new Org.BouncyCastle.Crypto.Digests.Sha256Digest(), mask, saltBytes);
            signer.Init(forSigning: true, new ParametersWithRandom(key, s_random));
            return new DefaultSignatureCalculator(signer);
        }
    }
}
