using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Tests.Support;

/// <summary>
/// What a certificate for a test is to say; the defaults make a sound one. Times are relative to <see cref="Now"/>.
/// </summary>
internal sealed record CertificatePlan
{
    public static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly ThreadLocal<int> s_serial = new(() => 1000);

    public string Subject { get; init; } = "CN=leaf";

    /// <summary>The subject where text can't express it.</summary>
    public X500DistinguishedName? SubjectName { get; init; }

    /// <summary>Null for self-signed.</summary>
    public MadeCertificate? Issuer { get; init; }

    /// <summary>The name to put as issuer instead of the issuer's.</summary>
    public string? IssuerName { get; init; }

    /// <summary>Null for a new key.</summary>
    public ECDsa? Key { get; init; }

    public bool IsAuthority { get; init; }

    public int? PathLength { get; init; }

    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    public TimeSpan Remaining { get; init; } = TimeSpan.FromDays(30);

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    /// <summary>The only purpose, as an OID; null for no extension.</summary>
    public string? Purpose { get; init; }

    /// <summary>The identifier of the issuer's key, instead of the right one.</summary>
    public byte[]? AuthorityKeyIdentifier { get; init; }

    /// <summary>The identifier of the own key, instead of the right one.</summary>
    public byte[]? SubjectKeyIdentifier { get; init; }

    /// <summary>Whether the signature is spoilt.</summary>
    public bool IsCorrupt { get; init; }

    public IReadOnlyList<X509Extension> Extensions { get; init; } = [];

    public MadeCertificate Make()
    {
        ECDsa key = Key ?? ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECDsa signer = Issuer?.Key ?? key;
        var request = new CertificateRequest(
            SubjectName ?? new X500DistinguishedName(Subject), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(IsAuthority, PathLength is not null, PathLength ?? 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            IsAuthority
                ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign
                : X509KeyUsageFlags.DigitalSignature,
            critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(
            SubjectKeyIdentifier ?? Identifier(key), critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
            AuthorityKeyIdentifier ?? Issuer?.Certificate.SubjectKeyIdentifier?.ToArray() ?? Identifier(key)));
        if (Purpose is { } purpose)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        }

        if (DnsNames.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (string name in DnsNames)
            {
                names.AddDnsName(name);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        foreach (X509Extension extension in Extensions)
        {
            request.CertificateExtensions.Add(extension);
        }

        X500DistinguishedName issuerName = IssuerName is not null
            ? new X500DistinguishedName(IssuerName)
            : Issuer is null ? request.SubjectName : new X500DistinguishedName(Issuer.Certificate.Subject.Der.Span);
        byte[] der = request.Create(
            issuerName, X509SignatureGenerator.CreateForECDsa(signer), Now - Age, Now + Remaining,
            BitConverter.GetBytes(s_serial.Value++)).RawData;
        if (IsCorrupt)
        {
            der[^1] ^= 1;
        }

        return new MadeCertificate(ParsedCertificate.Parse(der), key);
    }

    /// <summary>A self-signed authority.</summary>
    public static MadeCertificate MakeRoot(string subject = "CN=Root") =>
        new CertificatePlan { Subject = subject, IsAuthority = true }.Make();

    /// <summary>An authority under another.</summary>
    public static MadeCertificate MakeIntermediate(MadeCertificate issuer, string subject, ECDsa? key = null) =>
        new CertificatePlan { Subject = subject, IsAuthority = true, Issuer = issuer, Key = key }.Make();

    /// <summary>A server's certificate for `server.example`.</summary>
    public static MadeCertificate MakeLeaf(MadeCertificate issuer) =>
        new CertificatePlan { Issuer = issuer, DnsNames = ["server.example"] }.Make();

    private static byte[] Identifier(ECDsa key) => SHA1.HashData(key.ExportSubjectPublicKeyInfo());
}
