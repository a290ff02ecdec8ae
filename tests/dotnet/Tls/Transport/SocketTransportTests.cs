using System;
using System.Diagnostics;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.Transport;
using Xunit;

namespace IronSsl.Tls.Tests.Transport;

/// <summary>The one behaviour of the transport, whichever calls are below it.</summary>
public abstract class SocketTransportTests(bool isPortable) : IDisposable
{
    /// <summary>Only hangs last so long, and what keeps no deadline; a slow machine doesn't.</summary>
    private const double PatienceSeconds = 30;

    private readonly SocketPair _pair = new();

    public void Dispose() => _pair.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(5.0)]
    [InlineData(0.0)]
    public void Bytes_that_are_there_are_received_in_every_mode(double? timeout)
    {
        SocketTransport transport = Make(timeout);
        _pair.Far.Send([1, 2, 3]);
        Assert.True(_pair.Near.Poll(TimeSpan.FromSeconds(PatienceSeconds), SelectMode.SelectRead));
        var buffer = new byte[2];

        TransportStatus status = transport.Receive(buffer, transport.StartOperation(), out int count);

        Assert.Equal(TransportStatus.Done, status);
        Assert.Equal(2, count);
        Assert.Equal([1, 2], buffer);
        Assert.Equal(1, _pair.Near.Available);
    }

    [Fact]
    public void A_non_blocking_receive_does_not_wait()
    {
        SocketTransport transport = Make(0);

        Assert.Equal(
            TransportStatus.WouldBlock, transport.Receive(new byte[1], transport.StartOperation(), out int count));
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_receive_times_out_when_nothing_comes()
    {
        SocketTransport transport = Make(0.1);
        var watch = Stopwatch.StartNew();

        TransportStatus status = transport.Receive(new byte[1], transport.StartOperation(), out _);

        Assert.Equal(TransportStatus.TimedOut, status);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.08, PatienceSeconds);
    }

    [Fact]
    public async Task One_deadline_covers_all_receives_of_an_operation()
    {
        SocketTransport transport = Make(0.3);
        Deadline deadline = transport.StartOperation();
        var watch = Stopwatch.StartNew();
        using var enough = new CancellationTokenSource();

        // It doesn't end by itself: a deadline that began anew with every byte would never pass. It has a thread of its
        // own: those of the pool may all be busy with other tests.
        Task drip = Task.Factory.StartNew(
            () =>
            {
                while (!enough.IsCancellationRequested)
                {
                    _pair.Far.Send([1]);
                    Thread.Sleep(20);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        try
        {
            while (transport.Receive(new byte[1], deadline, out _) is TransportStatus.Done)
            {
                Assert.True(watch.Elapsed.TotalSeconds < PatienceSeconds);
            }

            Assert.True(watch.Elapsed.TotalSeconds > 0.28);
        }
        finally
        {
            enough.Cancel();
            await drip;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5.0)]
    public void The_end_of_the_stream_is_told(double? timeout)
    {
        SocketTransport transport = Make(timeout);
        _pair.Far.Shutdown(SocketShutdown.Send);

        Assert.Equal(
            TransportStatus.EndOfStream, transport.Receive(new byte[1], transport.StartOperation(), out _));
    }

    [Fact]
    public void A_reset_is_an_exception()
    {
        SocketTransport transport = Make(5);
        _pair.ResetFar();

        SocketException error = Assert.Throws<SocketException>(
            () => transport.Receive(new byte[1], transport.StartOperation(), out _));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.2)]
    public async Task No_sent_byte_is_forgotten_when_the_peer_stops_reading(double timeout)
    {
        SocketTransport transport = Make(timeout);
        var data = new byte[1 << 20];
        long counted = 0;
        TransportStatus status;
        do
        {
            status = transport.Send(data, transport.StartOperation(), out int count);
            counted += count;
        }
        while (status is TransportStatus.Done);

        Assert.Equal(timeout == 0 ? TransportStatus.WouldBlock : TransportStatus.TimedOut, status);
        _pair.Near.Shutdown(SocketShutdown.Send);
        Assert.Equal(counted, await Drain());
    }

    [Fact]
    public async Task A_blocking_send_takes_everything()
    {
        SocketTransport transport = Make(null);
        Task<long> reader = Drain();

        TransportStatus status = transport.Send(new byte[20_000_000], transport.StartOperation(), out int count);

        Assert.Equal(TransportStatus.Done, status);
        Assert.Equal(20_000_000, count);
        _pair.Near.Shutdown(SocketShutdown.Send);
        Assert.Equal(20_000_000, await reader);
    }

    [Fact]
    public void Trying_to_send_does_not_wait_on_a_blocking_socket()
    {
        SocketTransport transport = Make(null);
        var data = new byte[100_000];
        int sends = 0;

        // What is still under way may make room after a send has found none: nothing has to move for a while.
        do
        {
            while (transport.TrySend(data, out int count) is TransportStatus.Done && count > 0)
            {
                Assert.True(++sends < 100_000);
            }

            Assert.True(++sends < 100_000);
        }
        while (_pair.Near.Poll(TimeSpan.FromMilliseconds(100), SelectMode.SelectWrite));
    }

    [Fact]
    public void The_mode_is_asked_for_at_the_start_of_each_operation()
    {
        double? timeout = null;
        var transport = new SocketTransport(_pair.Near, () => timeout, isPortable: isPortable);

        Assert.True(transport.StartOperation().IsNever);
        timeout = _pair.SetTimeout(0);
        Assert.True(transport.StartOperation().IsImmediate);
    }

    [Fact]
    public async Task A_socket_made_non_blocking_under_a_waiting_receive_goes_on_waiting()
    {
        SocketTransport transport = Make(PatienceSeconds);
        Deadline deadline = transport.StartOperation();
        _pair.Near.Blocking = false;
        Task later = Task.Run(async () =>
        {
            await Task.Delay(100);
            _pair.Far.Send([7]);
        });

        Assert.Equal(TransportStatus.Done, transport.Receive(new byte[1], deadline, out _));
        await later;
    }

    [Fact]
    public async Task A_socket_closed_under_a_waiting_receive_ends_it()
    {
        SocketTransport transport = Make(null);
        Task later = Task.Run(async () =>
        {
            await Task.Delay(100);
            _pair.Near.Dispose();
        });

        Exception ended = Assert.ThrowsAny<Exception>(
            () => transport.Receive(new byte[1], transport.StartOperation(), out _));
        Assert.True(ended is ObjectDisposedException or SocketException, ended.ToString());
        await later;
    }

    [Fact]
    public void A_closed_socket_is_told_as_one()
    {
        SocketTransport transport = Make(null);
        _pair.Near.Dispose();

        Assert.Throws<ObjectDisposedException>(
            () => transport.Receive(new byte[1], Deadline.Immediate, out _));
        Assert.Throws<ObjectDisposedException>(() => transport.TrySend(new byte[1], out _));
    }

    [Fact]
    public void A_send_to_a_peer_that_has_reset_is_an_exception()
    {
        SocketTransport transport = Make(5);
        _pair.ResetFar();

        SocketException error = Assert.Throws<SocketException>(
            () => transport.Send(new byte[1], transport.StartOperation(), out _));
        Assert.Equal(SocketError.ConnectionReset, error.SocketErrorCode);
        error = Assert.Throws<SocketException>(
            () => transport.Send(new byte[1], transport.StartOperation(), out _));
        Assert.Equal(SocketError.Shutdown, error.SocketErrorCode);
    }

    private SocketTransport Make(double? timeout)
    {
        _pair.SetTimeout(timeout);
        return new SocketTransport(_pair.Near, () => timeout, isPortable: isPortable);
    }

    private Task<long> Drain() => Task.Run(() =>
    {
        var buffer = new byte[65_536];
        long total = 0;
        int count;
        while ((count = _pair.Far.Receive(buffer)) > 0)
        {
            total += count;
        }

        return total;
    });
}
