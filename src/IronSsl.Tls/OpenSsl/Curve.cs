using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.Tls.OpenSsl;

/// <summary>An elliptic curve that TLS numbers: its identifier, its number and its sizes.</summary>
internal sealed class Curve
{
    public static readonly Curve Secp192k1 = Weierstrass(0x0012, "1.3.132.0.31", orderBits: 192, coordinateBytes: 24);
    public static readonly Curve P192 = Weierstrass(0x0013, "1.2.840.10045.3.1.1", orderBits: 192, coordinateBytes: 24);
    public static readonly Curve Secp224k1 = Weierstrass(0x0014, "1.3.132.0.32", orderBits: 225, coordinateBytes: 28);
    public static readonly Curve P224 = Weierstrass(0x0015, "1.3.132.0.33", orderBits: 224, coordinateBytes: 28);
    public static readonly Curve Secp256k1 = Weierstrass(0x0016, "1.3.132.0.10", orderBits: 256, coordinateBytes: 32);
    public static readonly Curve P256 = Weierstrass(0x0017, "1.2.840.10045.3.1.7", orderBits: 256, coordinateBytes: 32);
    public static readonly Curve P384 = Weierstrass(0x0018, "1.3.132.0.34", orderBits: 384, coordinateBytes: 48);
    public static readonly Curve P521 = Weierstrass(0x0019, "1.3.132.0.35", orderBits: 521, coordinateBytes: 66);
    public static readonly Curve Brainpool256 =
        Weierstrass(0x001A, "1.3.36.3.3.2.8.1.1.7", orderBits: 256, coordinateBytes: 32);
    public static readonly Curve Brainpool384 =
        Weierstrass(0x001B, "1.3.36.3.3.2.8.1.1.11", orderBits: 384, coordinateBytes: 48);
    public static readonly Curve Brainpool512 =
        Weierstrass(0x001C, "1.3.36.3.3.2.8.1.1.13", orderBits: 512, coordinateBytes: 64);
    public static readonly Curve X25519 = new(0x001D, null, orderBits: 253, coordinateBytes: 32, securityBits: 128);
    public static readonly Curve X448 = new(0x001E, null, orderBits: 446, coordinateBytes: 56, securityBits: 224);

    private Curve(int groupId, string? oid, int orderBits, int coordinateBytes, int securityBits)
    {
        GroupId = groupId;
        Oid = oid;
        OrderBits = orderBits;
        CoordinateBytes = coordinateBytes;
        SecurityBits = securityBits;
    }

    /// <summary>All of them, by number.</summary>
    public static ImmutableArray<Curve> All { get; } =
    [
        Secp192k1, P192, Secp224k1, P224, Secp256k1, P256, P384, P521, Brainpool256, Brainpool384, Brainpool512, X25519,
        X448,
    ];

    /// <summary>The number in TLS's registry of groups. TLS 1.3 has another one for each Brainpool curve.</summary>
    public int GroupId { get; }

    /// <summary>The identifier in a key's parameters; null for X25519 and X448, whose keys have an algorithm of their
    /// own.</summary>
    public string? Oid { get; }

    /// <summary>The bits of the group's order, OpenSSL's size of a key.</summary>
    public int OrderBits { get; }

    /// <summary>The bytes of one coordinate of a point.</summary>
    public int CoordinateBytes { get; }

    /// <summary>The bytes of a public value in a handshake: an uncompressed point (RFC 8422 section 5.4.1) or, on
    /// X25519 and X448, the one coordinate (RFC 7748).</summary>
    public int PointBytes => Oid is null ? CoordinateBytes : 1 + (2 * CoordinateBytes);

    /// <summary>The strength that security levels compare.</summary>
    public int SecurityBits { get; }

    /// <summary>The curve that a key's parameters name; null for one that TLS has no number for.</summary>
    public static Curve? ByOid(string? oid) =>
        oid is null ? null : All.FirstOrDefault(curve => curve.Oid == oid);

    /// <summary>The curve with a number of TLS up to 1.2; null when the group is no curve, or none of these.</summary>
    public static Curve? ByGroup(int groupId) => All.FirstOrDefault(curve => curve.GroupId == groupId);

    private static Curve Weierstrass(int groupId, string oid, int orderBits, int coordinateBytes) =>
        new(groupId, oid, orderBits, coordinateBytes, SecurityLevel.CurveBits(orderBits));
}
