using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// Tells what private key an encoding holds: PKCS#8, PKCS#1, SEC 1 and the old form of DSA keys, as strictly as OpenSSL
/// 3's decoders. The numbers are not looked at. Each method gives null for what is no such key; the result keeps
/// <c>der</c>.
/// </summary>
internal static class PrivateKeyDecoder
{

    /// <summary>X.500's name of RSA, which OpenSSL's older code takes for the same.</summary>

    private static readonly BigInteger s_multiPrimeVersion = BigInteger.One;

    /// <summary>
    /// What OpenSSL's decoders make of a PEM block: a block of a type, such as `EC PARAMETERS`, may hold any structure
    /// with a private key of that type.
    /// </summary>
    public static EncodedPrivateKey? ByLabel(string label, byte[] der) => label switch
    {
        PemLabel.Pkcs8 or PemLabel.EncryptedPkcs8 => Pkcs8(der),
        PemLabel.RsaPrivateKey or "RSA PUBLIC KEY" => OfType(Oids.RsaKey, der),
        PemLabel.EcPrivateKey or "EC PARAMETERS" => OfType(Oids.EcKey, der),
        PemLabel.DsaPrivateKey or "DSA PUBLIC KEY" or "DSA PARAMETERS" => OfType(Oids.DsaKey, der),
        "SM2 PRIVATE KEY" or "SM2 PARAMETERS" => OfType(Oids.Sm2, der),
        "DH PARAMETERS" => OfType(Oids.DhKey, der),
        "X9.42 DH PARAMETERS" => OfType(Oids.DhX942Key, der),
        _ => null,
    };

    /// <summary>
    /// What OpenSSL's older code makes of a block that <see cref="ByLabel"/> could not read: it minds no case in
    /// labels.
    /// </summary>
    public static EncodedPrivateKey? ByLegacyLabel(string label, byte[] der) => label switch
    {
        PemLabel.Pkcs8 or PemLabel.EncryptedPkcs8 => Pkcs8(der) ?? OfX500(der),
        _ => LegacyType(label) is { } type
            ? OfType(type, der) ?? (OfX500(der) is { } other && other.AlgorithmOid == type ? other : null) : null,
    };

    /// <summary>Whether OpenSSL's older code looks into blocks with this label.</summary>
    public static bool IsLegacyLabel(string label) =>
        label is PemLabel.Pkcs8 or PemLabel.EncryptedPkcs8 || LegacyType(label) is not null;

    /// <summary>
    /// Whether a block whose label has "PRIVATE KEY" in it holds a key in the clear, as OpenSSL's
    /// `PEM_X509_INFO_read_bio` asks.
    /// </summary>
    public static bool IsWellFormed(string label, byte[] der)
    {
        int at = label.IndexOf(PemLabel.Pkcs8, StringComparison.Ordinal);
        string? type = at < 1 ? null : label[..(at - 1)].ToUpperInvariant() switch
        {
            "RSA" => Oids.RsaKey,
            "RSA-PSS" => Oids.RsaPssKey,
            "EC" => Oids.EcKey,
            "DSA" => Oids.DsaKey,
            "ED25519" => Oids.Ed25519,
            "ED448" => Oids.Ed448,
            "X25519" => Oids.X25519,
            "X448" => Oids.X448,
            "DH" => Oids.DhKey,
            "DHX" or "X9.42 DH" => Oids.DhX942Key,
            _ => null,
        };
        EncodedPrivateKey? key = type is null
            ? Rsa(der) ?? Ec(der) ?? Dsa(der) ?? Pkcs8(der) ?? OfX500(der) : OfType(type, der);
        return key is not null;
    }

    private static string? LegacyType(string label) => label.ToUpperInvariant() switch
    {
        PemLabel.RsaPrivateKey => Oids.RsaKey,
        PemLabel.EcPrivateKey => Oids.EcKey,
        PemLabel.DsaPrivateKey => Oids.DsaKey,
        _ => null,
    };

    private static EncodedPrivateKey? OfType(string oid, byte[] der)
    {
        EncodedPrivateKey? key = oid switch
        {
            Oids.RsaKey => Rsa(der),
            Oids.EcKey => Ec(der),
            Oids.Sm2 => Ec(der) is { AlgorithmOid: Oids.Sm2 } sm2 ? sm2 : null,
            Oids.DsaKey => Dsa(der),
            _ => null,
        };
        if (key is null && Pkcs8(der) is { } other)
        {
            bool isType = other.AlgorithmOid == oid || (oid == Oids.EcKey && other.AlgorithmOid == Oids.Sm2);
            return isType ? other : null;
        }

        return key;
    }

    private static EncodedPrivateKey? Rsa(byte[] der) => Try(() => ReadRsa(der, der, Oids.RsaKey, default));

    private static EncodedPrivateKey? Ec(byte[] der) => Try(() => ReadEc(der, der, parameters: null));

