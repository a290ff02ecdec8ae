using System;
using System.Formats.Asn1;
using System.Numerics;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

/// <summary>
/// What a SubjectPublicKeyInfo says of its key, read without building a key object: BouncyCastle's RSA keys test their
/// modulus for 15 ms each, and a chain check needs kind and size only.
/// </summary>
internal sealed record SubjectPublicKey
{
    private const string RsaEncryption = "1.2.840.113549.1.1.1";
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string EcPublicKey = "1.2.840.10045.2.1";
    private const string Ed25519 = "1.3.101.112";
    private const string Ed448 = "1.3.101.113";
    private const string Dsa = "1.2.840.10040.4.1";

    public PublicKeyKind Kind { get; private init; }

    /// <summary>The OID of the key's algorithm.</summary>
    public required string AlgorithmOid { get; init; }

    /// <summary>OpenSSL's `EVP_PKEY_get_bits`: of the modulus, of the curve's order, or of p; 253 and 456 for Edwards.</summary>
    public int Bits { get; private init; }

    /// <summary>The bits of the order of a DSA key's subgroup; 0 for other keys.</summary>
    public int SubgroupBits { get; private init; }

    /// <summary>The named curve of an EC key; null for other keys and for explicit parameters.</summary>
    public string? CurveOid { get; private init; }

    /// <summary>An EC key whose curve is spelled out, which OpenSSL refuses in a chain.</summary>
    public bool HasExplicitParameters { get; private init; }

    /// <summary>The content of the BIT STRING.</summary>
    public required ReadOnlyMemory<byte> KeyBytes { get; init; }

    // A boxed bool, found out when first asked for. Two threads may both do it, with the same result; of a bool? one could see
    // that it is there before it sees which.
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
    /// Whether a security level takes the key (OpenSSL `check_key_level`). Above level 0 a key that can't be decoded has no
    /// strength.
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

    /// <summary>The algorithm's parameters, null when there are none.</summary>
    public ReadOnlyMemory<byte>? Parameters { get; init; }

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
        ReadOnlyMemory<byte>? parameters = algorithm.IsEmpty ? null : algorithm.ReadElement();
        algorithm.ExpectEnd();
        ReadOnlyMemory<byte> key = sequence.ReadBitString(out _);
        sequence.ExpectEnd();
        return new SubjectPublicKey { AlgorithmOid = oid, KeyBytes = key, Parameters = parameters };
    }

    private SubjectPublicKey DecodeKey()
    {
        switch (AlgorithmOid)
        {
            case RsaEncryption:
                return this with { Kind = PublicKeyKind.Rsa, Bits = ReadModulusBits() };
            case RsaPss:
                return this with { Kind = PublicKeyKind.RsaPss, Bits = ReadModulusBits() };
            case EcPublicKey:
                return DecodeCurve();
            case Ed25519:
                return KeyBytes.Length == 32 ? this with { Kind = PublicKeyKind.Ed25519, Bits = 253 } : this;
            case Ed448:
                return KeyBytes.Length == 57 ? this with { Kind = PublicKeyKind.Ed448, Bits = 456 } : this;
            case Dsa when Parameters is { } domain:
                Asn1Cursor fields = new Asn1Cursor(domain).ReadSequence();
                int modulusBits = BitLength(fields.ReadInteger());
                int subgroupBits = BitLength(fields.ReadInteger());
                return this with { Kind = PublicKeyKind.Dsa, Bits = modulusBits, SubgroupBits = subgroupBits };
            default:
                return this;
        }
    }

    private int ReadModulusBits()
    {
        Asn1Cursor fields = new Asn1Cursor(KeyBytes).ReadSequence();
        BigInteger modulus = fields.ReadInteger();
        fields.ReadInteger();
        return modulus.Sign > 0 ? BitLength(modulus) : throw new AsnContentException("A modulus is positive.");
    }

    private SubjectPublicKey DecodeCurve()
    {
        if (Parameters is not { } parameters || KeyBytes.IsEmpty)
        {
            return this;
        }

        var cursor = new Asn1Cursor(parameters);
        if (cursor.NextIs(UniversalTagNumber.Sequence))
        {
            // RFC 3279 section 2.3.5, ECParameters: version, fieldID, curve, base, order.
            Asn1Cursor fields = cursor.ReadSequence();
            fields.ReadInteger();
            fields.ReadElement();
            fields.ReadElement();
            fields.ReadElement();
            int bits = BitLength(fields.ReadInteger());
            return this with { Kind = PublicKeyKind.Ec, Bits = bits, HasExplicitParameters = true };
        }

        string curve = cursor.ReadOid();
        return NamedCurves.OrderBits(curve) is { } orderBits
            ? this with { Kind = PublicKeyKind.Ec, Bits = orderBits, CurveOid = curve }
            : this;
    }

    private static int BitLength(BigInteger value) => (int)value.GetBitLength();
}
