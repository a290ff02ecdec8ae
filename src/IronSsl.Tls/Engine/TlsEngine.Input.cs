using System;
using System.Buffers;
using IronSsl.Tls.Crypto.Records;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>Takes records in and has them processed.</summary>
internal sealed partial class TlsEngine
{
    // All of these under _gate.
    private readonly RecordReader _reader;
    private readonly RecordRules _rules;
    private readonly PlaintextSlot _slot;
    private EarlyDataSkipper? _earlyData;
    private bool _endOfInput;

    /// <summary>
    /// How many bytes to read next: up to the end of the current record's header or body, never past it. 0 when the
    /// engine takes no input now (a callback is due, the peer has closed, the connection failed).
    /// </summary>
    public int InputBytesWanted
    {
        get
        {
            lock (_gate)
            {
                return TakesInput ? _reader.Wanted : 0;
            }
        }
    }

    private bool TakesInput =>
        _state != EngineState.Failed && !_guards.Close.ReceivedCloseNotify && _pendingCallback is null && !_endOfInput;

    /// <summary>Takes at most <see cref="InputBytesWanted"/> bytes; they are copied.</summary>
    public void ProvideInput(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (bytes.IsEmpty || !TakesInput)
            {
                return;
            }

            if (_reader.Add(bytes) is { } failure)
            {
                Fail(failure);
            }
            else if (_reader.IsComplete)
            {
                TakeRecord();
            }
        }

