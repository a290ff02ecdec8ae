using System;
using System.Linq;
using IronSsl.Tls.Crypto.Randomness;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>The system's randomness behind BouncyCastle's interface.</summary>
public sealed class PlatformRandomTests
{
    private readonly PlatformRandom _random = new();

    [Fact]
    public void Every_form_of_NextBytes_fills_what_it_is_given()
    {
        byte[] whole = new byte[64];
        byte[] part = new byte[64];
        Span<byte> span = stackalloc byte[64];

        _random.NextBytes(whole);
        _random.NextBytes(part, 16, 32);
        _random.NextBytes(span);

        Assert.Contains(whole, octet => octet != 0);
        Assert.Contains(part.Skip(16).Take(32), octet => octet != 0);
        Assert.All(part.Take(16).Concat(part.Skip(48)), octet => Assert.Equal(0, octet));
        Assert.Contains(span.ToArray(), octet => octet != 0);
    }

    [Fact]
    public void Two_generators_give_different_numbers() =>
        Assert.NotEqual(_random.NextLong(), new PlatformRandom().NextLong());

    [Fact]
    public void A_seed_is_refused_rather_than_ignored()
    {
        Assert.Throws<NotSupportedException>(() => _random.SetSeed(1L));
        Assert.Throws<NotSupportedException>(() => _random.SetSeed(new byte[1]));
    }
}
