using System;
using System.Buffers;
using IronSsl.Crypto;
using IronSsl.Engine.Peers;
using IronSsl.Engine.Protocol;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;
using AlertDescription = IronSsl.OpenSsl.AlertDescription;

namespace IronSsl.Engine;

/// <summary>What has come in, from the bytes of a record to what the record says.</summary>
internal sealed partial class TlsEngine
{
    // All of these under _gate.
    private readonly RecordReader _reader;
    private readonly PlaintextSlot _slot = new();
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
        _state != EngineState.Failed && !_watch.ReceivedCloseNotify && _pendingCallback is null && !_endOfInput;

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
    /// Takes <paramref name="count"/> bytes that were put where <see cref="PrepareInput"/> said. While a record has begun
    /// and isn't complete, so that nothing can have changed, it answers where its next bytes go, lent in the same way;
    /// else nothing.
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
    /// <see cref="ProvideRecord"/> takes as it is; 0 if they have to be provided like others. For the thread that provides
    /// input; takes no lock.
    /// </summary>
    public int RecordToProvide(ReadOnlySpan<byte> bytes) =>
        _state == EngineState.Open && _slot.CanSpareRecords
        && !bytes.IsEmpty && bytes[0] == (byte)ContentType.application_data
            ? _reader.WholeRecordLength(bytes)
            : 0;

    /// <summary>Takes a record of which <see cref="RecordToProvide"/> has told the length; it is neither copied nor changed.
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

        if (RefuseRecord() is { } refusal)
        {
            Fail(refusal);
        }
        else if (IsEmptyHandshakeRecord)
        {
            CountEmptyRecord();
        }
        else if (_protocol is null)
        {
            HoldRecord();
        }
        else if (!WaitsForPsk(_reader.Buffer, _reader.Length))
        {
            ProcessRecord(_reader.Buffer, _reader.Length);
        }

        _reader.Release();
    }

    // Harmless before encryption, and OpenSSL passes over it.
    private bool IsEmptyHandshakeRecord => _state == EngineState.Handshaking
        && _reader.ContentType == ContentType.handshake && _reader.Length == RecordReader.HeaderLength;

    // What OpenSSL `ssl3_get_record` and `ssl3_read_bytes` refuse by a record's type alone.
    private TlsFailure? RefuseRecord()
    {
        byte type = _reader.ContentType;
        if (_protocol is null)
        {
            return type == ContentType.handshake
                ? null
                : TlsFailure.Ssl("UNEXPECTED_MESSAGE", AlertDescription.UnexpectedMessage);
        }

        if (_state != EngineState.Open)
        {
            return null;
        }

        if (_watch.Version == TlsVersion.Tls13)
        {
            return type == ContentType.application_data
                ? null
                : TlsFailure.Ssl("BAD_RECORD_TYPE", AlertDescription.UnexpectedMessage);
        }

        return type is >= (byte)ContentType.change_cipher_spec and <= (byte)ContentType.application_data
            ? null
            : TlsFailure.Ssl("DECRYPTION_FAILED_OR_BAD_RECORD_MAC", AlertDescription.BadRecordMac);
    }

    private void CountEmptyRecord()
    {
        try
        {
            _watch.IncomingApplicationData(0);
        }
        catch (FailureAlert e)
        {
            Fail(e);
        }
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
        _watch.BeginRecord(record.AsSpan(0, RecordReader.HeaderLength));
        byte contentType = record[0];
        try
        {
            bool isInPlace = place is null || ReferenceEquals(place, record.Array);
            using (isInPlace ? _slot.Open(place) : _slot.OpenSparing(record.Array!, place!))
            {
                protocol.OfferInput(record.Array!, record.Offset, record.Count);
            }

            int dataBytes = _slot.Length + protocol.ApplicationDataAvailable - before;
            _watch.EndRecord(dataBytes);
            _watch.CountRecord(record.Count);
            if (contentType == ContentType.application_data)
            {
                CountApplicationData(dataBytes, record.Count - RecordReader.HeaderLength);
            }
        }
        catch (Exception e) when (IsProtocolFailure(e))
        {
            Fail(e);
            return false;
        }

        if (_state == EngineState.Handshaking && protocol.IsOpen)
        {
            if (OpeningCheck.Refuse(_facts, _watch.Version) is { } refusal)
            {
                Fail(refusal);
                return false;
            }

            _state = EngineState.Open;
            _outputHasGrown = true;
            ForgetPreSharedKey();
            _reader.RecordVersion = Math.Min(_watch.Version, TlsVersion.Tls12);
            _reader.IsTls13Protected = _watch.Version == TlsVersion.Tls13;
        }

        if (_watch.ReceivedCloseNotify && _watch.SentCloseNotify)
        {
            _state = EngineState.Closed;
        }

        return _slot.Length > 0;
    }

    // In TLS 1.3 a record of this type may hold anything; it is an empty one for certain when there is nothing but the
    // content type and the tag.
    private void CountApplicationData(int dataBytes, int bodyBytes)
    {
        const int EmptyTls13BodyBytes = 1 + 16;
        if (dataBytes > 0 || _watch.Version < TlsVersion.Tls13 || bodyBytes <= EmptyTls13BodyBytes)
        {
            _watch.IncomingApplicationData(dataBytes);
        }
    }
}
