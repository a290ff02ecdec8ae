using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

/// <summary>
/// One verification: the trust store, the policy and what has been found out already. It bounds the work, since a peer chooses
/// the certificates: a signature is checked once for each pair of certificate and key, and only so many times in all.
/// </summary>
internal sealed class VerificationScope(TrustSnapshot trust, VerificationPolicy policy)
{
    /// <summary>Enough for any path of a hundred certificates with as many wrong turns.</summary>
    private const int MaximumSignatureChecks = 250;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string AnyPurpose = "2.5.29.37.0";

    private readonly Dictionary<(ParsedCertificate Subject, VerificationKey Key), bool> _signatures = [];
    private readonly Dictionary<(ParsedCrl List, VerificationKey Key), bool> _listSignatures = [];
    private int _signatureChecks;

    public TrustSnapshot Trust { get; } = trust;

    public VerificationPolicy Policy { get; } = policy;

    public NameConstraintChecker NameConstraints { get; } = new();

    public int MaximumDepth => Policy.MaximumDepth ?? VerificationPolicy.DefaultMaximumDepth;

    public bool Has(VerifyFlag flag) => (Policy.Flags & flag) != 0;

    /// <summary>The key of an issuer; null when it can't be decoded.</summary>
    public VerificationKey? KeyOf(ParsedCertificate issuer) => PublicKeyCache.Shared.Get(issuer);

    /// <summary>Whether <paramref name="issuer"/>'s key made the signature of <paramref name="subject"/>.</summary>
    public bool IsSignedBy(ParsedCertificate subject, ParsedCertificate issuer)
    {
        if (KeyOf(issuer) is not { } key)
        {
            return false;
        }

        if (ReferenceEquals(subject.Signer, key))
        {
            return true;
        }

        if (!_signatures.TryGetValue((subject, key), out bool isValid))
        {
            // OpenSSL `ASN1_item_verify_ctx`: a signature is whole octets.
            isValid = subject.SignatureUnusedBits == 0 && Verify(
                key, subject.SignatureAlgorithmDer, subject.TbsSignatureAlgorithmDer, subject.TbsDer, subject.Signature);
            _signatures.Add((subject, key), isValid);
            subject.Signer = isValid ? key : subject.Signer;
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
            CertificatePurpose.TlsServer => ServerAuthentication,
            CertificatePurpose.TlsClient => ClientAuthentication,
            _ => null,
        };
        foreach (string purpose in anchor.RejectedPurposes)
        {
            if (purpose == wanted || purpose == AnyPurpose)
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
            if (purpose == wanted || purpose == AnyPurpose)
            {
                return true;
            }
        }

        return false;
    }
}
