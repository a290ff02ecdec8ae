using System;
using IronSsl.Tls.Engine;

namespace IronSsl.Tls.Transport;

/// <summary>Receives what an engine asks for, and never more. Used by the thread with the input turn.</summary>
internal sealed class InputReceiver
{
    private readonly TlsEngine _engine;
    private readonly ITransport _transport;

    /// <summary>Receives from the transport for the engine.</summary>
    public InputReceiver(TlsEngine engine, ITransport transport)
    {
        _engine = engine;
        _transport = transport;
    }

    /// <summary>
    /// Receives what is missing of a record's header or body, into the engine's own buffer. Null: something came, call
    /// the engine again.
    /// </summary>
    public PumpStatus? Receive(in Deadline deadline)
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

    // Hands over a record of data as it lies in an array that nobody will change; false if there is none.
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
}
