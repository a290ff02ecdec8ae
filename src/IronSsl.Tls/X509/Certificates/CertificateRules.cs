using System;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// What certificates say of themselves and of each other before any signature is looked at: OpenSSL's v3_purp.c.
/// Nothing here makes anything trusted.
/// </summary>
internal static class CertificateRules
{

    private const int NetscapeClient = 0x80;
    private const int NetscapeServer = 0x40;
    private const int NetscapeTlsAuthority = 0x04;
    private const int NetscapeAnyAuthority = 0x07;

    /// <summary>
    /// Whether the certificate names itself as its issuer, key identifiers and kind of key included (`EXFLAG_SS`). The
    /// signature is not checked: anybody can make such a certificate.
    /// </summary>
    public static bool IsSelfSigned(ParsedCertificate certificate) =>
        !certificate.IsInvalid && NamesItselfAsIssuer(certificate) && SignatureFitsKey(certificate, certificate);

    /// <summary>
    /// As <see cref="IsSelfSigned"/>, but true of a certificate with malformed extensions or unknown parameters of its
    /// signature as well, since OpenSSL marks those, too. Nothing is trusted because of it.
    /// </summary>
    public static bool NamesItselfAsIssuer(ParsedCertificate certificate) =>
        certificate.IsSelfIssued && certificate.PublicKey.IsDecodable
        && CheckKeyIdentifier(certificate, certificate.AuthorityKeyIdentifier) == VerifyCode.X509_V_OK
        && SignatureAlgorithm.FitsKey(certificate.TbsSignatureAlgorithmOid, certificate.PublicKey.Kind);

    /// <summary>Whether names, key identifiers and kind of key let <paramref name="issuer"/> be the issuer of
    /// it.</summary>
    public static bool IsLikelyIssuer(ParsedCertificate issuer, ParsedCertificate subject) =>
        issuer.Subject.Equals(subject.Issuer) && !issuer.IsInvalid && !subject.IsInvalid
        && CheckKeyIdentifier(issuer, subject.AuthorityKeyIdentifier) == VerifyCode.X509_V_OK
        && SignatureFitsKey(issuer, subject);

    /// <summary>Whether the issuer's key usage lets it sign <paramref name="subject"/>; an `X509_V_*` code.</summary>
    public static int CheckMaySign(ParsedCertificate issuer, ParsedCertificate subject)
    {
        if (subject.IsProxy)
        {
            return Forbids(issuer, X509KeyUsageFlags.DigitalSignature)
                ? VerifyCode.X509_V_ERR_KEYUSAGE_NO_DIGITAL_SIGNATURE
                : VerifyCode.X509_V_OK;
        }

        return Forbids(issuer, X509KeyUsageFlags.KeyCertSign)
            ? VerifyCode.X509_V_ERR_KEYUSAGE_NO_CERTSIGN
            : VerifyCode.X509_V_OK;
    }

    /// <summary>OpenSSL `X509_check_akid`: whether an authority key identifier can mean <paramref
    /// name="issuer"/>.</summary>
    public static int CheckKeyIdentifier(ParsedCertificate issuer, AuthorityKeyIdentifierValue? identifier)
    {
        if (identifier is null)
        {
            return VerifyCode.X509_V_OK;
        }

        if (identifier.KeyIdentifier is { } wanted && issuer.SubjectKeyIdentifier is { } actual
            && !wanted.Span.SequenceEqual(actual.Span))
        {
            return VerifyCode.X509_V_ERR_AKID_SKID_MISMATCH;
        }

        if (identifier.SerialNumber is { } serial && !serial.Span.SequenceEqual(issuer.SerialNumberBytes.Span))
        {
            return VerifyCode.X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH;
        }

        foreach (CertificateGeneralName name in identifier.Issuer ?? [])
        {
            // Only the first directory name counts.
            if (name.Kind == GeneralNameKind.Directory)
            {
                return IsName(name, issuer.Issuer)
                    ? VerifyCode.X509_V_OK
                    : VerifyCode.X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH;
            }
        }

        return VerifyCode.X509_V_OK;
    }