        DeliverEvents();
    }

    /// <summary>
    /// Where to put the bytes that are read next, as many as <see cref="InputBytesWanted"/>: spares copying them. Empty
    /// when the engine takes no input now. For one thread at a time, until it says with <see cref="CommitInput"/> how
    /// many have come, or with <see cref="CancelInput"/> that none have.
    /// </summary>
    public Memory<byte> PrepareInput()
    {
        lock (_gate)
        {
            ShrinkOutput();
            return TakesInput ? _reader.Lend() : Memory<byte>.Empty;
        }
    }

    /// <summary>
    /// Takes <paramref name="count"/> bytes that were put where <see cref="PrepareInput"/> said. While a record has
    /// begun and isn't complete, so that nothing can have changed, it answers where its next bytes go, lent in the same
    /// way; else nothing.
    /// </summary>
    public Memory<byte> CommitInput(int count)
    {
        Memory<byte> space;
        lock (_gate)
        {
            // Another thread may have ended the connection meanwhile.
            if (!TakesInput)
            {
                return Memory<byte>.Empty;
            }

            if (_reader.TakeBack(count) is { } failure)
            {
                Fail(failure);
            }
            else if (_reader.IsComplete)
            {
                TakeRecord();
            }

            space = TakesInput && !_reader.IsAtBoundary ? _reader.Lend() : Memory<byte>.Empty;
        }

        DeliverEvents();
        return space;
    }

    /// <summary>Ends <see cref="PrepareInput"/> without any input.</summary>
    public void CancelInput()
    {
        lock (_gate)
        {
            if (TakesInput)
            {
                _reader.TakeBack(0);
            }
        }
    }

    /// <summary>
    /// How many bytes of <paramref name="bytes"/>, which come next and nobody will change, are a record that
    /// <see cref="ProvideRecord"/> takes as it is; 0 if they have to be provided like others. For the thread that
    /// provides input; takes no lock.
    /// </summary>
    public int RecordToProvide(ReadOnlySpan<byte> bytes) =>
        _state == EngineState.Open && _slot.CanSpareRecords
        && !bytes.IsEmpty && bytes[0] == (byte)ContentType.application_data
            ? _reader.WholeRecordLength(bytes)
            : 0;

    /// <summary>Takes a record of which <see cref="RecordToProvide"/> has told the length; it is neither copied nor
    /// changed.
    /// </summary>
    public void ProvideRecord(ArraySegment<byte> record)
    {
        lock (_gate)
        {
            // Another thread may have ended the connection meanwhile.
            if (!TakesInput)
            {
                return;
            }

            byte[] text = ArrayPool<byte>.Shared.Rent(record.Count);
            if (HasData(record, text))
            {
                _received.Add(text, _slot.Offset, _slot.Length);
            }
            else
            {
                ArrayPool<byte>.Shared.Return(text);
            }
        }

        DeliverEvents();
    }

    /// <summary>Says that the peer's stream has ended.</summary>
    public void ProvideEndOfInput()
    {
        lock (_gate)
        {
            _endOfInput = true;
        }
    }

    // A whole record is in the reader.
    private void TakeRecord()
    {
        if (_state == EngineState.Created)
        {
            _state = EngineState.Handshaking;
            Start();
        }

        if (_state == EngineState.Failed)
        {
            return;
        }

        try
        {
            if (!IsToBeProcessed(_reader.Buffer.AsSpan(0, _reader.Length)))
            {
                _guards.Log.DropRecord(_reader.Buffer.AsSpan(0, Wire.RecordHeaderLength));
            }
            else if (_protocol is null)
            {
                HoldRecord();
            }
            else if (!WaitsForPsk(_reader.Buffer, _reader.Length))
            {
                ProcessRecord(_reader.Buffer, _reader.Length);
            }
        }
        catch (FailureAlert e)
        {
            if (_protocol is null)
            {
                _guards.Log.DropRecord(_reader.Buffer.AsSpan(0, Wire.RecordHeaderLength));
            }

            Fail(e);
        }

        _reader.Release();
    }

    private bool IsToBeProcessed(ReadOnlySpan<byte> record)
    {
        if (_earlyData is { } skipper)
        {
            if (_state == EngineState.Handshaking && record[0] == (byte)ContentType.application_data
                && skipper.IsEarlyData(record, _rules))
            {
                return false;
            }

            if (_rules.HasOpenedRecord)
            {
                skipper.End();
                _earlyData = null;
            }
        }

        return _rules.Judge(record[0], record[Wire.RecordHeaderLength..]);
    }

    // A record at the start of an array that may be written to.
    private void ProcessRecord(byte[] record, int length)
    {
        // Only the reader's buffer can become the data's; a record that was held back for a callback is a copy.
        byte[]? place = _reader.IsComplete && ReferenceEquals(record, _reader.Buffer) ? record : null;
        if (HasData(new ArraySegment<byte>(record, 0, length), place))
        {
            _received.Add(_reader.Detach(), _slot.Offset, _slot.Length);
        }
    }

    // Processes a record; true when it has left data in `place`, which is where they may be put if it isn't null.
    private bool HasData(ArraySegment<byte> record, byte[]? place)
    {
        IConnectionProtocol protocol = _protocol!;
        int before = protocol.ApplicationDataAvailable;
        _guards.Alerts.BeginRecord();
        _guards.Log.BeginRecord(record.AsSpan(0, Wire.RecordHeaderLength));
        try
        {
            if (_rules.IsPlaintext(record[0]))
            {
                _rules.InspectPlaintext(record[0], record.AsSpan(Wire.RecordHeaderLength));
            }

            bool isInPlace = place is null || ReferenceEquals(place, record.Array);
            using (isInPlace ? _slot.Open(place) : _slot.OpenSparing(record.Array!, place!))
            {
                protocol.OfferInput(record.Array!, record.Offset, record.Count);
            }

            int dataBytes = _slot.Length + protocol.ApplicationDataAvailable - before;
            _guards.Log.EndRecord(dataBytes);
        }
        catch (Exception e) when (IsProtocolFailure(e))
        {
            Fail(e);
            return false;
        }

        if (_state == EngineState.Handshaking)
        {
            _reader.Expect(_facts.Version, protocol.IsReadProtected);
            if (protocol.IsOpen)
            {
                if (OpeningCheck.Refuse(_facts) is { } refusal)
                {
                    Fail(refusal);
                    return false;
                }

                _state = EngineState.Open;
                _outputHasGrown = true;
                ForgetPreSharedKey();
            }
        }

        if (_guards.Close.IsComplete)
        {
            _state = EngineState.Closed;
        }

        return _slot.Length > 0;
    }
}
