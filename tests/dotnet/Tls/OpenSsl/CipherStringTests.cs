using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Cipher strings: the same selection, order and failures as OpenSSL's.</summary>
public sealed class CipherStringTests
{
    public static TheoryData<string, bool, int, string> Strings => CipherStringCases.Strings;

    public static TheoryData<string, bool, string> Tls13Lists => CipherStringCases.Tls13;

    [Theory]
    [MemberData(nameof(Strings))]
    public void A_string_selects_orders_and_fails_as_in_OpenSSL(
        string text, bool isAccepted, int securityLevel, string suites)
    {
        bool accepted = CipherString.TryParse(text, Defaults.Ciphers, out CipherList list);

        Assert.Equal(isAccepted, accepted);
        Assert.Equal(suites, Numbers(list.Legacy));
        Assert.Equal(securityLevel, list.SecurityLevel);
        Assert.Equal(Defaults.Tls13Suites, list.Tls13);
    }

    [Theory]
    [MemberData(nameof(Tls13Lists))]
    public void A_list_of_TLS_1_3_suites_is_taken_as_in_OpenSSL(string text, bool isAccepted, string suites)
    {
        Assert.Equal(isAccepted, CipherString.TryParseTls13(text, out ImmutableArray<CipherSuite> list));
        Assert.Equal(suites, Numbers(list));
    }

    [Fact]
    public void A_new_context_has_the_suites_of_CPython()
    {
        Assert.Equal(2, Defaults.Ciphers.SecurityLevel);
        Assert.Equal(
            "TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_GCM_SHA256 "
            + "ECDHE-ECDSA-AES256-GCM-SHA384 ECDHE-RSA-AES256-GCM-SHA384 ECDHE-ECDSA-AES128-GCM-SHA256 "
            + "ECDHE-RSA-AES128-GCM-SHA256 ECDHE-ECDSA-CHACHA20-POLY1305 ECDHE-RSA-CHACHA20-POLY1305 "
            + "ECDHE-ECDSA-AES256-SHA384 ECDHE-RSA-AES256-SHA384 ECDHE-ECDSA-AES128-SHA256 "
            + "ECDHE-RSA-AES128-SHA256 DHE-RSA-AES256-GCM-SHA384 DHE-RSA-AES128-GCM-SHA256 "
            + "DHE-RSA-AES256-SHA256 DHE-RSA-AES128-SHA256",
            string.Join(' ', Defaults.Ciphers.All.Select(static suite => suite.Name)));
    }

    [Fact]
    public void A_string_without_a_level_keeps_the_one_that_was_set()
    {
        Assert.True(CipherString.TryParse("AES128-SHA:@SECLEVEL=0", Defaults.Ciphers, out CipherList first));
        Assert.True(CipherString.TryParse("ALL", first, out CipherList second));

        Assert.Equal(0, second.SecurityLevel);
    }

    [Fact]
    public void A_string_keeps_the_suites_of_TLS_1_3_that_were_set()
    {
        Assert.True(CipherString.TryParseTls13("TLS_AES_128_CCM_SHA256", out ImmutableArray<CipherSuite> tls13));
        CipherList current = Defaults.Ciphers with { Tls13 = tls13 };

        Assert.True(CipherString.TryParse("AES128-SHA", current, out CipherList list));

        Assert.Equal("1304 002F", Numbers(list.All));
    }

    [Fact]
    public void An_invalid_string_leaves_the_suites_but_sets_the_level()
    {
        const string Text = "@SECLEVEL=4:AES128-SHA:@NOTHING";

        Assert.False(CipherString.TryParse(Text, Defaults.Ciphers, out CipherList list));

        Assert.Equal(Defaults.Ciphers.Legacy, list.Legacy);
        Assert.Equal(4, list.SecurityLevel);
    }

    [Theory]
    [InlineData("SUITEB128")]
    [InlineData("SUITEB128ONLY")]
    [InlineData("SUITEB128C2")]
    [InlineData("SUITEB192")]
    [InlineData("SUITEB128:ALL")]
    public void Suite_B_is_refused_because_it_promises_more_than_suites(string text)
    {
        Assert.False(CipherString.TryParse(text, Defaults.Ciphers, out CipherList list));
        Assert.Equal(Defaults.Ciphers, list);
    }

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData((16 * 1024) + 1, false)]
    public void The_length_of_a_string_is_bounded(int length, bool isAccepted)
    {
        string text = "ALL".PadRight(length, ':');

        Assert.Equal(isAccepted, CipherString.TryParse(text, Defaults.Ciphers, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_text_makes_the_parser_throw(int seed)
    {
        const string Alphabet = ":,; +-!@=ALLAES128SECLEVEL=STRENGTHDEFAULT\0\t\u00e9\ud800_/";
        var random = new Random(seed);
        for (int i = 0; i < 200; i++)
        {
            char[] text = [.. Enumerable.Range(0, random.Next(60)).Select(_ => Alphabet[random.Next(Alphabet.Length)])];

            bool accepted = CipherString.TryParse(new string(text), Defaults.Ciphers, out CipherList list);
            CipherString.TryParseTls13(new string(text), out _);

            Assert.True(!accepted || !list.Legacy.IsEmpty);
        }
    }

    private static string Numbers(IEnumerable<CipherSuite> suites) =>
        string.Join(' ', suites.Select(static suite => suite.Id.ToString("X4", CultureInfo.InvariantCulture)));
}
