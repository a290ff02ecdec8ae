using System.Net;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>The rules of OpenSSL's `X509_check_host`, as CPython asks for them.</summary>
public class HostNameMatcherTests
{
    [Theory]
    [InlineData("host.example", "host.example", true)]
    [InlineData("HOST.example", "host.EXAMPLE", true)]
    [InlineData("host.example", "host.example.", false)]
    [InlineData("host.example.", "host.example", false)]
    [InlineData("host.example", "a.host.example", false)]
    [InlineData("*.host.example", "a.host.example", true)]
    [InlineData("*.host.example", "A.Host.Example", true)]
    [InlineData("*.host.example", "host.example", false)]
    [InlineData("*.host.example", ".host.example", false)]
    [InlineData("*.host.example", "a.b.host.example", false)]
    [InlineData("*.host.example", "xn--bcher-kva.host.example", true)]
    [InlineData("*.host.example", "a_b.host.example", false)]
    [InlineData("*.example", "host.example", false)]
    [InlineData("*", "example", false)]
    [InlineData("*.", "a.", false)]
    [InlineData("a*.host.example", "ab.host.example", false)]
    [InlineData("*a.host.example", "ba.host.example", false)]
    [InlineData("a.*.example", "a.b.example", false)]
    [InlineData("*.*.example", "a.b.example", false)]
    [InlineData("*.host.example-", "a.host.example-", false)]
    [InlineData("*.xn--host.example", "a.xn--host.example", true)]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example", true)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("", "", false)]
    public void A_DNS_name_is_matched_by_its_labels(string pattern, string host, bool matches) =>
        Assert.Equal(matches, HostNameMatcher.Matches(WithDnsName(pattern), host, allowCommonName: false));

    [Theory]
    [InlineData("good.example\0.evil.example", "good.example")]
    [InlineData("good.example\0.evil.example", "good.example\0.evil.example")]
    [InlineData("good.example\0", "good.example")]
    [InlineData("*.good.example\0", "a.good.example")]
    public void A_name_with_an_embedded_NUL_matches_nothing(string pattern, string host)
    {
        Assert.False(HostNameMatcher.Matches(WithDnsName(pattern), host, allowCommonName: true));
        Assert.False(HostNameMatcher.Matches(WithCommonName(pattern), host, allowCommonName: true));
    }

    [Theory]
    [InlineData("b\u00fccher.example")]
    [InlineData(".example")]
    [InlineData("")]
    public void A_host_that_CPython_would_not_ask_for_matches_nothing(string host) =>
        Assert.False(HostNameMatcher.Matches(WithDnsName("*.host.example"), host, allowCommonName: true));

    [Fact]
    public void The_common_name_counts_only_where_there_is_no_DNS_name_and_it_is_allowed()
    {
        ParsedCertificate plain = WithCommonName("host.example");
        Assert.True(HostNameMatcher.Matches(plain, "host.example", allowCommonName: true));
        Assert.False(HostNameMatcher.Matches(plain, "host.example", allowCommonName: false));

        ParsedCertificate named = new CertificatePlan
        {
            Subject = "CN=host.example",
            DnsNames = ["other.example"],
        }.Make().Certificate;
        Assert.False(HostNameMatcher.Matches(named, "host.example", allowCommonName: true));
    }

    [Fact]
    public void A_common_name_beside_address_entries_still_counts()
    {
        ParsedCertificate certificate = WithAddress("192.0.2.1");
        Assert.True(HostNameMatcher.Matches(certificate, "leaf", allowCommonName: true));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:DB8:0:0::1", true)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", false)]
    public void An_address_is_matched_by_its_bytes(string entry, string wanted, bool matches) =>
        Assert.Equal(matches, HostNameMatcher.MatchesIp(WithAddress(entry), IPAddress.Parse(wanted)));

    [Fact]
    public void Neither_a_DNS_entry_nor_a_common_name_is_an_address()
    {
        Assert.False(HostNameMatcher.MatchesIp(WithDnsName("192.0.2.1"), IPAddress.Parse("192.0.2.1")));
        Assert.False(HostNameMatcher.MatchesIp(WithCommonName("192.0.2.1"), IPAddress.Parse("192.0.2.1")));
    }

    /// <summary>Made by hand: .NET's builder refuses odd names.</summary>
    private static ParsedCertificate WithDnsName(string name)
    {
        byte[] text = System.Text.Encoding.Latin1.GetBytes(name);
        byte[] value = [0x30, (byte)(text.Length + 2), 0x82, (byte)text.Length, .. text];
        return new CertificatePlan { Extensions = [new X509Extension("2.5.29.17", value, critical: false)] }
            .Make().Certificate;
    }

    private static ParsedCertificate WithCommonName(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return new CertificatePlan { SubjectName = builder.Build() }.Make().Certificate;
    }

    private static ParsedCertificate WithAddress(string address)
    {
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        return new CertificatePlan { Extensions = [names.Build()] }.Make().Certificate;
    }
}
