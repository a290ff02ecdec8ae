using System.Globalization;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Security levels, against the answers of OpenSSL's own callback.</summary>
public sealed class SecurityLevelTests
{
    private const int NoLevel = -1;

    public static TheoryData<int, string> Suites => SecurityLevelCases.Suites;

    public static TheoryData<int, int, int> RsaKeys => SecurityLevelCases.RsaKeys;

    public static TheoryData<int, int, int> DiffieHellman => SecurityLevelCases.DiffieHellman;

    public static TheoryData<int, int, int, int> Subgroups => SecurityLevelCases.Subgroups;

    public static TheoryData<int, int> Curves => SecurityLevelCases.Curves;

    public static TheoryData<string, int> Digests => SecurityLevelCases.Digests;

    public static TheoryData<int, int, bool> Bits => SecurityLevelCases.Bits;

    public static TheoryData<int, bool> Tickets => SecurityLevelCases.Tickets;

    [Theory]
    [MemberData(nameof(Suites))]
    public void A_level_allows_the_suites_that_OpenSSL_allows(int level, string suites) =>
        Assert.Equal(
            suites,
            string.Join(
                ' ',
                CipherSuiteTable.All.Where(suite => SecurityLevel.AllowsCipher(level, suite))
                    .Select(static suite => suite.Id.ToString("X4", CultureInfo.InvariantCulture))));

    [Theory]
    [MemberData(nameof(RsaKeys))]
    public void RSA_keys_are_allowed_up_to_the_level_of_their_size(int firstBits, int lastBits, int highest) =>
        Assert.All(
            Enumerable.Range(firstBits, lastBits - firstBits + 1),
            bits => Assert.Equal(highest, Highest(level => SecurityLevel.AllowsRsaKey(level, bits))));

    [Theory]
    [MemberData(nameof(DiffieHellman))]
    public void Diffie_Hellman_moduli_are_allowed_up_to_the_level_of_their_size(
        int firstBits, int lastBits, int highest) =>
        Assert.All(
            Enumerable.Range(firstBits, lastBits - firstBits + 1),
            bits => Assert.Equal(highest, Highest(level => SecurityLevel.AllowsDhKey(level, bits))));

    [Theory]
    [MemberData(nameof(Subgroups))]
    public void A_small_subgroup_lowers_the_level(int bits, int subgroupBits, int highestDh, int highestDsa)
    {
        Assert.Equal(highestDh, Highest(level => SecurityLevel.AllowsDhKey(level, bits, subgroupBits)));
        Assert.Equal(highestDsa, Highest(level => SecurityLevel.AllowsDsaKey(level, bits, subgroupBits)));
    }

    [Fact]
    public void The_table_has_every_size_of_an_RSA_key_that_OpenSSL_verifies_with() =>
        Assert.Equal(
            Enumerable.Range(512, 16_384 - 512 + 1),
            RsaKeys.SelectMany(static row => Enumerable.Range((int)row[0], (int)row[1] - (int)row[0] + 1)));

    [Theory]
    [MemberData(nameof(Curves))]
    public void A_curve_is_allowed_up_to_the_level_of_its_order(int bits, int highest) =>
        Assert.Equal(highest, Highest(level => SecurityLevel.AllowsEcKey(level, bits)));

    [Theory]
    [MemberData(nameof(Digests))]
    public void A_digest_is_as_strong_as_OpenSSL_thinks(string digest, int bits)
    {
        Assert.Equal(bits, SecurityLevel.DigestBits(digest));
        Assert.Equal(bits, SecurityLevel.DigestBits(digest.ToLowerInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("MD4")]
    [InlineData("SHA-256")]
    public void An_unknown_digest_is_allowed_at_level_0_only(string digest) =>
        Assert.Equal(0, Highest(level => SecurityLevel.AllowsDigest(level, digest)));

    [Theory]
    [MemberData(nameof(Bits))]
    public void A_level_asks_for_its_bits(int level, int bits, bool isAllowed) =>
        Assert.Equal(isAllowed, SecurityLevel.AllowsBits(level, bits));

    [Theory]
    [MemberData(nameof(Tickets))]
    public void Tickets_end_at_their_level(int level, bool tickets) =>
        Assert.Equal(tickets, SecurityLevel.AllowsTickets(level));

    [Theory]
    [InlineData(0, TlsVersion.Ssl3)]
    [InlineData(1, TlsVersion.Ssl3)]
    [InlineData(2, TlsVersion.Tls10)]
    [InlineData(3, TlsVersion.Tls11)]
    [InlineData(4, TlsVersion.Tls12)]
    [InlineData(5, TlsVersion.Tls12)]
    public void The_oldest_version_follows_OpenSSL_1_1_1(int level, int version)
    {
        Assert.Equal(version, SecurityLevel.MinimumVersion(level));
        Assert.True(SecurityLevel.AllowsVersion(level, version));
        Assert.False(SecurityLevel.AllowsVersion(level, version - 1));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(6, 256)]
    [InlineData(int.MaxValue, 256)]
    [InlineData(int.MinValue, 0)]
    public void A_level_out_of_range_is_the_nearest_one(int level, int bits) =>
        Assert.Equal(bits, SecurityLevel.RequiredBits(level));

    private static int Highest(System.Func<int, bool> isAllowed) =>
        Enumerable.Range(0, SecurityLevel.Maximum + 1).Where(isAllowed).DefaultIfEmpty(NoLevel).Max();
}
