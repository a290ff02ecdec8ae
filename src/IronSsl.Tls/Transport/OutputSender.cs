using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Transport;

/// <summary>Sends what an engine has put into its output, in the order in which it came, from any thread.</summary>
/// <remarks>
/// The thread that has the output turn takes all of the engine's output into <c>_taken</c> and sends it from there. A
/// thread that finds the turn taken need not send its own output: the other thread looks for more after it has given up
/// the turn.
/// </remarks>
internal sealed class OutputSender
{
    private readonly TlsEngine _engine;
    private readonly ITransport _transport;
    private readonly Turn _turn = new();

    /// <summary>Output that was taken from the engine, in an array of the shared pool. Used with the turn.</summary>
    private byte[] _taken = [];
    private int _sentBytes;

    /// <summary>Unsent bytes of <see cref="_taken"/>. Non-zero before the array is fetched, so that a thread without
    /// the turn never sees 0 while bytes are on their way there.</summary>
    private volatile int _unsentBytes;

    /// <summary>Sends the engine's output to the transport.</summary>
    public OutputSender(TlsEngine engine, ITransport transport)
    {
        _engine = engine;
        _transport = transport;
    }

    /// <summary>Whether bytes wait to be sent, in the engine or in <see cref="_taken"/>. Asked in this order, as bytes
    /// go from the one to the other, none are overlooked.</summary>
    public bool IsPending
    {
        get
        {
            if (_engine.PendingOutputBytes > 0)
            {
                return true;
            }

            Interlocked.MemoryBarrier();
            return _unsentBytes > 0;
        }
    }

    /// <summary>Sends all of the output.</summary>
    /// <returns>Done, WantWrite or WriteTimedOut.</returns>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public PumpStatus Flush(in Deadline deadline)
    {
        while (IsPending)
        {
            if (!_turn.Take(deadline))
            {
                return Turn.Missed(deadline, PumpStatus.WantWrite, PumpStatus.WriteTimedOut);
            }

            try
            {
                TransportStatus status = Send(mayWait: true, deadline);
                if (status is not TransportStatus.Done)
                {
                    return status is TransportStatus.WouldBlock ? PumpStatus.WantWrite : PumpStatus.WriteTimedOut;
                }
            }
            finally
            {
                _turn.GiveUp();
            }
        }

        return PumpStatus.Done;
    }

    /// <summary>
    /// Sends as much of the output as goes at once. A broken connection is no failure here: there may be bytes to read,
    /// or a failure to report already, and the next send will find the connection broken, too.
    /// </summary>
    public void FlushWithoutWaiting()
    {
        while (IsPending && _turn.TryTake())
        {
            try
            {
                if (Send(mayWait: false, Deadline.Immediate) is not TransportStatus.Done)
                {
                    return;
                }
            }
            catch (SocketException)
            {
                return;
            }
            finally
            {
                _turn.GiveUp();
            }
        }
    }

    /// <summary>Forgets the output: nobody is there to receive it.</summary>
    public void Drop()
    {
        _turn.Take(Deadline.Never);
        try
        {
            while (TakesOutput())
            {
                MarkSent(_unsentBytes);
            }
        }
        finally
        {
            _turn.GiveUp();
        }
    }

    // With the turn.
    private TransportStatus Send(bool mayWait, in Deadline deadline)
    {
        if (_transport.DirectOutput is { } direct)
        {
            direct.AppendGiven(_engine.TakeOutput());
            return TransportStatus.Done;
        }

        while (TakesOutput())
        {
            Span<byte> rest = _taken.AsSpan(_sentBytes, _unsentBytes);
            TransportStatus status = mayWait
                ? _transport.Send(rest, deadline, out int sent)
                : _transport.TrySend(rest, out sent);
            MarkSent(sent);
            if (status is not TransportStatus.Done)
            {
                return status;
            }
        }

        return TransportStatus.Done;
    }

    // With the turn: takes the engine's output when all that was taken is sent. False: nothing is left to send.
    private bool TakesOutput()
    {
        if (_unsentBytes == 0 && _engine.PendingOutputBytes is > 0 and var expected)
        {
            _unsentBytes = expected;
            _taken = _engine.RentOutput(out int count);
            _sentBytes = 0;
            _unsentBytes = count;
        }

        return _unsentBytes > 0;
    }

    // With the turn. An array that is sent goes back to the pool at once.
    private void MarkSent(int count)
    {
        _sentBytes += count;
        _unsentBytes -= count;
        if (_unsentBytes == 0)
        {
            ArrayPool<byte>.Shared.Return(_taken);
            _taken = [];
        }
    }
}
