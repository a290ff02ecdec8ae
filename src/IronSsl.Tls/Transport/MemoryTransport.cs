using System;

namespace IronSsl.Tls.Transport;

/// <summary>Two queues as the outside of a connection, for programs that move the bytes themselves. Never
/// waits.</summary>
internal sealed class MemoryTransport : ITransport
{
    private readonly ByteQueue _incoming;
    private readonly ByteQueue _outgoing;

    /// <summary>Receives from <paramref name="incoming"/> and sends to <paramref name="outgoing"/>.</summary>
    public MemoryTransport(ByteQueue incoming, ByteQueue outgoing)
    {
        _incoming = incoming;
        _outgoing = outgoing;
    }

    /// <inheritdoc/>
    public ByteQueue DirectOutput => _outgoing;

    /// <inheritdoc/>
    public ByteQueue DirectInput => _incoming;

    /// <inheritdoc/>
    public Deadline StartOperation() => Deadline.Immediate;

    /// <inheritdoc/>
    public TransportStatus Receive(Span<byte> destination, in Deadline deadline, out int count)
    {
        count = _incoming.Read(destination, out bool hasEnded);
        return count > 0 ? TransportStatus.Done
            : hasEnded ? TransportStatus.EndOfStream
            : TransportStatus.WouldBlock;
    }

    /// <inheritdoc/>
    public TransportStatus Send(ReadOnlySpan<byte> source, in Deadline deadline, out int count) =>
        TrySend(source, out count);

    /// <inheritdoc/>
    public TransportStatus TrySend(ReadOnlySpan<byte> source, out int count)
    {
        // A queue that the program has ended takes nothing more. OpenSSL's memory BIO takes the bytes in spite of the
        // mark that CPython's `MemoryBIO.write_eof` sets, so that a connection can still say goodbye.
        _outgoing.Append(source);
        count = source.Length;
        return TransportStatus.Done;
    }
}
