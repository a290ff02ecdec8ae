using System;
using IronSsl.Crypto;
using Org.BouncyCastle.Tls;

namespace IronSsl.Engine;

/// <summary>What is to be sent, from the record that is sealed to whoever sends it.</summary>
internal sealed partial class TlsEngine
{
    // What an output queue may keep that has been emptied.
    private const int SmallOutputBytes = 2048;

    // RFC 8446 section 5.1.
    private const int MaximumRecordBytes = 16_384;

    // All of these under _gate.
    private readonly SealedRecord _sealed = new();
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
                return Output?.Available ?? 0;
            }

            lock (_gate)
            {
                return Output is { } output && !IsLoneChangeCipherSpec(output) ? output.Available : 0;
            }
        }
    }

    private ByteQueue? Output => _protocol?.Output ?? _earlyOutput;

    /// <summary>Copies pending output without consuming it; answers the number of bytes copied.</summary>
    public int CopyPendingOutput(Span<byte> destination)
    {
        lock (_gate)
        {
            if (Output is not { } output)
            {
                return 0;
            }

            int count = Math.Min(destination.Length, output.Available);
            output.Read(destination[..count], 0);
            return count;
        }
    }

    /// <summary>Takes all pending output, which counts as sent; the array is the caller's.</summary>
    public byte[] TakeOutput()
    {
        lock (_gate)
        {
            if (Output is not { Available: > 0 } output)
            {
                return [];
            }

            _outputIsTaken = true;
            byte[]? record = _sealed.Only;
            _sealed.Forget();
            if (record?.Length == output.Available)
            {
                output.RemoveData(record.Length);
                return record;
            }

            byte[] taken = OutputArrays.Take(output.Available);
            output.RemoveData(taken, 0, taken.Length, 0);
            return taken;
        }
    }

    /// <summary>Drops bytes that have been sent.</summary>
    public void ConsumeOutput(int count)
    {
        lock (_gate)
        {
            _sealed.Forget();
            Output?.RemoveData(count);
        }
    }

    // Who wants input may wait for it for long.
    private void ShrinkOutput()
    {
        if (_outputHasGrown && _state != EngineState.Handshaking && Output is { Available: 0 } output)
        {
            output.Shrink();
            _outputHasGrown = false;
        }
    }

    /// <summary>
    /// A TLS 1.3 client's ChangeCipherSpec for middleboxes (RFC 8446 appendix D.4) has to come before its second flight, and
    /// goes with it. Sent at once it would be a small segment still unacknowledged when an alert follows: Nagle's algorithm
    /// keeps the alert back, and a socket closed with unread input then drops it.
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

    // A record that goes out alone is handed over in the array that it was sealed into, once somebody has taken output.
    private void Seal(ReadOnlySpan<byte> part)
    {
        _sealed.Forget();
        if (!_outputIsTaken || part.Length > MaximumRecordBytes || Output!.Available > 0)
        {
            _protocol!.WriteApplicationData(part);
            return;
        }

        try
        {
            using (_sealed.Open())
            {
                _protocol!.WriteApplicationData(part);
            }
        }
        finally
        {
            // Whether the record layer has taken just this record.
            if (_sealed.Only?.Length != Output.Available)
            {
                _sealed.Forget();
            }
        }
    }
}
