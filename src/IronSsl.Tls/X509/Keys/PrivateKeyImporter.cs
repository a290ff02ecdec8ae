using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace IronSsl.Tls.X509.Keys;

/// <summary>Turns a decoded private key into one that the platform, or BouncyCastle, computes with.</summary>
internal static class PrivateKeyImporter
{
    /// <summary>Makes an encoding a key that can sign.</summary>
    /// <exception cref="TlsFailure">
    /// SSL with UNKNOWN_CERTIFICATE_TYPE: TLS does not sign with such keys. PEM with ASN1_LIB: the numbers are not
    /// those of a key. EVP with UNSUPPORTED_ALGORITHM: a curve that this system's cryptography does not have.
    /// </exception>
    public static PrivateKey Import(EncodedPrivateKey encoded)
    {
        try
        {
            switch (encoded.Kind)
            {
                case PublicKeyKind.Rsa:
                    return PrivateKey.FromRsa(ImportRsa(encoded));
                case PublicKeyKind.RsaPss:
                    RSA rsa = ImportRsa(encoded);
                    return PrivateKey.FromRsaPss(rsa, EncodePssKey(encoded, rsa));
                case PublicKeyKind.Ec:
                    return PrivateKey.FromEcdsa(ImportEc(encoded));
                case PublicKeyKind.Ed25519:
                    var ed25519 = new Ed25519PrivateKeyParameters(encoded.Secret.Span);
                    return PrivateKey.FromEdwards(PrivateKeyKind.Ed25519, ed25519, Encode(ed25519.GeneratePublicKey()));
                case PublicKeyKind.Ed448:
                    var ed448 = new Ed448PrivateKeyParameters(encoded.Secret.Span);
                    return PrivateKey.FromEdwards(PrivateKeyKind.Ed448, ed448, Encode(ed448.GeneratePublicKey()));
                default:
                    throw TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
            }
        }
        catch (PlatformNotSupportedException e)
        {
            throw TlsFailure.Of("EVP", "UNSUPPORTED_ALGORITHM", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or AsnContentException)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
    }

    private static byte[] Encode(AsymmetricKeyParameter publicKey) =>
        SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded();

    private static RSA ImportRsa(EncodedPrivateKey encoded)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPrivateKey(encoded.Secret.Span, out _);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The stated public key is not imported: .NET takes only one of its encodings, and the platform computes it.
    /// </summary>
    private static ECDsa ImportEc(EncodedPrivateKey encoded)
    {
        string curve = encoded.CurveOid ?? throw new CryptographicException("The curve is not named.");
        int orderBits = NamedCurves.OrderBits(curve) ?? throw new CryptographicException("The curve is not known.");
        byte[] padded = new byte[(orderBits + 7) / 8];
        try
        {
            ReadOnlySpan<byte> digits = encoded.Secret.Span.TrimStart((byte)0);
            if (digits.Length > padded.Length)
            {
                throw new CryptographicException("The private key is larger than the curve's order.");
            }

            digits.CopyTo(padded.AsSpan(padded.Length - digits.Length));
            return ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = padded });
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>A SubjectPublicKeyInfo with the key under id-RSASSA-PSS (RFC 4055 section 1.2).</summary>
    private static byte[] EncodePssKey(EncodedPrivateKey encoded, RSA rsa)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSequence();
        writer.PushSequence();
        writer.WriteObjectIdentifier(encoded.AlgorithmOid);
        if (!encoded.PssParameters.IsEmpty)
        {
            writer.WriteEncodedValue(encoded.PssParameters.Span);
        }

        writer.PopSequence();
        writer.WriteBitString(rsa.ExportRSAPublicKey());
        writer.PopSequence();
        return writer.Encode();
    }
}
