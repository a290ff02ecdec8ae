using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Groups: names, lists and defaults as OpenSSL's, and nothing that BouncyCastle lacks.</summary>
public sealed class GroupTableTests
{
    public static TheoryData<string, bool> Lists => ListCases.GroupLists;

    public static TheoryData<int, string> Offered => ListCases.OfferedGroups;

    public static TheoryData<int> Ids => [.. GroupTable.All.Select(static group => group.Id)];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_is_taken_as_in_OpenSSL(string text, bool isAccepted)
    {
        Assert.Equal(isAccepted, GroupTable.TryParse(text, out ImmutableArray<NamedGroupEntry> groups));
        Assert.Equal(isAccepted ? text.Split(':').Length : 0, groups.Length);
    }

    [Fact]
    public void A_list_keeps_its_order()
    {
        const string Text = "P-384:X25519MLKEM768:x25519:prime256v1";

        Assert.True(GroupTable.TryParse(Text, out ImmutableArray<NamedGroupEntry> groups));

        Assert.Equal([0x0018, 0x11EC, 0x001D, 0x0017], groups.Select(static group => group.Id));
    }

    [Fact]
    public void The_length_of_a_list_is_bounded() =>
        Assert.False(GroupTable.TryParse("X25519" + new string(' ', 5000), out _));

    [Theory]
    [MemberData(nameof(Offered))]
    public void The_defaults_of_a_level_are_OpenSSLs(int level, string numbers) =>
        Assert.Equal(
            numbers,
            string.Join(
                ' ',
                Defaults.Groups.Where(group => SecurityLevel.AllowsGroup(level, group))
                    .Select(static group => group.Id.ToString("X4", CultureInfo.InvariantCulture))));

    [Theory]
    [MemberData(nameof(Ids))]
    public void BouncyCastle_has_every_group(int id)
    {
        var crypto = new BcTlsCrypto(new SecureRandom());
        int[] parts = NamedGroup.RefersToASpecificHybrid(id)
            ? [NamedGroup.GetHybridFirst(id), NamedGroup.GetHybridSecond(id)]
            : [id];

        Assert.All(parts, part => Assert.True(crypto.HasNamedGroup(part)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_group_is_found_by_its_number_and_names(int id)
    {
        NamedGroupEntry group = GroupTable.ById(id)!;

        Assert.Same(group, GroupTable.ByName(group.Name));
        Assert.All(group.Aliases, alias => Assert.Same(group, GroupTable.ByName(alias)));
        Assert.Same(group, GroupTable.ByObjectName(group.ObjectName));
    }

    [Theory]
    [InlineData("prime256v1", 0x0017)]
    [InlineData("secp384r1", 0x0018)]
    [InlineData("X25519", 0x001D)]
    public void A_curve_is_found_by_its_object_name(string name, int id) =>
        Assert.Equal(id, GroupTable.ByObjectName(name)!.Id);

    [Theory]
    [InlineData("P-256")]
    [InlineData("secp256r1")]
    [InlineData("foo")]
    [InlineData("")]
    public void Other_names_are_no_object_names(string name) => Assert.Null(GroupTable.ByObjectName(name));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0xFFFF)]
    [InlineData(0x0A0A)]
    public void An_unknown_number_finds_nothing(int id) => Assert.Null(GroupTable.ById(id));
}
