using System;
using System.Net.Sockets;

namespace IronSsl.Transport;

/// <summary>
/// A connected .NET socket as the outside of a connection.
/// </summary>
/// <remarks>
/// <para>The socket stays in the mode its owner has put it into; the time-out is asked for at the start of each operation.
/// A blocking socket carries its time-out in <c>ReceiveTimeout</c> too, so the first receive of an operation can block
/// in the receive itself: one system call. A receive that comes later, when part of the time is used up, polls first.</para>
/// <para>Sends are different: when a blocking <c>Socket.Send</c> times out after part of the bytes went out, .NET (8 to 10)
/// answers a count of 0, and the place in the stream is lost. With a time limit the socket is therefore polled,
/// and is then given only as much as a writable socket surely has room for.</para>
/// <para>A .NET socket that was non-blocking once stays so below on Unix, and its blocking calls then wait on another thread
/// for their turn: a hundred microseconds where a poll and the call itself take five. Such a socket is polled first.</para>
/// </remarks>
internal sealed class SocketTransport : ITransport
{
    /// <summary>A time-out of the operating system is believed to be the operation's own when this little is left.</summary>
    private static readonly TimeSpan s_timerTolerance = TimeSpan.FromMilliseconds(50);

    /// <summary>While an operation is this young, the socket's own time-out is still the right one.</summary>
    private static readonly TimeSpan s_freshness = TimeSpan.FromMilliseconds(1);

    /// <summary><c>Socket.Poll</c> takes microseconds as an Int32.</summary>
    private static readonly TimeSpan s_longestPoll = TimeSpan.FromMinutes(30);

    private const int SmallestBoundedSend = 512;
    private const int LargestBoundedSend = 64 * 1024;

    private readonly Socket _socket;
    private readonly Func<double?> _timeoutSeconds;
    private readonly TimeProvider _time;

    /// <summary>Only ever set, so that a race between two threads is harmless.</summary>
    private bool _wasNonBlocking;

    /// <summary>
    /// Uses <paramref name="socket"/>, which stays its owner's to close; <paramref name="timeoutSeconds"/> gives the
    /// time-out as Python has it: null blocks, 0 doesn't wait.
    /// </summary>
    public SocketTransport(Socket socket, Func<double?> timeoutSeconds, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(timeoutSeconds);
        _socket = socket;
        _timeoutSeconds = timeoutSeconds;
        _time = time ?? TimeProvider.System;

        // A socket that is wrapped before it's connected was made non-blocking by `ssl.py`, to see whether it has data.
        _wasNonBlocking = !socket.Blocking || !socket.Connected;
    }

    /// <inheritdoc/>
    public Deadline StartOperation()
    {
        Deadline deadline = Deadline.After(_timeoutSeconds(), _time);
        _wasNonBlocking |= deadline.IsImmediate;
        return deadline;
    }

    /// <inheritdoc/>
    public TransportStatus Receive(Span<byte> destination, in Deadline deadline, out int count)
    {
        count = 0;
        bool pollFirst = deadline.IsImmediate ? _socket.Blocking
            : _wasNonBlocking || (!deadline.IsNever && deadline.Elapsed >= s_freshness);
        while (true)
        {
            if (pollFirst && !Wait(SelectMode.SelectRead, deadline))
            {
                return deadline.IsImmediate ? TransportStatus.WouldBlock : TransportStatus.TimedOut;
            }

            count = _socket.Receive(destination, SocketFlags.None, out SocketError error);
            switch (error)
            {
                case SocketError.Success:
                    return count == 0 ? TransportStatus.EndOfStream : TransportStatus.Done;
                case SocketError.WouldBlock when deadline.IsImmediate:
                    return TransportStatus.WouldBlock;
                case SocketError.WouldBlock:
                    // The mode of the socket was changed under the operation, which keeps the one it began with.
                    pollFirst = true;
                    break;
                case SocketError.TimedOut when !deadline.IsNever && deadline.Remaining < s_timerTolerance:
                    return TransportStatus.TimedOut;
                default:
                    // TimedOut before its time is TCP giving up on the peer (ETIMEDOUT).
                    throw new SocketException((int)error);
            }
        }
    }

    /// <inheritdoc/>
    public TransportStatus Send(ReadOnlySpan<byte> source, in Deadline deadline, out int count)
    {
        if (deadline.IsImmediate)
        {
            return TrySend(source, out count);
        }

        count = 0;
        while (count < source.Length)
        {
            ReadOnlySpan<byte> part = source[count..];
            if (!deadline.IsNever || _wasNonBlocking)
            {
                if (!Wait(SelectMode.SelectWrite, deadline))
                {
                    return TransportStatus.TimedOut;
                }

                part = part[..Math.Min(part.Length, BoundedSendBytes)];
            }

            int sent = _socket.Send(part, SocketFlags.None, out SocketError error);
            count += sent;
            if (error == SocketError.WouldBlock)
            {
                // The mode of the socket was changed under the operation, which keeps the one it began with.
                if (!Wait(SelectMode.SelectWrite, deadline))
                {
                    return TransportStatus.TimedOut;
                }
            }
            else if (error != SocketError.Success)
            {
                throw new SocketException((int)error);
            }
        }

        return TransportStatus.Done;
    }

    /// <inheritdoc/>
    public TransportStatus TrySend(ReadOnlySpan<byte> source, out int count)
    {
        count = 0;
        while (count < source.Length)
        {
            ReadOnlySpan<byte> part = source[count..];
            if (_socket.Blocking)
            {
                if (!Wait(SelectMode.SelectWrite, Deadline.Immediate))
                {
                    break;
                }

                part = part[..Math.Min(part.Length, BoundedSendBytes)];
            }

            int sent = _socket.Send(part, SocketFlags.None, out SocketError error);
            count += sent;
            if (error == SocketError.WouldBlock)
            {
                break;
            }

            if (error != SocketError.Success)
            {
                throw new SocketException((int)error);
            }
        }

        return count > 0 ? TransportStatus.Done : TransportStatus.WouldBlock;
    }

    /// <summary>
    /// What a socket takes without blocking once it polls as writable: Linux reports that when a third of the send buffer is
    /// free, and counts its own overhead as use. The buffer grows while a connection is busy, so it's asked for each time.
    /// </summary>
    private int BoundedSendBytes =>
        Math.Clamp(_socket.SendBufferSize / 8, SmallestBoundedSend, LargestBoundedSend);

    /// <summary>Answers false when the deadline passed before the socket became ready (or broke).</summary>
    private bool Wait(SelectMode mode, in Deadline deadline)
    {
        while (true)
        {
            TimeSpan left = deadline.Remaining;
            bool isWholeWait = !deadline.IsNever && left <= s_longestPoll;
            TimeSpan wait = isWholeWait ? left : s_longestPoll;

            // Poll works in whole milliseconds and rounds down: a rest of 0.9 ms would become a busy loop.
            if (wait > TimeSpan.Zero)
            {
                wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            }

            if (_socket.Poll(wait, mode))
            {
                return true;
            }

            if (isWholeWait && deadline.HasPassed)
            {
                return false;
            }
        }
    }
}
