using System;

namespace IronSsl.Transport;

/// <summary>
/// Bytes in the order they came, with an end mark. Safe for a writer and a reader on different threads; a lock of its
/// own protects every field and is never held while anything else is called.
/// </summary>
internal sealed class ByteQueue
{
    private const int SmallestCapacity = 512;

    /// <summary>An emptied queue lets go of a larger array than this one.</summary>
    private const int LargestIdleCapacity = 64 * 1024;

    private readonly object _lock = new();
    private byte[] _bytes = [];
    private int _start;
    private int _length;
    private bool _hasEnded;

    /// <summary>The number of bytes that can be read.</summary>
    public int Length
    {
        get
        {
            lock (_lock)
            {
                return _length;
            }
        }
    }

    /// <summary>True once <see cref="End"/> was called, even while there are bytes to read.</summary>
    public bool HasEnded
    {
        get
        {
            lock (_lock)
            {
                return _hasEnded;
            }
        }
    }

    /// <summary>True when everything was read and nothing more will come.</summary>
    public bool IsAtEnd
    {
        get
        {
            lock (_lock)
            {
                return _hasEnded && _length == 0;
            }
        }
    }

    /// <summary>Appends bytes; they are copied. Answers false, and takes nothing, after the end mark.</summary>
    public bool TryWrite(ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return false;
            }

            Add(source);
            return true;
        }
    }

    /// <summary>Appends bytes, whether or not there is an end mark; they are copied.</summary>
    public void Append(ReadOnlySpan<byte> source)
    {
        lock (_lock)
        {
            Add(source);
        }
    }

    /// <summary>Takes as many bytes as there are and fit; answers their number.</summary>
    public int Read(Span<byte> destination)
    {
        lock (_lock)
        {
            int count = Math.Min(destination.Length, _length);
            Take(destination[..count]);
            return count;
        }
    }

    /// <summary>Takes up to <paramref name="maximumBytes"/> bytes into an array of just their size.</summary>
    public byte[] Read(int maximumBytes)
    {
        lock (_lock)
        {
            int count = Math.Min(maximumBytes, _length);
            if (count == 0)
            {
                return [];
            }

            byte[] result = GC.AllocateUninitializedArray<byte>(count);
            Take(result);
            return result;
        }
    }

    /// <summary>Marks the end: nothing more can be written.</summary>
    public void End()
    {
        lock (_lock)
        {
            _hasEnded = true;
        }
    }

    private void Add(ReadOnlySpan<byte> source)
    {
        MakeRoom(source.Length);
        source.CopyTo(_bytes.AsSpan(_start + _length));
        _length += source.Length;
    }

    private void Take(Span<byte> destination)
    {
        _bytes.AsSpan(_start, destination.Length).CopyTo(destination);
        _start += destination.Length;
        _length -= destination.Length;
        if (_length == 0)
        {
            _start = 0;
            if (_bytes.Length > LargestIdleCapacity)
            {
                _bytes = [];
            }
        }
    }

    private void MakeRoom(int count)
    {
        int needed = checked(_length + count);
        if (_start + needed <= _bytes.Length)
        {
            return;
        }

        // Moving the rest to the front is only worth it when it is the smaller part; otherwise a long queue that is read
        // and written a little at a time would be moved again and again.
        if (needed <= _bytes.Length && _length <= _bytes.Length / 2)
        {
            _bytes.AsSpan(_start, _length).CopyTo(_bytes);
        }
        else
        {
            long doubled = Math.Min(2L * _bytes.Length, Array.MaxLength);
            byte[] larger = GC.AllocateUninitializedArray<byte>(
                (int)Math.Max(Math.Max(needed, doubled), SmallestCapacity));
            _bytes.AsSpan(_start, _length).CopyTo(larger);
            _bytes = larger;
        }

        _start = 0;
    }
}
