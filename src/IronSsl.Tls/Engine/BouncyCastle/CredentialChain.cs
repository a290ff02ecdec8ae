using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>The certificates that go out with a credential: OpenSSL `ssl_add_cert_chain`. A certificate that was loaded
/// without its chain is completed from the context's trusted certificates, as far as those go.</summary>
internal static class CredentialChain
{
    private const int MaximumLength = 10;

    /// <summary>Leaf first.</summary>
    public static IReadOnlyList<ParsedCertificate> Build(Credential credential, TrustSnapshot trust)
    {
        if (credential.Chain.Length > 1)
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

    // What is found is sent, not trusted: names and key identifiers are enough to choose by.
    private static ParsedCertificate? FindIssuer(ParsedCertificate certificate, TrustSnapshot trust) =>
        trust.FindBySubject(certificate.Issuer)
            .Select(anchor => anchor.Certificate)
            .FirstOrDefault(candidate => MayHaveIssued(candidate, certificate));

    private static bool MayHaveIssued(ParsedCertificate issuer, ParsedCertificate certificate) =>
        certificate.AuthorityKeyIdentifier?.KeyIdentifier is not { } wanted
        || issuer.SubjectKeyIdentifier is not { } identifier
        || wanted.Span.SequenceEqual(identifier.Span);
}
