using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Keys;

/// <summary>
/// The certificates that a handshake sends. A certificate that was loaded alone is followed by the authorities that the
/// context knows, up to a root: OpenSSL `ssl_add_cert_chain` does so unless certificates were loaded with it.
/// </summary>
internal static class ChainCompletion
{
    // Cross-signed authorities could form a circle; no chain in use is longer.
    private const int MaximumLength = 10;

    /// <summary>The certificates to send: the credential's own, and what completes them.</summary>
    public static IReadOnlyList<ParsedCertificate> Complete(Credential credential, TrustSnapshot trust)
    {
        if (credential.Chain.Length != 1)
        {
            return credential.Chain;
        }

        var chain = new List<ParsedCertificate>(credential.Chain);
        while (chain.Count < MaximumLength && !chain[^1].IsSelfIssued && FindIssuer(chain[^1], trust) is { } issuer)
        {
            chain.Add(issuer);
        }

        return chain;
    }

    // Names and key identifiers are enough: an issuer that is found here is sent to the peer, not trusted.
    private static ParsedCertificate? FindIssuer(ParsedCertificate certificate, TrustSnapshot trust) =>
        trust.FindBySubject(certificate.Issuer)
            .Select(anchor => anchor.Certificate)
            .FirstOrDefault(issuer => Fits(issuer, certificate));

    private static bool Fits(ParsedCertificate issuer, ParsedCertificate certificate) =>
        certificate.AuthorityKeyIdentifier?.KeyIdentifier is not { } wanted
        || issuer.SubjectKeyIdentifier is not { } offered
        || wanted.Span.SequenceEqual(offered.Span);
}
