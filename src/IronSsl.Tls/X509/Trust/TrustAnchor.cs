using System.Collections.Immutable;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// A certificate of a trust store with the auxiliary settings of a `TRUSTED CERTIFICATE` block. Whether it ends a chain
/// is the verifier's to say: stores hold intermediates too.
/// </summary>
internal sealed record TrustAnchor(ParsedCertificate Certificate)
{
    /// <summary>The OIDs of the purposes it is trusted for; null when the settings don't say.</summary>
    public ImmutableArray<string>? TrustedPurposes { get; init; }

    /// <summary>The OIDs of the purposes it must not be used for.</summary>
    public ImmutableArray<string> RejectedPurposes { get; init; } = [];
}
