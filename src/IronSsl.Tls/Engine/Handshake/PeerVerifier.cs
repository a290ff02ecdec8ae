using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>Has the peer's certificates judged, and turns a refusal into the alert that OpenSSL sends.</summary>
internal static class PeerVerifier
{
    /// <summary>
    /// Takes the chain over into the facts; throws <see cref="FailureAlert"/> when it is to be verified and does not
    /// hold.
    /// </summary>
    public static void Accept(ConnectionFacts facts, Certificate certificate)
    {
        EngineSettings settings = facts.Settings;
        ImmutableArray<ParsedCertificate> chain = Parse(certificate);
        facts.PeerChain = chain;
        facts.VerifiedChain = null;
        if (settings.VerifyMode == VerifyMode.None)
        {
            return;
        }

        facts.VerifiedChain = Verify(settings, chain);
    }

    /// <summary>Judges a chain by a connection's settings.</summary>
    public static VerifiedChain Verify(EngineSettings settings, ImmutableArray<ParsedCertificate> chain)
    {
        ChainVerification verification = Judge(settings, chain);
        if (verification.Chain is { } verified)
        {
            return verified;
        }

        throw new FailureAlert(
            (short)verification.Alert,
            TlsFailure.Verification(verification.Code, verification.Message, verification.Alert));
    }

    /// <summary>The verifier's verdict on a chain, by a connection's settings.</summary>
    public static ChainVerification Judge(EngineSettings settings, ImmutableArray<ParsedCertificate> chain) =>
        ChainVerifier.Verify(chain[0], chain[1..], settings.Trust, Policy(settings));

    /// <summary>The path that the names in the peer's and the trusted certificates make, of which nothing is
    /// verified.</summary>
    public static ImmutableArray<ParsedCertificate> Presume(
        EngineSettings settings, ImmutableArray<ParsedCertificate> chain) =>
    [
        .. ChainBuilder.BuildWithoutTrust(
            new VerificationScope(settings.Trust, Policy(settings)), chain[0], chain[1..]),
    ];

    // The one place where purpose, level and time of a peer's verification are set.
    private static VerificationPolicy Policy(EngineSettings settings) => new()
    {
        Flags = settings.Requirements.Flags,
        MaximumDepth = settings.Requirements.MaximumDepth,
        HostName = settings.Requirements.HostName,
        IpAddress = settings.Requirements.IpAddress,
        DisplayName = settings.Requirements.DisplayName,
        CheckCommonName = settings.Requirements.CheckCommonName,
        Purpose = settings.Role == TlsRole.Client ? CertificatePurpose.TlsServer : CertificatePurpose.TlsClient,
        SecurityLevel = settings.SecurityLevel,
        Time = settings.Time.GetUtcNow(),
    };

    /// <summary>The certificates of a message.</summary>
    public static ImmutableArray<ParsedCertificate> Parse(Certificate certificate)
    {
        var chain = ImmutableArray.CreateBuilder<ParsedCertificate>(certificate.Length);
        for (int i = 0; i < certificate.Length; i++)
        {
            try
            {
                chain.Add(CertificateCache.Shared.Parse(certificate.GetCertificateAt(i).GetEncoded()));
            }
            catch (TlsFailure e)
            {
                throw new FailureAlert(
                    Org.BouncyCastle.Tls.AlertDescription.bad_certificate,
                    TlsFailure.Of("SSL", "ASN1_LIB", e));
            }
        }

        return chain.MoveToImmutable();
    }
}
