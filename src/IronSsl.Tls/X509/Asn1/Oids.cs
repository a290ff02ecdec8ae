namespace IronSsl.Tls.X509.Asn1;

/// <summary>
/// The object identifiers that certificates, CRLs and keys are read by. Those of elliptic curves stand in
/// <see cref="IronSsl.Tls.OpenSsl.Curve"/>, and OpenSSL's names for all others in its table of objects.
/// </summary>
internal static class Oids
{
    // Public keys (RFC 3279, RFC 4055, RFC 8410).
    public const string RsaKey = "1.2.840.113549.1.1.1";
    public const string RsaPssKey = "1.2.840.113549.1.1.10";
    public const string EcKey = "1.2.840.10045.2.1";
    public const string DsaKey = "1.2.840.10040.4.1";
    public const string DhKey = "1.2.840.113549.1.3.1";
    public const string DhX942Key = "1.2.840.10046.2.1";
    public const string X25519 = "1.3.101.110";
    public const string X448 = "1.3.101.111";
    public const string Ed25519 = "1.3.101.112";
    public const string Ed448 = "1.3.101.113";

    /// <summary>X.500's name of RSA.</summary>
    public const string RsaOfX500 = "2.5.8.1.1";

    /// <summary>A curve that OpenSSL takes for a kind of key of its own.</summary>
    public const string Sm2 = "1.2.156.10197.1.301";

    // Digests (RFC 1321, FIPS 180, FIPS 202) and the mask generation function of RFC 8017.
    public const string Md5 = "1.2.840.113549.2.5";
    public const string Sha1 = "1.3.14.3.2.26";
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";
    public const string Sha224 = "2.16.840.1.101.3.4.2.4";
    public const string Sha512With224 = "2.16.840.1.101.3.4.2.5";
    public const string Sha512With256 = "2.16.840.1.101.3.4.2.6";
    public const string Sha3With224 = "2.16.840.1.101.3.4.2.7";
    public const string Sha3With256 = "2.16.840.1.101.3.4.2.8";
    public const string Sha3With384 = "2.16.840.1.101.3.4.2.9";
    public const string Sha3With512 = "2.16.840.1.101.3.4.2.10";
    public const string Mgf1 = "1.2.840.113549.1.1.8";

    // Signatures by RSA (RFC 8017 appendix A.2.4; the second of SHA-1 is OIW's).
    public const string RsaWithMd2 = "1.2.840.113549.1.1.2";
    public const string RsaWithMd4 = "1.2.840.113549.1.1.3";
    public const string RsaWithMd5 = "1.2.840.113549.1.1.4";
    public const string RsaWithRipeMd160 = "1.3.36.3.3.1.2";
    public const string RsaWithSha1 = "1.2.840.113549.1.1.5";
    public const string RsaWithSha1OfOiw = "1.3.14.3.2.29";
    public const string RsaWithSha256 = "1.2.840.113549.1.1.11";
    public const string RsaWithSha384 = "1.2.840.113549.1.1.12";
    public const string RsaWithSha512 = "1.2.840.113549.1.1.13";
    public const string RsaWithSha224 = "1.2.840.113549.1.1.14";
    public const string RsaWithSha3With224 = "2.16.840.1.101.3.4.3.13";
    public const string RsaWithSha3With256 = "2.16.840.1.101.3.4.3.14";
    public const string RsaWithSha3With384 = "2.16.840.1.101.3.4.3.15";
    public const string RsaWithSha3With512 = "2.16.840.1.101.3.4.3.16";

    // Signatures by ECDSA and DSA (RFC 3279, RFC 5758).
    public const string EcdsaWithSha1 = "1.2.840.10045.4.1";
    public const string EcdsaWithSha224 = "1.2.840.10045.4.3.1";
    public const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";
    public const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";
    public const string EcdsaWithSha512 = "1.2.840.10045.4.3.4";
    public const string DsaWithSha1 = "1.2.840.10040.4.3";
    public const string DsaWithSha224 = "2.16.840.1.101.3.4.3.1";
    public const string DsaWithSha256 = "2.16.840.1.101.3.4.3.2";

