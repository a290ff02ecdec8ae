using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class VersionRangeTests
{
    private const int Ssl3 = TlsVersion.Ssl3;
    private const int Tls10 = TlsVersion.Tls10;
    private const int Tls11 = TlsVersion.Tls11;
    private const int Tls12 = TlsVersion.Tls12;
    private const int Tls13 = TlsVersion.Tls13;

    [Theory]
    [InlineData(0, 0, 2, Tls12, Tls13)]
    [InlineData(0, 0, 0, Tls10, Tls13)]
    [InlineData(Tls11, 0, 2, Tls11, Tls13)]
    [InlineData(Tls13, 0, 2, Tls13, Tls13)]
    [InlineData(0, Tls12, 2, Tls12, Tls12)]
    [InlineData(0, Tls11, 2, Tls10, Tls11)]
    [InlineData(Tls12, Tls12, 0, Tls12, Tls12)]
    public void Old_versions_are_spoken_only_when_asked_for(
        int minimum, int maximum, int level, int oldest, int newest) =>
        Assert.Equal(new VersionRange(oldest, newest), VersionRange.Of(null, minimum, maximum, level));

    [Theory]
    [InlineData(Tls10, true)]
    [InlineData(Tls11, true)]
    [InlineData(Tls12, false)]
    public void A_protocol_of_one_version_leaves_no_choice(int version, bool isOld)
    {
        Assert.Equal(new VersionRange(version, version), VersionRange.Of(version, Tls13, Ssl3, 2));
        Assert.Equal(isOld, VersionRange.NamesOldVersion(version, 0, 0));
    }

    [Fact]
    public void A_client_offers_what_is_below_the_lowest_hole_and_a_server_serves_all()
    {
        const SslOption No11 = SslOption.OP_NO_TLSv1_1 | SslOption.OP_NO_TLSv1;
        var all = new VersionRange(Tls10, Tls13);

        Assert.Equal(new[] { Tls11, Tls10 }, all.Allowed(TlsRole.Client, SslOption.OP_NO_TLSv1_2, 0));
        Assert.Equal(new[] { Tls13, Tls11, Tls10 }, all.Allowed(TlsRole.Server, SslOption.OP_NO_TLSv1_2, 0));
        Assert.Equal(new[] { Tls13, Tls12 }, all.Allowed(TlsRole.Client, No11, 0));
    }

    [Fact]
    public void Nothing_may_be_left() => Assert.Empty(VersionRange.Default.Allowed(
        TlsRole.Client, SslOption.OP_NO_TLSv1_3 | SslOption.OP_NO_TLSv1_2, 1));

    [Fact]
    public void A_security_level_takes_old_versions_away() =>
        Assert.Equal(
            new[] { Tls13, Tls12 }, new VersionRange(Tls10, Tls13).Allowed(TlsRole.Server, SslOption.None, 4));

    [Theory]
    [InlineData(Tls10, Tls11, false)]
    [InlineData(Tls10, Tls12, true)]
    [InlineData(Tls13, Tls13, true)]
    public void Ranges_meet_in_a_version(int minimum, int maximum, bool meets) =>
        Assert.Equal(meets, VersionRange.Default.Meets(minimum, maximum));
}
