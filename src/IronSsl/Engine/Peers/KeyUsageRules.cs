using System.Security.Cryptography.X509Certificates;
using IronSsl.OpenSsl;
using IronSsl.X509;

namespace IronSsl.Engine.Peers;

/// <summary>What a certificate's key usage has to allow in a handshake, whether or not the chain is verified.</summary>
internal static class KeyUsageRules
{
    /// <summary>
    /// Whether a server's certificate may serve a suite of TLS 1.2 and below: OpenSSL `ssl_check_srvr_ecc_cert_and_alg`.
    /// RFC 8422 section 2.2 has digitalSignature in a certificate for ECDSA; with RSA keys nobody asks.
    /// </summary>
    public static bool Allow(CipherSuite suite, ParsedCertificate certificate) =>
        suite.Authentication != "ECDSA"
        || certificate.KeyUsage is not { } usages
        || (usages & X509KeyUsageFlags.DigitalSignature) != 0;
}
