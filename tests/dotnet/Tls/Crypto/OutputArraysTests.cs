using System.Collections.Generic;
using IronSsl.Tls.Crypto.Records;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Every array is of the length asked for, and given out once.</summary>
public sealed class OutputArraysTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8_191)]
    [InlineData(8_192)]
    [InlineData(16_413)]
    public void Nobody_gets_an_array_that_another_has(int length)
    {
        var given = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < 20; i++)
        {
            byte[] array = OutputArrays.Take(length);
            Assert.Equal(length, array.Length);
            Assert.True(given.Add(array) || length == 0);
        }
    }

    [Fact]
    public void Lengths_in_turn_are_what_was_asked_for()
    {
        var given = new HashSet<byte[]>(ReferenceEqualityComparer.Instance);
        foreach (int length in new[] { 10_000, 16_413, 10_000, 10_000, 16_413, 16_413, 9_000, 10_000, 16_413 })
        {
            byte[] array = OutputArrays.Take(length);
            Assert.Equal(length, array.Length);
            Assert.True(given.Add(array));
        }
    }
}