    /// <summary>Whether a GeneralName is this directory name.</summary>
    public static bool IsName(CertificateGeneralName name, DistinguishedName wanted) =>
        name.Directory is { } directory && directory.Equals(wanted);

    /// <summary>
    /// Whether a security level takes the algorithm that signed a certificate (OpenSSL `check_sig_level`). Above level
    /// 0 an unknown algorithm has no strength.
    /// </summary>
    public static bool HasStrongSignature(ParsedCertificate certificate, int level) =>
        level <= 0 || SignatureAlgorithm.TryDecode(certificate.SignatureAlgorithmDer)?.IsStrongEnough(level) == true;

    /// <summary>How far a certificate is a certification authority's (`X509_check_ca`).</summary>
    public static AuthorityStatus GetAuthorityStatus(ParsedCertificate certificate)
    {
        if (certificate.IsInvalid || Forbids(certificate, X509KeyUsageFlags.KeyCertSign))
        {
            return AuthorityStatus.None;
        }

        if (certificate.BasicConstraints is { } constraints)
        {
            return constraints.IsCertificateAuthority ? AuthorityStatus.Authority : AuthorityStatus.None;
        }

        if (certificate.Version.IsZero && IsSelfSigned(certificate))
        {
            return AuthorityStatus.Version1Root;
        }

        if (certificate.KeyUsage is not null)
        {
            return AuthorityStatus.KeyUsageOnly;
        }

        return (certificate.NetscapeCertType & NetscapeAnyAuthority) is > 0
            ? AuthorityStatus.NetscapeOnly
            : AuthorityStatus.None;
    }

    /// <summary>
    /// Whether the extended key usage, key usage and Netscape type allow the purpose (`X509_check_purpose`).
    /// </summary>
    public static bool AllowsPurpose(ParsedCertificate certificate, CertificatePurpose purpose, bool asAuthority)
    {
        if (purpose == CertificatePurpose.Any)
        {
            return true;
        }

        bool isServer = purpose == CertificatePurpose.TlsServer;
        if (certificate.ExtendedKeyUsage is { } usages
            && !usages.Contains(isServer ? Oids.ServerAuthentication : Oids.ClientAuthentication)
            && !(isServer && (usages.Contains(Oids.MicrosoftServerGatedCrypto)
                || usages.Contains(Oids.NetscapeServerGatedCrypto))))
        {
            return false;
        }

        if (asAuthority)
        {
            return GetAuthorityStatus(certificate) switch
            {
                AuthorityStatus.None => false,
                AuthorityStatus.NetscapeOnly => (certificate.NetscapeCertType & NetscapeTlsAuthority) is > 0,
                _ => true,
            };
        }

        X509KeyUsageFlags wanted = X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyAgreement
            | (isServer ? X509KeyUsageFlags.KeyEncipherment : X509KeyUsageFlags.None);
        return !Forbids(certificate, wanted)
            && (certificate.NetscapeCertType is not { } type
                || (type & (isServer ? NetscapeServer : NetscapeClient)) != 0);
    }

    /// <summary>Whether there is a key usage extension with none of these bits.</summary>
    public static bool Forbids(ParsedCertificate certificate, X509KeyUsageFlags usages) =>
        certificate.KeyUsage is { } allowed && (allowed & usages) == 0;

    /// <summary>
    /// The greatest number of intermediates below an authority; null for no limit, which is also how OpenSSL takes a
    /// number too large for a `long`.
    /// </summary>
    public static long? GetPathLength(ParsedCertificate certificate) =>
        AsLimit(certificate.BasicConstraints?.PathLength);

    /// <summary>The greatest number of further proxies below a proxy certificate, likewise.</summary>
    public static long? GetProxyPathLength(ParsedCertificate certificate) =>
        AsLimit(certificate.ProxyCertInfo?.PathLength);

    private static long? AsLimit(BigInteger? number) =>
        number is { } value && value >= 0 && value <= long.MaxValue ? (long)value : null;

    private static bool SignatureFitsKey(ParsedCertificate issuer, ParsedCertificate subject) =>
        SignatureAlgorithm.TryDecode(subject.TbsSignatureAlgorithmDer) is { } algorithm
        && algorithm.FitsKey(issuer.PublicKey.Kind) && issuer.PublicKey.IsValid;
}
