using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>One revoked certificate in a CRL (RFC 5280 section 5.3).</summary>
internal sealed record RevokedEntry
{
    /// <summary>The reason removeFromCRL of a delta CRL: the certificate is good again.</summary>
    public const int RemoveFromCrl = 8;

    public required BigInteger SerialNumber { get; init; }

    public required CertificateTime RevocationDate { get; init; }

    /// <summary>The CRLReason number; null when none is given.</summary>
    public int? Reason { get; init; }

    /// <summary>The issuer of the certificate in an indirect CRL; null for the CRL's own issuer.</summary>
    public ImmutableArray<CertificateGeneralName>? CertificateIssuer { get; init; }

    public bool HasUnhandledCriticalExtension { get; init; }

    /// <exception cref="AsnContentException">The entry or one of its extensions is malformed.</exception>
    internal static RevokedEntry Read(ref Asn1Cursor list, ImmutableArray<CertificateGeneralName>? inheritedIssuer)
    {
        Asn1Cursor fields = list.ReadSequence();
        var entry = new RevokedEntry
        {
            SerialNumber = fields.ReadInteger(),
            RevocationDate = CertificateTime.Read(ref fields),
            CertificateIssuer = inheritedIssuer,
        };
        if (fields.IsEmpty)
        {
            return entry;
        }

        ImmutableArray<CertificateExtension> extensions =
            ParsedCertificate.ReadExtensionList(fields.ReadSequence());
        fields.ExpectEnd();
        var decoder = new ExtensionDecoder(extensions);
        int? reason = decoder.DecodeValue<int>(Oids.ReasonCode, ReadReason);
        ImmutableArray<CertificateGeneralName>? issuer = decoder.DecodeValue<ImmutableArray<CertificateGeneralName>>(
            Oids.CertificateIssuer, ExtensionDecoder.ReadGeneralNames);
        if (decoder.FoundMalformed)
        {
            throw new AsnContentException("An entry has a malformed extension.");
        }

        bool unhandled = false;
        foreach (CertificateExtension extension in extensions)
        {
            unhandled |= extension.IsCritical && extension.Oid != Oids.CertificateIssuer;
        }

        return entry with
        {
            Reason = reason,
            CertificateIssuer = issuer ?? inheritedIssuer,
            HasUnhandledCriticalExtension = unhandled,
        };
    }

    private static int ReadReason(ref Asn1Cursor cursor)
    {
        ReadOnlySpan<byte> reason = cursor.ReadIntegerBytes(new Asn1Tag(UniversalTagNumber.Enumerated)).Span;
        return reason.Length == 1 ? reason[0] : throw new AsnContentException("Not a CRLReason.");
    }
}
