using System;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Certificates over keys that nobody has: what is asked is how they are judged before any
/// signature.</summary>
internal static class CertificateForge
{
    /// <summary>A certificate for an RSA key with a modulus of so many bits, and a signature of the right length that
    /// was never made.</summary>
    public static ParsedCertificate Rsa(int bits, string subject, string issuer, bool isAuthority)
    {
        var key = new AsnWriter(AsnEncodingRules.DER);
        using (key.PushSequence())
        {
            key.WriteInteger(Odd(bits));
            key.WriteInteger(65_537);
        }

        return Make("1.2.840.113549.1.1.1", [5, 0], key.Encode(), subject, issuer, isAuthority);
    }

    /// <summary>A certificate for a DSA key.</summary>
    public static ParsedCertificate Dsa(int modulusBits, int subgroupBits)
    {
        var parameters = new AsnWriter(AsnEncodingRules.DER);
        using (parameters.PushSequence())
        {
            parameters.WriteInteger(Odd(modulusBits));
            parameters.WriteInteger(Odd(subgroupBits));
            parameters.WriteInteger(2);
        }

        var key = new AsnWriter(AsnEncodingRules.DER);
        key.WriteInteger(2);
        return Make("1.2.840.10040.4.1", parameters.Encode(), key.Encode(), "CN=leaf", "CN=Issuer", isAuthority: false);
    }

    private static BigInteger Odd(int bits) => (BigInteger.One << (bits - 1)) | 1;

    private static ParsedCertificate Make(
        string algorithm, byte[] parameters, byte[] key, string subject, string issuer, bool isAuthority)
    {
        var oid = new Oid(algorithm);
        var publicKey = new PublicKey(oid, new AsnEncodedData(oid, parameters), new AsnEncodedData(oid, key));
        var request = new CertificateRequest(new X500DistinguishedName(subject), publicKey, HashAlgorithmName.SHA512);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        byte[] der = request.Create(
            new X500DistinguishedName(issuer), new NoSignature(), CertificatePlan.Now.AddDays(-1),
            CertificatePlan.Now.AddDays(1), [1]).RawData;
        return ParsedCertificate.Parse(der);
    }

    /// <summary>Says RSA with SHA-512, and makes nothing of it.</summary>
    private sealed class NoSignature : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.13");
                writer.WriteNull();
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => new byte[256];

        protected override PublicKey BuildPublicKey() => throw new NotSupportedException();
    }
}
