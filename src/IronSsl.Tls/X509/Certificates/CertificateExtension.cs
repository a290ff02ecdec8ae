using System;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>One extension as it stands in a certificate or CRL, its value undecoded.</summary>
internal sealed record CertificateExtension(string Oid, bool IsCritical, ReadOnlyMemory<byte> Value)
{
    /// <summary>OID of an extension that is read here, by its RFC 5280 name.</summary>
    internal static class Oids
    {
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
        public const string FreshestCrl = "2.5.29.46";
        public const string InhibitAnyPolicy = "2.5.29.54";
        public const string AuthorityInfoAccess = "1.3.6.1.5.5.7.1.1";
        public const string IpAddressBlocks = "1.3.6.1.5.5.7.1.7";
        public const string AutonomousSystemNumbers = "1.3.6.1.5.5.7.1.8";
        public const string ProxyCertInfo = "1.3.6.1.5.5.7.1.14";
        public const string OcspNoCheck = "1.3.6.1.5.5.7.48.1.5";
        public const string NetscapeCertType = "2.16.840.1.113730.1.1";
    }
}
