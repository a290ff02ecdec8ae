using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Crypto.Signatures;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>What our signers sign, BouncyCastle's own verifiers accept.</summary>
public sealed class SignersTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());
    private static readonly BcTlsCrypto s_reference = new();

    [Theory]
    [InlineData(SignatureScheme.rsa_pkcs1_sha1, 20)]
    [InlineData(SignatureScheme.rsa_pkcs1_sha256, 32)]
    [InlineData(SignatureScheme.rsa_pkcs1_sha384, 48)]
    [InlineData(SignatureScheme.rsa_pkcs1_sha512, 64)]
    [InlineData(0x0301, 28)]
    [InlineData(SignatureScheme.rsa_pss_rsae_sha256, 32)]
    [InlineData(SignatureScheme.rsa_pss_rsae_sha384, 48)]
    [InlineData(SignatureScheme.rsa_pss_rsae_sha512, 64)]
    public void Rsa_signatures_of_TLS_1_2_verify(int scheme, int hashLength)
    {
        SignatureAndHashAlgorithm algorithm = SignatureScheme.GetSignatureAndHashAlgorithm(scheme);
        byte[] hash = RandomNumberGenerator.GetBytes(hashLength);

        byte[] signature = Signers.For(s_crypto, TestKeys.Rsa2048).GenerateRawSignature(algorithm, hash);

        var certificate = new BcTlsCertificate(s_reference, TestKeys.CertificateDer(TestKeys.Rsa2048));
        TlsVerifier verifier = certificate.CreateVerifier(algorithm.Signature);
        Assert.True(verifier.VerifyRawSignature(new DigitallySigned(algorithm, signature), hash));
        hash[0] ^= 1;
        Assert.False(verifier.VerifyRawSignature(new DigitallySigned(algorithm, signature), hash));
    }

    [Fact]
    public void Pss_schemes_for_PSS_certificates_sign_as_those_for_rsaEncryption()
    {
        byte[] hash = RandomNumberGenerator.GetBytes(32);
        SignatureAndHashAlgorithm algorithm =
            SignatureScheme.GetSignatureAndHashAlgorithm(SignatureScheme.rsa_pss_pss_sha256);

        byte[] signature = Signers.For(s_crypto, TestKeys.Rsa2048).GenerateRawSignature(algorithm, hash);

        Assert.True(TestKeys.Rsa2048.VerifyHash(
            hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss));
    }

    [Fact]
    public void Rsa_signature_of_TLS_1_0_covers_MD5_and_SHA1_joined()
    {
        byte[] hash = RandomNumberGenerator.GetBytes(36);

        byte[] signature = Signers.For(s_crypto, TestKeys.Rsa2048).GenerateRawSignature(null, hash);

        var certificate = new BcTlsCertificate(s_reference, TestKeys.CertificateDer(TestKeys.Rsa2048));
        TlsVerifier verifier = certificate.CreateVerifier(SignatureAlgorithm.rsa);
        Assert.True(verifier.VerifyRawSignature(new DigitallySigned(null, signature), hash));
    }

    [Theory]
    [InlineData("P256", SignatureScheme.ecdsa_secp256r1_sha256, 32)]
    [InlineData("P256", SignatureScheme.ecdsa_sha1, 20)]
    [InlineData("P256", SignatureScheme.ecdsa_secp521r1_sha512, 64)]
    [InlineData("P384", SignatureScheme.ecdsa_secp384r1_sha384, 48)]
    [InlineData("P521", SignatureScheme.ecdsa_secp521r1_sha512, 64)]
    public void Ecdsa_signatures_verify(string curve, int scheme, int hashLength)
    {
        ECDsa key = EcKey(curve);
        SignatureAndHashAlgorithm algorithm = SignatureScheme.GetSignatureAndHashAlgorithm(scheme);
        byte[] hash = RandomNumberGenerator.GetBytes(hashLength);

        byte[] signature = Signers.For(key).GenerateRawSignature(algorithm, hash);

        var certificate = new BcTlsCertificate(s_reference, TestKeys.CertificateDer(key));
        TlsVerifier verifier = certificate.CreateVerifier(SignatureAlgorithm.ecdsa);
        Assert.True(verifier.VerifyRawSignature(new DigitallySigned(algorithm, signature), hash));
    }

    [Fact]
    public void Ecdsa_signature_of_TLS_1_0_covers_the_SHA1_part_only()
    {
        byte[] hash = RandomNumberGenerator.GetBytes(36);

        byte[] signature = Signers.For(TestKeys.P256).GenerateRawSignature(null, hash);

        Assert.True(TestKeys.P256.VerifyHash(
            hash.AsSpan(16, 20), signature, DSASignatureFormat.Rfc3279DerSequence));
    }

    [Theory]
    [InlineData(SignatureScheme.ed25519)]
    [InlineData(SignatureScheme.ed448)]
    public void Edwards_keys_sign_a_stream(int scheme)
    {
        AsymmetricKeyParameter key = scheme == SignatureScheme.ed25519
            ? new Ed25519PrivateKeyParameters(new PlatformRandom())
            : new Ed448PrivateKeyParameters(new PlatformRandom());
        byte[] message = RandomNumberGenerator.GetBytes(100);

        TlsStreamSigner signer = Signers.For(s_crypto, key)
            .GetStreamSigner(SignatureScheme.GetSignatureAndHashAlgorithm(scheme));
        signer.Stream.Write(message);
        byte[] signature = signer.GetSignature();

        Assert.True(key is Ed25519PrivateKeyParameters ed25519
            ? ed25519.GeneratePublicKey().Verify(
                Org.BouncyCastle.Math.EC.Rfc8032.Ed25519.Algorithm.Ed25519, null, message, 0, 100, signature, 0)
            : ((Ed448PrivateKeyParameters)key).GeneratePublicKey().Verify(
                Org.BouncyCastle.Math.EC.Rfc8032.Ed448.Algorithm.Ed448, [], message, 0, 100, signature, 0));
    }

    [Fact]
    public void A_key_too_short_for_its_hash_fails_as_a_handshake_failure()
    {
        using var key = RSA.Create(1024);
        SignatureAndHashAlgorithm algorithm =
            SignatureScheme.GetSignatureAndHashAlgorithm(SignatureScheme.rsa_pss_rsae_sha512);

        Assert.Throws<TlsFatalAlert>(() => Signers.For(s_crypto, key).GenerateRawSignature(algorithm, new byte[64]));
    }

    [Fact]
    public void A_key_refuses_the_algorithm_of_another_kind()
    {
        SignatureAndHashAlgorithm ecdsa =
            SignatureScheme.GetSignatureAndHashAlgorithm(SignatureScheme.ecdsa_secp256r1_sha256);
        SignatureAndHashAlgorithm rsa =
            SignatureScheme.GetSignatureAndHashAlgorithm(SignatureScheme.rsa_pss_rsae_sha256);

        Assert.Throws<InvalidOperationException>(
            () => Signers.For(s_crypto, TestKeys.Rsa2048).GenerateRawSignature(ecdsa, new byte[32]));
        Assert.Throws<InvalidOperationException>(
            () => Signers.For(TestKeys.P256).GenerateRawSignature(rsa, new byte[32]));
        Assert.Throws<ArgumentException>(
            () => Signers.For(s_crypto, new X25519PrivateKeyParameters(new PlatformRandom())));
    }

    private static ECDsa EcKey(string curve) => curve switch
    {
        "P256" => TestKeys.P256,
        "P384" => TestKeys.P384,
        _ => TestKeys.P521,
    };
}