    /// <summary>The numbers of an old DSA key: version, p, q, g, public, private.</summary>
    private static EncodedPrivateKey? Dsa(byte[] der) => Try(() =>
    {
        Asn1Cursor fields = new Asn1Cursor(der).ReadSequence();
        ReadSmallInteger(ref fields);
        SkipNumbers(ref fields, 5);
        fields.ExpectEnd();
        return new EncodedPrivateKey(der, Oids.DsaKey, PublicKeyKind.Dsa);
    });

    private static EncodedPrivateKey? Pkcs8(byte[] der) => Try(() => ReadPkcs8(der, isLegacy: false));

    private static EncodedPrivateKey? OfX500(byte[] der) => Try(() => ReadPkcs8(der, isLegacy: true));

    private static EncodedPrivateKey? Try(Func<EncodedPrivateKey?> read)
    {
        try
        {
            return read();
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    /// <summary>PrivateKeyInfo (RFC 5208 section 5); the public key of RFC 5958 is one field too many for OpenSSL
    /// 3.0.</summary>
    private static EncodedPrivateKey? ReadPkcs8(byte[] der, bool isLegacy)
    {
        Asn1Cursor fields = new Asn1Cursor(der).ReadSequence();
        fields.ReadIntegerBytes();
        Asn1Cursor algorithm = fields.ReadSequence();
        string oid = algorithm.ReadOid();
        ReadOnlyMemory<byte>? parameters = algorithm.IsEmpty ? (ReadOnlyMemory<byte>?)null : algorithm.ReadAny();
        algorithm.ExpectEnd();
        ReadOnlyMemory<byte> key = fields.ReadOctetString();
        if (!fields.IsEmpty)
        {
            SkipAttributes(fields.ReadContext(0));
        }

        fields.ExpectEnd();
        switch (oid)
        {
            case Oids.RsaOfX500 when isLegacy:
                return ReadRsa(der, key, Oids.RsaKey, default);
            case Oids.RsaKey:
                return ReadRsa(der, key, oid, default);
            case Oids.RsaPssKey:
                if (parameters is { } pss)
                {
                    SubjectPublicKey.RequirePssParameters(pss);
                }

                return ReadRsa(der, key, oid, parameters ?? default);
            case Oids.EcKey:
                return ReadEc(der, key, parameters ?? throw new AsnContentException("The curve is missing."));
            case Oids.Ed25519:
                return ReadSeed(der, key, parameters, oid, PublicKeyKind.Ed25519, 32);
            case Oids.Ed448:
                return ReadSeed(der, key, parameters, oid, PublicKeyKind.Ed448, 57);
            case Oids.X25519:
                return ReadSeed(der, key, parameters, oid, PublicKeyKind.Unknown, 32);
            case Oids.X448:
                return ReadSeed(der, key, parameters, oid, PublicKeyKind.Unknown, 56);
            case Oids.DsaKey or Oids.DhKey or Oids.DhX942Key:
                return ReadDiscreteLogarithm(der, key, parameters, oid);
            default:
                return null;
        }
    }

    /// <summary>Attributes of RFC 5208: each a type and a SET of whatever.</summary>
    private static void SkipAttributes(Asn1Cursor attributes)
    {
        while (!attributes.IsEmpty)
        {
            Asn1Cursor attribute = attributes.ReadSequence();
            attribute.ReadOid();
            Asn1Cursor values = attribute.ReadSet();
            attribute.ExpectEnd();
            while (!values.IsEmpty)
            {
                values.ReadAny();
            }
        }
    }

    /// <summary>RSAPrivateKey (RFC 8017 appendix A.1.2).</summary>
    private static EncodedPrivateKey ReadRsa(
        byte[] der, ReadOnlyMemory<byte> pkcs1, string oid, ReadOnlyMemory<byte> pssParameters)
    {
        var outer = new Asn1Cursor(pkcs1);
        Asn1Cursor fields = outer.ReadSequence();
        BigInteger version = ReadSmallInteger(ref fields);
        ReadOnlyMemory<byte> modulus = fields.ReadUnsignedBytes();
        ReadOnlyMemory<byte> exponent = fields.ReadUnsignedBytes();
        SkipNumbers(ref fields, 6);
        bool hasMorePrimes = false;
        if (fields.NextIs(UniversalTagNumber.Sequence))
        {
            Asn1Cursor primes = fields.ReadSequence();
            while (!primes.IsEmpty)
            {
                Asn1Cursor prime = primes.ReadSequence();
                SkipNumbers(ref prime, 3);
                prime.ExpectEnd();
                hasMorePrimes = true;
            }
        }

        fields.ExpectEnd();
        if (version == s_multiPrimeVersion && !hasMorePrimes)
        {
            throw new AsnContentException("A key of many primes without them.");
        }

        PublicKeyKind kind = oid == Oids.RsaPssKey ? PublicKeyKind.RsaPss : PublicKeyKind.Rsa;
        return new EncodedPrivateKey(der, oid, kind)
        {
            Secret = pkcs1[..^outer.Rest.Length],
            PssParameters = pssParameters,
            StatedPublicKey = SubjectPublicKey.OfRsa(oid, kind, modulus, exponent),
        };
    }

    /// <summary>ECPrivateKey (RFC 5915 section 3); a curve inside goes before that of PKCS#8.</summary>
    private static EncodedPrivateKey ReadEc(byte[] der, ReadOnlyMemory<byte> sec1, ReadOnlyMemory<byte>? parameters)
    {
        Asn1Cursor fields = new Asn1Cursor(sec1).ReadSequence();
        ReadSmallInteger(ref fields);
        ReadOnlyMemory<byte> scalar = fields.ReadOctetString();
        if (parameters is { } outer)
        {
            ReadCurve(outer);
        }

        if (fields.NextIsContext(0))
        {
            Asn1Cursor inner = fields.ReadContext(0);
            parameters = inner.ReadElement();
            inner.ExpectEnd();
        }

        ReadOnlyMemory<byte>? point = null;
        if (fields.NextIsContext(1))
        {
            Asn1Cursor inner = fields.ReadContext(1);
            point = inner.ReadBitString(out _);
            inner.ExpectEnd();
        }

        fields.ExpectEnd();
        string? curve = ReadCurve(parameters ?? throw new AsnContentException("The curve is missing."));
        if (point is { } stated && curve is not null && !NamedCurves.IsPoint(curve, stated))
        {
            throw new AsnContentException("The public key is no point of the curve.");
        }

        bool isSm2 = curve == Oids.Sm2;
        return new EncodedPrivateKey(
            der, isSm2 ? Oids.Sm2 : Oids.EcKey, isSm2 ? PublicKeyKind.Unknown : PublicKeyKind.Ec)
        {
            Secret = scalar,
            CurveOid = curve,
            StatedPublicKey = point is { } key && curve is not null ? SubjectPublicKey.OfCurve(curve, key) : null,
        };
    }

    /// <summary>The OID of a named curve that is known; null where the parameters are spelled out, which only have the
    /// right form.</summary>
    private static string? ReadCurve(ReadOnlyMemory<byte> parameters)
    {
        var cursor = new Asn1Cursor(parameters);
        if (cursor.NextIs(UniversalTagNumber.Sequence))
        {
            SubjectPublicKey.ReadExplicitCurveBits(parameters);
            return null;
        }

        string curve = cursor.ReadOid();
        return NamedCurves.OrderBits(curve) is not null
            ? curve : throw new AsnContentException("The curve is not known.");
    }

    /// <summary>CurvePrivateKey (RFC 8410 section 7): an OCTET STRING in the OCTET STRING, and no parameters.</summary>
    private static EncodedPrivateKey ReadSeed(
        byte[] der, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? parameters, string oid, PublicKeyKind kind,
        int bytes)
    {
        ReadOnlyMemory<byte> seed = new Asn1Cursor(key).ReadOctetString();
        return seed.Length == bytes && parameters is null
            ? new EncodedPrivateKey(der, oid, kind) { Secret = seed }
            : throw new AsnContentException("A key of an Edwards or Montgomery curve has another form.");
    }

    /// <summary>DSA and Diffie-Hellman: the group is in the parameters, the key is an INTEGER.</summary>
    private static EncodedPrivateKey ReadDiscreteLogarithm(
        byte[] der, ReadOnlyMemory<byte> key, ReadOnlyMemory<byte>? parameters, string oid)
    {
        Asn1Cursor group = new Asn1Cursor(parameters ?? default).ReadSequence();
        SkipNumbers(ref group, oid == Oids.DhKey ? 2 : 3);
        if (oid == Oids.DsaKey)
        {
            group.ExpectEnd();
        }

        bool isNegative = new Asn1Cursor(key).ReadInteger().Sign < 0;
        return !isNegative
            ? new EncodedPrivateKey(der, oid, oid == Oids.DsaKey ? PublicKeyKind.Dsa : PublicKeyKind.Unknown)
            : throw new AsnContentException("A key is positive.");
    }

    private static void SkipNumbers(ref Asn1Cursor fields, int count)
    {
        for (; count > 0; count--)
        {
            fields.ReadUnsignedBytes();
        }
    }

    /// <summary>OpenSSL's `INT32`: it takes an INTEGER without content for zero.</summary>
    private static BigInteger ReadSmallInteger(ref Asn1Cursor fields)
    {
        Asn1Cursor start = fields;
        if (fields.ReadUnsignedBytes().IsEmpty)
        {
            return BigInteger.Zero;
        }

        BigInteger value = start.ReadInteger();
        return value >= int.MinValue && value <= int.MaxValue
            ? value : throw new AsnContentException("A number is too large.");
    }
}
