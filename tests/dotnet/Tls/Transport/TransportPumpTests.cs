using System;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.Transport;
using Xunit;

namespace IronSsl.Tls.Tests.Transport;

/// <summary>Two pumps with real engines over the loopback interface.</summary>
public sealed class TransportPumpTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(120);

    private readonly SocketPair _pair = new();
    private readonly ManualResetEventSlim _clientReceives = new();
    private readonly TransportPump _client;
    private readonly TransportPump _server;
    private double? _timeout;

    public TransportPumpTests()
    {
        _client = new TransportPump(
            new TlsEngine(TestSettings.Client()),
            new TransportThatTells(new SocketTransport(_pair.Near, () => _timeout), _clientReceives));
        _server = new TransportPump(
            new TlsEngine(TestSettings.Server("p256")), new SocketTransport(_pair.Far, () => null));
    }

    public void Dispose()
    {
        _client.Engine.Dispose();
        _server.Engine.Dispose();
        _pair.Dispose();
        _clientReceives.Dispose();
    }

    [Fact]
    public async Task Data_passes_both_ways_after_a_blocking_handshake()
    {
        await Connect();

        Assert.Equal(PumpStatus.Done, _client.Write([1, 2, 3]));
        Assert.Equal([1, 2, 3], Read(_server, 10));
        Assert.Equal(PumpStatus.Done, _server.Write([4]));
        Assert.Equal([4], Read(_client, 10));
    }

    [Fact]
    public async Task Reading_and_writing_shake_hands_first()
    {
        Task server = Task.Run(() => Read(_server, 10));

        Assert.Equal(PumpStatus.Done, _client.Write([1]));

        await server.WaitAsync(s_patience);
    }

    [Fact]
    public void A_non_blocking_handshake_wants_to_read()
    {
        SetTimeout(0);

        Assert.Equal(PumpStatus.WantRead, _client.Handshake());
        Assert.Equal(PumpStatus.WantRead, _client.Handshake());
    }

    [Fact]
    public void A_silent_peer_times_out_and_the_handshake_can_be_repeated()
    {
        SetTimeout(0.1);

        Assert.Equal(PumpStatus.ReadTimedOut, _client.Handshake());
        Assert.Equal(PumpStatus.ReadTimedOut, _client.Handshake());
        Assert.Equal(EngineState.Handshaking, _client.Engine.State);
    }

    [Fact]
    public async Task A_read_times_out_without_harm()
    {
        await Connect();
        SetTimeout(0.05);

        Assert.Equal(PumpStatus.ReadTimedOut, _client.Read(new byte[1], out _));
        _server.Write([9]);
        SetTimeout(10);
        Assert.Equal([9], Read(_client, 10));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public async Task A_write_that_cannot_finish_is_repeated_with_the_same_bytes(double timeout)
    {
        await Connect();
        SetTimeout(timeout);
        byte[] data = [.. Enumerable.Range(0, 12_000_000).Select(i => (byte)(i * 7))];

        PumpStatus first = _client.Write(data);
        Task<byte[]> reader = Task.Run(() => ReadExactly(_server, data.Length));
        SetTimeout(null);
        PumpStatus second = _client.Write(data);

        Assert.Equal(timeout == 0 ? PumpStatus.WantWrite : PumpStatus.WriteTimedOut, first);
        Assert.Equal(PumpStatus.Done, second);
        Assert.Equal(data, await reader.WaitAsync(s_patience));
    }

    [Fact]
    public async Task Repetitions_of_a_write_pile_nothing_up()
    {
        await Connect();
        SetTimeout(0);
        var data = new byte[12_000_000];
        Assert.Equal(PumpStatus.WantWrite, _client.Write(data));
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(PumpStatus.WantWrite, _client.Write(data));

            // What was taken in order to be sent is sent before any more is sealed.
            Assert.Equal(0, _client.Engine.PendingOutputBytes);
        }

        Task<byte[]> reader = Task.Run(() => ReadExactly(_server, data.Length));
        SetTimeout(null);
        Assert.Equal(PumpStatus.Done, _client.Write(data));
        Assert.Equal(data, await reader.WaitAsync(s_patience));
    }

    [Fact]
    public async Task A_repeated_write_cannot_be_shorter_than_what_has_been_taken()
    {
        await Connect();
        SetTimeout(0);
        Assert.Equal(PumpStatus.WantWrite, _client.Write(new byte[12_000_000]));

        TlsFailure failure = Assert.Throws<TlsFailure>(() => _client.Write(new byte[10]));
        Assert.Equal("BAD_LENGTH", failure.Reason);
    }

    [Fact]
    public async Task An_empty_write_sends_nothing()
    {
        await Connect();

        Assert.Equal(PumpStatus.Done, _server.Write([]));
        _server.Write([5]);
        Assert.Equal([5], Read(_client, 10));
    }

    [Fact]
    public async Task One_thread_reads_while_another_writes()
    {
        await Connect();
        const int Total = 6_000_000;
        var data = new byte[Total];
        new Random(1).NextBytes(data);

        // Both ends send more than any buffer holds before they expect an answer: without full duplex they'd stand
        // still.
        Task<byte[]>[] readers =
        [
            Task.Run(() => ReadExactly(_client, Total)), Task.Run(() => ReadExactly(_server, Total)),
        ];
        Task[] writers = [Task.Run(() => _client.Write(data)), Task.Run(() => _server.Write(data))];

        await Task.WhenAll(writers).WaitAsync(s_patience);
        byte[][] received = await Task.WhenAll(readers).WaitAsync(s_patience);
        Assert.All(received, bytes => Assert.Equal(data, bytes));
    }

    [Fact]
    public async Task Shutdown_leaves_the_bytes_that_follow_on_the_socket()
    {
        await Connect();
        Task server = Task.Run(() =>
        {
            Assert.Equal(PumpStatus.Done, _server.Shutdown());
            _pair.Far.Send("plain"u8);
        });

        Assert.Equal(PumpStatus.Done, _client.Shutdown());
        await server.WaitAsync(s_patience);
        var rest = new byte[10];
        Assert.Equal("plain"u8, rest.AsSpan(0, _pair.Near.Receive(rest)));
    }

    [Fact]
    public async Task Close_notify_ends_the_data()
    {
        await Connect();
        Task server = Task.Run(_server.Shutdown);

        Assert.Equal(PumpStatus.Closed, _client.Read(new byte[1], out int count));
        Assert.Equal(0, count);
        Assert.Equal(PumpStatus.Done, _client.Shutdown());
        await server.WaitAsync(s_patience);
    }

    [Fact]
    public async Task A_reader_in_another_thread_takes_the_answer_to_a_shutdown()
    {
        await Connect();
        Task<PumpStatus> reader = Task.Run(() => _client.Read(new byte[1], out _));
        Task<PumpStatus> server = Task.Run(() =>
        {
            _server.Read(new byte[1], out _);
            return _server.Shutdown();
        });

        Assert.Equal(PumpStatus.Done, _client.Shutdown());
        Assert.Equal(PumpStatus.Closed, await reader.WaitAsync(s_patience));
        Assert.Equal(PumpStatus.Done, await server.WaitAsync(s_patience));
    }

    [Fact]
    public void Shutdown_before_the_handshake_is_refused()
    {
        TlsFailure failure = Assert.Throws<TlsFailure>(() => _client.Shutdown());
        Assert.Equal("SHUTDOWN_WHILE_IN_INIT", failure.Reason);
    }

    [Fact]
    public async Task An_end_without_close_notify_is_a_failure_of_its_own_kind()
    {
        await Connect();
        _pair.Far.Shutdown(SocketShutdown.Send);

        TlsFailure failure = Assert.Throws<TlsFailure>(() => _client.Read(new byte[1], out _));
        Assert.Equal(FailureKind.UnexpectedEof, failure.Kind);
    }

    [Fact]
    public void The_alert_is_on_the_wire_before_the_exception()
    {
        SetTimeout(5);
        _pair.Far.Send([0x16, 3, 3, 0xFF, 0xFF]);

        TlsFailure failure = Assert.Throws<TlsFailure>(() => _client.Handshake());

        Assert.NotNull(failure.Alert);
        var wire = new byte[4096];
        int count = _pair.Far.Receive(wire);
        Assert.Equal([0x15, 2, (byte)failure.Alert], [wire[count - 7], wire[count - 2], wire[count - 1]]);
    }

    [Fact]
    public async Task A_reset_while_writing_is_a_socket_error()
    {
        await Connect();
        _pair.ResetFar();

        SocketException error = Assert.Throws<SocketException>(() => WriteOften(_client));
        Assert.True(error.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown);
    }

    [Fact]
    public async Task The_alert_of_a_peer_that_closed_explains_a_broken_send()
    {
        await Connect();
        _pair.Near.Send([0x17, 3, 3, 0, 20, .. new byte[20]]);
        Assert.Throws<TlsFailure>(() => _server.Read(new byte[1], out _));
        _pair.Far.Dispose();

        TlsFailure failure = Assert.Throws<TlsFailure>(() => WriteOften(_client));
        Assert.Equal(AlertDescription.BadRecordMac, failure.Alert);
    }

    [Theory]
    [InlineData(TlsVersion.Tls13, true)]
    [InlineData(TlsVersion.Tls12, false)]
    public async Task A_handshake_survives_the_loss_of_tickets_that_nobody_waits_for(int version, bool survives)
    {
        using var engine = new TlsEngine(TestSettings.Server("p256").Only(version));
        var server = new TransportPump(
            engine, new TransportWithoutPeerAtTheEnd(new SocketTransport(_pair.Far, () => null), engine));
        Task<PumpStatus> handshake = Task.Run(server.Handshake);
        Task client = Task.Run(_client.Handshake);

        if (survives)
        {
            Assert.Equal(PumpStatus.Done, await handshake.WaitAsync(s_patience));
            Assert.Equal(EngineState.Open, engine.State);
        }
        else
        {
            await Assert.ThrowsAsync<SocketException>(() => handshake.WaitAsync(s_patience));
        }

        _pair.Far.Dispose();
        await client.WaitAsync(s_patience).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_second_reader_waits_for_its_turn_no_longer_than_its_deadline()
    {
        await Connect();
        _clientReceives.Reset();
        Task<PumpStatus> first = Task.Run(() => _client.Read(new byte[1], out _));
        Assert.True(_clientReceives.Wait(s_patience));
        SetTimeout(0.1);

        Task<PumpStatus> second = Task.Run(() => _client.Read(new byte[1], out _));
        Assert.Equal(PumpStatus.ReadTimedOut, await second.WaitAsync(s_patience));
        Assert.False(first.IsCompleted);

        _server.Write([1]);
        Assert.Equal(PumpStatus.Done, await first.WaitAsync(s_patience));
    }

    private async Task Connect()
    {
        Task<PumpStatus> server = Task.Run(_server.Handshake);
        Assert.Equal(PumpStatus.Done, _client.Handshake());
        Assert.Equal(PumpStatus.Done, await server.WaitAsync(s_patience));
    }

    private void SetTimeout(double? seconds) => _timeout = _pair.SetTimeout(seconds);

    private static byte[] Read(TransportPump pump, int maximumBytes)
    {
        var buffer = new byte[maximumBytes];
        Assert.Equal(PumpStatus.Done, pump.Read(buffer, out int count));
        return buffer[..count];
    }

    private static void WriteOften(TransportPump pump)
    {
        for (int i = 0; i < 1000; i++)
        {
            pump.Write(new byte[10_000]);
        }
    }

    private static byte[] ReadExactly(TransportPump pump, int bytes)
    {
        var buffer = new byte[bytes];
        int total = 0;
        while (total < bytes)
        {
            Assert.Equal(PumpStatus.Done, pump.Read(buffer.AsSpan(total), out int count));
            total += count;
        }

        return buffer;
    }

    /// <summary>Tells when a receive has begun: its thread has the input turn then.</summary>
    private sealed class TransportThatTells(ITransport inner, ManualResetEventSlim receives) : ITransport
    {
        public Deadline StartOperation() => inner.StartOperation();

        public TransportStatus Receive(Span<byte> destination, in Deadline deadline, out int count)
        {
            receives.Set();
            return inner.Receive(destination, deadline, out count);
        }

        public TransportStatus Send(ReadOnlySpan<byte> source, in Deadline deadline, out int count) =>
            inner.Send(source, deadline, out count);

        public TransportStatus TrySend(ReadOnlySpan<byte> source, out int count) => inner.TrySend(source, out count);
    }

    /// <summary>Sends until the engine's handshake is over; then the peer has gone.</summary>
    private sealed class TransportWithoutPeerAtTheEnd(ITransport inner, TlsEngine engine) : ITransport
    {
        public Deadline StartOperation() => inner.StartOperation();

        public TransportStatus Receive(Span<byte> destination, in Deadline deadline, out int count) =>
            inner.Receive(destination, deadline, out count);

        public TransportStatus Send(ReadOnlySpan<byte> source, in Deadline deadline, out int count) =>
            engine.State is EngineState.Open
                ? throw new SocketException((int)SocketError.ConnectionReset)
                : inner.Send(source, deadline, out count);

        public TransportStatus TrySend(ReadOnlySpan<byte> source, out int count) => inner.TrySend(source, out count);
    }
}
