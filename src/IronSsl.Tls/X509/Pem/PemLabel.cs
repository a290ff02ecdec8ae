namespace IronSsl.Tls.X509.Pem;

/// <summary>The labels of PEM blocks (RFC 7468), with OpenSSL's older ones.</summary>
internal static class PemLabel
{
    public const string Certificate = "CERTIFICATE";
    public const string CertificateOld = "X509 CERTIFICATE";
    public const string TrustedCertificate = "TRUSTED CERTIFICATE";
    public const string Crl = "X509 CRL";
    public const string Pkcs8 = "PRIVATE KEY";
    public const string EncryptedPkcs8 = "ENCRYPTED PRIVATE KEY";
    public const string RsaPrivateKey = "RSA PRIVATE KEY";
    public const string EcPrivateKey = "EC PRIVATE KEY";
    public const string DsaPrivateKey = "DSA PRIVATE KEY";

    public static bool IsCertificate(string label) => label is Certificate or CertificateOld;
}
