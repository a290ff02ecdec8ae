using System;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto.EC;
using Org.BouncyCastle.Math.EC;
using ECNamedCurveTable = Org.BouncyCastle.Asn1.X9.ECNamedCurveTable;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>The points of named curves, and the sizes of those that TLS has no number for, by BouncyCastle.</summary>
internal static class NamedCurves
{
    /// <summary>The bits of the group's order; null for a curve that is not known.</summary>
    public static int? OrderBits(string oid) => Curve.ByOid(oid)?.OrderBits ?? Find(oid)?.N.BitLength;

    /// <summary>Whether an encoded point is one of the curve, other than infinity.</summary>
    public static bool IsOnCurve(string oid, ReadOnlyMemory<byte> point) => Decode(oid, point) is { IsInfinity: false };

    /// <summary>Whether an encoded point is one of the curve; infinity is.</summary>
    public static bool IsPoint(string oid, ReadOnlyMemory<byte> point) => Decode(oid, point) is not null;

    /// <summary>Whether two encodings, compressed or not, are of the same point.</summary>
    public static bool IsSamePoint(string oid, ReadOnlyMemory<byte> point, ReadOnlyMemory<byte> other) =>
        point.Span.SequenceEqual(other.Span)
        || (Decode(oid, point) is { } decoded && Decode(oid, other) is { } decodedOther
            && decoded.Equals(decodedOther));

    private static ECPoint? Decode(string oid, ReadOnlyMemory<byte> point)
    {
        if (point.IsEmpty)
        {
            return null;
        }

        try
        {
            return Find(oid)?.Curve.DecodePoint(point.ToArray());
        }
        catch (Exception e) when (e is ArgumentException or FormatException or ArithmeticException)
        {
            return null;
        }
    }

    private static X9ECParameters? Find(string oid)
    {
        var identifier = new DerObjectIdentifier(oid);
        return CustomNamedCurves.GetByOid(identifier) ?? ECNamedCurveTable.GetByOid(identifier);
    }
}
