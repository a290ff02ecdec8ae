using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;


namespace IronSsl.Tls.X509.Keys;

/// <summary>What a security level asks of the certificates that a context presents (OpenSSL's
/// `ssl_security_cert`).</summary>
internal static class CertificateStrength
{
    /// <exception cref="TlsFailure">SSL with EE_KEY_TOO_SMALL, CA_KEY_TOO_SMALL or CA_MD_TOO_WEAK.</exception>
    public static void Require(ParsedCertificate certificate, int level, bool isLeaf)
    {
        if (!certificate.PublicKey.IsStrongEnough(level))
        {
            throw TlsFailure.Ssl(isLeaf ? "EE_KEY_TOO_SMALL" : "CA_KEY_TOO_SMALL");
        }

        // The signature of a self-signed certificate protects nothing.
        if (!CertificateRules.HasStrongSignature(certificate, level)
            && !CertificateRules.NamesItselfAsIssuer(certificate))
        {
            throw TlsFailure.Ssl("CA_MD_TOO_WEAK");
        }
    }
}
