using System.Buffers;
using System.Linq;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Records are sealed into the output that is open, one behind the other with their headers, and the record
/// layer is told of empty ones.</summary>
public sealed class SealedOutputTests
{
    private const int HeaderLength = 5;

    private readonly RecordBuffers _buffers = new();
    private readonly SealedOutput _output = new();

    [Fact]
    public void A_record_without_an_output_goes_to_the_record_layer()
    {
        TlsEncodeResult result = Seal(1, 100);

        Assert.Same(_buffers.ForThisThread(1), result.buf);
        Assert.Equal((0, HeaderLength + 100), (result.off, result.len));
        Assert.Equal(Enumerable.Repeat((byte)1, 100), result.buf[HeaderLength..(HeaderLength + 100)]);
        Assert.Equal(0, _output.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000)]
    [InlineData(100_000)]
    public void Records_lie_one_behind_the_other(int roomWanted)
    {
        int[] lengths = [0, 100, 16_384, 1, 16_384];
        using (_output.Open(roomWanted))
        {
            foreach (int length in lengths)
            {
                TlsEncodeResult result = Seal((byte)length, length);
                Assert.Equal((HeaderLength, ContentType.application_data), (result.len, result.recordType));
            }
        }

        Assert.Equal(lengths.Sum() + (lengths.Length * HeaderLength), _output.Length);
        Assert.Equal(lengths.Length * HeaderLength, _output.TakePlaceholderBytes());
        Assert.Equal(0, _output.TakePlaceholderBytes());
        var all = new byte[_output.Length];
        _output.MoveTo(all);
        byte[] expected = [.. lengths.SelectMany(Record)];
        Assert.Equal(expected, all);
        Assert.Equal(0, _output.Length);
    }

    [Fact]
    public void A_lone_record_is_an_array_of_its_size_and_several_are_one_of_the_pool()
    {
        using (_output.Open(0))
        {
            Seal(7, 7);
        }

        Assert.Null(_output.TakeRented(out _));
        Assert.Equal(Record(7), _output.TakeArray());
        Assert.Null(_output.TakeArray());

        using (_output.Open(50))
        {
            Seal(8, 8);
            Seal(9, 9);
        }

        Assert.Null(_output.TakeArray());
        byte[] rented = _output.TakeRented(out int count)!;
        Assert.Equal([.. Record(8), .. Record(9)], rented[..count]);
        Assert.Null(_output.TakeRented(out _));
        ArrayPool<byte>.Shared.Return(rented);
    }

    [Fact]
    public void A_closed_output_takes_nothing_and_an_outer_one_goes_on()
    {
        var inner = new SealedOutput();
        using (_output.Open(100))
        {
            using (inner.Open(100))
            {
                Seal(1, 1);
            }

            Seal(2, 2);
        }

        Seal(3, 3);
        Assert.Equal((HeaderLength + 1, HeaderLength + 2), (inner.Length, _output.Length));
    }

    private static byte[] Record(int length) =>
        [23, 3, 3, (byte)(length >> 8), (byte)length, .. Enumerable.Repeat((byte)length, length)];

    private TlsEncodeResult Seal(byte value, int length)
    {
        RecordRoom room = SealedOutput.Room(_buffers, HeaderLength, length);
        room.Body.Fill(value);
        return room.Finish(ContentType.application_data, ProtocolVersion.TLSv12);
    }
}
