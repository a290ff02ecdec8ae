using System;
using System.Linq;
using System.Threading.Tasks;
using IronSsl.Transport;
using Xunit;

namespace IronSsl.Tests.Transport;

public sealed class ByteQueueTests
{
    [Fact]
    public void Bytes_come_out_in_the_order_they_went_in()
    {
        var queue = new ByteQueue();

        queue.Append([1, 2, 3]);
        queue.Append([4]);

        Assert.Equal(4, queue.Length);
        Assert.Equal([1, 2], queue.Read(2));
        Assert.Equal([3, 4], queue.Read(int.MaxValue));
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public void An_empty_queue_gives_nothing()
    {
        var queue = new ByteQueue();

        Assert.Empty(queue.Read(10));
        Assert.Equal(0, queue.Read(new byte[10].AsSpan()));
        Assert.False(queue.IsAtEnd);
    }

    [Fact]
    public void Reading_into_a_span_takes_no_more_than_fits()
    {
        var queue = new ByteQueue();
        queue.Append([1, 2, 3]);
        var target = new byte[2];

        Assert.Equal(2, queue.Read(target.AsSpan()));
        Assert.Equal([1, 2], target);
        Assert.Equal(1, queue.Length);
    }

    [Fact]
    public void The_end_comes_after_the_last_byte()
    {
        var queue = new ByteQueue();
        queue.Append([1]);
        queue.End();

        Assert.True(queue.HasEnded);
        Assert.False(queue.IsAtEnd);
        queue.Read(1);
        Assert.True(queue.IsAtEnd);
    }

    [Fact]
    public void A_program_cannot_write_after_the_end()
    {
        var queue = new ByteQueue();
        queue.End();

        Assert.False(queue.TryWrite([1]));
        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public void A_connection_can_append_after_the_end()
    {
        var queue = new ByteQueue();
        queue.End();

        queue.Append([1]);

        Assert.False(queue.IsAtEnd);
        Assert.Equal([1], queue.Read(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(700)]
    [InlineData(5_000)]
    [InlineData(100_000)]
    public void Content_survives_growing_moving_and_letting_go(int chunkBytes)
    {
        var random = new Random(chunkBytes);
        byte[] data = new byte[300_000];
        random.NextBytes(data);
        var queue = new ByteQueue();
        byte[] result = new byte[data.Length];
        int written = 0;
        int read = 0;
        while (read < data.Length)
        {
            int count = Math.Min(random.Next(chunkBytes + 1), data.Length - written);
            queue.Append(data.AsSpan(written, count));
            written += count;
            int wanted = written == data.Length ? int.MaxValue : random.Next(chunkBytes + 1);
            byte[] part = queue.Read(wanted);
            part.CopyTo(result, read);
            read += part.Length;
        }

        Assert.Equal(data, result);
    }

    [Fact]
    public async Task A_writer_and_a_reader_on_two_threads_lose_nothing()
    {
        const int Total = 200_000;
        var queue = new ByteQueue();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; i < Total; i += 100)
            {
                queue.Append([.. Enumerable.Range(i, 100).Select(n => (byte)n)]);
            }
        });

        int next = 0;
        while (next < Total && !writer.IsFaulted)
        {
            foreach (byte b in queue.Read(333))
            {
                Assert.Equal((byte)next, b);
                next++;
            }
        }

        await writer;
        Assert.Equal(Total, next);
    }
}
