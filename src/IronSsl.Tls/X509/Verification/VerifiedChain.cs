using System.Collections.Immutable;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// A chain that was verified for the policy it was asked with. Holding one is the proof: the only class that derives
/// from this one is private to <see cref="ChainVerifier"/>.
/// </summary>
internal abstract class VerifiedChain
{
    private protected VerifiedChain(ImmutableArray<ParsedCertificate> certificates) => Certificates = certificates;

    /// <summary>The leaf first, the trusted certificate last.</summary>
    public ImmutableArray<ParsedCertificate> Certificates { get; }
}