    // Extensions of certificates and CRLs (RFC 5280, RFC 3779, RFC 3820, RFC 6960, Netscape).
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAltName = "2.5.29.17";
    public const string IssuerAltName = "2.5.29.18";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlNumber = "2.5.29.20";
    public const string ReasonCode = "2.5.29.21";
    public const string DeltaCrlIndicator = "2.5.29.27";
    public const string IssuingDistributionPoint = "2.5.29.28";
    public const string CertificateIssuer = "2.5.29.29";
    public const string NameConstraints = "2.5.29.30";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string CertificatePolicies = "2.5.29.32";
    public const string PolicyMappings = "2.5.29.33";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string PolicyConstraints = "2.5.29.36";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string InhibitAnyPolicy = "2.5.29.54";
    public const string AuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
    public const string IpAddressBlocks = "1.3.6.1.5.5.7.1.7";
    public const string AutonomousSystemNumbers = "1.3.6.1.5.5.7.1.8";
    public const string ProxyCertInfo = "1.3.6.1.5.5.7.1.14";
    public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
    public const string NetscapeCertType = "2.16.840.1.113730.1.1";

    // Purposes of the extended key usage (RFC 5280 section 4.2.1.12; the older ones of browsers).
    public const string AnyPurpose = "2.5.29.37.0";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string MicrosoftServerGatedCrypto = "1.3.6.1.4.1.311.10.3.3";
    public const string NetscapeServerGatedCrypto = "2.16.840.1.113730.4.1";

    // Methods of the authority information access (RFC 5280 section 4.2.2.1).
    public const string OcspMethod = "1.3.6.1.5.5.7.48.1";
    public const string CaIssuersMethod = "1.3.6.1.5.5.7.48.2";

    // Attributes of names (RFC 5280 appendix A.1).
    public const string CommonName = "2.5.4.3";
    public const string EmailAddress = "1.2.840.113549.1.9.1";

    // Kinds of otherName (RFC 4985, RFC 6120, RFC 7585, RFC 8398, Microsoft).
    public const string XmppAddress = "1.3.6.1.5.5.7.8.5";
    public const string ServiceName = "1.3.6.1.5.5.7.8.7";
    public const string NaiRealm = "1.3.6.1.5.5.7.8.8";
    public const string SmtpUtf8Mailbox = "1.3.6.1.5.5.7.8.9";
    public const string UserPrincipalName = "1.3.6.1.4.1.311.20.2.3";

    // Encryption of private keys (RFC 8018, RFC 7914, RFC 7292 appendix C).
    public const string Pbes2 = "1.2.840.113549.1.5.13";
    public const string Pbkdf2 = "1.2.840.113549.1.5.12";
    public const string Scrypt = "1.3.6.1.4.1.11591.4.11";
    public const string Pkcs12ThreeKeyTripleDes = "1.2.840.113549.1.12.1.3";
    public const string Pkcs12TwoKeyTripleDes = "1.2.840.113549.1.12.1.4";

    // HMAC as the pseudo-random function of PBKDF2 (RFC 8018 appendix B.1).
    public const string HmacWithMd5 = "1.2.840.113549.2.6";
    public const string HmacWithSha1 = "1.2.840.113549.2.7";
    public const string HmacWithSha224 = "1.2.840.113549.2.8";
    public const string HmacWithSha256 = "1.2.840.113549.2.9";
    public const string HmacWithSha384 = "1.2.840.113549.2.10";
    public const string HmacWithSha512 = "1.2.840.113549.2.11";
    public const string HmacWithSha512With224 = "1.2.840.113549.2.12";
    public const string HmacWithSha512With256 = "1.2.840.113549.2.13";

    // Ciphers of private keys (RFC 8018 appendix B.2, NIST's arc of AES, RFC 3657, RFC 5794).
    public const string DesEde3Cbc = "1.2.840.113549.3.7";
    public const string Aes128Cbc = "2.16.840.1.101.3.4.1.2";
    public const string Aes128Ofb = "2.16.840.1.101.3.4.1.3";
    public const string Aes128Cfb = "2.16.840.1.101.3.4.1.4";
    public const string Aes192Cbc = "2.16.840.1.101.3.4.1.22";
    public const string Aes192Ofb = "2.16.840.1.101.3.4.1.23";
    public const string Aes192Cfb = "2.16.840.1.101.3.4.1.24";
    public const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    public const string Aes256Ofb = "2.16.840.1.101.3.4.1.43";
    public const string Aes256Cfb = "2.16.840.1.101.3.4.1.44";
    public const string Camellia128Cbc = "1.2.392.200011.61.1.1.1.2";
    public const string Camellia192Cbc = "1.2.392.200011.61.1.1.1.3";
    public const string Camellia256Cbc = "1.2.392.200011.61.1.1.1.4";
    public const string Aria128Cbc = "1.2.410.200046.1.1.2";
    public const string Aria192Cbc = "1.2.410.200046.1.1.7";
    public const string Aria256Cbc = "1.2.410.200046.1.1.12";
}
