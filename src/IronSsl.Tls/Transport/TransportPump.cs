using System;
using System.Buffers;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Threading;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Transport;

/// <summary>
/// Drives a <see cref="TlsEngine"/> over an <see cref="ITransport"/>: the one retry loop behind sockets and memory BIOs.
/// </summary>
/// <remarks>
/// <para><b>The loop.</b> Every operation is the same four steps, repeated: call the engine; send what it has put into its
/// output; act on its status; if it wants input, receive what is missing of one record's header or body and hand
/// it over. Output goes first because the peer may be waiting for it: whoever waits for an answer to bytes that are still in
/// the output waits for ever. A failed engine has its alert in the output, so sending before throwing is also what puts the
/// alert on the wire before the exception is seen. Never more is received than the engine asks for: what follows the
/// last record (plain text after <c>unwrap()</c>) belongs to the program, and <c>select()</c> must see it.</para>
///
/// <para><b>Turns.</b> The engine protects itself with a short lock and is never waited in. What can wait is put in order by
/// three turns, each a monitor that one thread has at a time and waits for no longer than its deadline:
/// <c>_inputTurn</c> (receiving: reads, handshakes, the second half of a shutdown), <c>_writeTurn</c> (one writer's bytes stay
/// together), <c>_outputTurn</c> (what the engine put out first is sent first). A reader that waits for the network has only
/// the input turn, so another thread can write meanwhile, and the other way round. Order of taking: write, input, output.</para>
///
/// <para><b>Reading doesn't wait for writing.</b> After the handshake, a read may leave small output behind (the answer to a
/// key update). It tries to send it but doesn't wait: if the peer, too, is stuck in a write, one of the two must go on
/// reading. When another thread has the output turn, that thread sends it: it looks again after giving up the turn.</para>
///
/// <para><b>Writing is all or nothing.</b> As in OpenSSL without <c>SSL_MODE_ENABLE_PARTIAL_WRITE</c>, a write that can't finish
/// reports nothing, and the program repeats it with the same bytes; those that are encrypted already are skipped. Reporting a
/// part as written while its record is still in the output would leave nobody to send it.</para>
///
/// <para><b>A connection that breaks under a send.</b> A peer that refuses us sends an alert and closes; what we send then meets a
/// closed port, and the send fails although the alert, the reason of it all, lies unread in our own receive buffer. So that
/// is looked at first. And a client that leaves right after the handshake isn't waiting for the tickets a TLS 1.3 server
/// sends then: their loss is no failure of the handshake, and what such a client has sent can still be read.</para>
/// </remarks>
internal sealed class TransportPump
{
    private readonly TlsEngine _engine;
    private readonly ITransport _transport;
    private readonly object _inputTurn = new();
    private readonly object _writeTurn = new();
    private readonly object _outputTurn = new();

    /// <summary>What has been taken from the engine and isn't sent yet; an array of the shared pool. With the output turn.</summary>
    private byte[] _taken = [];
    private int _sentBytes;

    /// <summary>What is left of it, or more than none while it's being taken; for whoever asks without the turn.</summary>
    private volatile int _unsentBytes;

    /// <summary>What an unfinished write has handed to the engine already. Used by the thread with the write turn.</summary>
    private int _unreportedBytes;

    private volatile bool _hasShutDown;
    private volatile bool _peerHadClosed;

    /// <summary>Whether a request for the client's certificate waits for the next operation to send it.</summary>
    private volatile bool _requestIsQueued;

