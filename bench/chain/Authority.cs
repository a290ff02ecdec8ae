using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace IronSsl.ChainBench;

/// <summary>A key with a certificate for it, which may issue others.</summary>
internal sealed class Authority
{
    private static readonly DateTimeOffset s_notBefore = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static int s_serial = 0x1000;

    private readonly X509SignatureGenerator _generator;
    private readonly X509Certificate2 _certificate;

    /// <summary>Makes a key: RSA of 2048 bits, or on the curve P-256.</summary>
    /// <param name="isRsa">Which of the two.</param>
    /// <param name="name">The common name; for a server also the DNS name.</param>
    /// <param name="issuer">Null for a root.</param>
    /// <param name="isServer">Whether it is a server's certificate instead of an authority's.</param>
    public Authority(bool isRsa, string name, Authority? issuer = null, bool isServer = false)
    {
        var subject = new X500DistinguishedName("CN=" + name);
        CertificateRequest request;
        if (isRsa)
        {
            var rsa = RSA.Create(2048);
            _generator = X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1);
            request = new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        else
        {
            var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            _generator = X509SignatureGenerator.CreateForECDsa(ecdsa);
            request = new CertificateRequest(subject, ecdsa, HashAlgorithmName.SHA256);
        }

        AddExtensions(request, name, issuer, isServer);
        _certificate = request.Create(
            issuer?._certificate.SubjectName ?? subject, issuer?._generator ?? _generator, s_notBefore,
            s_notBefore.AddYears(20), BitConverter.GetBytes(s_serial++));
    }

    /// <summary>The certificate, DER.</summary>
    public byte[] Der => _certificate.RawData;

    private static void AddExtensions(CertificateRequest request, string name, Authority? issuer, bool isServer)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(!isServer, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(
            isServer ? X509KeyUsageFlags.DigitalSignature : X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign,
            critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (issuer is not null)
        {
            request.CertificateExtensions.Add(
                X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer._certificate, true, false));
        }

        if (isServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        }
    }
}
