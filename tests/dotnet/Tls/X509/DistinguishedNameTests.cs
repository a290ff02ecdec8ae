using System;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Names are compared by what they say, however they are encoded.</summary>
public sealed class DistinguishedNameTests
{
    // A NumericString, a SEQUENCE and a value of another type are no text for the canonical form; their headers have a
    // byte or two more than in DER.
    [Theory]
    [InlineData("300c310a30080603550405120131", "300d310b3009060355040512810131")]
    [InlineData("300d310b3009060355040530020500", "300e310c300a06035504053081020500")]
    [InlineData("300d310b3009060355040530020500", "300f310d300b0603550405308005000000")]
    [InlineData("300c310a30080603550405120131", "300d310b300906035504051f120131")]
    [InlineData("300c310a300806035504050d0131", "300e310c300a06035504051f800d0131")]
    [InlineData("300d310b3009060355040530020500", "300e310c300a06035504053f10020500")]
    public void A_value_with_a_longer_header_is_the_same(string der, string ber)
    {
        DistinguishedName expected = Decode(der);
        DistinguishedName actual = Decode(ber);

        Assert.Equal(expected, actual);
        Assert.Equal(expected.GetHashCode(), actual.GetHashCode());
        Assert.Equal(expected.OpenSslHash, actual.OpenSslHash);
    }

    // OpenSSL's `B_ASN1_PRINTABLE`; 15 stands for no type of ASN.1.
    [Fact]
    public void A_value_may_be_of_each_type_that_OpenSSL_takes()
    {
        foreach (byte tag in (byte[])[3, 7, 8, 9, 11, 12, 13, 14, 15, 0x30, 18, 19, 20, 22, 28, 29, 30])
        {
            byte[] value = tag == 28 ? [0, 0, 0, 65] : tag == 30 ? [0, 65] : tag == 3 ? [0] : [65, 0];
            byte[] inside = [tag, (byte)value.Length, .. value];
            byte[] pair = [0x30, (byte)(5 + inside.Length), 6, 3, 0x55, 4, 5, .. inside];
            DistinguishedName name =
                DistinguishedName.Decode((byte[])[0x30, (byte)(pair.Length + 2), 0x31, (byte)pair.Length, .. pair]);

            Assert.Equal(name.GetHashCode(), Decode(Convert.ToHexString(name.Der.Span)).GetHashCode());
        }
    }

    // The SET and the SEQUENCE in it with long forms of tag and length.
    [Theory]
    [InlineData("310a30080603550405120131")]
    [InlineData("3f110a30080603550405120131")]
    [InlineData("31810a30080603550405120131")]
    [InlineData("310b3f10080603550405120131")]
    [InlineData("310c308006035504051201310000")]
    public void A_relative_name_follows_names_in_BER(string own)
    {
        byte[] bytes = Convert.FromHexString(own);
        DistinguishedName name = DistinguishedName.Decode((byte[])[0x30, (byte)bytes.Length, .. bytes]);
        var inCertificate =
            new DistributionPointValue { RelativeName = Convert.FromHexString("3f10080603550405120132") };
        var inList = new DistributionPointValue { RelativeName = Convert.FromHexString("30080603550405120132") };
        var another = new DistributionPointValue { RelativeName = Convert.FromHexString("30080603550405120133") };
        DistinguishedName der = Decode("300c310a30080603550405120131");

        Assert.True(DistributionPointRules.Overlap(inCertificate, name, inList, der));
        Assert.False(DistributionPointRules.Overlap(inCertificate, name, another, der));
        Assert.Equal(Decode("3018310a30080603550405120131310a30080603550405120132"),
            name.With(inCertificate.RelativeName!.Value.Span));
    }

    private static DistinguishedName Decode(string hex) =>
        DistinguishedName.Decode(Convert.FromHexString(hex));
}
