using System;
using System.Linq;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeyExchange;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Org.BouncyCastle.Utilities;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Diffie-Hellman over finite fields, with BouncyCastle at the other end.</summary>
public sealed class DhAgreementTests
{
    private static readonly PlatformTlsCrypto s_ours = PlatformTlsCrypto.Create(new PlatformRandom());
    private static readonly BcTlsCrypto s_theirs = new();

    // A prime of 512 bits that isn't safe, and so no group's that has a name: p - 1 is a multiple of 12.
    private static readonly BigInteger s_unknownPrime = new(
        "967960982f52e6319f84b856c4626879583403d152fc7ae8f212cd4e131eb31a"
            + "7f40b65cda41f2199997ced8369168d3ca87c44f8a6afab9e5f5eca8e92bd255",
        16);

    public static TheoryData<bool, int> Groups() => new()
    {
        { true, NamedGroup.ffdhe2048 },
        { true, NamedGroup.ffdhe3072 },
        { false, NamedGroup.ffdhe2048 },
        { false, NamedGroup.ffdhe3072 },
        { false, -1 },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void Each_agreement_has_a_key_of_its_own(bool isPadded, int group)
    {
        TlsDHDomain domain = s_ours.CreateDHDomain(Config(isPadded, group));

        Assert.NotEqual(domain.CreateDH().GenerateEphemeral(), domain.CreateDH().GenerateEphemeral());
    }

    [Theory]
    [MemberData(nameof(Groups))]
    public void Both_ends_agree(bool isPadded, int group)
    {
        TlsDHConfig config = Config(isPadded, group);
        TlsAgreement theirs = s_theirs.CreateDHDomain(config).CreateDH();
        TlsAgreement ours = s_ours.CreateDHDomain(config).CreateDH();

        ours.ReceivePeerValue(theirs.GenerateEphemeral());
        theirs.ReceivePeerValue(ours.GenerateEphemeral());

        Assert.Equal(theirs.CalculateSecret().Extract(), ours.CalculateSecret().Extract());
    }

    // RFC 5246 section 8.1.2 and RFC 8446 section 7.4.1; one secret in 256 has one.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_TLS_1_3_keeps_the_zeros_of_a_secret(bool isPadded)
    {
        for (int i = 0; i < 2000; i++)
        {
            TlsDHConfig config = Config(isPadded, -1);
            TlsAgreement theirs = s_theirs.CreateDHDomain(config).CreateDH();
            TlsAgreement ours = s_ours.CreateDHDomain(config).CreateDH();
            ours.ReceivePeerValue(theirs.GenerateEphemeral());
            theirs.ReceivePeerValue(ours.GenerateEphemeral());
            byte[] secret = ours.CalculateSecret().Extract();
            Assert.Equal(theirs.CalculateSecret().Extract(), secret);
            bool hasZero = secret[0] == 0;
            bool isShort = secret.Length < 64;
            Assert.False(isPadded ? isShort : hasZero);
            if (hasZero || isShort)
            {
                return;
            }
        }

        Assert.Fail("No secret began with a zero.");
    }

    [Theory]
    [InlineData(true, NamedGroup.ffdhe2048, 225)]
    [InlineData(false, NamedGroup.ffdhe8192, 400)]
    [InlineData(false, -1, 510)]
    public void An_exponent_is_short_only_in_a_group_that_is_known(bool isPadded, int group, int bits) =>
        Assert.Equal(bits, Assert.IsType<DhDomain>(s_ours.CreateDHDomain(Config(isPadded, group))).ExponentBits);

    [Fact]
    public void A_known_group_is_known_by_its_numbers()
    {
        DHGroup known = DHStandardGroups.rfc3526_8192;
        var config = new TlsDHConfig(new DHGroup(known.P, null, known.G, 0));

        Assert.Equal(400, Assert.IsType<DhDomain>(s_ours.CreateDHDomain(config)).ExponentBits);
    }

    // RFC 7919 sections 3 and 4, RFC 8446 section 4.2.8.1.
    [Theory]
    [InlineData(true, "0")]
    [InlineData(true, "1")]
    [InlineData(true, "p-1")]
    [InlineData(true, "p")]
    [InlineData(true, "p+1")]
    [InlineData(true, "short")]
    [InlineData(true, "long")]
    [InlineData(false, "0")]
    [InlineData(false, "1")]
    [InlineData(false, "p-1")]
    [InlineData(false, "p")]
    [InlineData(false, "p+1")]
    public void A_value_out_of_range_is_refused(bool isPadded, string kind)
    {
        TlsAgreement agreement = s_ours.CreateDHDomain(Config(isPadded, NamedGroup.ffdhe2048)).CreateDH();
        BigInteger p = DHStandardGroups.rfc7919_ffdhe2048.P;
        byte[] value = kind switch
        {
            "short" => BigIntegers.AsUnsignedByteArray(255, BigInteger.Two),
            "long" => BigIntegers.AsUnsignedByteArray(257, BigInteger.Two),
            "p-1" => BigIntegers.AsUnsignedByteArray(256, p.Subtract(BigInteger.One)),
            "p" => BigIntegers.AsUnsignedByteArray(256, p),
            "p+1" => BigIntegers.AsUnsignedByteArray(256, p.Add(BigInteger.One)),
            _ => BigIntegers.AsUnsignedByteArray(256, new BigInteger(kind)),
        };

        TlsFatalAlert alert = Assert.Throws<TlsFatalAlert>(() => agreement.ReceivePeerValue(value));

        Assert.Equal(
            isPadded ? AlertDescription.illegal_parameter : AlertDescription.handshake_failure, alert.AlertDescription);
    }

    // NIST SP 800-56A section 5.7.1.1. A value of order 3: the secret is 1 one time in three.
    [Fact]
    public void A_secret_that_anybody_could_guess_is_refused()
    {
        BigInteger p = s_unknownPrime;
        BigInteger[] cubeRoots = [.. Enumerable.Range(2, 200)
            .Select(number => BigInteger.ValueOf(number).ModPow(p.Subtract(BigInteger.One).Divide(BigInteger.Three), p))
            .Where(
                root => root.CompareTo(BigInteger.One) > 0 && root.ModPow(BigInteger.Three, p).Equals(BigInteger.One))];
        Assert.NotEmpty(cubeRoots);
        byte[] value = BigIntegers.AsUnsignedByteArray(cubeRoots[0]);
        bool isRefused = false;
        for (int i = 0; i < 100 && !isRefused; i++)
        {
            TlsAgreement agreement = s_ours.CreateDHDomain(Config(false, -1)).CreateDH();
            agreement.GenerateEphemeral();
            agreement.ReceivePeerValue(value);
            try
            {
                agreement.CalculateSecret();
            }
            catch (TlsFatalAlert)
            {
                isRefused = true;
            }
        }

        Assert.True(isRefused);
    }

    [Fact]
    public void Both_ways_to_compute_a_power_agree()
    {
        var random = new Random(17);
        for (int i = 0; i < 50; i++)
        {
            byte[] modulus = new byte[random.Next(1, 200)];
            random.NextBytes(modulus);
            modulus[0] |= 0x80;
            modulus[^1] |= 1;
            byte[] exponent = new byte[random.Next(1, 40)];
            random.NextBytes(exponent);
            byte[] number = BigIntegers.AsUnsignedByteArray(
                new BigInteger(1, exponent).Mod(new BigInteger(1, modulus)));
            byte[] expected = new byte[modulus.Length];
            byte[] actual = new byte[modulus.Length];

            ModularExponentiation.PowerByBouncyCastle(number, exponent, modulus, expected);
            ModularExponentiation.Power(number, exponent, modulus, actual);

            Assert.Equal(expected, actual);
        }
    }

    private static TlsDHConfig Config(bool isPadded, int group) => group >= 0
        ? new TlsDHConfig(group, isPadded)
        : new UnknownGroup(isPadded);

    // An explicit group can be had for TLS 1.2 only.
    private sealed class UnknownGroup(bool isPadded)
        : TlsDHConfig(new DHGroup(s_unknownPrime, null, BigInteger.Two, 0))
    {
        public override bool IsPadded => isPadded;
    }
}
