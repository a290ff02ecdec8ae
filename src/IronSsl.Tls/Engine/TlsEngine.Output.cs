using System;
using System.Buffers;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>Seals records and hands the output to the caller, who sends it.</summary>
internal sealed partial class TlsEngine
{
    // The array that an emptied output queue may keep.
    private const int SmallOutputBytes = 2048;

    // All of these under _gate. Sealed records go before those in BouncyCastle's queue.
    private readonly SealedOutput _sealed = new();
    private ByteQueue? _earlyOutput;
    private bool _outputHasGrown;
    private bool _outputIsTaken;

    /// <summary>
    /// Bytes to be sent now. Exact for what the calling thread's own calls have put there, which is why the question,
    /// asked several times for each record, takes no lock once the handshake is over.
    /// </summary>
    public int PendingOutputBytes
    {
        get
        {
            if (_state != EngineState.Handshaking)
            {
                return OutputBytes;
            }

            lock (_gate)
            {
                return Output is { } output && IsLoneChangeCipherSpec(output) ? 0 : OutputBytes;
            }
        }
    }

    // BouncyCastle's queue, or that of an alert sent before BouncyCastle has begun.
    private ByteQueue? Output => _protocol?.Output ?? _earlyOutput;

    private int OutputBytes => _sealed.Length + (Output?.Available ?? 0);

    /// <summary>Takes all pending output, which counts as sent, as an array of just its size that is the
    /// caller's.</summary>
    public byte[] TakeOutput()
    {
        lock (_gate)
        {
            _outputIsTaken = true;
            _requestIsQueued = false;
            if (Output is not { Available: > 0 } && _sealed.TakeArray() is { } record)
            {
                return record;
            }

            byte[] taken = OutputBytes is > 0 and var count ? OutputArrays.Take(count) : [];
            MoveOutput(taken);
            return taken;
        }
    }

    /// <summary>Takes all pending output, which counts as sent, in an array of the shared pool, to be returned to
    /// it.</summary>
    /// <param name="count">How many bytes there are at its start.</param>
    public byte[] RentOutput(out int count)
    {
        lock (_gate)
        {
            _requestIsQueued = false;
            if (Output is not { Available: > 0 } && _sealed.TakeRented(out count) is { } records)
            {
                return records;
            }

            count = OutputBytes;
            byte[] rented = ArrayPool<byte>.Shared.Rent(count);
            MoveOutput(rented.AsSpan(0, count));
            return rented;
        }
    }

    private void MoveOutput(Span<byte> destination)
    {
        int count = _sealed.Length;
        _sealed.MoveTo(destination);
        Output?.RemoveData(destination[count..], 0);
    }

    // The caller may wait long for input: idle memory is given back first.
    private void ShrinkOutput()
    {
        if (_outputHasGrown && _state != EngineState.Handshaking && Output is { Available: 0 } output)
        {
            output.Shrink();
            _outputHasGrown = false;
        }
    }

    /// <summary>
    /// A TLS 1.3 client's ChangeCipherSpec for middleboxes (RFC 8446 appendix D.4) has to come before its second
    /// flight, and goes with it. Sent at once it would be a small segment still unacknowledged when an alert follows:
    /// Nagle's algorithm keeps the alert back, and a socket closed with unread input then drops it.
    /// </summary>
    private bool IsLoneChangeCipherSpec(ByteQueue output)
    {
        const int RecordBytes = 6;
        if (_state != EngineState.Handshaking || output.Available != RecordBytes)
        {
            return false;
        }

        Span<byte> record = stackalloc byte[RecordBytes];
        output.Read(record, 0);
        return record[0] == (byte)ContentType.change_cipher_spec;
    }

    // Seals into the buffer that is sent from. A record that goes out alone gets an array of its own where the caller
    // takes arrays (a memory BIO).
    private void Seal(ReadOnlySpan<byte> part)
    {
        IConnectionProtocol protocol = _protocol!;
        ByteQueue output = protocol.Output;

        // The message callback is told of records as they are in BouncyCastle's queue.
        if (output.Available > 0 || _guards.Log.IsWanted)
        {
            protocol.WriteApplicationData(part);
        }
        else
        {
            bool isAlone = _outputIsTaken && _sealed.Length == 0 && part.Length <= Wire.MaximumPlaintextBytes;
            int records = 1 + ((part.Length - 1) / Wire.MaximumPlaintextBytes);
            try
            {
                using (_sealed.Open(isAlone ? 0 : part.Length + (records * Wire.MaximumOverheadBytes)))
                {
                    protocol.WriteApplicationData(part);
                }
            }
            finally
            {
                output.RemoveData(_sealed.TakePlaceholderBytes());
            }
        }

        _outputHasGrown |= output.Available > SmallOutputBytes;
    }
}
