using System.Linq;
using System.Threading.Tasks;
using IronSsl.Tls.Caching;
using Xunit;

namespace IronSsl.Tls.Tests.Caching;

/// <summary>What is kept, what gives way, and that no thread makes it grow.</summary>
public sealed class BoundedCacheTests
{
    [Fact]
    public void The_value_that_went_longest_unused_gives_way()
    {
        var cache = new BoundedCache<int, string>(2);
        cache.Add(1, "one");
        cache.Add(2, "two");
        Assert.True(cache.TryGet(1, out _));

        cache.Add(3, "three");

        Assert.True(cache.TryGet(1, out string? kept));
        Assert.Equal("one", kept);
        Assert.False(cache.TryGet(2, out _));
        Assert.True(cache.TryGet(3, out _));
    }

    [Fact]
    public void The_first_value_of_a_key_stays()
    {
        var cache = new BoundedCache<int, string>(2);

        Assert.Equal("first", cache.Add(1, "first"));
        Assert.Equal("first", cache.Add(1, "second"));
        cache.Add(2, "third");
        Assert.True(cache.TryGet(1, out _));
    }

    [Fact]
    public void Bytes_are_a_key_by_content()
    {
        var cache = new BoundedCache<ByteKey, int>(4);
        byte[] bytes = [1, 2, 3];
        cache.Add(new ByteKey((byte[])bytes.Clone()), 7);

        Assert.True(cache.TryGet(new ByteKey(new byte[] { 1, 2, 3 }), out int found));
        Assert.Equal(7, found);
        Assert.False(cache.TryGet(new ByteKey(new byte[] { 1, 2 }), out _));
        bytes[0] = 9;
        Assert.True(cache.TryGet(new ByteKey(new byte[] { 1, 2, 3 }), out _));
    }

    [Fact]
    public void Threads_share_it()
    {
        var cache = new BoundedCache<int, int>(16);
        Parallel.For(0, 20_000, i =>
        {
            int key = (i * 31) % 64;
            Assert.Equal(key * 2, cache.TryGet(key, out int found) ? found : cache.Add(key, key * 2));
        });

        Assert.Equal(16, Enumerable.Range(0, 64).Count(key => cache.TryGet(key, out _)));
    }
}
