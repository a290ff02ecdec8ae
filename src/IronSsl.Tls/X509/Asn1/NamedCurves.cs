using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math.EC;
using ECNamedCurveTable = Org.BouncyCastle.Asn1.X9.ECNamedCurveTable;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>Sizes of named elliptic curves. The usual ones are answered without building the curve.</summary>
internal static class NamedCurves
{
    public const string P256 = "1.2.840.10045.3.1.7";
    public const string P384 = "1.3.132.0.34";
    public const string Sm2 = "1.2.156.10197.1.301";
    public const string P521 = "1.3.132.0.35";

    /// <summary>The bits of the group's order; null for a curve that is not known.</summary>
    public static int? OrderBits(string oid)
    {
        switch (oid)
        {
            case P256:
                return 256;
            case P384:
                return 384;
            case P521:
                return 521;
            default:
                var identifier = new DerObjectIdentifier(oid);
                X9ECParameters? curve = CustomNamedCurves.GetByOid(identifier) ?? ECNamedCurveTable.GetByOid(identifier);
                return curve?.N.BitLength;
        }
    }

    /// <summary>Whether an encoded point is one of the curve, other than infinity.</summary>
    public static bool IsOnCurve(string oid, ReadOnlyMemory<byte> point) => Decode(oid, point) is { IsInfinity: false };

    /// <summary>Whether an encoded point is one of the curve; infinity is.</summary>
    public static bool IsPoint(string oid, ReadOnlyMemory<byte> point) => Decode(oid, point) is not null;

    /// <summary>Whether two encodings, compressed or not, are of the same point.</summary>
    public static bool IsSamePoint(string oid, ReadOnlyMemory<byte> point, ReadOnlyMemory<byte> other) =>
        point.Span.SequenceEqual(other.Span)
        || (Decode(oid, point) is { } decoded && Decode(oid, other) is { } decodedOther && decoded.Equals(decodedOther));

    private static ECPoint? Decode(string oid, ReadOnlyMemory<byte> point)
    {
        if (point.IsEmpty)
        {
            return null;
        }

        var identifier = new DerObjectIdentifier(oid);
        X9ECParameters? curve = CustomNamedCurves.GetByOid(identifier) ?? ECNamedCurveTable.GetByOid(identifier);
        try
        {
            return curve?.Curve.DecodePoint(point.ToArray());
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException)
        {
            return null;
        }
    }
}
