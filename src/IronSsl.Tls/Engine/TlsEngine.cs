using System;
using System.Threading;
using IronSsl.Tls.Crypto.Records;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine;

/// <summary>One TLS connection without IO: whole records in, records out, and after every call a status that says what
/// to do next.</summary>
/// <remarks>
/// <para>
/// The caller's loop: call; flush the pending output; then act on the status. WantInput: read exactly
/// <see cref="InputBytesWanted"/> bytes, give them to <see cref="ProvideInput"/> (or call
/// <see cref="ProvideEndOfInput"/>) and repeat the call. WantCallback: call <see cref="RunPendingCallback"/> and
/// repeat.
/// </para>
/// <para>
/// Every public method takes one short lock, so one thread may wait for input while another writes; nothing waits for
/// the network, and no function of the program runs, while it is held. Events for the program (messages, key log) are
/// collected under the lock and delivered after it is given up, by the call that caused them.
/// </para>
/// <para>
/// A record is processed when its last byte is provided. On a server the ClientHello is held back until the server name
/// callback has answered, because that may put another certificate in place before anything is chosen: its records wait
/// in <see cref="HeldHello"/>, and BouncyCastle starts only when they are released.
/// </para>
/// <para>
/// The first failure is permanent. Its alert is in the pending output before the status says Failed. A request that
/// only comes at the wrong moment (such as writing after close_notify was sent) throws <see cref="TlsFailure"/> and
/// leaves the connection as it is, as OpenSSL does.
/// </para>
/// </remarks>
internal sealed partial class TlsEngine : IDisposable
{
    // Three full records: one system call moves them, and the output queue stays below the large object heap.
    private const int MaximumWriteBytes = 3 * Wire.MaximumPlaintextBytes;

    private readonly object _gate = new();
    private readonly ProtocolMaker _makeProtocol;

    // All of these under _gate.
    private readonly ConnectionFacts _facts;
    private readonly ConnectionGuards _guards;
    private readonly ReceivedData _received = new();
    private IConnectionProtocol? _protocol;
    private volatile EngineState _state;
    private TlsFailure? _failure;
    private Exception? _callbackException;

    /// <summary>Makes a connection that has sent nothing yet.</summary>
    public TlsEngine(EngineSettings settings)
        : this(settings, MakeProtocol)
    {
    }

