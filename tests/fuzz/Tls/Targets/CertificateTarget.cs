using System;
using System.Collections.Immutable;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Crypto.Signatures;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using SignatureScheme = Org.BouncyCastle.Tls.SignatureScheme;

namespace IronSsl.Fuzz.Targets;

/// <summary>A certificate: read, asked for everything, shown as a leaf and as an authority, trusted, and as the key of
/// a peer.</summary>
internal sealed class CertificateTarget : FuzzTarget
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    private static readonly VerificationPolicy s_policy = new()
    {
        Time = PeerIdentity.Now,
        HostName = "host.example.com",
        Flags = VerifyFlag.X509_V_FLAG_TRUSTED_FIRST | VerifyFlag.X509_V_FLAG_X509_STRICT,
    };

    public override string Name => "certificate";

    public override InputShape Shape => InputShape.Der;

    public override void Run(ReadOnlySpan<byte> input)
    {
        ParsedCertificate certificate;
        try
        {
            certificate = ParsedCertificate.Parse(input);
        }
        catch (TlsFailure)
        {
            return;
        }

        Ask(certificate);
        Verify(certificate);
        Use(certificate.Der);
    }

    private static void Ask(ParsedCertificate certificate)
    {
        _ = certificate.IsInvalid;
        _ = certificate.NotBefore;
        _ = certificate.NotAfter;
        _ = certificate.SerialNumber;
        _ = certificate.Subject.OpenSslHash;
        _ = CertificateRules.GetAuthorityStatus(certificate);
        _ = HostNameMatcher.Matches(certificate, "www.example.com", allowCommonName: true);
        _ = HostNameMatcher.MatchesIp(certificate, IPAddress.Parse("192.0.2.1"));
        Refusable(() => CertificateStrength.Require(certificate, level: 2, isLeaf: true));
    }

    private static void Verify(ParsedCertificate certificate)
    {
        ParsedCertificate[] both = [certificate, PeerIdentity.Root];
        TrustSnapshot trust = new([new TrustLayer([new TrustAnchor(certificate)], [])], []);
        ChainVerification untrusted = ChainVerifier.Verify(certificate, both, PeerIdentity.Trust, s_policy);
        ChainVerifier.Verify(certificate, both, trust, s_policy with { Flags = VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN });
        ChainVerifier.Verify(PeerIdentity.Server, both, PeerIdentity.Trust, s_policy with { HostName = null });
        ChainVerifier.Verify(PeerIdentity.Server, [], trust, s_policy with { Purpose = CertificatePurpose.TlsClient });

        // Nobody but the root's key makes a certificate under it: a changed one must not be believed.
        if (untrusted.IsTrusted && !IsGenuine(certificate))
        {
            throw new BrokenRuleException("A certificate that the authority didn't sign is trusted.");
        }
    }

    private static bool IsGenuine(ParsedCertificate certificate)
    {
        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(PeerIdentity.Root.SubjectPublicKeyInfo.Span, out _);
        return key.VerifyData(
            certificate.TbsDer.Span, certificate.Signature.Span, HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence);
    }

    private static void Use(byte[] der)
    {
        foreach (int scheme in ImmutableArray.Create(
            SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.ed25519))
        {
            try
            {
                TlsCertificate shown = new PlatformCertificate(s_crypto, der);
                _ = shown.SigAlgOid;
                shown.CreateVerifier(scheme);
                shown.CreateEncryptor(TlsCertificateRole.RsaEncryption);
            }
            catch (TlsFatalAlert alert)
                when (alert.AlertDescription != Org.BouncyCastle.Tls.AlertDescription.internal_error)
            {
                // Refused, for a reason that the peer is told.
            }
            catch (IOException e) when (e is not TlsFatalAlert)
            {
                // As BouncyCastle refuses what it can't decode.
            }
        }
    }

    private static void Refusable(Action action)
    {
        try
        {
            action();
        }
        catch (TlsFailure)
        {
            // A refusal is a good answer.
        }
    }
}
