using System;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using IronSsl.Tls.SignatureForms;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// A public key that checks signatures of certificates and CRLs. .NET does it wherever it can; BouncyCastle where it
/// has no such key. Immutable, for any number of threads.
/// </summary>
internal sealed class VerificationKey
{
    // OpenSSL `OPENSSL_RSA_MAX_MODULUS_BITS`, `OPENSSL_RSA_SMALL_MODULUS_BITS`, `OPENSSL_RSA_MAX_PUBEXP_BITS`: beyond
    // them a check would cost a peer nothing and us much.
    private const int MaximumModulusBits = 16_384;
    private const int SmallModulusBits = 3072;
    private const int MaximumExponentBits = 64;

    private readonly SubjectPublicKey _key;
    private readonly PublicKeyKind _kind;
    private readonly RSA? _rsa;
    private readonly RSAParameters _rsaParameters;
    private readonly ECDsa? _ecdsa;
    private readonly DSA? _dsa;
    private readonly byte[] _edwards = [];

    private VerificationKey(ParsedCertificate certificate)
    {
        SubjectPublicKey key = _key = certificate.PublicKey;
        _kind = key.Kind;
        switch (_kind)
        {
            case PublicKeyKind.Rsa or PublicKeyKind.RsaPss:
                _rsaParameters = ReadRsa(key.KeyBytes);
                _rsa = RSA.Create(_rsaParameters);
                break;
            case PublicKeyKind.Ec:
                _ecdsa = ECDsa.Create();
                _ecdsa.ImportSubjectPublicKeyInfo(certificate.SubjectPublicKeyInfo.Span, out _);
                break;
            case PublicKeyKind.Dsa:
                _dsa = DSA.Create();
                _dsa.ImportSubjectPublicKeyInfo(certificate.SubjectPublicKeyInfo.Span, out _);
                break;
            case PublicKeyKind.Ed25519 or PublicKeyKind.Ed448:
                _edwards = key.KeyBytes.ToArray();
                break;
            default:
                throw new CryptographicException("Unknown kind of key.");
        }
    }

    /// <summary>Imports the key of a certificate; null when it is not understood or not a valid key.</summary>
    public static VerificationKey? TryImport(ParsedCertificate certificate)
    {
        try
        {
            return new VerificationKey(certificate);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or PlatformNotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether <paramref name="signature"/> was made over <paramref name="data"/> with this key.</summary>
    public bool Verify(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (!algorithm.FitsKey(_kind))
        {
            return false;
        }

        try
        {
            return _kind switch
            {
                PublicKeyKind.Ed25519 => signature.Length == Ed25519.SignatureSize && Ed25519.Verify(
                    signature.ToArray(), 0, _edwards, 0, data.ToArray(), 0, data.Length),
                PublicKeyKind.Ed448 => signature.Length == Ed448.SignatureSize && Ed448.Verify(
                    signature.ToArray(), 0, _edwards, 0, [], data.ToArray(), 0, data.Length),
                PublicKeyKind.Ec => EcdsaSignature.Verify(_ecdsa!, algorithm.Digest!.Compute(data), signature),
                PublicKeyKind.Dsa => DsaSignature.Verify(_dsa!, algorithm.Digest!.Compute(data), signature),
                _ => VerifyRsa(algorithm, algorithm.Digest!.Compute(data), signature),
            };
        }
        catch (CryptographicException)
        {
            // The platform raises for a signature of impossible form: one that is not valid.
            return false;
        }
    }

    private bool VerifyRsa(SignatureAlgorithm algorithm, byte[] hash, ReadOnlySpan<byte> signature)
    {
        DigestAlgorithm digest = algorithm.Digest!;
        if (algorithm.KeyKind == PublicKeyKind.RsaPss)
        {
            if (!_key.AllowsPss(digest, algorithm.MaskDigest!, algorithm.SaltBytes))
            {
                return false;
            }

            return digest.PlatformName is { } name
                && algorithm.MaskDigest == digest && algorithm.SaltBytes == digest.Bytes
                ? RsaSignature.Verify(_rsa!, hash, signature, name, RSASignaturePadding.Pss)
                : RsaSignature.IsWellFormed(_rsa!, signature)
                    && RsaPadding.VerifyPss(_rsaParameters, algorithm, hash, signature);
        }

        return digest.PlatformName is { } platformName
            ? RsaSignature.Verify(_rsa!, hash, signature, platformName, RSASignaturePadding.Pkcs1)
            : RsaSignature.IsWellFormed(_rsa!, signature)
                && RsaPadding.VerifyPkcs1(_rsaParameters, digest, hash, signature);
    }

    private static RSAParameters ReadRsa(ReadOnlyMemory<byte> keyBytes)
    {
        var outer = new Asn1Cursor(keyBytes);
        Asn1Cursor fields = outer.ReadSequence();
        outer.ExpectEnd();
        BigInteger modulus = fields.ReadInteger();
        BigInteger exponent = fields.ReadInteger();
        fields.ExpectEnd();
        if (modulus.Sign <= 0 || exponent.Sign <= 0 || modulus.GetBitLength() > MaximumModulusBits
            || exponent >= modulus
            || (modulus.GetBitLength() > SmallModulusBits && exponent.GetBitLength() > MaximumExponentBits))
        {
            throw new CryptographicException("An RSA key out of bounds.");
        }

        return new RSAParameters
        {
            Modulus = modulus.ToByteArray(isUnsigned: true, isBigEndian: true),
            Exponent = exponent.ToByteArray(isUnsigned: true, isBigEndian: true),
        };
    }
}
