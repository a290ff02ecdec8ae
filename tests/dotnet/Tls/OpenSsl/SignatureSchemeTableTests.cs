using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Signature schemes: names, lists and defaults as OpenSSL's, and nothing that BouncyCastle lacks.</summary>
public sealed class SignatureSchemeTableTests
{
    public static TheoryData<string, bool> Lists => ListCases.SchemeLists;

    public static TheoryData<int, string> Offered => ListCases.OfferedSchemes;

    public static TheoryData<int> Ids => [.. SignatureSchemeTable.All.Select(static scheme => scheme.Id)];

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_list_is_taken_as_in_OpenSSL(string text, bool isAccepted)
    {
        Assert.Equal(isAccepted, SignatureSchemeTable.TryParse(text, out ImmutableArray<SignatureSchemeEntry> schemes));
        Assert.Equal(isAccepted ? text.Split(':').Length : 0, schemes.Length);
    }

    [Theory]
    [InlineData("RSA+SHA256", 0x0401)]
    [InlineData("SHA256+RSA", 0x0401)]
    [InlineData("PSS+SHA384", 0x0805)]
    [InlineData("RSA-PSS+SHA512", 0x0806)]
    [InlineData("ECDSA+SHA1", 0x0203)]
    [InlineData("ecdsa_secp521r1_sha512", 0x0603)]
    public void A_name_finds_its_scheme(string name, int id) => Assert.Equal(id, SignatureSchemeTable.ByName(name)!.Id);

    [Fact]
    public void A_list_keeps_its_order()
    {
        const string Text = "RSA+SHA256:ed25519";

        Assert.True(SignatureSchemeTable.TryParse(Text, out ImmutableArray<SignatureSchemeEntry> schemes));

        Assert.Equal([0x0401, 0x0807], schemes.Select(static scheme => scheme.Id));
    }

    [Fact]
    public void The_length_of_a_list_is_bounded() =>
        Assert.False(SignatureSchemeTable.TryParse("ed25519" + new string(' ', 5000), out _));

    [Theory]
    [MemberData(nameof(Offered))]
    public void The_defaults_of_a_level_are_OpenSSLs_without_DSA(int level, string numbers)
    {
        string withoutDsa = string.Join(
            ' ', numbers.Split(' ').Where(static number => !number.EndsWith("02", System.StringComparison.Ordinal)));

        Assert.Equal(
            withoutDsa,
            string.Join(
                ' ',
                Defaults.Schemes.Where(scheme => SecurityLevel.AllowsSignatureScheme(level, scheme))
                    .Select(static scheme => scheme.Id.ToString("X4", CultureInfo.InvariantCulture))));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void BouncyCastle_has_every_scheme(int id)
    {
        SignatureAndHashAlgorithm algorithm = SignatureScheme.GetSignatureAndHashAlgorithm(id);

        Assert.True(new BcTlsCrypto(new SecureRandom()).HasSignatureAndHashAlgorithm(algorithm));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_scheme_is_found_by_its_number_and_name(int id)
    {
        SignatureSchemeEntry scheme = SignatureSchemeTable.ById(id)!;

        Assert.Same(scheme, SignatureSchemeTable.ByName(scheme.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(0x0708)]
    [InlineData(0xFFFF)]
    public void An_unknown_number_finds_nothing(int id) => Assert.Null(SignatureSchemeTable.ById(id));
}
