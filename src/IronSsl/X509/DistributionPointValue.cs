using System;
using System.Collections.Immutable;

namespace IronSsl.X509;

/// <summary>
/// One DistributionPoint, or the like fields of an IssuingDistributionPoint (RFC 5280 sections 4.2.1.13 and 5.2.5).
/// </summary>
internal sealed record DistributionPointValue
{
    /// <summary>The full name; null when there is none.</summary>
    public ImmutableArray<CertificateGeneralName>? FullName { get; init; }

    /// <summary>The content of a nameRelativeToCRLIssuer, an RDN without its SET header; null when there is none.</summary>
    public ReadOnlyMemory<byte>? RelativeName { get; init; }

    /// <summary>The reason bits in the order of the BIT STRING (bit 0 is 0x80 of the first octet); null when absent.</summary>
    public int? Reasons { get; init; }

    /// <summary>The issuer of the CRL when it is not the certificate's; null when absent.</summary>
    public ImmutableArray<CertificateGeneralName>? CrlIssuer { get; init; }
}
