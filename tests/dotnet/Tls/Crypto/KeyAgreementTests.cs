using System;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Key agreement with BouncyCastle at the other end, whoever speaks first.</summary>
public sealed class KeyAgreementTests
{
    private static readonly PlatformTlsCrypto s_ours = PlatformTlsCrypto.Create(new PlatformRandom());
    private static readonly BcTlsCrypto s_theirs = new();

    [Theory]
    [InlineData(NamedGroup.secp256r1)]
    [InlineData(NamedGroup.secp384r1)]
    [InlineData(NamedGroup.secp521r1)]
    [InlineData(NamedGroup.x25519)]
    [InlineData(NamedGroup.x448)]
    [InlineData(NamedGroup.brainpoolP256r1)]
    public void Both_ends_agree(int group)
    {
        TlsAgreement theirs = s_theirs.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        TlsAgreement client = s_ours.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        TlsAgreement server = s_ours.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        byte[] theirValue = theirs.GenerateEphemeral();

        byte[] clientValue = client.GenerateEphemeral();
        client.ReceivePeerValue(theirValue);
        theirs.ReceivePeerValue(clientValue);
        Assert.Equal(theirs.CalculateSecret().Extract(), client.CalculateSecret().Extract());

        theirs = s_theirs.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        theirValue = theirs.GenerateEphemeral();
        server.ReceivePeerValue(theirValue);
        theirs.ReceivePeerValue(server.GenerateEphemeral());
        Assert.Equal(theirs.CalculateSecret().Extract(), server.CalculateSecret().Extract());
    }

    [Theory]
    [InlineData(NamedGroup.secp256r1, 65)]
    [InlineData(NamedGroup.secp384r1, 97)]
    [InlineData(NamedGroup.secp521r1, 133)]
    public void A_point_off_the_curve_is_refused(int group, int length)
    {
        TlsAgreement agreement = s_ours.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        byte[] point = agreement.GenerateEphemeral();
        Assert.Equal(length, point.Length);
        point[^1] ^= 1;

        AssertRefused(agreement, point);
    }

    [Theory]
    [InlineData(NamedGroup.secp256r1)]
    [InlineData(NamedGroup.secp521r1)]
    [InlineData(NamedGroup.x25519)]
    public void A_value_of_the_wrong_length_or_form_is_refused(int group)
    {
        TlsAgreement agreement = s_ours.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        byte[] value = agreement.GenerateEphemeral();

        AssertRefused(agreement, []);
        AssertRefused(agreement, value[..^1]);
        AssertRefused(agreement, [.. value, 0]);
        if (group != NamedGroup.x25519)
        {
            // The point at infinity, a compressed one, and one whose form nothing defines.
            AssertRefused(agreement, [0]);
            AssertRefused(agreement, [2, .. value[1..(1 + (value.Length / 2))]]);
            AssertRefused(agreement, [5, .. value[1..]]);
        }
    }

    [Fact]
    public void A_point_of_small_order_on_X25519_ends_the_handshake()
    {
        TlsAgreement agreement = s_ours.CreateECDomain(new TlsECConfig(NamedGroup.x25519)).CreateECDH();
        agreement.GenerateEphemeral();
        agreement.ReceivePeerValue(new byte[32]);

        Assert.Throws<TlsFatalAlert>(agreement.CalculateSecret);
    }

    [Theory]
    [InlineData(NamedGroup.secp256r1)]
    [InlineData(NamedGroup.x25519)]
    public void An_exchange_that_is_not_complete_has_no_secret(int group)
    {
        TlsAgreement agreement = s_ours.CreateECDomain(new TlsECConfig(group)).CreateECDH();
        agreement.GenerateEphemeral();

        Assert.Throws<InvalidOperationException>(agreement.CalculateSecret);
    }

    private static void AssertRefused(TlsAgreement agreement, byte[] value)
    {
        // Some forms are found out when the point is read, some when it's used.
        TlsFatalAlert alert = Assert.Throws<TlsFatalAlert>(() =>
        {
            agreement.ReceivePeerValue(value);
            agreement.CalculateSecret();
        });
        Assert.Equal(AlertDescription.illegal_parameter, alert.AlertDescription);
    }
}
