using System;
using System.Net.Sockets;

namespace IronSsl.Tls.Transport;

/// <summary>
/// A connected .NET socket as the outside of a connection.
/// </summary>
/// <remarks>
/// <para>The socket stays in the mode its owner has put it into; the time-out is asked for at the start of each
/// operation. A blocking socket carries its time-out in <c>ReceiveTimeout</c> too, so the first receive of an operation
/// can block in the receive itself: one system call. A receive that comes later, when part of the time is used up,
/// doesn't wait in the call but polls.</para>
/// <para>Sends never wait in the call on Linux (<see cref="LinuxSocket"/>). Elsewhere they go through .NET, where a
/// blocking <c>Socket.Send</c> that times out after part of the bytes went out answers a count of 0 (8 to 10), and the
/// place in the stream is lost: with a time limit the socket is polled first, and is then given only as much as a
/// writable socket surely has room for.</para>
/// <para>A .NET socket that was non-blocking once stays so below on Unix, and its blocking calls then wait on another
/// thread for their turn: a hundred microseconds where a poll and the call itself take five. Such a socket is
/// polled.</para>
/// </remarks>
internal sealed class SocketTransport : ITransport
{
    /// <summary>A time-out of the operating system is believed to be the operation's own when this little is
    /// left.</summary>
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
    private readonly bool _isLinux;

    /// <summary>Only ever set, so that a race between two threads is harmless.</summary>
    private bool _wasNonBlocking;

    /// <summary>
    /// Uses <paramref name="socket"/>, which stays its owner's to close; <paramref name="timeoutSeconds"/> gives the
    /// time-out as Python has it: null blocks, 0 doesn't wait.
    /// </summary>
    /// <param name="socket">A stream socket.</param>
    /// <param name="timeoutSeconds">Called at the start of each operation.</param>
    /// <param name="time">The clock of the deadlines; null for the system's.</param>
    /// <param name="isPortable">Uses nothing but .NET's own calls, as on other systems than Linux.</param>
    public SocketTransport(
        Socket socket, Func<double?> timeoutSeconds, TimeProvider? time = null, bool isPortable = false)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(timeoutSeconds);
        _socket = socket;
        _timeoutSeconds = timeoutSeconds;
        _time = time ?? TimeProvider.System;
        _isLinux = LinuxSocket.IsSupported && !isPortable;

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
        bool mayWait = !deadline.IsImmediate && !_wasNonBlocking
            && (deadline.IsNever || deadline.Elapsed < s_freshness);
        while (true)
        {
            count = ReceiveOnce(destination, mayWait, deadline, out SocketError error);
            switch (error)
            {
                case SocketError.Success:
                    return count == 0 ? TransportStatus.EndOfStream : TransportStatus.Done;
                case SocketError.WouldBlock when deadline.IsImmediate:
                    return TransportStatus.WouldBlock;
                case SocketError.WouldBlock:
                    // The socket's own time-out has passed, or its mode was changed under the operation, which keeps
                    // the one it began with.
                    if (!Wait(SelectMode.SelectRead, deadline))
                    {
                        return TransportStatus.TimedOut;
                    }

                    mayWait = false;
                    break;
                default:
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
            count += SendOnce(source[count..], deadline, out SocketError error);
            if (error is SocketError.WouldBlock)
            {
                if (!Wait(SelectMode.SelectWrite, deadline))
                {
                    return TransportStatus.TimedOut;
                }
            }
            else if (error is not SocketError.Success)
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
            count += SendOnce(source[count..], Deadline.Immediate, out SocketError error);
            if (error is SocketError.WouldBlock)
            {
                break;
            }

            if (error is not SocketError.Success)
            {
                throw new SocketException((int)error);
            }
        }

        return count > 0 ? TransportStatus.Done : TransportStatus.WouldBlock;
    }

    /// <summary>Receives what there is; waits for it only if that may be, and no longer than the deadline.</summary>
    private int ReceiveOnce(Span<byte> destination, bool mayWait, in Deadline deadline, out SocketError error)
    {
        if (_isLinux)
        {
            return LinuxSocket.Receive(_socket, destination, mayWait, out error);
        }

        if (!mayWait && _socket.Blocking && !_socket.Poll(TimeSpan.Zero, SelectMode.SelectRead))
        {
            error = SocketError.WouldBlock;
            return 0;
        }

        int count = _socket.Receive(destination, SocketFlags.None, out error);
        if (error is SocketError.TimedOut && !deadline.IsNever && deadline.Remaining < s_timerTolerance)
        {
            // Before its time it would be TCP giving up on the peer (ETIMEDOUT).
            error = SocketError.WouldBlock;
        }

        return count;
    }

    /// <summary>Sends what goes at once, or without a time limit all of it.</summary>
    private int SendOnce(ReadOnlySpan<byte> source, in Deadline deadline, out SocketError error)
    {
        if (_isLinux)
        {
            return LinuxSocket.Send(_socket, source, out error);
        }

        if (_socket.Blocking && (!deadline.IsNever || _wasNonBlocking))
        {
            if (!_socket.Poll(TimeSpan.Zero, SelectMode.SelectWrite))
            {
                error = SocketError.WouldBlock;
                return 0;
            }

            source = source[..Math.Min(source.Length, BoundedSendBytes)];
        }

        return _socket.Send(source, SocketFlags.None, out error);
    }

    /// <summary>
    /// The bytes that a socket takes without blocking once it polls as writable: Linux reports that when a third of the
    /// send buffer is free, and counts its own overhead as use. The buffer grows while a connection is busy, so it's
    /// asked for each time.
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
