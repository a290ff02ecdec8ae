using System;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Transport;

/// <summary>
/// Drives a <see cref="TlsEngine"/> over an <see cref="ITransport"/>: the one retry loop behind sockets and memory
/// BIOs.
/// </summary>
/// <remarks>
/// <para><b>The loop.</b> Every operation repeats the same four steps. It calls the engine. It sends the engine's
/// output (<see cref="OutputSender"/>). It acts on the engine's status. If the engine wants input, it receives what is
/// missing of one record's header or body and hands it over (<see cref="InputReceiver"/>). Output goes first because
/// the peer may be waiting for it: both sides would wait for ever for an answer to bytes that were never sent. A failed
/// engine has its alert in the output, so that the alert is on the wire before the exception is seen. The pump never
/// receives more than the engine asks for: what follows the last record (plain text after <c>unwrap()</c>) belongs to
/// the program, and <c>select()</c> must see it.</para>
///
/// <para><b>Turns.</b> The engine protects itself by a short lock, inside which nothing waits. Calls that wait take
/// three turns (<see cref="Turn"/>): the input turn (a read, a handshake, the second half of a shutdown), the write
/// turn (one writer's bytes stay together) and the output turn (what the engine put out first is sent first). A reader
/// that waits for the network has only the input turn, so that another thread can write meanwhile; a writer leaves
/// reading free in the same way. A thread takes them in the order write, input, output.</para>
///
/// <para><b>The handshake comes first.</b> The engine says so: a read or a write that comes too early gets
/// <see cref="EngineStatus.WantHandshake"/>, and the pump shakes hands and repeats the call.</para>
///
/// <para><b>Reading does not wait for writing.</b> After the handshake, a read may leave a little output behind (the
/// answer to a key update). The read tries to send it and does not wait: if the peer is stuck in a write as well, one
/// of the two sides must go on reading.</para>
///
/// <para><b>Writing is all or nothing.</b> As in OpenSSL without <c>SSL_MODE_ENABLE_PARTIAL_WRITE</c>, a write that
/// can't finish reports nothing, and the program repeats it with the same bytes; those that are encrypted already are
/// skipped. If a part were reported as written while its record is in the output, nobody would be left to send the
/// record.</para>
///
/// <para><b>A connection that breaks under a send.</b> A peer that refuses us sends an alert and closes. What we send
/// then meets a closed port and fails, although the alert that explains it lies unread in our receive buffer. So the
/// pump reads that buffer first. And a client that leaves right after the handshake does not wait for the tickets that
/// a server of TLS 1.3 sends then: their loss is no failure of the handshake, and what such a client has sent can still
/// be read.</para>
/// </remarks>
internal sealed class TransportPump
{
    private readonly TlsEngine _engine;
    private readonly ITransport _transport;
    private readonly InputReceiver _input;
    private readonly OutputSender _output;
    private readonly Turn _inputTurn = new();
    private readonly Turn _writeTurn = new();

    /// <summary>The bytes of an unfinished write that the engine has already. Used by the thread with the write
    /// turn.</summary>
    private int _unreportedBytes;

    private volatile bool _hasShutDown;
    private volatile bool _peerHadClosed;

