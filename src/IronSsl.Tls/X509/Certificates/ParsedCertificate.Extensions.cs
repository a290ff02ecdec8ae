using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <content>The decoded extensions; the rules are those of OpenSSL's `ossl_x509v3_cache_extensions`.</content>
internal sealed partial class ParsedCertificate
{
    /// <summary>
    /// What OpenSSL's `X509_supported_extension` knows: others, when critical, fail the chain. Without the two of RFC
    /// 3779 (address space and system numbers), which nothing here would check.
    /// </summary>
    private static readonly HashSet<string> s_supportedOids = new(StringComparer.Ordinal)
    {
        Oids.NetscapeCertType,
        Oids.KeyUsage,
        Oids.SubjectAltName,
        Oids.BasicConstraints,
        Oids.CertificatePolicies,
        Oids.CrlDistributionPoints,
        Oids.ExtendedKeyUsage,
        Oids.OcspNoCheck,
        Oids.PolicyConstraints,
        Oids.ProxyCertInfo,
        Oids.NameConstraints,
        Oids.PolicyMappings,
        Oids.InhibitAnyPolicy,
    };

    private readonly Lazy<DecodedExtensions> _decoded;

    /// <summary>
    /// An extension is malformed, occurs twice or contradicts another: no chain through this certificate is valid.
    /// </summary>
    public bool IsInvalid => _decoded.Value.IsInvalid;

    /// <summary>There is a critical extension that is not understood (OpenSSL's `EXFLAG_CRITICAL`).</summary>
    public bool HasUnhandledCriticalExtension => _decoded.Value.HasUnhandledCritical;

    /// <summary>Null when absent (or malformed: see <see cref="IsInvalid"/>); so are the others below.</summary>
    public BasicConstraintsValue? BasicConstraints => _decoded.Value.BasicConstraints;

    /// <summary>The bits have the numbers of OpenSSL's `KU_*`.</summary>
    public X509KeyUsageFlags? KeyUsage => _decoded.Value.KeyUsage;

    /// <summary>The purposes' OIDs.</summary>
    public ImmutableArray<string>? ExtendedKeyUsage => _decoded.Value.ExtendedKeyUsage;

    /// <summary>The first octet of the Netscape certificate type.</summary>
    public int? NetscapeCertType => _decoded.Value.NetscapeCertType;

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier => _decoded.Value.SubjectKeyIdentifier;

    public AuthorityKeyIdentifierValue? AuthorityKeyIdentifier => _decoded.Value.AuthorityKeyIdentifier;

    public ImmutableArray<CertificateGeneralName>? SubjectAlternativeNames => _decoded.Value.SubjectAlternativeNames;

    public NameConstraintsValue? NameConstraints => _decoded.Value.NameConstraints;

    public ImmutableArray<DistributionPointValue>? CrlDistributionPoints => _decoded.Value.CrlDistributionPoints;

    /// <summary>It is an RFC 3820 proxy certificate.</summary>
    public bool IsProxy => _decoded.Value.ProxyCertInfo is not null;

    public ProxyCertInfoValue? ProxyCertInfo => _decoded.Value.ProxyCertInfo;

    /// <summary>The undecoded extension with this OID, the first one if there are several.</summary>
    public CertificateExtension? FindExtension(string oid)
    {
        foreach (CertificateExtension extension in Extensions)
        {
            if (extension.Oid == oid)
            {
                return extension;
            }
        }

        return null;
    }

    private DecodedExtensions DecodeExtensions()
    {
        var decoded = new DecodedExtensions();
        var decoder = new ExtensionDecoder(Extensions);
        decoded.BasicConstraints = decoder.Decode(Oids.BasicConstraints, ExtensionDecoder.ReadBasicConstraints);
        decoded.KeyUsage = decoder.DecodeValue<X509KeyUsageFlags>(Oids.KeyUsage, ExtensionDecoder.ReadKeyUsage);
        decoded.ExtendedKeyUsage =
            decoder.DecodeValue<ImmutableArray<string>>(Oids.ExtendedKeyUsage, ExtensionDecoder.ReadOidList);
        decoded.NetscapeCertType =
            decoder.DecodeValue<int>(Oids.NetscapeCertType, ExtensionDecoder.ReadNetscapeCertType);
        decoded.SubjectKeyIdentifier =
            decoder.DecodeValue<ReadOnlyMemory<byte>>(Oids.SubjectKeyIdentifier, ExtensionDecoder.ReadOctets);
        decoded.AuthorityKeyIdentifier =
            decoder.Decode(Oids.AuthorityKeyIdentifier, ExtensionDecoder.ReadAuthorityKeyIdentifier);
        decoded.SubjectAlternativeNames = decoder.DecodeValue<ImmutableArray<CertificateGeneralName>>(
            Oids.SubjectAltName, ExtensionDecoder.ReadGeneralNames);
        decoded.NameConstraints = decoder.Decode(Oids.NameConstraints, ExtensionDecoder.ReadNameConstraints);
        decoded.CrlDistributionPoints = decoder.DecodeValue<ImmutableArray<DistributionPointValue>>(
            Oids.CrlDistributionPoints, ExtensionDecoder.ReadDistributionPoints);
        decoder.Decode(Oids.IpAddressBlocks, ResourceExtensions.ReadAddressBlocks);
        decoder.Decode(Oids.AutonomousSystemNumbers, ResourceExtensions.ReadSystemNumbers);
        decoded.ProxyCertInfo = decoder.Decode(Oids.ProxyCertInfo, ExtensionDecoder.ReadProxyCertInfo);

        // A proxy is no authority and has no alternative names (RFC 3820 section 3).
        bool contradicts = decoded.ProxyCertInfo is not null
            && (decoded.BasicConstraints is { IsCertificateAuthority: true }
                || FindExtension(Oids.SubjectAltName) is not null || FindExtension(Oids.IssuerAltName) is not null);
        decoded.IsInvalid = decoder.FoundMalformed || contradicts
            || decoded.BasicConstraints is { PathLength: { Sign: < 0 } }
            || decoded.KeyUsage is 0;
        foreach (CertificateExtension extension in Extensions)
        {
            decoded.HasUnhandledCritical |= extension.IsCritical && !s_supportedOids.Contains(extension.Oid);
        }

        return decoded;
    }

    /// <summary>The results of decoding, made once.</summary>
    private sealed class DecodedExtensions
    {
        public bool IsInvalid { get; set; }

        public bool HasUnhandledCritical { get; set; }

        public ProxyCertInfoValue? ProxyCertInfo { get; set; }

        public BasicConstraintsValue? BasicConstraints { get; set; }

        public X509KeyUsageFlags? KeyUsage { get; set; }

        public ImmutableArray<string>? ExtendedKeyUsage { get; set; }

        public int? NetscapeCertType { get; set; }

        public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; set; }

        public AuthorityKeyIdentifierValue? AuthorityKeyIdentifier { get; set; }

        public ImmutableArray<CertificateGeneralName>? SubjectAlternativeNames { get; set; }

        public NameConstraintsValue? NameConstraints { get; set; }

        public ImmutableArray<DistributionPointValue>? CrlDistributionPoints { get; set; }
    }
}
