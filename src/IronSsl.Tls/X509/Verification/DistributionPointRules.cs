using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>Compares the names of CRL distribution points (OpenSSL's `idp_check_dp`).</summary>
internal static class DistributionPointRules
{
    /// <summary>Whether the point has a name at all.</summary>
    public static bool HasName(DistributionPointValue point) =>
        point.FullName is not null || point.RelativeName is not null;

    /// <summary>Whether two points have a name in common; one without a name stands for any.</summary>
    /// <param name="first">The point in a certificate.</param>
    /// <param name="firstIssuer">What its relative name is relative to.</param>
    /// <param name="second">The point in a CRL.</param>
    /// <param name="secondIssuer">What that one's relative name is relative to.</param>
    public static bool Overlap(
        DistributionPointValue first,
        DistinguishedName firstIssuer,
        DistributionPointValue second,
        DistinguishedName secondIssuer)
    {
        if (!HasName(first) || !HasName(second))
        {
            return true;
        }

        try
        {
            DistinguishedName? firstName = GetAbsolute(first, firstIssuer);
            DistinguishedName? secondName = GetAbsolute(second, secondIssuer);
            return (firstName, secondName) switch
            {
                ({ } a, { } b) => a.Equals(b),
                ({ } a, null) => ContainsName(second.FullName, a),
                (null, { } b) => ContainsName(first.FullName, b),
                _ => HaveCommonName(first.FullName, second.FullName),
            };
        }
        catch (AsnContentException)
        {
            // A name that is malformed inside is nobody's name.
            return false;
        }
    }

    private static DistinguishedName? GetAbsolute(DistributionPointValue point, DistinguishedName issuer)
    {
        if (point.RelativeName is not { } relative)
        {
            return null;
        }

        // An explicit issuer of the CRL is what the name is relative to.
        foreach (CertificateGeneralName name in point.CrlIssuer ?? [])
        {
            if (name.Kind == GeneralNameKind.Directory)
            {
                issuer = DistinguishedName.Decode(name.Value);
                break;
            }
        }

        return issuer.With(relative.Span);
    }

    private static bool ContainsName(ImmutableArray<CertificateGeneralName>? names, DistinguishedName wanted)
    {
        foreach (CertificateGeneralName name in names ?? [])
        {
            if (CertificateRules.IsName(name, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HaveCommonName(
        ImmutableArray<CertificateGeneralName>? first, ImmutableArray<CertificateGeneralName>? second)
    {
        foreach (CertificateGeneralName a in first ?? [])
        {
            foreach (CertificateGeneralName b in second ?? [])
            {
                if (a.Kind == b.Kind && (a.Kind == GeneralNameKind.Directory
                    ? CertificateRules.IsName(a, DistinguishedName.Decode(b.Value))
                    : a.Encoded.Span.SequenceEqual(b.Encoded.Span)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