    /// <summary>Connects an engine to a transport.</summary>
    public TransportPump(TlsEngine engine, ITransport transport)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(transport);
        _engine = engine;
        _transport = transport;
        _input = new InputReceiver(engine, transport);
        _output = new OutputSender(engine, transport);
    }

    /// <summary>The engine that is driven; for questions about the connection.</summary>
    public TlsEngine Engine => _engine;

    /// <summary>
    /// Whether the program has asked for the exchange of close_notify: what OpenSSL calls SSL_SENT_SHUTDOWN, whether or
    /// not the alert went out. <see cref="SayGoodbye"/> is no such request.
    /// </summary>
    public bool HasShutDown => _hasShutDown;

    /// <summary>Whether an operation of the program has met the peer's close_notify: SSL_RECEIVED_SHUTDOWN. The program
    /// is not told what was read only to explain a failed send, so that does not count.</summary>
    public bool PeerHadClosed => _peerHadClosed;

    /// <summary>Goes on with the handshake until it is complete.</summary>
    public PumpStatus Handshake()
    {
        Deadline deadline = _transport.StartOperation();
        return Handshake(deadline);
    }

    /// <summary>
    /// Reads at least one byte unless the destination is empty. <see cref="PumpStatus.Closed"/> after the peer's
    /// close_notify.
    /// </summary>
    public PumpStatus Read(Span<byte> destination, out int count)
    {
        count = 0;
        Deadline deadline = _transport.StartOperation();
        if (!_inputTurn.Take(deadline))
        {
            return Turn.Missed(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
        }

        try
        {
            while (true)
            {
                EngineStatus status = _engine.Read(destination, out count);
                if (status is EngineStatus.WantHandshake)
                {
                    if (ShakeHands(deadline) is var handshake and not PumpStatus.Done)
                    {
                        return handshake;
                    }
                }
                else if (FollowUp(status, waitForOutput: false, deadline) is PumpStatus outcome)
                {
                    return outcome;
                }
            }
        }
        finally
        {
            _inputTurn.GiveUp();
        }
    }

    /// <summary>
    /// Writes all bytes. When that isn't finished the answer isn't <see cref="PumpStatus.Done"/>, and the next write
    /// has to begin with the same bytes.
    /// </summary>
    public PumpStatus Write(ReadOnlySpan<byte> source)
    {
        Deadline deadline = _transport.StartOperation();
        if (!_writeTurn.Take(deadline))
        {
            return Turn.Missed(deadline, PumpStatus.WantWrite, PumpStatus.WriteTimedOut);
        }

        try
        {
            // OpenSSL `SSL_write`, which looks at this before it looks at what is left of an earlier write.
            if (_hasShutDown)
            {
                throw TlsFailure.Ssl("PROTOCOL_IS_SHUTDOWN");
            }

            // OpenSSL `ssl3_write_bytes`: the repetition of a write that was cut short can't be shorter than its done
            // part.
            if (source.Length < _unreportedBytes)
            {
                var failure = TlsFailure.Ssl("BAD_LENGTH", AlertDescription.InternalError);
                _engine.Abort(failure);
                _output.FlushWithoutWaiting();
                throw failure;
            }

            // The output of an unfinished write goes first, so that no more of the rest piles up with each repetition.
            if (_output.IsPending && FlushOrExplain(deadline) is var earlier and not PumpStatus.Done)
            {
                return earlier;
            }

            do
            {
                if (WriteSome(source, deadline) is var written and not PumpStatus.Done)
                {
                    return written;
                }
            }
            while (_unreportedBytes < source.Length);

            _unreportedBytes = 0;
            ThrowCallbackException();
            return PumpStatus.Done;
        }
        finally
        {
            _writeTurn.GiveUp();
        }
    }

    /// <summary>
    /// Says goodbye, and waits for the peer's close_notify if that has not come yet: the whole of the exchange that
    /// OpenSSL does in two calls of `SSL_shutdown`.
    /// </summary>
    public PumpStatus Shutdown()
    {
        // Our half needs no input turn: another thread may be waiting in a read for the very answer to it.
        bool hadFailed = _engine.State is EngineState.Failed;
        EngineStatus status = _engine.Shutdown();
        _hasShutDown |= !hadFailed;
        Deadline deadline = _transport.StartOperation();
        if (status is EngineStatus.Failed)
        {
            throw FailureAfterAlert();
        }

        PumpStatus flushed = _output.Flush(deadline);
        if (flushed is not PumpStatus.Done || status is EngineStatus.Done)
        {
            ThrowCallbackException();
            return flushed;
        }

        if (!_inputTurn.Take(deadline))
        {
            return Turn.Missed(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
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
            _inputTurn.GiveUp();
        }
    }

    /// <summary>
    /// Sends close_notify for a connection whose socket is about to be closed, as far as that goes without waiting; a
    /// connection that has failed or was never made has none to send. Nothing is kept of a record that came in part,
    /// unless another thread is reading its rest.
    /// </summary>
    public void SayGoodbye()
    {
        if (_engine.SayGoodbye())
        {
            try
            {
                _output.FlushWithoutWaiting();
            }
            catch (ObjectDisposedException)
            {
                // The socket is closed: close_notify can't be sent.
            }
        }

        if (_inputTurn.TryTake())
        {
            try
            {
                _engine.Dispose();
            }
            finally
            {
                _inputTurn.GiveUp();
            }
        }
    }

    /// <summary>
    /// Asks the client for its certificate (TLS 1.3, server). The request goes out with the next operation, as in
    /// OpenSSL, where `SSL_verify_client_post_handshake` only queues it.
    /// </summary>
    public void RequestClientAuthentication()
    {
        if (_engine.RequestClientAuthentication() is not EngineStatus.Done)
        {
            throw Failure();
        }
    }

    private PumpStatus Handshake(in Deadline deadline)
    {
        if (!_inputTurn.Take(deadline))
        {
            return Turn.Missed(deadline, PumpStatus.WantRead, PumpStatus.ReadTimedOut);
        }

        try
        {
            return ShakeHands(deadline);
        }
        finally
        {
            _inputTurn.GiveUp();
        }
    }

    // With the input turn.
    private PumpStatus ShakeHands(in Deadline deadline)
    {
        bool wasOver = _engine.IsHandshakeOver;
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

    /// <summary>With the write turn: has the engine encrypt some bytes, and sends them. Done: call it for the
    /// rest.</summary>
    private PumpStatus WriteSome(ReadOnlySpan<byte> source, in Deadline deadline)
    {
        while (true)
        {
            EngineStatus status = _engine.Write(source[_unreportedBytes..], out int taken);
            _unreportedBytes += taken;
            switch (status)
            {
                case EngineStatus.Done:
                    return FlushOrExplain(deadline);
                case EngineStatus.WantHandshake:
                    if (Handshake(deadline) is var handshake and not PumpStatus.Done)
                    {
                        return handshake;
                    }

                    break;
                case EngineStatus.Failed:
                    throw FailureAfterAlert();
                default:
                    throw new InvalidOperationException($"TlsEngine.Write answered {status}.");
            }
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
            _output.FlushWithoutWaiting();
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
                return _input.Receive(deadline);
            default:
                throw new InvalidOperationException($"Unknown engine status {status}.");
        }
    }

    /// <summary>Like <see cref="OutputSender.Flush"/>; a send that fails because the peer has left is told by the
    /// peer's alert.</summary>
    private PumpStatus FlushOrExplain(in Deadline deadline)
    {
        try
        {
            return _output.Flush(deadline);
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
    /// Sends what a handshake leaves in the output. On a TLS 1.3 server that's tickets, as the client's message was the
    /// last one; whether they arrive is of no matter: OpenSSL `ossl_statem_server_post_work`, TLS_ST_SW_SESSION_TICKET.
    /// </summary>
    private PumpStatus FlushTickets(in Deadline deadline)
    {
        try
        {
            return _output.Flush(deadline);
        }
        catch (SocketException exception) when (
            PeerHasLeft(exception) && _engine.Settings.Role is TlsRole.Server
            && _engine.NegotiatedVersion == TlsVersion.Tls13)
        {
            _output.Drop();
            return PumpStatus.Done;
        }
    }

    private static bool PeerHasLeft(SocketException exception) => exception.SocketErrorCode
        is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

    /// <summary>Hands over what has been received already, until the engine fails or has all of it.</summary>
    private void ReceiveWithoutWaiting()
    {
        if (!_inputTurn.TryTake())
        {
            // The thread that reads will come upon it.
            return;
        }

        try
        {
            // Data may come before the alert; a peer can't make us keep more of it than this.
            const int MostPlaintextBytes = 1 << 18;
            while (_engine.InputBytesWanted > 0 && _engine.PendingPlaintextBytes < MostPlaintextBytes
                && _input.Receive(Deadline.Immediate) is null)
            {
            }
        }
        catch (SocketException)
        {
            // The send has failed with the same and is what will be reported.
        }
        finally
        {
            _inputTurn.GiveUp();
        }
    }

    /// <summary>
    /// The engine's failure, to be thrown. Its alert is sent first, if that goes without waiting: a peer that reads
    /// nothing can't keep the caller from its exception. Why the connection failed matters more than that it is broken
    /// too.
    /// </summary>
    private Exception FailureAfterAlert()
    {
        _output.FlushWithoutWaiting();
        return Failure();
    }

    private Exception Failure()
    {
        ThrowCallbackException();
        return _engine.Failure ?? throw new InvalidOperationException("The engine failed without a failure.");
    }

    /// <summary>Throws the exception of a function of the program out of the operation that ran it.</summary>
    private void ThrowCallbackException()
    {
        if (_engine.TakeCallbackException() is Exception thrown)
        {
            ExceptionDispatchInfo.Throw(thrown);
        }
    }
}
