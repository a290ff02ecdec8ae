using System.Linq;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Tls;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>The facts of curves are BouncyCastle's, which has them from the standards.</summary>
public sealed class CurveTests
{
    public static TheoryData<int> Ids => [.. Curve.All.Select(static curve => curve.GroupId)];

    public static TheoryData<int> Schemes => [.. SignatureSchemeTable.All.Select(static scheme => scheme.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void Sizes_follow_from_the_equation(int id)
    {
        Curve curve = Curve.ByGroup(id)!;
        Assert.Equal((NamedGroup.GetCurveBits(id) + 7) / 8, curve.CoordinateBytes);
        if (curve.Oid is null)
        {
            Assert.Equal(curve.CoordinateBytes, curve.PointBytes);
            return;
        }

        X9ECParameters parameters = ECNamedCurveTable.GetByOid(new DerObjectIdentifier(curve.Oid));
        Assert.Equal(parameters.N.BitLength, curve.OrderBits);
        Assert.Equal(parameters.G.GetEncoded(compressed: false).Length, curve.PointBytes);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Number_and_identifier_are_of_one_curve(int id)
    {
        Curve curve = Curve.ByGroup(id)!;

        Assert.Equal(
            curve.Oid,
            NamedGroup.GetCurveName(id) is { } name && curve.Oid is not null
                ? ECNamedCurveTable.GetOid(name)?.Id
                : null);
        if (curve.Oid is not null)
        {
            Assert.Same(curve, Curve.ByOid(curve.Oid));
        }
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_scheme_names_the_curve_that_its_number_means(int id)
    {
        string? name = SignatureScheme.GetNamedGroup(id) switch
        {
            NamedGroup.brainpoolP256r1tls13 => NamedGroup.GetName(NamedGroup.brainpoolP256r1),
            NamedGroup.brainpoolP384r1tls13 => NamedGroup.GetName(NamedGroup.brainpoolP384r1),
            NamedGroup.brainpoolP512r1tls13 => NamedGroup.GetName(NamedGroup.brainpoolP512r1),
            var group => group < 0 ? null : NamedGroup.GetName(group),
        };

        Assert.Equal(name is null ? null : GroupTable.ByName(name)!.Id, SignatureSchemeTable.ById(id)!.Curve?.GroupId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0x0100)]
    [InlineData(0x11EC)]
    public void A_group_that_is_no_curve_has_none(int id) => Assert.Null(Curve.ByGroup(id));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2.156.10197.1.301")]
    [InlineData("1.3.132.0.26")]
    [InlineData("1.3.101.110")]
    public void Other_identifiers_find_no_curve(string? oid) => Assert.Null(Curve.ByOid(oid));
}
