using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>The group that a server of TLS 1.2 chooses for Diffie-Hellman, judged by the client. Expected: OpenSSL
/// `tls_process_ske_dhe`, with an alert for a group that is too long, where OpenSSL has an internal error.</summary>
public sealed class DhGroupTests
{
    private static readonly BigInteger s_prime = DHStandardGroups.rfc3526_2048.P;

    [Theory]
    [InlineData(1, 2048, "2", null)]
    [InlineData(1, 1024, "2", null)]
    [InlineData(1, 1023, "2", "DH_KEY_TOO_SMALL")]
    [InlineData(2, 2047, "2", "DH_KEY_TOO_SMALL")]
    [InlineData(0, 1024, "2", null)]
    [InlineData(0, 512, "2", "DH_KEY_TOO_SMALL")]
    [InlineData(0, 511, "2", "BAD_DH_VALUE")]
    [InlineData(0, 3, "2", "BAD_DH_VALUE")]
    [InlineData(1, 10000, "2", null)]
    [InlineData(1, 10001, "2", "BAD_DH_VALUE")]
    [InlineData(1, 2048, "0", "BAD_DH_VALUE")]
    [InlineData(1, 2048, "1", "BAD_DH_VALUE")]
    public void A_group_is_judged_by_its_numbers(int level, int bits, string generator, string? reason) =>
        Check(level, BigInteger.One.ShiftLeft(bits - 1).SetBit(0), new BigInteger(generator), reason);

    [Fact]
    public void A_generator_that_generates_two_numbers_is_refused() =>
        Check(1, s_prime, s_prime.Subtract(BigInteger.One), "BAD_DH_VALUE");

    [Fact]
    public void An_even_prime_is_refused() => Check(1, s_prime.ClearBit(0), BigInteger.Two, "BAD_DH_VALUE");

    [Theory]
    [InlineData(true, true, 10_000)]
    [InlineData(true, false, 10_000)]
    [InlineData(false, true, 8192)]
    [InlineData(false, false, 4096)]
    public void The_bound_is_what_can_be_computed_in_time(bool isOpenSsl, bool isKnown, int bits) =>
        Assert.Equal(bits, DhGroupVerifier.Maximum(isOpenSsl, isKnown));

    private static void Check(int level, BigInteger p, BigInteger g, string? reason)
    {
        var verifier = new DhGroupVerifier(level);
        var group = new DHGroup(p, null, g, 0);
        if (reason is null)
        {
            Assert.True(verifier.Accept(group));
            return;
        }

        FailureAlert alert = Assert.Throws<FailureAlert>(() => verifier.Accept(group));
        Assert.Equal(reason, alert.Failure.Reason);
        Assert.Equal(
            reason == "BAD_DH_VALUE" ? AlertDescription.IllegalParameter : AlertDescription.HandshakeFailure,
            alert.AlertDescription);
    }
}
