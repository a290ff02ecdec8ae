using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// What a SubjectPublicKeyInfo says of its key, read without building a key object: BouncyCastle's RSA keys test their
/// modulus for 15 ms each, and a chain check needs kind and size only.
/// </summary>
internal sealed record SubjectPublicKey
{
    public PublicKeyKind Kind { get; private init; }

    /// <summary>The OID of the key's algorithm.</summary>
    public required string AlgorithmOid { get; init; }

    /// <summary>OpenSSL's `EVP_PKEY_get_bits`: of the modulus, of the curve's order, or of p; 253 and 456 for
    /// Edwards.</summary>
    public int Bits { get; private init; }

    /// <summary>The bits of the order of a DSA key's subgroup; 0 for other keys.</summary>
    public int SubgroupBits { get; private init; }

    /// <summary>The named curve of an EC key; null for other keys and for explicit parameters.</summary>
    public string? CurveOid { get; private init; }

    /// <summary>An EC key whose curve is spelled out, which OpenSSL refuses in a chain.</summary>
    public bool HasExplicitParameters { get; private init; }

    /// <summary>The content of the BIT STRING.</summary>
    public required ReadOnlyMemory<byte> KeyBytes { get; init; }

    // A boxed bool, computed at its first use. Two threads may both compute it, with the same result. A bool? has two
    // fields, and a thread could see one of them before the other.
    private object? _isValid;

    /// <summary>
    /// Whether the key can be decoded in full: of a named curve it must be a point. Explicit parameters are not looked
    /// into, since no chain may have them.
    /// </summary>
    public bool IsValid => (bool)(_isValid ??= Kind switch
    {
        PublicKeyKind.Unknown => false,
        PublicKeyKind.Ec => CurveOid is not { } curve || NamedCurves.IsOnCurve(curve, KeyBytes),
        _ => true,
    });

    /// <summary>
    /// Whether a security level takes the key (OpenSSL `check_key_level`). Above level 0 a key that can't be decoded
    /// has no strength.
    /// </summary>
    public bool IsStrongEnough(int level) => level <= 0 || (IsValid && Kind switch
    {
        PublicKeyKind.Rsa or PublicKeyKind.RsaPss => SecurityLevel.AllowsRsaKey(level, Bits),
        PublicKeyKind.Ec => SecurityLevel.AllowsEcKey(level, Bits),
        PublicKeyKind.Dsa => SecurityLevel.AllowsDsaKey(level, Bits, SubgroupBits),
        PublicKeyKind.Ed25519 => SecurityLevel.AllowsEd25519(level),
        PublicKeyKind.Ed448 => SecurityLevel.AllowsEd448(level),
        _ => false,
    });

    /// <summary>Whether OpenSSL can decode the key, also one of a kind that is not known here.</summary>
    public bool IsDecodable => Kind != PublicKeyKind.Unknown ? IsValid : AlgorithmOid switch
    {
        Oids.X25519 => KeyBytes.Length == 32 && Parameters is null,
        Oids.X448 => KeyBytes.Length == 56 && Parameters is null,
        Oids.DhKey or Oids.DhX942Key => HasDhForm(AlgorithmOid == Oids.DhKey ? 2 : 3),
        Oids.EcKey => CurveOid is { } curve && NamedCurves.IsOnCurve(curve, KeyBytes),
        _ => false,
    };

    /// <summary>The algorithm's parameters, null when there are none.</summary>
    public ReadOnlyMemory<byte>? Parameters { get; init; }

    /// <summary>Whether both are the same key, however it is encoded; never of curves that are spelled out.</summary>
    public bool IsSameKey(SubjectPublicKey other) => Kind == other.Kind && Kind switch
    {
        PublicKeyKind.Unknown => false,
        PublicKeyKind.Rsa or PublicKeyKind.RsaPss => HasSameRsaNumbers(other),
        PublicKeyKind.Ec => CurveOid is { } curve && other.CurveOid == curve
            && NamedCurves.IsSamePoint(curve, KeyBytes, other.KeyBytes),
        _ => KeyBytes.Span.SequenceEqual(other.KeyBytes.Span),
    };

