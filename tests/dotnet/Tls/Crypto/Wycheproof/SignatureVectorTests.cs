using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>Signatures under a peer's certificate, by both ways that TLS verifies them.</summary>
[Trait("Speed", "Slow")]
public sealed class SignatureVectorTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    [WycheproofTheory]
    [InlineData("ecdsa_secp256r1_sha256", SignatureScheme.ecdsa_secp256r1_sha256, 480)]
    [InlineData("ecdsa_secp384r1_sha384", SignatureScheme.ecdsa_secp384r1_sha384, 500)]
    [InlineData("ecdsa_secp521r1_sha512", SignatureScheme.ecdsa_secp521r1_sha512, 540)]
    [InlineData("rsa_signature_2048_sha256", SignatureScheme.rsa_pkcs1_sha256, 250)]
    [InlineData("rsa_signature_2048_sha384", SignatureScheme.rsa_pkcs1_sha384, 250)]
    [InlineData("rsa_signature_2048_sha512", SignatureScheme.rsa_pkcs1_sha512, 250)]
    [InlineData("rsa_signature_3072_sha256", SignatureScheme.rsa_pkcs1_sha256, 250)]
    [InlineData("rsa_signature_4096_sha256", SignatureScheme.rsa_pkcs1_sha256, 250)]
    [InlineData("rsa_pss_2048_sha256_mgf1_32", SignatureScheme.rsa_pss_rsae_sha256, 100)]
    [InlineData("rsa_pss_2048_sha384_mgf1_48", SignatureScheme.rsa_pss_rsae_sha384, 140)]
    [InlineData("rsa_pss_4096_sha512_mgf1_64", SignatureScheme.rsa_pss_rsae_sha512, 170)]
    public void Signatures(string file, int scheme, int leastRun) => WycheproofFile.Run(
        file, leastRun, @case => Verify(@case.Bytes("publicKeyDer"), scheme, @case.Bytes("msg"), @case.Bytes("sig")));

    [WycheproofTheory]
    [InlineData("ed25519", SignatureScheme.ed25519, 150)]
    [InlineData("ed448", SignatureScheme.ed448, 85)]
    public void Edwards_signatures(string file, int scheme, int leastRun) => WycheproofFile.Run(
        file, leastRun,
        @case => Verify13(
            Certificate(@case.Bytes("publicKeyDer")), scheme, @case.Bytes("msg"), @case.Bytes("sig")));

    // The same cases in the form of IEEE P1363, which TLS doesn't have: those of the right length say the same in DER.
    [WycheproofTheory]
    [InlineData("ecdsa_secp256r1_sha256_p1363", SignatureScheme.ecdsa_secp256r1_sha256, 32, 240)]
    [InlineData("ecdsa_secp384r1_sha384_p1363", SignatureScheme.ecdsa_secp384r1_sha384, 48, 250)]
    [InlineData("ecdsa_secp521r1_sha512_p1363", SignatureScheme.ecdsa_secp521r1_sha512, 66, 250)]
    public void Signatures_in_fixed_fields(string file, int scheme, int fieldLength, int leastRun) =>
        WycheproofFile.Run(file, leastRun, @case =>
        {
            byte[] fields = @case.Bytes("sig");
            if (fields.Length != 2 * fieldLength)
            {
                return null;
            }

            var der = new DerSequence(
                new DerInteger(new Org.BouncyCastle.Math.BigInteger(1, fields, 0, fieldLength)),
                new DerInteger(new Org.BouncyCastle.Math.BigInteger(1, fields, fieldLength, fieldLength)));
            return Verify(@case.Bytes("publicKeyDer"), scheme, @case.Bytes("msg"), der.GetDerEncoded());
        });

    // Valid all of them, but TLS fixes the second hash and the length of the salt: anything else must be refused.
    [WycheproofTheory]
    [InlineData("SHA-256", SignatureScheme.rsa_pss_rsae_sha256, 32)]
    [InlineData("SHA-384", SignatureScheme.rsa_pss_rsae_sha384, 48)]
    [InlineData("SHA-512", SignatureScheme.rsa_pss_rsae_sha512, 64)]
    public void Pss_parameters_other_than_those_of_TLS_are_refused(string hash, int scheme, int saltLength) =>
        WycheproofFile.Run("rsa_pss_misc", 30, @case =>
        {
            if (@case.Text("sha") != hash)
            {
                return null;
            }

            bool isTls = @case.Text("mgfSha") == hash && @case.Number("sLen") == saltLength;
            byte[] key = RsaEncryptionInfo(@case.Bytes("publicKeyAsn"));
            return Verify(key, scheme, @case.Bytes("msg"), @case.Bytes("sig")) == isTls;
        });

    private static bool Verify(byte[] publicKeyInfo, int scheme, byte[] message, byte[] signature)
    {
        TlsCertificate certificate = Certificate(publicKeyInfo);
        SignatureAndHashAlgorithm algorithm = SignatureScheme.GetSignatureAndHashAlgorithm(scheme);
        Assert.True(HashNames.TryGetForScheme(scheme, out HashAlgorithmName name));
        bool tls12 = certificate.CreateVerifier(algorithm.Signature).VerifyRawSignature(
            new DigitallySigned(algorithm, signature), CryptographicOperations.HashData(name, message));
        bool tls13 = Verify13(certificate, scheme, message, signature);

        Assert.Equal(tls12, tls13);
        return tls12;
    }

    private static bool Verify13(TlsCertificate certificate, int scheme, byte[] message, byte[] signature)
    {
        Tls13Verifier verifier = certificate.CreateVerifier(scheme);
        using (Stream stream = verifier.Stream)
        {
            stream.Write(message);
        }

        return verifier.VerifySignature(signature);
    }

    // Any certificate will do: its key is what's asked for.
    private static TlsCertificate Certificate(byte[] publicKeyInfo)
    {
        X509CertificateStructure plain = X509CertificateStructure.GetInstance(TestKeys.CertificateDer(TestKeys.P256));
        return s_crypto.CreateCertificate(
            CertificateType.X509, TestKeys.WithKey(plain, SubjectPublicKeyInfo.GetInstance(publicKeyInfo)));
    }

    private static byte[] RsaEncryptionInfo(byte[] rsaPublicKey) => new SubjectPublicKeyInfo(
        new AlgorithmIdentifier(
            Org.BouncyCastle.Asn1.Pkcs.PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
        rsaPublicKey).GetDerEncoded();
}
