using System;
using System.Buffers;

namespace IronSsl.Tls.Engine;

/// <summary>Decrypted bytes that wait to be read, in the buffer of the record that they came in. Holds nothing when
/// there are none.</summary>
internal sealed class ReceivedData : IDisposable
{
    private byte[]? _buffer;
    private int _start;

    /// <summary>The number of bytes that can be read.</summary>
    public int Available { get; private set; }

    /// <summary>Takes over an array of the shared pool with data in it.</summary>
    public void Add(byte[] rented, int offset, int length)
    {
        if (Available == 0)
        {
            Dispose();
            (_buffer, _start, Available) = (rented, offset, length);
            return;
        }

        // Rare: a program reads what is there before it asks for more. Only what comes while it says goodbye or finds
        // out why a send failed gets here; by a byte a record, if the peer likes, so room is made for more than asked.
        int start = _start;
        int available = Available;
        byte[] whole = _buffer!;
        if (whole.Length - start - available < length)
        {
            whole = ArrayPool<byte>.Shared.Rent(checked((2 * available) + length));
            _buffer.AsSpan(start, available).CopyTo(whole);
            Dispose();
            start = 0;
        }

        rented.AsSpan(offset, length).CopyTo(whole.AsSpan(start + available));
        ArrayPool<byte>.Shared.Return(rented);
        (_buffer, _start, Available) = (whole, start, available + length);
    }

    /// <summary>Takes as many bytes as there are and fit; answers their number.</summary>
    public int Read(Span<byte> destination)
    {
        int count = Math.Min(destination.Length, Available);
        _buffer.AsSpan(_start, count).CopyTo(destination);
        _start += count;
        Available -= count;
        if (Available == 0)
        {
            Dispose();
        }

        return count;
    }

    /// <summary>Forgets what wasn't read.</summary>
    public void Dispose()
    {
        if (_buffer is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        (_buffer, _start, Available) = (null, 0, 0);
    }
}
