using System;
using System.Collections.Immutable;
using System.Numerics;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>The AuthorityKeyIdentifier extension (RFC 5280 section 4.2.1.1); absent fields are null.</summary>
internal sealed record AuthorityKeyIdentifierValue(
    ReadOnlyMemory<byte>? KeyIdentifier,
    ImmutableArray<CertificateGeneralName>? Issuer,
    ReadOnlyMemory<byte>? SerialNumber);

/// <summary>The BasicConstraints extension (RFC 5280 section 4.2.1.9).</summary>
internal sealed record BasicConstraintsValue(bool IsCertificateAuthority, BigInteger? PathLength);

/// <summary>
/// One DistributionPoint, or the like fields of an IssuingDistributionPoint (RFC 5280 sections 4.2.1.13 and 5.2.5).
/// </summary>
internal sealed record DistributionPointValue
{
    /// <summary>The full name; null when there is none.</summary>
    public ImmutableArray<CertificateGeneralName>? FullName { get; init; }

    /// <summary>The content of a nameRelativeToCRLIssuer, an RDN without its SET header; null when there is
    /// none.</summary>
    public ReadOnlyMemory<byte>? RelativeName { get; init; }

    /// <summary>The reason bits in the order of the BIT STRING (bit 0 is 0x80 of the first octet); null when
    /// absent.</summary>
    public int? Reasons { get; init; }

    /// <summary>The issuer of the CRL when it is not the certificate's; null when absent.</summary>
    public ImmutableArray<CertificateGeneralName>? CrlIssuer { get; init; }
}

/// <summary>The IssuingDistributionPoint extension of a CRL (RFC 5280 section 5.2.5).</summary>
internal sealed record IssuingDistributionPointValue(
    DistributionPointValue Point,
    bool OnlyUserCertificates,
    bool OnlyAuthorityCertificates,
    int? OnlySomeReasons,
    bool IsIndirect,
    bool OnlyAttributeCertificates)
{
    internal static IssuingDistributionPointValue Read(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        DistributionPointValue point = ExtensionDecoder.ReadPointName(ref fields);
        bool onlyUser = ReadFlag(ref fields, 1);
        bool onlyAuthority = ReadFlag(ref fields, 2);
        int? reasons = fields.NextIsContext(3) ? ExtensionDecoder.ReadReasons(ref fields, 3) : null;
        bool isIndirect = ReadFlag(ref fields, 4);
        bool onlyAttribute = ReadFlag(ref fields, 5);
        fields.ExpectEnd();
        return new IssuingDistributionPointValue(point, onlyUser, onlyAuthority, reasons, isIndirect, onlyAttribute);
    }

    private static bool ReadFlag(ref Asn1Cursor fields, int number) =>
        fields.NextIsContext(number) && fields.ReadBoolean(ExtensionDecoder.ContextTag(number));
}

/// <summary>The NameConstraints extension (RFC 5280 section 4.2.1.10).</summary>
internal sealed record NameConstraintsValue(
    ImmutableArray<NameConstraintsValue.Subtree> Permitted,
    ImmutableArray<NameConstraintsValue.Subtree> Excluded)
{
    /// <summary>A base name; <paramref name="HasDistance"/> tells that it has a minimum other than 0 or a
    /// maximum.</summary>
    internal sealed record Subtree(CertificateGeneralName Base, bool HasDistance);
}

/// <summary>The ProxyCertInfo extension (RFC 3820 section 3.8), as far as chains depend on it.</summary>
internal sealed record ProxyCertInfoValue(BigInteger? PathLength);
