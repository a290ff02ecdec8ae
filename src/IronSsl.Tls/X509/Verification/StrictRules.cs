using System;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// What VERIFY_X509_STRICT adds for the certificates of a chain of two or more: the form that RFC 5280 prescribes, as
/// OpenSSL 3.0 checks it in `check_extensions`.
/// </summary>
internal static class StrictRules
{
    /// <summary>An `X509_V_*` code.</summary>
    /// <param name="certificate">One of the chain.</param>
    /// <param name="isLast">It ends the chain; such a certificate may lack the identifier of its issuer's key.</param>
    public static int Check(ParsedCertificate certificate, bool isLast)
    {
        bool isAuthority = certificate.BasicConstraints is { IsCertificateAuthority: true };

        bool assertsCertSign = Asserts(certificate, X509KeyUsageFlags.KeyCertSign);
        if (CertificateRules.GetPathLength(certificate) is not null)
        {
            if (!isAuthority)
            {
                return VerifyCode.X509_V_ERR_PATHLEN_INVALID_FOR_NON_CA;
            }

            if (!assertsCertSign)
            {
                return VerifyCode.X509_V_ERR_PATHLEN_WITHOUT_KU_KEY_CERT_SIGN;
            }
        }

        if (isAuthority && !IsCritical(certificate, Oids.BasicConstraints))
        {
            return VerifyCode.X509_V_ERR_CA_BCONS_NOT_CRITICAL;
        }

        if (isAuthority && certificate.KeyUsage is null)
        {
            return VerifyCode.X509_V_ERR_CA_CERT_MISSING_KEY_USAGE;
        }

        if (!isAuthority && assertsCertSign)
        {
            return VerifyCode.X509_V_ERR_KU_KEY_CERT_SIGN_INVALID_FOR_NON_CA;
        }

        int code = CheckNames(certificate, isAuthority);
        if (code != VerifyCode.X509_V_OK)
        {
            return code;
        }

        if (!certificate.SignatureAlgorithmDer.Span.SequenceEqual(certificate.TbsSignatureAlgorithmDer.Span))
        {
            return VerifyCode.X509_V_ERR_SIGNATURE_ALGORITHM_INCONSISTENCY;
        }

        return CheckKeyIdentifiers(certificate, isAuthority, isLast);
    }

    private static int CheckNames(ParsedCertificate certificate, bool isAuthority)
    {
        var names = certificate.SubjectAlternativeNames;
        bool signsCrls = Asserts(certificate, X509KeyUsageFlags.CrlSign);
        if (certificate.Issuer.IsEmpty)
        {
            return VerifyCode.X509_V_ERR_ISSUER_NAME_EMPTY;
        }

        if (certificate.Subject.IsEmpty && (isAuthority || signsCrls || names is null))
        {
            return VerifyCode.X509_V_ERR_SUBJECT_NAME_EMPTY;
        }

        if (certificate.Subject.IsEmpty && names is not null && !IsCritical(certificate, Oids.SubjectAltName))
        {
            return VerifyCode.X509_V_ERR_EMPTY_SUBJECT_SAN_NOT_CRITICAL;
        }

        return names is { IsEmpty: true } ? VerifyCode.X509_V_ERR_EMPTY_SUBJECT_ALT_NAME : VerifyCode.X509_V_OK;
    }

    private static int CheckKeyIdentifiers(ParsedCertificate certificate, bool isAuthority, bool isLast)
    {
        AuthorityKeyIdentifierValue? authorityKey = certificate.AuthorityKeyIdentifier;
        if (authorityKey is not null && IsCritical(certificate, Oids.AuthorityKeyIdentifier))
        {
            return VerifyCode.X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL;
        }

        if (certificate.SubjectKeyIdentifier is not null && IsCritical(certificate, Oids.SubjectKeyIdentifier))
        {
            return VerifyCode.X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL;
        }

        if (certificate.Version < 2)
        {
            return certificate.Extensions.IsEmpty
                ? VerifyCode.X509_V_OK
                : VerifyCode.X509_V_ERR_EXTENSIONS_REQUIRE_VERSION_3;
        }

        if (!isLast && authorityKey?.KeyIdentifier is null)
        {
            return VerifyCode.X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER;
        }

        return isAuthority && certificate.SubjectKeyIdentifier is null
            ? VerifyCode.X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER
            : VerifyCode.X509_V_OK;
    }

    private static bool Asserts(ParsedCertificate certificate, X509KeyUsageFlags usage) =>
        certificate.KeyUsage is { } usages && (usages & usage) != 0;

    private static bool IsCritical(ParsedCertificate certificate, string oid) =>
        certificate.FindExtension(oid) is { IsCritical: true };
}
