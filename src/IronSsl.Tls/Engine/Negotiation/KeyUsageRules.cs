using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Certificates;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>Judges whether a certificate's key and key usage fit a handshake, whether or not the chain is
/// verified.</summary>
internal static class KeyUsageRules
{
    /// <summary>A server's key is one for its suite of TLS 1.2 and below (RFC 5246 section 7.4.2, RFC 8422 section
    /// 5.3): OpenSSL `tls_post_process_server_certificate` and `ssl3_check_cert_and_algorithm`.</summary>
    public static void RequireKind(CipherSuite suite, PublicKeyKind kind)
    {
        bool exchangesByRsa = suite.KeyExchange is "RSA" or "RSAPSK";
        string? reason = (suite.Authentication, kind) switch
        {
            ("RSA", PublicKeyKind.RsaPss) when exchangesByRsa => "MISSING_RSA_ENCRYPTING_CERT",
            ("RSA", PublicKeyKind.Rsa or PublicKeyKind.RsaPss) => null,
            ("ECDSA", PublicKeyKind.Ec or PublicKeyKind.Ed25519 or PublicKeyKind.Ed448) => null,
            (_, PublicKeyKind.Rsa or PublicKeyKind.RsaPss or PublicKeyKind.Ec or PublicKeyKind.Ed25519
                or PublicKeyKind.Ed448) => "WRONG_CERTIFICATE_TYPE",
            _ => "UNKNOWN_CERTIFICATE_TYPE",
        };
        if (reason is not null)
        {
            throw FailureAlert.Ssl(
                reason == "MISSING_RSA_ENCRYPTING_CERT" ? BcAlert.handshake_failure : BcAlert.illegal_parameter,
                reason);
        }
    }

    /// <summary>
    /// Whether a server's certificate may serve a suite of TLS 1.2 and below: OpenSSL
    /// `ssl_check_srvr_ecc_cert_and_alg`. RFC 8422 section 2.2 has digitalSignature in a certificate for ECDSA; with
    /// RSA keys nobody asks.
    /// </summary>
    public static bool Allow(CipherSuite suite, ParsedCertificate certificate) =>
        suite.Authentication != "ECDSA"
        || certificate.KeyUsage is not { } usages
        || (usages & X509KeyUsageFlags.DigitalSignature) != 0;
}
