using System;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.KeySchedule;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>A peer's certificate as TLS uses it: its key verifies signatures and encrypts, by .NET where it
/// can.</summary>
/// <remarks>Nothing here takes an RSA key through BouncyCastle's key parameters, except to verify a signature of TLS
/// 1.0 or 1.1: BouncyCastle tests the modulus of every key for primality, which costs more than the rest of a
/// handshake. Nor does BouncyCastle see more of a certificate than its key: it would refuse what OpenSSL `d2i_X509`
/// takes, and act on extensions and on the signature's algorithm, which are for the verification of the chain to judge.
/// Safe for any number of connections at once.</remarks>
internal sealed class PlatformCertificate : BcTlsRawKeyCertificate
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly byte[] _encoding;

    private PlatformPublicKey? _key;

    /// <summary>Decodes a certificate; <paramref name="encoding"/> isn't copied.</summary>
    public PlatformCertificate(PlatformTlsCrypto crypto, byte[] encoding)
        : base(crypto, ReadKey(encoding))
    {
        _crypto = crypto;
        _encoding = encoding;
    }

    /// <summary>The certificate as it came, byte for byte: what its signature and its fingerprint are about.</summary>
    public override byte[] GetEncoded() => _encoding;

    public override TlsEncryptor CreateEncryptor(int tlsCertificateRole)
    {
        if (tlsCertificateRole != TlsCertificateRole.RsaEncryption || !PlatformPublicKey.IsRsa(m_keyInfo.Algorithm))
        {
            return base.CreateEncryptor(tlsCertificateRole);
        }

        // A key restricted to PSS signatures doesn't encrypt.
        ValidateRsa_Pkcs1();
        return new RsaEncryptor(Key().Rsa!);
    }

    public override TlsVerifier CreateVerifier(short signatureAlgorithm)
    {
        switch (signatureAlgorithm)
        {
            case SignatureAlgorithm.rsa:
                ValidateRsa_Pkcs1();
                break;
            case SignatureAlgorithm.rsa_pss_rsae_sha256:
            case SignatureAlgorithm.rsa_pss_rsae_sha384:
            case SignatureAlgorithm.rsa_pss_rsae_sha512:
                ValidateRsa_Pss_Rsae();
                break;
            case SignatureAlgorithm.rsa_pss_pss_sha256:
            case SignatureAlgorithm.rsa_pss_pss_sha384:
            case SignatureAlgorithm.rsa_pss_pss_sha512:
                ValidateRsa_Pss_Pss(signatureAlgorithm);
                break;
            case SignatureAlgorithm.ecdsa:
                break;
            default:
                return base.CreateVerifier(signatureAlgorithm);
        }

        return IsPlatformKey(isRsa: signatureAlgorithm != SignatureAlgorithm.ecdsa)
            ? new PlatformVerifier(Key(), signatureAlgorithm, () => base.CreateVerifier(signatureAlgorithm))
            : base.CreateVerifier(signatureAlgorithm);
    }

    public override Tls13Verifier CreateVerifier(int signatureScheme)
    {
        short signatureAlgorithm = SignatureScheme.GetSignatureAlgorithm(signatureScheme);
        bool isEcdsa = SignatureScheme.IsECDsa(signatureScheme);
        if (SignatureScheme.IsRsaPss(signatureScheme))
        {
            if (signatureAlgorithm is SignatureAlgorithm.rsa_pss_pss_sha256 or SignatureAlgorithm.rsa_pss_pss_sha384
                or SignatureAlgorithm.rsa_pss_pss_sha512)
            {
                ValidateRsa_Pss_Pss(signatureAlgorithm);
            }
            else
            {
                ValidateRsa_Pss_Rsae();
            }
        }
        else if (signatureAlgorithm == SignatureAlgorithm.rsa)
        {
            ValidateRsa_Pkcs1();
        }
        else if (!isEcdsa)
        {
            return base.CreateVerifier(signatureScheme);
        }

        if (!IsPlatformKey(isRsa: !isEcdsa) || !HashNames.TryGetForScheme(signatureScheme, out HashAlgorithmName hash))
        {
            return base.CreateVerifier(signatureScheme);
        }

        PlatformPublicKey key = Key();

        // RFC 8446 section 4.2.3: from TLS 1.3 on, an ECDSA scheme names the curve too.
        int group = SignatureScheme.GetNamedGroup(signatureScheme);
        if (isEcdsa && group >= 0 && group != key.Curve!.GroupId)
        {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "wrong curve");
        }

        return new PlatformTls13Verifier(key, signatureScheme, hash);
    }

    public override short GetLegacySignatureAlgorithm()
    {
        if (!PlatformPublicKey.IsRsa(m_keyInfo.Algorithm))
        {
            return base.GetLegacySignatureAlgorithm();
        }

        return SupportsRsa_Pkcs1() ? SignatureAlgorithm.rsa : (short)-1;
    }

    protected override bool SupportsSignatureAlgorithm(short signatureAlgorithm, int keyUsage)
    {
        if (!PlatformPublicKey.IsRsa(m_keyInfo.Algorithm))
        {
            return base.SupportsSignatureAlgorithm(signatureAlgorithm, keyUsage);
        }

        return signatureAlgorithm switch
        {
            SignatureAlgorithm.rsa => SupportsRsa_Pkcs1(),
            SignatureAlgorithm.rsa_pss_rsae_sha256 or SignatureAlgorithm.rsa_pss_rsae_sha384
                or SignatureAlgorithm.rsa_pss_rsae_sha512 => SupportsRsa_Pss_Rsae(),
            SignatureAlgorithm.rsa_pss_pss_sha256 or SignatureAlgorithm.rsa_pss_pss_sha384
                or SignatureAlgorithm.rsa_pss_pss_sha512 => SupportsRsa_Pss_Pss(signatureAlgorithm),
            _ => false,
        };
    }

    // TBSCertificate ::= SEQUENCE { version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject,
    // subjectPublicKeyInfo, … } (RFC 5280 section 4.1).
    private static SubjectPublicKeyInfo ReadKey(byte[] encoding)
    {
        const int KeyWithoutVersion = 5;
        try
        {
            Asn1Sequence certificate = Asn1Sequence.GetInstance(encoding);
            Asn1Sequence signed = certificate.Count > 0 ? Asn1Sequence.GetInstance(certificate[0]) : DerSequence.Empty;
            int place = KeyWithoutVersion + (signed.Count > 0 && signed[0] is Asn1TaggedObject ? 1 : 0);
            return place < signed.Count
                ? SubjectPublicKeyInfo.GetInstance(signed[place])
                : throw new TlsFatalAlert(AlertDescription.bad_certificate);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            throw new TlsFatalAlert(AlertDescription.bad_certificate, e);
        }
    }

    private bool IsPlatformKey(bool isRsa) =>
        PlatformPublicKey.IsSupported(m_keyInfo.Algorithm) && PlatformPublicKey.IsRsa(m_keyInfo.Algorithm) == isRsa;

    private PlatformPublicKey Key()
    {
        try
        {
            return _key ??= _crypto.PublicKeys.Get(m_keyInfo);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.unsupported_certificate, e);
        }
    }
}
