using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// One verification: the trust store, the policy and what has been found out already. It bounds the work, since a peer
/// chooses the certificates: a signature is checked once for each pair of certificate and key, and only so many times
/// in all.
/// </summary>
internal sealed class VerificationScope(TrustSnapshot trust, VerificationPolicy policy)
{
    /// <summary>Enough for any path of a hundred certificates with as many wrong turns.</summary>
    private const int MaximumSignatureChecks = 250;


    /// <summary>
    /// The key that made a certificate's signature, once a verification has found it. Certificate and key alone decide
    /// that, so later verifications need not. Whether the key's owner may sign, and is trusted, each verification
    /// decides anew.
    /// </summary>
    private static readonly ConditionalWeakTable<ParsedCertificate, VerificationKey> s_signers = [];

    private readonly Dictionary<(ParsedCertificate Subject, VerificationKey Key), bool> _signatures = [];
    private readonly Dictionary<(ParsedCrl List, VerificationKey Key), bool> _listSignatures = [];
    private int _signatureChecks;

    public TrustSnapshot Trust { get; } = trust;

    public VerificationPolicy Policy { get; } = policy;

    public NameConstraintChecker NameConstraints { get; } = new();

    public int MaximumDepth => Policy.MaximumDepth ?? VerificationPolicy.DefaultMaximumDepth;

    public bool Has(VerifyFlag flag) => (Policy.Flags & flag) != 0;

    /// <summary>The key that some verification found to have made a signature; null when none has.</summary>
    public static VerificationKey? SignerOf(ParsedCertificate subject) =>
        s_signers.TryGetValue(subject, out VerificationKey? signer) ? signer : null;

    /// <summary>The key of an issuer; null when it can't be decoded.</summary>
    public VerificationKey? KeyOf(ParsedCertificate issuer) => PublicKeyCache.Shared.Get(issuer);

    /// <summary>
    /// Whether a certificate is valid at the policy's time; an `X509_V_*` code. As in OpenSSL, the last second of the
    /// validity is already outside.
    /// </summary>
    public int CheckTime(ParsedCertificate certificate)
    {
        if (Has(VerifyFlag.X509_V_FLAG_NO_CHECK_TIME))
        {
            return VerifyCode.X509_V_OK;
        }

        long now = Policy.Time.ToUnixTimeSeconds();
        if (certificate.NotBefore is not { } notBefore)
        {
            return VerifyCode.X509_V_ERR_ERROR_IN_CERT_NOT_BEFORE_FIELD;
        }

        if (notBefore.ToUnixTimeSeconds() > now)
        {
            return VerifyCode.X509_V_ERR_CERT_NOT_YET_VALID;
        }

        if (certificate.NotAfter is not { } notAfter)
        {
            return VerifyCode.X509_V_ERR_ERROR_IN_CERT_NOT_AFTER_FIELD;
        }

        return notAfter.ToUnixTimeSeconds() <= now ? VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED : VerifyCode.X509_V_OK;
    }

    /// <summary>Whether <paramref name="issuer"/>'s key made the signature of <paramref name="subject"/>.</summary>
    public bool IsSignedBy(ParsedCertificate subject, ParsedCertificate issuer)
    {
        if (KeyOf(issuer) is not { } key)
        {
            return false;
        }

        if (ReferenceEquals(SignerOf(subject), key))
        {
            return true;
        }

        if (!_signatures.TryGetValue((subject, key), out bool isValid))
        {
            // OpenSSL `ASN1_item_verify_ctx`: a signature is whole octets.
            isValid = subject.SignatureUnusedBits == 0 && Verify(
                key, subject.SignatureAlgorithmDer, subject.TbsSignatureAlgorithmDer, subject.TbsDer,
                subject.Signature);
            _signatures.Add((subject, key), isValid);
            if (isValid)
            {
                s_signers.AddOrUpdate(subject, key);
            }
        }

        return isValid;
    }

    /// <summary>Whether <paramref name="issuer"/>'s key made the signature of a CRL.</summary>
    public bool IsSignedBy(ParsedCrl list, ParsedCertificate issuer)
    {
        if (KeyOf(issuer) is not { } key)
        {
            return false;
        }

        if (!_listSignatures.TryGetValue((list, key), out bool isValid))
        {
            isValid = list.SignatureUnusedBits == 0
                && Verify(key, list.SignatureAlgorithmDer, list.TbsSignatureAlgorithmDer, list.TbsDer, list.Signature);
            _listSignatures.Add((list, key), isValid);
        }

        return isValid;
    }

    private bool Verify(
        VerificationKey key,
        ReadOnlyMemory<byte> algorithmDer,
        ReadOnlyMemory<byte> signedAlgorithmDer,
        ReadOnlyMemory<byte> data,
        ReadOnlyMemory<byte> signature)
    {
        if (_signatureChecks >= MaximumSignatureChecks)
        {
            return false;
        }

        _signatureChecks++;
        return algorithmDer.Span.SequenceEqual(signedAlgorithmDer.Span)
            && SignatureAlgorithm.TryDecode(algorithmDer) is { } algorithm
            && key.Verify(algorithm, data.Span, signature.Span);
    }

    /// <summary>What the store's settings say of a certificate in it, for the purpose of this verification.</summary>
    /// <param name="anchor">The entry of the store.</param>
    /// <param name="selfSignedIsTrusted">Whether a self-signed certificate without settings is trusted.</param>
    public TrustDecision Decide(TrustAnchor anchor, bool selfSignedIsTrusted)
    {
        string? wanted = Policy.Purpose switch
        {
            CertificatePurpose.TlsServer => Oids.ServerAuthentication,
            CertificatePurpose.TlsClient => Oids.ClientAuthentication,
            _ => null,
        };
        foreach (string purpose in anchor.RejectedPurposes)
        {
            if (purpose == wanted || purpose == Oids.AnyPurpose)
            {
                return TrustDecision.Rejected;
            }
        }

        if (anchor.TrustedPurposes is { } purposes)
        {
            // Settings that name other purposes only are a refusal, or else a partial chain would slip through.
            return Contains(purposes, wanted) ? TrustDecision.Trusted : TrustDecision.Rejected;
        }

        return selfSignedIsTrusted && CertificateRules.IsSelfSigned(anchor.Certificate)
            ? TrustDecision.Trusted
            : TrustDecision.Neutral;
    }

    private static bool Contains(ImmutableArray<string> purposes, string? wanted)
    {
        foreach (string purpose in purposes)
        {
            if (purpose == wanted || purpose == Oids.AnyPurpose)
            {
                return true;
            }
        }

        return false;
    }
}
