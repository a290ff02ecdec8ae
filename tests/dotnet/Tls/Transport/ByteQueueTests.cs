using System;
using System.Linq;
using System.Threading.Tasks;
using IronSsl.Tls.Transport;
using Xunit;

namespace IronSsl.Tls.Tests.Transport;

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
        Assert.Equal(0, queue.Read(new byte[10].AsSpan(), out _));
        Assert.False(queue.IsAtEnd);
    }

    [Fact]
    public void Reading_into_a_span_takes_no_more_than_fits()
    {
        var queue = new ByteQueue();
        queue.Append([1, 2, 3]);
        var target = new byte[2];

        Assert.Equal(2, queue.Read(target.AsSpan(), out _));
        Assert.Equal([1, 2], target);
        Assert.Equal(1, queue.Length);
    }

    [Fact]
    public void An_array_that_is_handed_in_comes_out_as_it_is()
    {
        var queue = new ByteQueue();
        byte[] given = [1, 2, 3];
        queue.AppendGiven(given);

        Assert.Equal(3, queue.Length);
        Assert.Same(given, queue.Read(int.MaxValue));
        Assert.Equal(0, queue.Length);
        Assert.Empty(queue.Read(1));

        Assert.True(queue.TryGive(given));
        Assert.Same(given, queue.Read(3));
    }

    [Fact]
    public void What_is_handed_in_is_never_written_to_nor_shared_in_part()
    {
        var queue = new ByteQueue();
        byte[] given = [1, 2, 3];
        byte[] expected = [.. given];
        queue.AppendGiven(given);
        queue.Append([4, 5]);
        queue.AppendGiven([6]);

        byte[] all = queue.Read(int.MaxValue);
        Assert.Equal([1, 2, 3, 4, 5, 6], all);

        queue.AppendGiven(given);
        byte[] part = queue.Read(2);
        part[0] = 9;
        queue.Append([7]);
        Assert.Equal([3, 7], queue.Read(2));
        Assert.Equal(expected, given);
    }

    [Fact]
    public void What_was_handed_in_is_shown_and_taken_where_it_lies()
    {
        var queue = new ByteQueue();
        Assert.Equal(0, queue.PeekGiven().Count);
        byte[] given = [1, 2, 3, 4, 5];
        queue.AppendGiven(given);
        queue.Append([6]);

        ArraySegment<byte> shown = queue.PeekGiven();
        Assert.Same(given, shown.Array);
        Assert.Equal([1, 2, 3, 4, 5], shown.ToArray());
        Assert.True(queue.TryTakeGiven(shown, 2));
        Assert.Equal((2, 3, 4), (queue.PeekGiven().Offset, queue.PeekGiven().Count, queue.Length));
        Assert.True(queue.TryTakeGiven(queue.PeekGiven(), 3));
        Assert.Equal(0, queue.PeekGiven().Count);
        Assert.Equal([6], queue.Read(10));
    }

    [Fact]
    public void What_another_thread_has_taken_meanwhile_is_not_taken_again()
    {
        var queue = new ByteQueue();
        queue.AppendGiven([1, 2, 3]);
        ArraySegment<byte> shown = queue.PeekGiven();
        Assert.False(queue.TryTakeGiven(shown, 4));

        Assert.Equal([1], queue.Read(1));
        Assert.False(queue.TryTakeGiven(shown, 1));
        Assert.Equal([2, 3], queue.Read(2));
        Assert.False(queue.TryTakeGiven(shown, 1));
        queue.AppendGiven([4, 5, 6]);
        Assert.False(queue.TryTakeGiven(shown, 1));
        Assert.Equal([4, 5, 6], queue.Read(3));
    }

    [Fact]
    public void Nothing_is_handed_in_after_the_end()
    {
        var queue = new ByteQueue();
        queue.End();

        Assert.False(queue.TryGive([1]));
        Assert.False(queue.TryGive([]));
        Assert.True(queue.IsAtEnd);

        // But a connection can still say goodbye.
        queue.AppendGiven([2]);
        Assert.Equal([2], queue.Read(2));
    }

    [Fact]
    public void The_end_comes_after_the_last_byte()
    {
        var queue = new ByteQueue();
        queue.Append([1]);
        queue.End();

        Assert.False(queue.IsAtEnd);
        Assert.Equal(1, queue.Read(new byte[1], out bool hasEnded));
        Assert.True(hasEnded);
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
            Add(queue, data.AsSpan(written, count), isGiven: random.Next(2) == 0);
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
                byte[] bytes = [.. Enumerable.Range(i, 100).Select(n => (byte)n)];
                Add(queue, bytes, isGiven: i % 300 == 0);
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

    private static void Add(ByteQueue queue, ReadOnlySpan<byte> bytes, bool isGiven)
    {
        if (isGiven)
        {
            queue.AppendGiven(bytes.ToArray());
        }
        else
        {
            queue.Append(bytes);
        }
    }
}
