using System;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>RFC 3820: the subject of a proxy certificate.</summary>
internal static class ProxyRules
{

    /// <summary>Whether the subject is the issuer's name with one more RDN, a single common name.</summary>
    public static bool HasProxySubject(ParsedCertificate certificate)
    {
        var subject = certificate.Subject.RelativeNames;
        var issuer = certificate.Issuer.RelativeNames;
        if (subject.Length < 2 || subject.Length != issuer.Length + 1
            || subject[^1].Length != 1 || subject[^1][0].Oid != Oids.CommonName)
        {
            return false;
        }

        // RDNs follow each other in the canonical form, so the issuer's is the beginning of the subject's.
        return certificate.Subject.Canonical.StartsWith(certificate.Issuer.Canonical);
    }
}
