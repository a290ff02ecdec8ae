using System;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Operators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.X509;
using PrivateKey = IronSsl.Tls.X509.Keys.PrivateKey;

namespace IronSsl.Tls.Tests.Support;

/// <summary>An authority and certificates under it, made once for all tests; valid from 2024 to 2044.</summary>
internal static class TestCertificates
{
    private static readonly DateTimeOffset s_notBefore = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ECDsa s_authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly X509Certificate2 s_authority = MakeAuthority("CN=Test Root", s_authorityKey);
    private static readonly ConcurrentDictionary<string, Credential> s_credentials = new();
    private static int s_serial = 100;

    // RSASSA-PSS-params (RFC 4055 section 3.1): SHA-384, MGF1 with SHA-384, 48 bytes of salt.
    private static readonly byte[] s_pssWithSha384 = Convert.FromHexString(
        "3034A00F300D06096086480165030402020500"
        + "A11C301A06092A864886F70D010108300D06096086480165030402020500"
        + "A203020130");

    /// <summary>The root certificate.</summary>
    public static ParsedCertificate Authority { get; } = ParsedCertificate.Parse(s_authority.RawData);

    /// <summary>
    /// A credential for "localhost": rsa, rsa3072, rsa-pss-sha384 (a key for RSASSA-PSS with SHA-384 alone), p256,
    /// p384, p521, brainpool256, ed25519 or ed448; with ":client" appended one for a client.
    /// </summary>
    public static Credential Credential(string kind) => s_credentials.GetOrAdd(kind, Make);

    /// <summary>A store's snapshot that trusts <see cref="Authority"/>.</summary>
    public static TrustSnapshot Trust()
    {
        var store = new TrustStore();
        store.LoadDer(Authority.Der);
        return store.Snapshot();
    }

    private static Credential Make(string kind)
    {
        bool isClient = kind.EndsWith(":client", StringComparison.Ordinal);
        string keyKind = kind.Split(':')[0];
        return keyKind.StartsWith("ed", StringComparison.Ordinal)
            ? MakeEdwards(keyKind, isClient)
            : MakePlatform(keyKind, isClient);
    }

    private static Credential MakePlatform(string keyKind, bool isClient)
    {
        switch (keyKind)
        {
            case "rsa" or "rsa3072":
                var rsa = RSA.Create(keyKind == "rsa" ? 2048 : 3072);
                var rsaRequest = new CertificateRequest(
                    Name(isClient), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
                return new Credential([Issue(rsaRequest, isClient)], PrivateKey.FromRsa(rsa));
            case "rsa-pss-sha384":
                var pss = RSA.Create(2048);
                var pssKey = new PublicKey(
                    new Oid("1.2.840.113549.1.1.10"),
                    new AsnEncodedData(s_pssWithSha384),
                    new AsnEncodedData(pss.ExportRSAPublicKey()));
                var pssRequest =
                    new CertificateRequest(new X500DistinguishedName(Name(isClient)), pssKey, HashAlgorithmName.SHA384);
                return new Credential(
                    [Issue(pssRequest, isClient)], PrivateKey.FromRsaPss(pss, pssKey.ExportSubjectPublicKeyInfo()));
            case "p256" or "p384" or "p521" or "brainpool256":
                var ecdsa = ECDsa.Create(keyKind switch
                {
                    "p256" => ECCurve.NamedCurves.nistP256,
                    "p384" => ECCurve.NamedCurves.nistP384,
                    "brainpool256" => ECCurve.NamedCurves.brainpoolP256r1,
                    _ => ECCurve.NamedCurves.nistP521,
                });
                var ecRequest = new CertificateRequest(Name(isClient), ecdsa, HashAlgorithmName.SHA256);
                return new Credential([Issue(ecRequest, isClient)], PrivateKey.FromEcdsa(ecdsa));
            default:
                throw new ArgumentException("unknown key kind " + keyKind, nameof(keyKind));
        }
    }

    private static ParsedCertificate Issue(CertificateRequest request, bool isClient)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(
            [new Oid(isClient ? "1.3.6.1.5.5.7.3.2" : "1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(
            X509AuthorityKeyIdentifierExtension.CreateFromCertificate(s_authority, true, false));
        using X509Certificate2 certificate = request.Create(
            s_authority.SubjectName, X509SignatureGenerator.CreateForECDsa(s_authorityKey), s_notBefore,
            s_notBefore.AddYears(20), NextSerial());
        return ParsedCertificate.Parse(certificate.RawData);
    }

    private static Credential MakeEdwards(string keyKind, bool isClient)
    {
        var random = new SecureRandom();
        AsymmetricCipherKeyPair pair;
        PrivateKeyKind kind;
        if (keyKind == "ed25519")
        {
            var generator = new Ed25519KeyPairGenerator();
            generator.Init(new Ed25519KeyGenerationParameters(random));
            pair = generator.GenerateKeyPair();
            kind = PrivateKeyKind.Ed25519;
        }
        else
        {
            var generator = new Ed448KeyPairGenerator();
            generator.Init(new Ed448KeyGenerationParameters(random));
            pair = generator.GenerateKeyPair();
            kind = PrivateKeyKind.Ed448;
        }

        var builder = new X509V3CertificateGenerator();
        builder.SetSerialNumber(new BigInteger(1, NextSerial()));
        builder.SetIssuerDN(X509Name.GetInstance(Authority.Subject.Der.ToArray()));
        builder.SetSubjectDN(new X509Name(Name(isClient)));
        builder.SetNotBefore(s_notBefore.UtcDateTime);
        builder.SetNotAfter(s_notBefore.AddYears(20).UtcDateTime);
        builder.SetPublicKey(pair.Public);
        builder.AddExtension(
            X509Extensions.SubjectAlternativeName, false,
            new GeneralNames(new GeneralName(GeneralName.DnsName, "localhost")));
        AsymmetricKeyParameter signingKey = PrivateKeyFactory.CreateKey(s_authorityKey.ExportPkcs8PrivateKey());
        byte[] der = builder.Generate(new Asn1SignatureFactory("SHA256WITHECDSA", signingKey)).GetEncoded();
        byte[] publicKey = SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(pair.Public).GetDerEncoded();
        return new Credential([ParsedCertificate.Parse(der)], PrivateKey.FromEdwards(kind, pair.Private, publicKey));
    }

    private static X509Certificate2 MakeAuthority(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(s_notBefore, s_notBefore.AddYears(20));
    }

    private static string Name(bool isClient) => isClient ? "CN=client" : "CN=localhost";

    private static byte[] NextSerial() =>
        [0x10, .. BitConverter.GetBytes(System.Threading.Interlocked.Increment(ref s_serial))];
}
