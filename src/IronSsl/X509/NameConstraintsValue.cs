using System.Collections.Immutable;

namespace IronSsl.X509;

/// <summary>The NameConstraints extension (RFC 5280 section 4.2.1.10).</summary>
internal sealed record NameConstraintsValue(
    ImmutableArray<NameConstraintsValue.Subtree> Permitted,
    ImmutableArray<NameConstraintsValue.Subtree> Excluded)
{
    /// <summary>A base name; <paramref name="HasDistance"/> tells that it has a minimum other than 0 or a maximum.</summary>
    internal sealed record Subtree(CertificateGeneralName Base, bool HasDistance);
}
