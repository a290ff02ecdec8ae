using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace IronSsl.X509;

/// <summary>
/// A private key that has the form of one, before anything computes with it: OpenSSL finds out the kind of a key, and whether it
/// belongs to a certificate, from the encoding alone. Disposing it zeroes the encoding.
/// </summary>
internal sealed class EncodedPrivateKey(byte[] der, string algorithmOid, PublicKeyKind kind) : IDisposable
{
    /// <summary>The OID of the key's algorithm, also where the encoding names none.</summary>
    public string AlgorithmOid { get; } = algorithmOid;

    /// <summary><see cref="PublicKeyKind.Unknown"/> for keys that OpenSSL reads, but that no TLS certificate has.</summary>
    public PublicKeyKind Kind { get; } = kind;

    /// <summary>The public half as the encoding states it; null when it must be computed.</summary>
    public SubjectPublicKey? StatedPublicKey { get; init; }

    /// <summary>RSAPrivateKey of RSA keys, the seed of Edwards keys, the scalar of EC keys.</summary>
    public ReadOnlyMemory<byte> Secret { get; init; }

    /// <summary>The named curve of an EC key; null for other keys and for parameters that are spelled out.</summary>
    public string? CurveOid { get; init; }

    /// <summary>The parameters of an RSA-PSS key; empty when there are none.</summary>
    public ReadOnlyMemory<byte> PssParameters { get; init; }

    /// <summary>Makes it a key.</summary>
    /// <exception cref="TlsFailure">
    /// SSL with UNKNOWN_CERTIFICATE_TYPE: TLS does not sign with such keys. PEM with ASN1_LIB: the numbers are not those of a key.
    /// EVP with UNSUPPORTED_ALGORITHM: a curve that this system's cryptography does not have.
    /// </exception>
    public PrivateKey Import()
    {
        try
        {
            switch (Kind)
            {
                case PublicKeyKind.Rsa:
                    return PrivateKey.FromRsa(ImportRsa());
                case PublicKeyKind.RsaPss:
                    RSA rsa = ImportRsa();
                    return PrivateKey.FromRsaPss(rsa, EncodePssKey(rsa));
                case PublicKeyKind.Ec:
                    return PrivateKey.FromEcdsa(ImportEc());
                case PublicKeyKind.Ed25519:
                    var ed25519 = new Ed25519PrivateKeyParameters(Secret.Span);
                    return PrivateKey.FromEdwards(PrivateKeyKind.Ed25519, ed25519, Encode(ed25519.GeneratePublicKey()));
                case PublicKeyKind.Ed448:
                    var ed448 = new Ed448PrivateKeyParameters(Secret.Span);
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

    public void Dispose() => CryptographicOperations.ZeroMemory(der);

    private static byte[] Encode(AsymmetricKeyParameter publicKey) =>
        SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded();

    private RSA ImportRsa()
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPrivateKey(Secret.Span, out _);
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
    private ECDsa ImportEc()
    {
        string curve = CurveOid ?? throw new CryptographicException("The curve is not named.");
        int orderBits = NamedCurves.OrderBits(curve) ?? throw new CryptographicException("The curve is not known.");
        byte[] padded = new byte[(orderBits + 7) / 8];
        try
        {
            ReadOnlySpan<byte> digits = Secret.Span.TrimStart((byte)0);
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
    private byte[] EncodePssKey(RSA rsa)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSequence();
        writer.PushSequence();
        writer.WriteObjectIdentifier(AlgorithmOid);
        if (!PssParameters.IsEmpty)
        {
            writer.WriteEncodedValue(PssParameters.Span);
        }

        writer.PopSequence();
        writer.WriteBitString(rsa.ExportRSAPublicKey());
        writer.PopSequence();
        return writer.Encode();
    }
}
