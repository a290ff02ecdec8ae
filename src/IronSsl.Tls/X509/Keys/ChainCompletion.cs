using System;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Keys;

/// <summary>
/// Adds to an own certificate that was loaded alone the authorities that the context knows, up to a root: OpenSSL
/// `ssl_add_cert_chain` does so unless certificates were loaded with it.
/// </summary>
internal static class ChainCompletion
{
    // Cross-signed authorities could form a circle; no chain in use is longer.
    private const int MaximumLength = 10;

    /// <summary>The credential with the longer chain, or itself when nothing is to be added.</summary>
    public static Credential Complete(Credential credential, TrustSnapshot trust)
    {
        if (credential.Chain.Length != 1)
        {
            return credential;
        }

        ImmutableArray<ParsedCertificate>.Builder chain = credential.Chain.ToBuilder();
        while (chain.Count < MaximumLength && !chain[^1].IsSelfIssued && FindIssuer(chain[^1], trust) is { } issuer)
        {
            chain.Add(issuer);
        }

        return chain.Count == 1 ? credential : new Credential(chain.ToImmutable(), credential.Key);
    }

    // It decides only what is shown to the peer, who does the verifying; so names and key identifiers are enough.
    private static ParsedCertificate? FindIssuer(ParsedCertificate certificate, TrustSnapshot trust) =>
        trust.FindBySubject(certificate.Issuer)
            .Select(anchor => anchor.Certificate)
            .FirstOrDefault(issuer => Fits(issuer, certificate));

    private static bool Fits(ParsedCertificate issuer, ParsedCertificate certificate) =>
        certificate.AuthorityKeyIdentifier?.KeyIdentifier is not { } wanted
        || issuer.SubjectKeyIdentifier is not { } offered
        || wanted.Span.SequenceEqual(offered.Span);
}
