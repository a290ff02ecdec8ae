using System;
using IronSsl.X509;
using Xunit;

namespace IronSsl.Tests.X509;

/// <summary>Names are compared by what they say, however they are encoded.</summary>
public sealed class DistinguishedNameTests
{
    // A NumericString and a SEQUENCE are no text for the canonical form; their headers have a byte more than in DER.
    [Theory]
    [InlineData("300c310a30080603550405120131", "300d310b3009060355040512810131")]
    [InlineData("300d310b3009060355040530020500", "300e310c300a06035504053081020500")]
    [InlineData("300d310b3009060355040530020500", "300f310d300b0603550405308005000000")]
    public void A_value_with_a_longer_header_is_the_same(string der, string ber)
    {
        DistinguishedName expected = Decode(der);
        DistinguishedName actual = Decode(ber);

        Assert.Equal(expected, actual);
        Assert.Equal(expected.GetHashCode(), actual.GetHashCode());
        Assert.Equal(expected.OpenSslHash, actual.OpenSslHash);
    }

    private static DistinguishedName Decode(string hex) =>
        DistinguishedName.Decode(Convert.FromHexString(hex));
}
