using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>The table of cipher suites: OpenSSL's facts, and nothing that BouncyCastle lacks.</summary>
public sealed class CipherSuiteTableTests
{
    public static TheoryData<int, string> Descriptions => CipherStringCases.Descriptions;

    public static TheoryData<int> Ids => [.. CipherSuiteTable.All.Select(static suite => suite.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void BouncyCastle_has_every_suite(int id) =>
        Assert.True(TlsUtilities.IsSupportedCipherSuite(new BcTlsCrypto(new SecureRandom()), id));

    [Theory]
    [MemberData(nameof(Ids))]
    public void BouncyCastle_agrees_on_the_version_that_a_suite_needs(int id)
    {
        int theirs = TlsUtilities.GetMinimumVersion(id).FullVersion;
        int ours = CipherSuiteTable.ById(id)!.MinimumVersion;

        // BouncyCastle tells no versions apart before TLS 1.2; OpenSSL's may be stricter there.
        Assert.Equal(theirs >= TlsVersion.Tls12 ? theirs : ours, ours);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_suite_is_found_by_its_number_and_names(int id)
    {
        CipherSuite suite = CipherSuiteTable.ById(id)!;

        Assert.Same(suite, CipherSuiteTable.ByName(suite.Name));
        Assert.Same(suite, CipherSuiteTable.ByName(suite.StandardName));
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void The_description_is_OpenSSLs(int openSslId, string description)
    {
        CipherSuite suite = CipherSuiteTable.ById(openSslId & 0xFFFF)!;

        Assert.Equal(openSslId, suite.OpenSslId);
        Assert.Equal(description, suite.Description);
    }

    [Fact]
    public void A_suite_has_the_facts_of_get_ciphers()
    {
        CipherSuite suite = CipherSuiteTable.ByName("ECDHE-RSA-AES256-SHA")!;

        Assert.Equal("TLSv1.0", suite.ProtocolName);
        Assert.Equal(TlsVersion.Tls10, suite.MinimumVersion);
        Assert.Equal(256, suite.StrengthBits);
        Assert.Equal(256, suite.AlgorithmBits);
        Assert.False(suite.IsAead);
        Assert.Equal("aes-256-cbc", suite.Symmetric);
        Assert.Equal("sha1", suite.Digest);
        Assert.Equal("kx-ecdhe", suite.KeyExchangeName);
        Assert.Equal("auth-rsa", suite.AuthenticationName);
    }

    [Fact]
    public void A_suite_of_TLS_1_3_has_no_digest_and_any_key_exchange()
    {
        CipherSuite suite = CipherSuiteTable.ById(0x1303)!;

        Assert.True(suite.IsTls13);
        Assert.True(suite.IsAead);
        Assert.Null(suite.Digest);
        Assert.Equal("kx-any", suite.KeyExchangeName);
        Assert.Equal("chacha20-poly1305", suite.Symmetric);
    }

    [Fact]
    public void The_table_has_the_five_suites_of_TLS_1_3() =>
        Assert.Equal(
            [0x1301, 0x1302, 0x1303, 0x1304, 0x1305],
            CipherSuiteTable.All.Where(static suite => suite.IsTls13).Select(static suite => suite.Id));

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x00FF)]
    [InlineData(0x5600)]
    [InlineData(0x0A0A)]
    [InlineData(-1)]
    [InlineData(0x10000 + 0x1301)]
    public void A_number_that_is_no_suite_finds_nothing(int id) => Assert.Null(CipherSuiteTable.ById(id));

    [Theory]
    [InlineData("")]
    [InlineData("aes128-sha")]
    [InlineData("AES128-SHA ")]
    [InlineData("DES-CBC3-SHA")]
    [InlineData("NULL-MD5")]
    public void An_unknown_name_finds_nothing(string name) => Assert.Null(CipherSuiteTable.ByName(name));
}
