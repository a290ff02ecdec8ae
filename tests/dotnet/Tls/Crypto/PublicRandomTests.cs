using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Threading.Tasks;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Security;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Public values, drawn ahead: as random as if they weren't.</summary>
public sealed class PublicRandomTests
{
    private readonly PlatformRandom _random = new();

    [Fact]
    public void No_value_comes_twice_on_any_thread()
    {
        var seen = new ConcurrentDictionary<string, int>();

        Parallel.For(0, 2000, i =>
        {
            byte[] value = new byte[16 + (i % 49)];
            _random.NextPublicBytes(value);
            Assert.True(seen.TryAdd(Convert.ToHexString(value.AsSpan(0, 16)), i));
        });
    }

    // 600 draws of 1 bit in 8 places each: with a fair generator, a place that never changes has a chance of 2^-599.
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1000)]
    public void Every_place_is_filled_anew(int length)
    {
        byte[] ever = new byte[length];
        byte[] always = [.. Enumerable.Repeat((byte)0xFF, length)];
        byte[] value = new byte[length];
        for (int i = 0; i < 600; i++)
        {
            _random.NextPublicBytes(value);
            for (int j = 0; j < length; j++)
            {
                ever[j] |= value[j];
                always[j] &= value[j];
            }
        }

        Assert.All(ever, octet => Assert.Equal(0xFF, octet));
        Assert.All(always, octet => Assert.Equal(0, octet));
    }

    [Fact]
    public void Another_generator_is_asked_each_time()
    {
        byte[] value = new byte[8];
        var random = new Counter();

        random.NextPublicBytes(value);
        random.NextPublicBytes(value);

        Assert.All(value, octet => Assert.Equal(2, octet));
    }

    private sealed class Counter : SecureRandom
    {
        private byte _count;

        public Counter()
            : base(generator: null)
        {
        }

        public override void NextBytes(Span<byte> buffer) => buffer.Fill(++_count);
    }
}