    /// <summary>The public half of an RSA key, from the octets of its numbers.</summary>
    internal static SubjectPublicKey OfRsa(
        string oid, PublicKeyKind kind, ReadOnlyMemory<byte> modulus, ReadOnlyMemory<byte> exponent)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.PushSequence();
        writer.WriteIntegerUnsigned(Trim(modulus));
        writer.WriteIntegerUnsigned(Trim(exponent));
        writer.PopSequence();
        return new SubjectPublicKey { AlgorithmOid = oid, Kind = kind, KeyBytes = writer.Encode() };

        static ReadOnlySpan<byte> Trim(ReadOnlyMemory<byte> number) =>
            number.Span.TrimStart((byte)0) is { IsEmpty: false } digits ? digits : [0];
    }

    /// <summary>The public half of a key on a named curve.</summary>
    internal static SubjectPublicKey OfCurve(string curve, ReadOnlyMemory<byte> point) =>
        new() { AlgorithmOid = Oids.EcKey, Kind = PublicKeyKind.Ec, CurveOid = curve, KeyBytes = point };

    /// <summary>
    /// Whether the key, if it is restricted to RSASSA-PSS and says how, may sign with that digest, in the mask as well,
    /// and with so much salt: RFC 4055 section 3.3, OpenSSL `rsa_setup_md` and `rsa_set_ctx_params`.
    /// </summary>
    public bool AllowsPss(DigestAlgorithm digest, DigestAlgorithm mask, int saltBytes) =>
        Kind != PublicKeyKind.RsaPss
        || Parameters is not { } parameters
        || (SignatureAlgorithm.TryDecodePssKey(parameters) is { } restriction
            && restriction.Digest == digest && restriction.MaskDigest == mask && restriction.SaltBytes <= saltBytes);

    /// <summary>Whether the key may sign a handshake with that scheme: RFC 8446 section 4.2.3, one digest in both
    /// places, and as much salt.</summary>
    public bool AllowsPss(SignatureSchemeEntry scheme) =>
        scheme.Digest is not { } name
        || DigestAlgorithm.ByName(name) is not { } digest
        || AllowsPss(digest, digest, digest.Bytes);

    /// <summary>Checks the parameters of a key that is restricted to PSS: OpenSSL's `ossl_rsa_param_decode`.</summary>
    /// <exception cref="AsnContentException">They are not such parameters.</exception>
    internal static void RequirePssParameters(ReadOnlyMemory<byte> parameters)
    {
        if (SignatureAlgorithm.TryDecodePssKey(parameters) is null)
        {
            throw new AsnContentException("The parameters of a PSS key are not known.");
        }
    }

    /// <summary>The bits of the order of a curve that is spelled out.</summary>
    /// <exception cref="AsnContentException">It has another form.</exception>
    internal static int ReadExplicitCurveBits(ReadOnlyMemory<byte> parameters)
    {
        // RFC 3279 section 2.3.5, ECParameters: version, fieldID, curve, base, order.
        Asn1Cursor fields = new Asn1Cursor(parameters).ReadSequence();
        fields.ReadInteger();
        fields.ReadElement();
        fields.ReadElement();
        fields.ReadElement();
        return BitLength(fields.ReadInteger());
    }

    /// <summary>Reads the inside of a SubjectPublicKeyInfo.</summary>
    /// <exception cref="AsnContentException">
    /// The outer structure is wrong. A key that is wrong inside is of <see cref="PublicKeyKind.Unknown"/>, as OpenSSL
    /// keeps such a certificate and fails when the key is used.
    /// </exception>
    internal static SubjectPublicKey Decode(ReadOnlyMemory<byte> der)
    {
        SubjectPublicKey unknown = DecodeOutside(der);
        try
        {
            return unknown.DecodeKey();
        }
        catch (AsnContentException)
        {
            return unknown;
        }
    }

    /// <summary>The structure alone; the key stays of <see cref="PublicKeyKind.Unknown"/>.</summary>
    /// <exception cref="AsnContentException">The outer structure is wrong.</exception>
    internal static SubjectPublicKey DecodeOutside(ReadOnlyMemory<byte> der)
    {
        var outer = new Asn1Cursor(der);
        Asn1Cursor sequence = outer.ReadSequence();
        outer.ExpectEnd();
        Asn1Cursor algorithm = sequence.ReadSequence();
        string oid = algorithm.ReadOid();
        ReadOnlyMemory<byte>? parameters = algorithm.IsEmpty ? (ReadOnlyMemory<byte>?)null : algorithm.ReadAny();
        algorithm.ExpectEnd();
        ReadOnlyMemory<byte> key = sequence.ReadBitString(out _);
        sequence.ExpectEnd();
        return new SubjectPublicKey { AlgorithmOid = oid, KeyBytes = key, Parameters = parameters };
    }

    private SubjectPublicKey DecodeKey()
    {
        switch (AlgorithmOid)
        {
            case Oids.RsaKey:
                return this with { Kind = PublicKeyKind.Rsa, Bits = ReadModulusBits() };
            case Oids.RsaPssKey:
                if (Parameters is { } pss)
                {
                    RequirePssParameters(pss);
                }

                return this with { Kind = PublicKeyKind.RsaPss, Bits = ReadModulusBits() };
            case Oids.EcKey:
                return DecodeCurve();
            case Oids.Ed25519:
                return KeyBytes.Length == 32 && Parameters is null
                    ? this with { Kind = PublicKeyKind.Ed25519, Bits = 253 } : this;
            case Oids.Ed448:
                return KeyBytes.Length == 57 && Parameters is null
                    ? this with { Kind = PublicKeyKind.Ed448, Bits = 456 } : this;
            case Oids.DsaKey when Parameters is { } domain:
                Asn1Cursor fields = new Asn1Cursor(domain).ReadSequence();
                int modulusBits = BitLength(fields.ReadInteger());
                int subgroupBits = BitLength(fields.ReadInteger());
                new Asn1Cursor(KeyBytes).ReadInteger();
                return this with { Kind = PublicKeyKind.Dsa, Bits = modulusBits, SubgroupBits = subgroupBits };
            default:
                return this;
        }
    }

    /// <summary>A Diffie-Hellman key: so many numbers of a group, then whatever, and an INTEGER.</summary>
    private bool HasDhForm(int numbers)
    {
        try
        {
            Asn1Cursor group = new Asn1Cursor(Parameters ?? default).ReadSequence();
            for (; numbers > 0; numbers--)
            {
                group.ReadUnsignedBytes();
            }

            new Asn1Cursor(KeyBytes).ReadIntegerBytes();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    private int ReadModulusBits()
    {
        var (modulus, _) = ReadRsaNumbers();
        return BitLength(new BigInteger(modulus.Span, isUnsigned: true, isBigEndian: true));
    }

    /// <summary>RSAPublicKey (RFC 8017 appendix A.1.1), of which OpenSSL takes the numbers without sign.</summary>
    private (ReadOnlyMemory<byte> Modulus, ReadOnlyMemory<byte> Exponent) ReadRsaNumbers()
    {
        Asn1Cursor fields = new Asn1Cursor(KeyBytes).ReadSequence();
        ReadOnlyMemory<byte> modulus = fields.ReadUnsignedBytes();
        ReadOnlyMemory<byte> exponent = fields.ReadUnsignedBytes();
        fields.ExpectEnd();
        return (modulus, exponent);
    }

    private bool HasSameRsaNumbers(SubjectPublicKey other)
    {
        var (modulus, exponent) = ReadRsaNumbers();
        var (otherModulus, otherExponent) = other.ReadRsaNumbers();
        return IsSameNumber(modulus, otherModulus) && IsSameNumber(exponent, otherExponent);
    }

    private static bool IsSameNumber(ReadOnlyMemory<byte> number, ReadOnlyMemory<byte> other) =>
        number.Span.TrimStart((byte)0).SequenceEqual(other.Span.TrimStart((byte)0));

    private SubjectPublicKey DecodeCurve()
    {
        if (Parameters is not { } parameters || KeyBytes.IsEmpty)
        {
            return this;
        }

        var cursor = new Asn1Cursor(parameters);
        if (cursor.NextIs(UniversalTagNumber.Sequence))
        {
            int bits = ReadExplicitCurveBits(parameters);
            return this with { Kind = PublicKeyKind.Ec, Bits = bits, HasExplicitParameters = true };
        }

        string curve = cursor.ReadOid();
        if (curve == Oids.Sm2)
        {
            // OpenSSL takes it for a kind of its own.
            return this with { CurveOid = curve };
        }

        return NamedCurves.OrderBits(curve) is { } orderBits
            ? this with { Kind = PublicKeyKind.Ec, Bits = orderBits, CurveOid = curve }
            : this;
    }

    private static int BitLength(BigInteger value) => (int)value.GetBitLength();
}
