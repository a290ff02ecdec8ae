using System;
using System.Buffers;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.Transport;
using Xunit;

namespace IronSsl.Tls.Tests.Transport;

/// <summary>
/// Every buffer of a record goes back to the pool, however the connection ends. The pool gives a thread what that
/// thread has returned last, which is how the tests know.
/// </summary>
public sealed class RentedBufferTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly SocketPair _pair = new();
    private readonly TransportPump _client;
    private readonly TransportPump _server;
    private double? _timeout;

    public RentedBufferTests()
    {
        _client = new TransportPump(new TlsEngine(TestSettings.Client()), new SocketTransport(_pair.Near, () => null));
        _server = new TransportPump(
            new TlsEngine(TestSettings.Server("p256")), new SocketTransport(_pair.Far, () => _timeout));
    }

    public void Dispose()
    {
        _client.Engine.Dispose();
        _server.Engine.Dispose();
        _pair.Dispose();
    }

    [Fact]
    public async Task A_connection_closed_in_the_middle_of_a_record_returns_its_buffer()
    {
        await Handshake();
        byte[] buffer = HalfARecord();

        _server.SayGoodbye();

        Assert.Same(buffer, Rent(buffer.Length));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.05)]
    public async Task A_read_that_gave_up_in_the_middle_of_a_record_lets_its_buffer_return(double timeout)
    {
        await Handshake();
        byte[] buffer = HalfARecord();
        _timeout = timeout;
        _pair.Far.ReceiveTimeout = (int)(timeout * 1000);
        Assert.Equal(
            timeout == 0 ? PumpStatus.WantRead : PumpStatus.ReadTimedOut, _server.Read(new byte[10], out _));

        _server.SayGoodbye();

        Assert.Same(buffer, Rent(buffer.Length));
    }

    [Fact]
    public async Task Data_keep_their_records_buffer_until_they_are_read()
    {
        await Handshake();
        byte[] buffer = WholeRecord();
        var half = new byte[5_000];
        Assert.Equal(PumpStatus.Done, _server.Read(half, out _));
        Assert.NotSame(buffer, Rent(buffer.Length));

        Assert.Equal(PumpStatus.Done, _server.Read(half, out _));

        Assert.Equal(0, _server.Engine.PendingPlaintextBytes);
        Assert.Same(buffer, Rent(buffer.Length));
    }

    [Fact]
    public async Task A_connection_closed_with_data_unread_returns_their_buffer()
    {
        await Handshake();
        byte[] buffer = WholeRecord();

        _server.SayGoodbye();

        Assert.Same(buffer, Rent(buffer.Length));
    }

    [Fact]
    public async Task A_spoilt_record_returns_its_buffer()
    {
        await Handshake();
        byte[] buffer = HalfARecord();
        int missing = _server.Engine.InputBytesWanted;

        _server.Engine.ProvideInput(new byte[missing]);

        Assert.Equal(EngineState.Failed, _server.Engine.State);
        Assert.Same(buffer, Rent(buffer.Length));
    }

    [Fact]
    public async Task A_buffer_that_is_being_written_to_is_given_to_nobody()
    {
        await Handshake();
        byte[] buffer = HalfARecord();
        _server.Engine.PrepareInput();

        _server.SayGoodbye();

        Assert.NotSame(buffer, Rent(buffer.Length));
    }

    [Fact]
    public async Task A_thread_that_is_reading_a_record_keeps_its_part_of_it()
    {
        await Handshake();
        byte[] sent = [.. Enumerable.Range(0, 10_000).Select(i => (byte)i)];
        Assert.Equal(EngineStatus.Done, _client.Engine.Write(sent, out _));
        byte[] record = _client.Engine.RentedOutput();
        const int FirstPart = 5_000;
        var received = new byte[sent.Length];
        int count = 0;
        Task<PumpStatus> read = Task.Run(() => _server.Read(received, out count));
        _pair.Near.Send(record.AsSpan(0, FirstPart));
        Assert.True(SpinWait.SpinUntil(
            () => _server.Engine.InputBytesWanted == record.Length - FirstPart, s_patience));

        _server.SayGoodbye();
        _pair.Near.Send(record.AsSpan(FirstPart));

        Assert.Equal(PumpStatus.Done, await read.WaitAsync(s_patience));
        Assert.Equal(sent.Length, count);
        Assert.Equal(sent, received);
    }

    private async Task Handshake()
    {
        Task<PumpStatus> server = Task.Run(_server.Handshake);
        Assert.Equal(PumpStatus.Done, _client.Handshake());
        Assert.Equal(PumpStatus.Done, await server.WaitAsync(s_patience));
    }

    /// <summary>Hands the server the first half of a large record; answers the array where it lies.</summary>
    private byte[] HalfARecord() => HalfARecord(out _);

    private byte[] HalfARecord(out byte[] record)
    {
        Assert.Equal(EngineStatus.Done, _client.Engine.Write(new byte[10_000], out _));
        record = _client.Engine.RentedOutput();
        _server.Engine.ProvideInput(record.AsSpan(0, Wire.RecordHeaderLength));
        _server.Engine.ProvideInput(record.AsSpan(Wire.RecordHeaderLength, 5_000));
        Memory<byte> rest = _server.Engine.PrepareInput();
        _server.Engine.CancelInput();
        Assert.True(MemoryMarshal.TryGetArray<byte>(rest, out ArraySegment<byte> segment));
        return segment.Array!;
    }

    /// <summary>Hands the server a large record; answers the array where it lies.</summary>
    private byte[] WholeRecord()
    {
        byte[] buffer = HalfARecord(out byte[] record);
        int missing = _server.Engine.InputBytesWanted;
        _server.Engine.ProvideInput(record.AsSpan(record.Length - missing));
        Assert.Equal(10_000, _server.Engine.PendingPlaintextBytes);
        return buffer;
    }

    private static byte[] Rent(int length) => ArrayPool<byte>.Shared.Rent(length);
}
