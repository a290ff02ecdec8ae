using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Crypto.Signatures;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;
using BcTls = Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>The peer's key: verifies what it signed, refuses everything else, with the alerts that BouncyCastle's own
/// certificate gives.</summary>
public sealed class PlatformCertificateTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    [Theory]
    [InlineData(BcTls.SignatureScheme.rsa_pkcs1_sha1, 20)]
    [InlineData(BcTls.SignatureScheme.rsa_pkcs1_sha256, 32)]
    [InlineData(BcTls.SignatureScheme.rsa_pkcs1_sha512, 64)]
    [InlineData(0x0301, 28)]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha256, 32)]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha384, 48)]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha512, 64)]
    [InlineData(BcTls.SignatureScheme.ecdsa_secp256r1_sha256, 32)]
    [InlineData(BcTls.SignatureScheme.ecdsa_sha1, 20)]
    [InlineData(0x0303, 28)]
    public void Verifies_signatures_of_TLS_1_2(int scheme, int hashLength)
    {
        BcTls.SignatureAndHashAlgorithm algorithm = BcTls.SignatureScheme.GetSignatureAndHashAlgorithm(scheme);
        bool isEcdsa = algorithm.Signature == BcTls.SignatureAlgorithm.ecdsa;
        byte[] hash = RandomNumberGenerator.GetBytes(hashLength);
        byte[] signature = Signer(isEcdsa).GenerateRawSignature(algorithm, hash);

        TlsVerifier verifier = Certificate(isEcdsa).CreateVerifier(algorithm.Signature);

        Assert.Null(verifier.GetStreamVerifier(new BcTls.DigitallySigned(algorithm, signature)));
        Assert.True(verifier.VerifyRawSignature(new BcTls.DigitallySigned(algorithm, signature), hash));
        AssertRefusesChanges(hash, signature, () => verifier.VerifyRawSignature(
            new BcTls.DigitallySigned(algorithm, signature), hash));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Verifies_signatures_of_TLS_1_0(bool isEcdsa)
    {
        byte[] hash = RandomNumberGenerator.GetBytes(36);
        byte[] signature = Signer(isEcdsa).GenerateRawSignature(null!, hash);

        TlsVerifier verifier = Certificate(isEcdsa).CreateVerifier(
            isEcdsa ? BcTls.SignatureAlgorithm.ecdsa : BcTls.SignatureAlgorithm.rsa);

        Assert.True(verifier.VerifyRawSignature(new BcTls.DigitallySigned(null, signature), hash));
        hash[20] ^= 1;
        Assert.False(verifier.VerifyRawSignature(new BcTls.DigitallySigned(null, signature), hash));
    }

    [Theory]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha256)]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha384)]
    [InlineData(BcTls.SignatureScheme.rsa_pss_rsae_sha512)]
    [InlineData(BcTls.SignatureScheme.ecdsa_secp256r1_sha256)]
    public void Verifies_signatures_of_TLS_1_3(int scheme)
    {
        bool isEcdsa = BcTls.SignatureScheme.IsECDsa(scheme);
        byte[] message = RandomNumberGenerator.GetBytes(130);
        Assert.True(HashNames.TryGetForScheme(scheme, out HashAlgorithmName name));
        byte[] signature = Signer(isEcdsa).GenerateRawSignature(
            BcTls.SignatureScheme.GetSignatureAndHashAlgorithm(scheme),
            CryptographicOperations.HashData(name, message));

        Assert.True(Verify13(Certificate(isEcdsa), scheme, message, signature));
        AssertRefusesChanges(message, signature, () => Verify13(Certificate(isEcdsa), scheme, message, signature));
    }

    [Theory]
    [InlineData(BcTls.SignatureScheme.ecdsa_secp384r1_sha384)]
    [InlineData(BcTls.SignatureScheme.ecdsa_secp521r1_sha512)]
    public void A_scheme_of_TLS_1_3_for_another_curve_is_refused(int scheme) =>
        AssertAlert(BcTls.AlertDescription.illegal_parameter, () => Certificate(true).CreateVerifier(scheme));

    [Theory]
    [InlineData(true, BcTls.SignatureAlgorithm.rsa)]
    [InlineData(true, BcTls.SignatureAlgorithm.rsa_pss_rsae_sha256)]
    [InlineData(true, BcTls.SignatureAlgorithm.ed25519)]
    [InlineData(false, BcTls.SignatureAlgorithm.ecdsa)]
    [InlineData(false, BcTls.SignatureAlgorithm.rsa_pss_pss_sha256)]
    [InlineData(false, BcTls.SignatureAlgorithm.dsa)]
    public void A_key_of_another_kind_verifies_nothing(bool isEcdsa, short algorithm) =>
        Assert.Equal(
            Assert.Throws<BcTls.TlsFatalAlert>(() => Reference(isEcdsa).CreateVerifier(algorithm)).AlertDescription,
            Assert.Throws<BcTls.TlsFatalAlert>(() => Certificate(isEcdsa).CreateVerifier(algorithm)).AlertDescription);

    [Theory]
    [InlineData(true, BcTls.SignatureScheme.rsa_pkcs1_sha256)]
    [InlineData(true, BcTls.SignatureScheme.rsa_pss_rsae_sha256)]
    [InlineData(true, BcTls.SignatureScheme.ed25519)]
    [InlineData(false, BcTls.SignatureScheme.ecdsa_secp256r1_sha256)]
    [InlineData(false, BcTls.SignatureScheme.rsa_pss_pss_sha256)]
    public void A_key_of_another_kind_verifies_nothing_in_TLS_1_3(bool isEcdsa, int scheme) =>
        Assert.Equal(
            Assert.Throws<BcTls.TlsFatalAlert>(() => Reference(isEcdsa).CreateVerifier(scheme)).AlertDescription,
            Assert.Throws<BcTls.TlsFatalAlert>(() => Certificate(isEcdsa).CreateVerifier(scheme)).AlertDescription);

    [Fact]
    public void A_signature_by_another_algorithm_than_the_verifiers_is_an_error()
    {
        TlsVerifier verifier = Certificate(false).CreateVerifier(BcTls.SignatureAlgorithm.rsa);
        BcTls.SignatureAndHashAlgorithm pss =
            BcTls.SignatureScheme.GetSignatureAndHashAlgorithm(BcTls.SignatureScheme.rsa_pss_rsae_sha256);

        Assert.Throws<InvalidOperationException>(
            () => verifier.VerifyRawSignature(new BcTls.DigitallySigned(pss, new byte[256]), new byte[32]));
    }

    // That is for the handshake to judge: see KeyUsageRules.
    [Theory]
    [InlineData(X509KeyUsageFlags.KeyCertSign)]
    [InlineData(X509KeyUsageFlags.NonRepudiation)]
    public void Key_usage_does_not_keep_a_key_from_its_work(X509KeyUsageFlags usage)
    {
        TlsCertificate ecdsa = Make(TestKeys.CertificateDer(TestKeys.P256, usage));
        TlsCertificate rsa = Make(TestKeys.CertificateDer(TestKeys.Rsa2048, usage));

        Assert.NotNull(ecdsa.CreateVerifier(BcTls.SignatureAlgorithm.ecdsa));
        Assert.NotNull(ecdsa.CreateVerifier(BcTls.SignatureScheme.ecdsa_secp256r1_sha256));
        Assert.Equal(BcTls.SignatureAlgorithm.ecdsa, ecdsa.GetLegacySignatureAlgorithm());
        Assert.True(ecdsa.SupportsSignatureAlgorithm(BcTls.SignatureAlgorithm.ecdsa));
        Assert.Equal(BcTls.SignatureAlgorithm.rsa, rsa.GetLegacySignatureAlgorithm());
        Assert.NotNull(rsa.CreateEncryptor(TlsCertificateRole.RsaEncryption));
        Assert.NotNull(rsa.CreateVerifier(BcTls.SignatureAlgorithm.rsa));
        Assert.NotNull(rsa.CreateVerifier(BcTls.SignatureScheme.rsa_pss_rsae_sha256));
    }

    [Fact]
    public void Encrypts_to_the_key()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(48);

        byte[] ciphertext = Certificate(false).CreateEncryptor(TlsCertificateRole.RsaEncryption).Encrypt(secret, 0, 48);

        Assert.Equal(secret, TestKeys.Rsa2048.Decrypt(ciphertext, RSAEncryptionPadding.Pkcs1));
    }

    [Fact]
    public void An_elliptic_key_does_not_encrypt() =>
        Assert.Throws<BcTls.TlsFatalAlert>(
            () => Certificate(true).CreateEncryptor(TlsCertificateRole.RsaEncryption));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tells_what_it_supports_as_BouncyCastle_does(bool isEcdsa)
    {
        TlsCertificate ours = Certificate(isEcdsa);
        BcTlsCertificate theirs = Reference(isEcdsa);
        for (short algorithm = 1; algorithm < 30; algorithm++)
        {
            Assert.Equal(
                theirs.SupportsSignatureAlgorithm(algorithm), ours.SupportsSignatureAlgorithm(algorithm));
            Assert.Equal(
                theirs.SupportsSignatureAlgorithmCA(algorithm), ours.SupportsSignatureAlgorithmCA(algorithm));
        }

        Assert.Equal(theirs.GetLegacySignatureAlgorithm(), ours.GetLegacySignatureAlgorithm());
    }

    [Fact]
    public void A_key_restricted_to_PSS_verifies_PSS_only()
    {
        byte[] der = PssCertificate();
        TlsCertificate certificate = Make(der);
        byte[] message = RandomNumberGenerator.GetBytes(130);
        byte[] signature = TestKeys.Rsa2048.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

        Assert.True(Verify13(certificate, BcTls.SignatureScheme.rsa_pss_pss_sha256, message, signature));
        AssertAlert(
            BcTls.AlertDescription.certificate_unknown,
            () => certificate.CreateVerifier(BcTls.SignatureScheme.rsa_pss_rsae_sha256));
        AssertAlert(
            BcTls.AlertDescription.certificate_unknown, () => certificate.CreateVerifier(BcTls.SignatureAlgorithm.rsa));
        AssertAlert(
            BcTls.AlertDescription.certificate_unknown,
            () => certificate.CreateEncryptor(TlsCertificateRole.RsaEncryption));
        Assert.Equal(-1, certificate.GetLegacySignatureAlgorithm());
    }

    [Fact]
    public void Edwards_keys_stay_BouncyCastles()
    {
        var key = new Ed25519PrivateKeyParameters(new PlatformRandom());
        TlsCertificate certificate = Make(EdwardsCertificate(key));
        byte[] message = RandomNumberGenerator.GetBytes(130);
        byte[] signature = new byte[64];
        key.Sign(Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, message, 0, 130, signature, 0);

        Assert.True(Verify13(certificate, BcTls.SignatureScheme.ed25519, message, signature));
    }

    [Fact]
    public void The_encoding_is_the_one_that_came()
    {
        byte[] der = TestKeys.CertificateDer(TestKeys.P256);

        Assert.Equal(der, Make(der).GetEncoded());
        Assert.Same(Make(der), Make((byte[])der.Clone()));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30, 0x00 })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void What_is_no_certificate_is_refused(byte[] der) =>
        AssertAlert(BcTls.AlertDescription.bad_certificate, () => Make(der));

    [Fact]
    public void A_malformed_key_is_refused_when_it_is_used()
    {
        byte[] der = TestKeys.CertificateDer(TestKeys.P256);
        byte[] point = TestKeys.P256.ExportSubjectPublicKeyInfo()[^64..];
        der[der.AsSpan().IndexOf(point) + 63] ^= 1;

        AssertAlert(
            BcTls.AlertDescription.unsupported_certificate,
            () => Make(der).CreateVerifier(BcTls.SignatureAlgorithm.ecdsa));
    }

    [Fact]
    public void An_imported_key_is_kept_and_the_oldest_gives_way()
    {
        var cache = new PublicKeyCache();
        SubjectPublicKeyInfo first = Info(TestKeys.P256);
        PlatformPublicKey key = cache.Get(first);
        Assert.Same(key, cache.Get(Info(TestKeys.P256)));

        for (int i = 0; i < 256; i++)
        {
            using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            cache.Get(Info(other));
        }

        Assert.NotSame(key, cache.Get(first));
    }

    // A SET of [0] { NULL } and [0] 00, which BouncyCastle decodes but can't put in order.
    [Fact]
    public void The_parameters_of_an_RSA_key_are_none_of_TLS_s_concern()
    {
        var writer = new AsnWriter(AsnEncodingRules.BER);
        using (writer.PushSequence())
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            for (int i = 0; i < 4; i++)
            {
                writer.WriteEncodedValue([0x30, 0x00]);
            }

            using (writer.PushSequence())
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                    writer.WriteEncodedValue([0x31, 0x07, 0xA0, 0x02, 0x05, 0x00, 0x80, 0x01, 0x00]);
                }

                writer.WriteBitString(TestKeys.Rsa2048.ExportRSAPublicKey());
            }
        }

        TlsCertificate certificate = new PlatformCertificate(s_crypto, writer.Encode());
        byte[] message = RandomNumberGenerator.GetBytes(100);
        byte[] signature = TestKeys.Rsa2048.SignData(message, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

        Assert.True(Verify13(certificate, BcTls.SignatureScheme.rsa_pss_rsae_sha256, message, signature));
    }

    private static SubjectPublicKeyInfo Info(ECDsa key) =>
        SubjectPublicKeyInfo.GetInstance(key.ExportSubjectPublicKeyInfo());

    private static bool Verify13(TlsCertificate certificate, int scheme, byte[] message, byte[] signature)
    {
        Tls13Verifier verifier = certificate.CreateVerifier(scheme);
        using (System.IO.Stream stream = verifier.Stream)
        {
            stream.Write(message, 0, 64);
            stream.Write(message.AsSpan(64));
        }

        return verifier.VerifySignature(signature);
    }

    private static void AssertRefusesChanges(byte[] signed, byte[] signature, Func<bool> verify)
    {
        foreach (byte[] bytes in new[] { signed, signature })
        {
            foreach (int index in new[] { 0, bytes.Length / 2, bytes.Length - 1 })
            {
                bytes[index] ^= 1;
                Assert.False(verify());
                bytes[index] ^= 1;
            }
        }
    }

    private static TlsSigner Signer(bool isEcdsa) =>
        isEcdsa ? Signers.For(TestKeys.P256) : Signers.For(s_crypto, TestKeys.Rsa2048);

    private static TlsCertificate Certificate(bool isEcdsa) =>
        Make(isEcdsa ? TestKeys.CertificateDer(TestKeys.P256) : TestKeys.CertificateDer(TestKeys.Rsa2048));

    private static BcTlsCertificate Reference(bool isEcdsa) =>
        new(new BcTlsCrypto(), Certificate(isEcdsa).GetEncoded());

    private static TlsCertificate Make(byte[] der) => s_crypto.CreateCertificate(BcTls.CertificateType.X509, der);

    // The same RSA certificate with its key labelled id-RSASSA-PSS; nobody here checks who signed it.
    private static byte[] PssCertificate()
    {
        X509CertificateStructure plain =
            X509CertificateStructure.GetInstance(TestKeys.CertificateDer(TestKeys.Rsa2048));
        var info = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.IdRsassaPss),
            plain.SubjectPublicKeyInfo.PublicKey.GetOctets());
        return TestKeys.WithKey(plain, info);
    }

    private static byte[] EdwardsCertificate(Ed25519PrivateKeyParameters key)
    {
        X509CertificateStructure plain = X509CertificateStructure.GetInstance(TestKeys.CertificateDer(TestKeys.P256));
        var info = new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(new Org.BouncyCastle.Asn1.DerObjectIdentifier("1.3.101.112")),
            key.GeneratePublicKey().GetEncoded());
        return TestKeys.WithKey(plain, info);
    }

    private static void AssertAlert(short alert, Func<object> action) =>
        Assert.Equal(alert, Assert.Throws<BcTls.TlsFatalAlert>(action).AlertDescription);
}
