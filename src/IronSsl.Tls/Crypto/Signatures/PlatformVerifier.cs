using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.SignatureForms;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>Verifies the signatures of TLS 1.0 to 1.2 with a key held by .NET.</summary>
internal sealed class PlatformVerifier : TlsVerifier
{
    // The part of the joined MD5 and SHA-1 that ECDSA signs up to TLS 1.1 (RFC 8422 section 5.4).
    private const int Sha1Offset = 16;
    private const int Sha1Length = 20;

    private readonly PlatformPublicKey _key;
    private readonly short _signatureAlgorithm;
    private readonly Func<TlsVerifier> _fallback;

    /// <param name="key">The peer's key.</param>
    /// <param name="signatureAlgorithm">The algorithm that the signature must claim.</param>
    /// <param name="fallback">BouncyCastle's verifier for the same, for what .NET lacks: hashes, and PKCS #1 without
    /// DigestInfo.</param>
    public PlatformVerifier(PlatformPublicKey key, short signatureAlgorithm, Func<TlsVerifier> fallback)
    {
        _key = key;
        _signatureAlgorithm = signatureAlgorithm;
        _fallback = fallback;
    }

    public TlsStreamVerifier? GetStreamVerifier(DigitallySigned digitallySigned) => null;

    public bool VerifyRawSignature(DigitallySigned digitallySigned, byte[] hash)
    {
        SignatureAndHashAlgorithm? algorithm = digitallySigned.Algorithm;
        if (algorithm is not null && algorithm.Signature != _signatureAlgorithm)
        {
            throw new InvalidOperationException("a signature by another algorithm: " + algorithm);
        }

        if (_key.Ecdsa is { } ecdsa)
        {
            ReadOnlySpan<byte> signed = algorithm is null ? hash.AsSpan(Sha1Offset, Sha1Length) : hash;
            return EcdsaSignature.Verify(ecdsa, signed, digitallySigned.Signature);
        }

        if (algorithm is null
            || !HashNames.TryGetForScheme(SignatureScheme.From(algorithm), out HashAlgorithmName name))
        {
            return _fallback().VerifyRawSignature(digitallySigned, hash);
        }

        RSASignaturePadding padding = SignatureScheme.IsRsaPss(SignatureScheme.From(algorithm))
            ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return RsaSignature.Verify(_key.Rsa!, hash, digitallySigned.Signature, name, padding);
    }
}