    /// <summary>Makes a connection over other protocol objects than ours, such as a test's that leave something
    /// out.</summary>
    internal TlsEngine(EngineSettings settings, ProtocolMaker makeProtocol)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _makeProtocol = makeProtocol;
        _facts = new ConnectionFacts(settings);
        _guards = new ConnectionGuards(_facts);
        _reader = new RecordReader(settings.Role);
        _rules = new RecordRules(_facts, _guards);
        _slot = new PlaintextSlot(_rules);
    }

    /// <summary>The settings in force (those of the other context after <see cref="ReplaceSettings"/>).</summary>
    public EngineSettings Settings
    {
        get
        {
            lock (_gate)
            {
                return _facts.Settings;
            }
        }
    }

    /// <summary>Takes no lock: every operation asks, and finds out what follows from it under the lock.</summary>
    public EngineState State => _state;

    /// <summary>Whether the first handshake is behind us, be it that it failed. Takes no lock.</summary>
    public bool IsHandshakeOver => _state is not (EngineState.Created or EngineState.Handshaking);

    /// <summary>Why the connection failed; set once.</summary>
    public TlsFailure? Failure
    {
        get
        {
            lock (_gate)
            {
                return _failure;
            }
        }
    }

    /// <summary>
    /// The exception that a function of the program threw, the first if there were several; null for none. The
    /// operation that ran the function throws it unchanged, and once: taking it forgets it.
    /// </summary>
    public Exception? TakeCallbackException()
    {
        // Every operation asks; hardly any has one.
        if (Volatile.Read(ref _callbackException) is null)
        {
            return null;
        }

        lock (_gate)
        {
            Exception? thrown = _callbackException;
            _callbackException = null;
            return thrown;
        }
    }

    /// <summary>Decrypted bytes that <see cref="Read"/> would give without input.</summary>
    public int PendingPlaintextBytes
    {
        get
        {
            lock (_gate)
            {
                return _state is EngineState.Open or EngineState.Closed ? DataAvailable : 0;
            }
        }
    }

    public bool ReceivedCloseNotify
    {
        get
        {
            lock (_gate)
            {
                return _guards.Close.ReceivedCloseNotify;
            }
        }
    }

    public bool SentCloseNotify
    {
        get
        {
            lock (_gate)
            {
                return _guards.Close.SentCloseNotify;
            }
        }
    }

    // BouncyCastle's own ciphers, the rare ones, leave the data to its queue.
    private int DataAvailable => _received.Available + _protocol!.ApplicationDataAvailable;

    /// <summary>Goes on with the handshake; Done when it is complete.</summary>
    public EngineStatus Handshake()
    {
        EngineStatus status;
        lock (_gate)
        {
            status = Advance();
        }

        DeliverEvents();
        return status;
    }

    /// <summary>
    /// Takes decrypted bytes. Done with at least one byte (or an empty destination), WantInput, Closed, Failed;
    /// WantHandshake before the handshake is complete.
    /// </summary>
    public EngineStatus Read(Span<byte> destination, out int bytesRead)
    {
        EngineStatus status;
        lock (_gate)
        {
            status = ReadCore(destination, out bytesRead);
        }

        DeliverEvents();
        return status;
    }

    /// <summary>
    /// Encrypts bytes into the pending output; takes a bounded number of them a call (at least one record), so that the
    /// caller flushes in between. Done, Failed; WantHandshake before the handshake is complete.
    /// </summary>
    public EngineStatus Write(ReadOnlySpan<byte> source, out int bytesWritten)
    {
        EngineStatus status;
        lock (_gate)
        {
            status = WriteCore(source, out bytesWritten);
        }

        DeliverEvents();
        return status;
    }

    /// <summary>
    /// Sends close_notify once; Done when the peer's was seen, WantInput until then (the caller may stop earlier).
    /// </summary>
    /// <exception cref="TlsFailure">A handshake is not complete. A request for the client's certificate that waits to
    /// be sent counts as one, as in OpenSSL.</exception>
    public EngineStatus Shutdown()
    {
        EngineStatus status;
        lock (_gate)
        {
            if (!IsHandshakeOver || _requestIsQueued)
            {
                throw TlsFailure.Ssl("SHUTDOWN_WHILE_IN_INIT");
            }

            status = ShutdownCore();
        }

        DeliverEvents();
        return status;
    }

    /// <summary>Sends close_notify once, for a connection that is about to be dropped. False when there was no
    /// connection.
    /// </summary>
    public bool SayGoodbye()
    {
        lock (_gate)
        {
            if (!IsHandshakeOver)
            {
                return false;
            }

            // The status doesn't matter: the caller reads no more.
            ShutdownCore();
        }

        DeliverEvents();
        return true;
    }

    /// <summary>Ends the connection with a failure that its caller has found.</summary>
    public void Abort(TlsFailure failure)
    {
        lock (_gate)
        {
            Fail(failure);
        }

        DeliverEvents();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _reader.Dispose();
            _received.Dispose();
            ForgetPreSharedKey();
        }
    }

    private static IConnectionProtocol MakeProtocol(
        ConnectionFacts facts, ConnectionGuards guards, ClientHelloView? hello) => facts.Settings.Role == TlsRole.Client
            ? new ClientProtocol(new ClientRole(facts), guards)
            : new ServerProtocol(new ServerRole(facts, hello), guards);

    private EngineStatus Advance()
    {
        if (_state == EngineState.Created)
        {
            _state = EngineState.Handshaking;
            Start();
        }

        switch (_state)
        {
            case EngineState.Failed:
                return EngineStatus.Failed;
            case EngineState.Open or EngineState.Closed:
                return EngineStatus.Done;
        }

        if (_guards.Close.ReceivedCloseNotify)
        {
            return EngineStatus.Closed;
        }

        if (_pendingCallback is not null)
        {
            return EngineStatus.WantCallback;
        }

        return _endOfInput ? EndWithoutCloseNotify() : EngineStatus.WantInput;
    }

    // OpenSSL `ssl3_read_n`: with the option an end without close_notify counts as one, at any time.
    private EngineStatus EndWithoutCloseNotify()
    {
        if ((_facts.Settings.Options & SslOption.OP_IGNORE_UNEXPECTED_EOF) == 0)
        {
            return Fail(TlsFailure.UnexpectedEof());
        }

        MarkPeerClosed();
        return EngineStatus.Closed;
    }

    // Data flows once the handshake is complete.
    private EngineStatus BeginTransfer() => !IsHandshakeOver ? EngineStatus.WantHandshake
        : _state == EngineState.Failed ? EngineStatus.Failed
        : EngineStatus.Done;

    private EngineStatus ReadCore(Span<byte> destination, out int bytesRead)
    {
        bytesRead = 0;
        EngineStatus status = BeginTransfer();
        if (status != EngineStatus.Done || destination.IsEmpty)
        {
            return status;
        }

        if (_received.Available > 0)
        {
            bytesRead = _received.Read(destination);
            return EngineStatus.Done;
        }

        int available = _protocol!.ApplicationDataAvailable;
        if (available > 0)
        {
            bytesRead = _protocol.ReadApplicationData(destination[..Math.Min(available, destination.Length)]);
            return EngineStatus.Done;
        }

        if (_guards.Close.ReceivedCloseNotify)
        {
            return EngineStatus.Closed;
        }

        return _endOfInput ? EndWithoutCloseNotify() : EngineStatus.WantInput;
    }

    private EngineStatus WriteCore(ReadOnlySpan<byte> source, out int bytesWritten)
    {
        bytesWritten = 0;
        if (_guards.Close.SentCloseNotify)
        {
            throw TlsFailure.Ssl("PROTOCOL_IS_SHUTDOWN");
        }

        EngineStatus status = BeginTransfer();
        if (status != EngineStatus.Done || source.IsEmpty)
        {
            return status;
        }

        ReadOnlySpan<byte> part = source[..Math.Min(source.Length, MaximumWriteBytes)];
        try
        {
            Seal(part);
        }
        catch (Exception e) when (IsProtocolFailure(e))
        {
            return Fail(e);
        }

        bytesWritten = part.Length;
        return EngineStatus.Done;
    }

    private EngineStatus ShutdownCore()
    {
        if (_state == EngineState.Failed)
        {
            return EngineStatus.Failed;
        }

        if (!_guards.Close.SentCloseNotify)
        {
            try
            {
                _protocol!.SendCloseNotify();
            }
            catch (Exception e) when (IsProtocolFailure(e))
            {
                return Fail(e);
            }
        }

        if (_guards.Close.ReceivedCloseNotify)
        {
            _state = EngineState.Closed;
            return EngineStatus.Done;
        }

        // OpenSSL `ssl3_read_bytes`: who still expects data reads it before closing.
        if (DataAvailable > 0)
        {
            return Fail(TlsFailure.Ssl("APPLICATION_DATA_AFTER_CLOSE_NOTIFY"));
        }

        return !_endOfInput ? EngineStatus.WantInput
            : EndWithoutCloseNotify() is EngineStatus.Failed ? EngineStatus.Failed
            : EngineStatus.Done;
    }

    private void MarkPeerClosed()
    {
        _guards.Close.PeerHasClosed();
        if (_guards.Close.SentCloseNotify)
        {
            _state = EngineState.Closed;
        }
    }

    private void DeliverEvents()
    {
        // A call delivers what it has caused itself, and so sees without the lock that there is nothing.
        if (_guards.Events.IsEmpty)
        {
            return;
        }

        Action[] events;
        lock (_gate)
        {
            events = _guards.Events.TakeAll();
        }

        foreach (Action deliver in events)
        {
            RunCallback(deliver);
        }
    }

    // The exception of a function of the program is kept for the caller, who throws it unchanged.
    private void RunCallback(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e) when (IsProtocolFailure(e))
        {
            lock (_gate)
            {
                _callbackException ??= e;
            }
        }
    }

    /// <summary>Makes the protocol object of a connection's role, for a server when its ClientHello is there.</summary>
    internal delegate IConnectionProtocol ProtocolMaker(
        ConnectionFacts facts, ConnectionGuards guards, ClientHelloView? hello);
}
