using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls.Crypto;
using BcTls = Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Keys that are made once for all tests, and certificates over them.</summary>
internal static class TestKeys
{
    public static readonly RSA Rsa2048 = RSA.Create(2048);

    public static readonly ECDsa P256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static readonly ECDsa P384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);

    public static readonly ECDsa P521 = ECDsa.Create(ECCurve.NamedCurves.nistP521);

    public static byte[] CertificateDer(RSA key, X509KeyUsageFlags? usage = null) =>
        Der(new CertificateRequest("CN=rsa", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1), usage);

    public static byte[] CertificateDer(ECDsa key, X509KeyUsageFlags? usage = null) =>
        Der(new CertificateRequest("CN=ec", key, HashAlgorithmName.SHA256), usage);

    public static BcTls.Certificate Chain(TlsCrypto crypto, byte[] der) =>
        new([crypto.CreateCertificate(BcTls.CertificateType.X509, der)]);

    /// <summary>The certificate with another key in it; its signature is worth nothing then.</summary>
    public static byte[] WithKey(X509CertificateStructure plain, SubjectPublicKeyInfo info)
    {
        TbsCertificateStructure old = plain.TbsCertificate;
        var tbs = new TbsCertificateStructure(
            DerInteger.Two, old.SerialNumber, old.Signature, old.Issuer, old.Validity, old.Subject, info, null, null,
            old.Extensions);
        return new X509CertificateStructure(tbs, plain.SignatureAlgorithm, plain.Signature).GetDerEncoded();
    }

    private static byte[] Der(CertificateRequest request, X509KeyUsageFlags? usage)
    {
        if (usage is { } flags)
        {
            request.CertificateExtensions.Add(new X509KeyUsageExtension(flags, critical: true));
        }

        DateTimeOffset start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using X509Certificate2 certificate = request.CreateSelfSigned(start, start.AddYears(30));
        return certificate.RawData;
    }
}
