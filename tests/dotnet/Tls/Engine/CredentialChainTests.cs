using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

public sealed class CredentialChainTests
{
    [Theory]
    [InlineData(TlsVersion.Tls12)]
    [InlineData(TlsVersion.Tls13)]
    public void A_lone_certificate_is_completed_from_the_trusted_ones(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version),
            TestSettings.Server("rsa").Only(version) with { Trust = TestCertificates.Trust() });
        pair.Handshake();

        Assert.Equal(
            [TestCertificates.Credential("rsa").Chain[0].Der, TestCertificates.Authority.Der],
            pair.Client.PeerChain.Select(certificate => certificate.Der));
    }

    [Fact]
    public void Without_trusted_certificates_the_certificate_goes_alone()
    {
        using var pair = new EnginePair(TestSettings.Client(), TestSettings.Server("rsa"));
        pair.Handshake();

        Assert.Single(pair.Client.PeerChain);
    }
}