    /// <summary>Connects an engine to a transport.</summary>
    public TransportPump(TlsEngine engine, ITransport transport)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(transport);
        _engine = engine;
        _transport = transport;
    }

    /// <summary>The engine that is driven; for questions about the connection.</summary>
    public TlsEngine Engine => _engine;

    /// <summary>
    /// Whether the program has asked for the exchange of close_notify: what OpenSSL calls SSL_SENT_SHUTDOWN, whether or not the
    /// alert went out. <see cref="SayGoodbye"/> is no such request.
    /// </summary>
    public bool HasShutDown => _hasShutDown;

    /// <summary>Whether an operation of the program has come upon the peer's close_notify: SSL_RECEIVED_SHUTDOWN. What is read
    /// to explain a failed send is not told to the program, and doesn't count.</summary>
    public bool PeerHadClosed => _peerHadClosed;

    /// <summary>Goes on with the handshake until it is complete.</summary>
    public PumpStatus Handshake()
    {
        _requestIsQueued = false;
        Deadline deadline = _transport.StartOperation();
        return Handshake(deadline);
    }

    /// <summary>
    /// Reads at least one byte unless the destination is empty. <see cref="PumpStatus.Closed"/> after the peer's
    /// close_notify. Handshakes first when that has not been done.
    /// </summary>
    public PumpStatus Read(Span<byte> destination, out int count)
    {
        count = 0;
        _requestIsQueued = false;
        Deadline deadline = _transport.StartOperation();
        if (!IsHandshakeOver && Handshake(deadline) is var handshake and not PumpStatus.Done)
        {
            return handshake;
        }

        if (!TakeTurn(_inputTurn, deadline))
        {
            return NoTurn(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
        }

        try
        {
            while (true)
            {
                EngineStatus status = _engine.Read(destination, out count);
                if (FollowUp(status, waitForOutput: false, deadline) is PumpStatus outcome)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            Monitor.Exit(_inputTurn);
        }
    }

    /// <summary>
    /// Writes all bytes. When that isn't finished the answer isn't <see cref="PumpStatus.Done"/>, and the next write has to
    /// begin with the same bytes. Handshakes first when that has not been done.
    /// </summary>
    public PumpStatus Write(ReadOnlySpan<byte> source)
    {
        _requestIsQueued = false;
        Deadline deadline = _transport.StartOperation();
        if (!TakeTurn(_writeTurn, deadline))
        {
            return NoTurn(deadline, PumpStatus.WantWrite, PumpStatus.WriteTimedOut);
        }

        try
        {
            if (!IsHandshakeOver && Handshake(deadline) is var handshake and not PumpStatus.Done)
            {
                return handshake;
            }

            // OpenSSL `SSL_write`, which looks at this before it looks at what is left of an earlier write.
            if (_hasShutDown)
            {
                throw TlsFailure.Ssl("PROTOCOL_IS_SHUTDOWN");
            }

            // OpenSSL `ssl3_write_bytes`: the repetition of a write that was cut short can't be shorter than its done part.
            if (source.Length < _unreportedBytes)
            {
                var failure = TlsFailure.Ssl("BAD_LENGTH", AlertDescription.InternalError);
                _engine.Abort(failure);
                FlushWithoutWaiting();
                throw failure;
            }

            // What an unfinished write has left goes first, so that no more of the rest piles up with each repetition.
            if (HasOutput && FlushOrExplain(deadline) is var earlier and not PumpStatus.Done)
            {
                return earlier;
            }

            do
            {
                EngineStatus status = _engine.Write(source[_unreportedBytes..], out int taken);
                _unreportedBytes += taken;
                if (status is EngineStatus.Failed)
                {
                    throw FailureAfterAlert();
                }

                if (status is EngineStatus.WantCallback)
                {
                    _engine.RunPendingCallback();
                }
                else if (status is not EngineStatus.Done)
                {
                    // An open engine needs nothing from the peer in order to write.
                    throw new InvalidOperationException($"TlsEngine.Write answered {status}.");
                }

                if (FlushOrExplain(deadline) is var flushed and not PumpStatus.Done)
                {
                    return flushed;
                }
            }
            while (_unreportedBytes < source.Length);

            _unreportedBytes = 0;
            ThrowCallbackException();
            return PumpStatus.Done;
        }
        finally
        {
            Monitor.Exit(_writeTurn);
        }
    }

    /// <summary>
    /// Says goodbye, and waits for the peer's close_notify if that has not come yet: the whole of the exchange that OpenSSL
    /// does in two calls of `SSL_shutdown`.
    /// </summary>
    public PumpStatus Shutdown()
    {
        // OpenSSL is in a handshake again from the moment that it's asked to request a certificate until the request is sent.
        if (!IsHandshakeOver || _requestIsQueued)
        {
            throw TlsFailure.Ssl("SHUTDOWN_WHILE_IN_INIT");
        }

        _hasShutDown |= _engine.State is not EngineState.Failed;
        Deadline deadline = _transport.StartOperation();

        // Our half needs no input turn: another thread may be waiting in a read for the very answer to it.
        EngineStatus status = _engine.Shutdown();
        if (status is EngineStatus.Failed)
        {
            throw FailureAfterAlert();
        }

        PumpStatus flushed = Flush(deadline);
        if (flushed is not PumpStatus.Done || status is EngineStatus.Done)
        {
            ThrowCallbackException();
            return flushed;
        }

        if (!TakeTurn(_inputTurn, deadline))
        {
            return NoTurn(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
        }

        try
        {
            while (true)
            {
                if (FollowUp(_engine.Shutdown(), waitForOutput: true, deadline) is PumpStatus outcome)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            Monitor.Exit(_inputTurn);
        }
    }

    /// <summary>
    /// Sends close_notify for a connection whose socket is about to be closed, as far as that goes without waiting; a
    /// connection that has failed or was never made has none to send. Nothing is kept of a record that came in part, unless
    /// another thread is reading its rest.
    /// </summary>
    public void SayGoodbye()
    {
        if (_engine.State is not (EngineState.Created or EngineState.Handshaking))
        {
            // The answer doesn't matter: nobody will read what the peer may still say.
            _engine.Shutdown();
            try
            {
                FlushWithoutWaiting();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                // The peer is gone or the socket is closed: there is nobody to tell.
            }
        }

        if (Monitor.TryEnter(_inputTurn))
        {
            try
            {
                _engine.Dispose();
            }
            finally
            {
                Monitor.Exit(_inputTurn);
            }
        }
    }

    /// <summary>
    /// Asks the client for its certificate (TLS 1.3, server). The request goes out with the next operation, as in
    /// OpenSSL, where `SSL_verify_client_post_handshake` only queues it.
    /// </summary>
    public void RequestClientAuthentication()
    {
        if (_requestIsQueued)
        {
            throw TlsFailure.Ssl("STILL_IN_INIT");
        }

        if (_engine.RequestClientAuthentication() is not EngineStatus.Done)
        {
            throw Failure();
        }

        _requestIsQueued = true;
    }

    /// <summary>Whether anything has to be sent still, by whomever: what the engine has is never unseen on its way to
    /// <c>_taken</c>, if one looks in this order.</summary>
    private bool HasOutput
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

    private bool IsHandshakeOver => _engine.State is not (EngineState.Created or EngineState.Handshaking);

    private PumpStatus Handshake(in Deadline deadline)
    {
        if (!TakeTurn(_inputTurn, deadline))
        {
            return NoTurn(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
        }

        try
        {
            bool wasOver = IsHandshakeOver;
            while (true)
            {
                EngineStatus status = _engine.Handshake();
                if (status is EngineStatus.Done && !wasOver && FlushTickets(deadline) is var sent and not PumpStatus.Done)
                {
                    return sent;
                }

                if (FollowUp(status, waitForOutput: true, deadline) is PumpStatus outcome)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            Monitor.Exit(_inputTurn);
        }
    }

    /// <summary>Steps two to four of the loop, with the input turn. Null: call the engine again.</summary>
    private PumpStatus? FollowUp(EngineStatus status, bool waitForOutput, in Deadline deadline)
    {
        if (status is EngineStatus.Failed)
        {
            throw FailureAfterAlert();
        }

        if (waitForOutput)
        {
            if (FlushOrExplain(deadline) is var flushed and not PumpStatus.Done)
            {
                return flushed;
            }
        }
        else
        {
            FlushWithoutWaiting();
        }

        switch (status)
        {
            case EngineStatus.Done:
                ThrowCallbackException();
                return PumpStatus.Done;
            case EngineStatus.Closed:
                _peerHadClosed = true;
                ThrowCallbackException();
                return PumpStatus.Closed;
            case EngineStatus.WantCallback:
                _engine.RunPendingCallback();
                return null;
            case EngineStatus.WantInput:
                return ReceiveInput(deadline);
            default:
                throw new InvalidOperationException($"Unknown engine status {status}.");
        }
    }

    /// <summary>
    /// Receives what is missing of a record's header or body, into the engine's own buffer. Null: something came, call the
    /// engine again.
    /// </summary>
    private PumpStatus? ReceiveInput(in Deadline deadline)
    {
        if (_transport.DirectInput is { } direct && TakeRecord(direct))
        {
            return null;
        }

        // Empty when another thread's call has just ended the connection.
        Memory<byte> space = _engine.PrepareInput();
        while (!space.IsEmpty)
        {
            switch (_transport.Receive(space.Span, deadline, out int count))
            {
                case TransportStatus.WouldBlock:
                    _engine.CancelInput();
                    return PumpStatus.WantRead;
                case TransportStatus.TimedOut:
                    _engine.CancelInput();
                    return PumpStatus.ReadTimedOut;
                case TransportStatus.EndOfStream:
                    _engine.CancelInput();
                    _engine.ProvideEndOfInput();
                    return null;
            }

            space = _engine.CommitInput(count);
        }

        return null;
    }

    /// <summary>Hands over a record of data as it lies in an array that nobody will change; false if there is none.</summary>
    private bool TakeRecord(ByteQueue input)
    {
        ArraySegment<byte> given = input.PeekGiven();
        int length = _engine.RecordToProvide(given);
        if (length == 0 || !input.TryTakeGiven(given, length))
        {
            return false;
        }

        _engine.ProvideRecord(given[..length]);
        return true;
    }

    /// <summary>Like <see cref="Flush"/>; a send that fails because the peer has left is told by the peer's alert.</summary>
    private PumpStatus FlushOrExplain(in Deadline deadline)
    {
        try
        {
            return Flush(deadline);
        }
        catch (SocketException exception) when (PeerHasLeft(exception))
        {
            ReceiveWithoutWaiting();
            if (_engine.State is EngineState.Failed)
            {
                throw Failure();
            }

            throw;
        }
    }

    /// <summary>
    /// Sends what a handshake leaves in the output. On a TLS 1.3 server that's tickets, as the client's message was the last
    /// one; whether they arrive is of no matter: OpenSSL `ossl_statem_server_post_work`, TLS_ST_SW_SESSION_TICKET.
    /// </summary>
    private PumpStatus FlushTickets(in Deadline deadline)
    {
        try
        {
            return Flush(deadline);
        }
        catch (SocketException exception) when (
            PeerHasLeft(exception) && _engine.Settings.Role is TlsRole.Server
            && _engine.NegotiatedVersion == TlsVersion.Tls13)
        {
            DropOutput();
            return PumpStatus.Done;
        }
    }

    private static bool PeerHasLeft(SocketException exception) => exception.SocketErrorCode
        is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

    /// <summary>Hands over what has been received already, until the engine fails or has all of it.</summary>
    private void ReceiveWithoutWaiting()
    {
        if (!Monitor.TryEnter(_inputTurn))
        {
            // The thread that reads will come upon it.
            return;
        }

        try
        {
            // Data may come before the alert; a peer can't make us keep more of it than this.
            const int MostPlaintextBytes = 1 << 18;
            while (_engine.InputBytesWanted > 0 && _engine.PendingPlaintextBytes < MostPlaintextBytes
                && ReceiveInput(Deadline.Immediate) is null)
            {
            }
        }
        catch (SocketException)
        {
            // The send has failed with the same and is what will be reported.
        }
        finally
        {
            Monitor.Exit(_inputTurn);
        }
    }

    /// <summary>Sends all of the engine's output.</summary>
    private PumpStatus Flush(in Deadline deadline)
    {
        while (HasOutput)
        {
            if (!TakeTurn(_outputTurn, deadline))
            {
                return NoTurn(deadline, PumpStatus.WantWrite, PumpStatus.WriteTimedOut);
            }

            try
            {
                TransportStatus status = SendOutput(mayWait: true, deadline);
                if (status is not TransportStatus.Done)
                {
                    return status is TransportStatus.WouldBlock ? PumpStatus.WantWrite : PumpStatus.WriteTimedOut;
                }
            }
            finally
            {
                Monitor.Exit(_outputTurn);
            }
        }

        return PumpStatus.Done;
    }

    /// <summary>
    /// Sends as much of the engine's output as goes at once. When another thread is sending, it sends ours as well. That the
    /// connection is broken is no matter here: there may be bytes to read nevertheless, or a failure to report already, and
    /// the next send will meet it again.
    /// </summary>
    private void FlushWithoutWaiting()
    {
        while (HasOutput && Monitor.TryEnter(_outputTurn))
        {
            try
            {
                if (SendOutput(mayWait: false, Deadline.Immediate) is not TransportStatus.Done)
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
                Monitor.Exit(_outputTurn);
            }
        }
    }

    /// <summary>With the output turn.</summary>
    private TransportStatus SendOutput(bool mayWait, in Deadline deadline)
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

    /// <summary>With the output turn: sees to it that there is something to send if there is any. False: there is nothing.</summary>
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

    /// <summary>With the output turn. Nothing is kept of what is sent.</summary>
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

    /// <summary>Forgets what would have been sent.</summary>
    private void DropOutput()
    {
        lock (_outputTurn)
        {
            while (TakesOutput())
            {
                MarkSent(_unsentBytes);
            }
        }
    }

    /// <summary>
    /// The engine's failure, to be thrown. Its alert is sent first, if that goes without waiting: a peer that reads nothing
    /// can't keep the caller from its exception. Why the connection failed matters more than that it is broken too.
    /// </summary>
    private Exception FailureAfterAlert()
    {
        FlushWithoutWaiting();
        return Failure();
    }

    private Exception Failure()
    {
        ThrowCallbackException();
        return _engine.Failure ?? throw new InvalidOperationException("The engine failed without a failure.");
    }

    /// <summary>What a function of the program has thrown comes out of the operation that ran it.</summary>
    private void ThrowCallbackException()
    {
        if (_engine.TakeCallbackException() is Exception thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }

    /// <summary>Answers false when the deadline passed before the turn was free.</summary>
    private static bool TakeTurn(object turn, in Deadline deadline)
    {
        if (Monitor.IsEntered(turn))
        {
            // A callback of the program, run by an operation, has begun another one on the same connection.
            throw TlsFailure.Ssl("INVALID_COMMAND");
        }

        if (deadline.IsNever)
        {
            Monitor.Enter(turn);
            return true;
        }

        // Hardly ever does anybody else have it: the clock needn't be asked.
        return Monitor.TryEnter(turn) || Monitor.TryEnter(turn, deadline.Remaining);
    }

    private static PumpStatus NoTurn(in Deadline deadline, PumpStatus wouldBlock, PumpStatus timedOut) =>
        deadline.IsImmediate ? wouldBlock : timedOut;
}
