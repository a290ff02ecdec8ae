using System;
using System.Formats.Asn1;
using System.Security.Cryptography;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace IronSsl.X509;

/// <summary>
/// Reads private keys from PEM: PKCS#1, PKCS#8, SEC 1, in the clear or encrypted in either way (`PEM_read_bio_PrivateKey`). The
/// first key decides. Whatever held key material in between is zeroed.
/// </summary>
internal static class PrivateKeyLoader
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";

    // Keys that OpenSSL reads, but that no TLS certificate type has: X25519, X448, Diffie-Hellman twice.
    private const string X25519 = "1.3.101.110";
    private const string X448 = "1.3.101.111";
    private const string DhKeyAgreement = "1.2.840.113549.1.3.1";
    private const string DhPublicNumber = "1.2.840.10046.2.1";
    private const string Dsa = "1.2.840.10040.4.1";

    /// <summary>The first key in a PEM file; blocks that hold no key in spite of their label are passed over.</summary>
    /// <exception cref="TlsFailure">
    /// Of PEM, ASN1 or another library: why there is no usable key. SSL with UNKNOWN_CERTIFICATE_TYPE: it is a key, but of a
    /// kind that TLS does not sign with.
    /// </exception>
    /// <exception cref="PasswordSourceException">What the password's function raised.</exception>
    public static PrivateKey Load(ReadOnlySpan<byte> pem, PasswordSource? password)
    {
        var reader = new PemReader(pem);
        TlsFailure? firstFailure = null;
        while (reader.TryRead(IsKey, out PemBlock? block))
        {
            using (block)
            {
                try
                {
                    return Load(block, password);
                }
                catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException)
                {
                    firstFailure ??= TlsFailure.Of("PEM", "ASN1_LIB", e);
                }
            }
        }

        throw firstFailure ?? TlsFailure.Of("PEM", "NO_START_LINE");
    }

    /// <summary>Checks that a block in the clear has the form of a key, without making it one.</summary>
    /// <exception cref="TlsFailure">PEM with ASN1_LIB.</exception>
    public static void CheckForm(PemBlock block)
    {
        try
        {
            Asn1Cursor fields = new Asn1Cursor(block.Data).ReadSequence();
            fields.ReadInteger();
            switch (block.Label)
            {
                case PemLabel.Pkcs8:
                    fields.ReadSequence().ReadOid();
                    fields.ReadOctetString();
                    break;
                case PemLabel.EcPrivateKey:
                    fields.ReadOctetString();
                    break;
                default:
                    // PKCS#1 has eight more numbers, the old form of DSA keys has five.
                    for (int left = block.Label == PemLabel.RsaPrivateKey ? 8 : 5; left > 0; left--)
                    {
                        fields.ReadIntegerBytes();
                    }

                    break;
            }
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
    }

    private static PrivateKey Load(PemBlock block, PasswordSource? password)
    {
        byte[] der = PemEncryption.Decrypt(block, password);
        try
        {
            return Decode(block.Label, der, password);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static bool IsKey(string label) => label is PemLabel.Pkcs8 or PemLabel.EncryptedPkcs8
        or PemLabel.RsaPrivateKey or PemLabel.EcPrivateKey or PemLabel.DsaPrivateKey;

    private static PrivateKey Decode(string label, byte[] der, PasswordSource? password)
    {
        switch (label)
        {
            case PemLabel.RsaPrivateKey:
                return PrivateKey.FromRsa(ImportRsa(der));
            case PemLabel.EcPrivateKey:
                return PrivateKey.FromEcdsa(ImportEc(der, curveOid: null));
            case PemLabel.DsaPrivateKey:
                throw UnknownType();
            case PemLabel.Pkcs8:
                return DecodePkcs8(der);
            default:
                byte[] inner = Pkcs8Encryption.Decrypt(der, password);
                try
                {
                    return DecodePkcs8(inner);
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(inner);
                }
        }
    }

    /// <summary>PrivateKeyInfo (RFC 5208 section 5).</summary>
    private static PrivateKey DecodePkcs8(byte[] der)
    {
        Asn1Cursor fields = new Asn1Cursor(der).ReadSequence();
        fields.ReadInteger();
        Asn1Cursor algorithm = fields.ReadSequence();
        string oid = algorithm.ReadOid();
        ReadOnlyMemory<byte> parameters = algorithm.IsEmpty ? default : algorithm.ReadElement();
        ReadOnlyMemory<byte> key = fields.ReadOctetString();
        switch (oid)
        {
            case RsaEncryption:
                return PrivateKey.FromRsa(ImportRsa(key.Span));
            case RsaPss:
                RSA rsa = ImportRsa(key.Span);
                return PrivateKey.FromRsaPss(rsa, EncodePssKey(rsa, parameters));
            case EcPublicKey:
                return PrivateKey.FromEcdsa(ImportEc(key, new Asn1Cursor(parameters).ReadOid()));
            case Ed25519:
                var ed25519 = new Ed25519PrivateKeyParameters(ReadSeed(key).Span);
                return PrivateKey.FromEdwards(PrivateKeyKind.Ed25519, ed25519, Encode(ed25519.GeneratePublicKey()));
            case Ed448:
                var ed448 = new Ed448PrivateKeyParameters(ReadSeed(key).Span);
                return PrivateKey.FromEdwards(PrivateKeyKind.Ed448, ed448, Encode(ed448.GeneratePublicKey()));
            case X25519 or X448 or DhKeyAgreement or DhPublicNumber or Dsa:
                throw UnknownType();
            default:
                throw TlsFailure.Of("EVP", "UNSUPPORTED_ALGORITHM");
        }
    }

    private static byte[] Encode(AsymmetricKeyParameter publicKey) =>
        SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(publicKey).GetDerEncoded();

    /// <summary>CurvePrivateKey (RFC 8410 section 7): an OCTET STRING in the OCTET STRING.</summary>
    private static ReadOnlyMemory<byte> ReadSeed(ReadOnlyMemory<byte> key)
    {
        var inner = new Asn1Cursor(key);
        ReadOnlyMemory<byte> seed = inner.ReadOctetString();
        inner.ExpectEnd();
        return seed;
    }

    private static RSA ImportRsa(ReadOnlySpan<byte> pkcs1)
    {
        var rsa = RSA.Create();
        try
        {
            rsa.ImportRSAPrivateKey(pkcs1, out _);
            return rsa;
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>
    /// ECPrivateKey (RFC 5915 section 3). The public key in it is not read: .NET takes only one of its encodings, and the
    /// platform computes it. Parameters that are spelled out are refused.
    /// </summary>
    private static ECDsa ImportEc(ReadOnlyMemory<byte> sec1, string? curveOid)
    {
        Asn1Cursor fields = new Asn1Cursor(sec1).ReadSequence();
        fields.ReadInteger();
        ReadOnlyMemory<byte> scalar = fields.ReadOctetString();
        string curve = fields.NextIsContext(0)
            ? fields.ReadContext(0).ReadOid()
            : curveOid ?? throw new AsnContentException("The curve is not named.");
        int orderBits = NamedCurves.OrderBits(curve) ?? throw new AsnContentException("The curve is not known.");
        byte[] padded = new byte[(orderBits + 7) / 8];
        try
        {
            ReadOnlySpan<byte> digits = scalar.Span.TrimStart((byte)0);
            if (digits.Length > padded.Length)
            {
                throw new AsnContentException("The private key is larger than the curve's order.");
            }

            digits.CopyTo(padded.AsSpan(padded.Length - digits.Length));
            return ECDsa.Create(new ECParameters { Curve = ECCurve.CreateFromValue(curve), D = padded });
        }
        catch (PlatformNotSupportedException e)
        {
            // A curve that this system's cryptography does not have.
            throw TlsFailure.Of("EVP", "UNSUPPORTED_ALGORITHM", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(padded);
        }
    }

    /// <summary>A SubjectPublicKeyInfo with the key of <paramref name="rsa"/> under id-RSASSA-PSS (RFC 4055 section 1.2).</summary>
    private static byte[] EncodePssKey(RSA rsa, ReadOnlyMemory<byte> parameters)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSequence();
        writer.PushSequence();
        writer.WriteObjectIdentifier(RsaPss);
        if (!parameters.IsEmpty)
        {
            writer.WriteEncodedValue(parameters.Span);
        }

        writer.PopSequence();
        writer.WriteBitString(rsa.ExportRSAPublicKey());
        writer.PopSequence();
        return writer.Encode();
    }

    private static TlsFailure UnknownType() => TlsFailure.Ssl("UNKNOWN_CERTIFICATE_TYPE");
}
