using System;

namespace IronSsl.Tls.Transport;

/// <summary>
/// Bytes in the order they came, with an end mark. Safe for a writer and a reader on different threads; a lock of its
/// own protects every change and is never held while anything else is called.
/// </summary>
/// <remarks>An array that nobody writes to any more is handed in and out as it is: bytes that come in one piece and are
/// taken in one, as a record is, aren't copied.</remarks>
internal sealed class ByteQueue
{
    private const int SmallestCapacity = 512;

    /// <summary>An emptied queue lets go of a larger array than this one.</summary>
    private const int LargestIdleCapacity = 64 * 1024;

    private readonly object _lock = new();

    // First comes what is left of an array that was handed in; then the queue's own array, from _start on.
    private byte[]? _given;
    private int _givenStart;
    private byte[] _bytes = [];
    private int _start;

    // The number of all of them; read without the lock.
    private volatile int _length;
    private volatile bool _hasEnded;

    /// <summary>The number of bytes that can be read.</summary>
    public int Length => _length;

    /// <summary>True when everything was read and nothing more will come.</summary>
    public bool IsAtEnd => _hasEnded && _length == 0;

    private int GivenLength => _given is null ? 0 : _given.Length - _givenStart;

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

    /// <summary>Appends an array that nobody will write to; answers false, and takes nothing, after the end
    /// mark.</summary>
    public bool TryGive(byte[] bytes)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return false;
            }

            Give(bytes);
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

    /// <summary>Appends an array that nobody will write to, whether or not there is an end mark.</summary>
    public void AppendGiven(byte[] bytes)
    {
        lock (_lock)
        {
            Give(bytes);
        }
    }

    /// <summary>Takes as many bytes as there are and fit; answers their number.</summary>
    /// <param name="destination">Where they go.</param>
    /// <param name="hasEnded">Whether no more will come than there were before this call.</param>
    public int Read(Span<byte> destination, out bool hasEnded)
    {
        lock (_lock)
        {
            hasEnded = _hasEnded;
            int count = Math.Min(destination.Length, _length);
            Take(destination[..count]);
            return count;
        }
    }

    /// <summary>Takes up to <paramref name="maximumBytes"/> bytes, as an array of just their size that nobody writes
    /// to.
    /// </summary>
    public byte[] Read(int maximumBytes)
    {
        lock (_lock)
        {
            int count = Math.Min(maximumBytes, _length);
            if (count == 0)
            {
                return [];
            }

            if (_given is { } given && _givenStart == 0 && given.Length == count)
            {
                _given = null;
                _length -= count;
                return given;
            }

            byte[] result = GC.AllocateUninitializedArray<byte>(count);
            Take(result);
            return result;
        }
    }

    /// <summary>The array that was handed in and from which the next bytes would be read; empty if they aren't in
    /// one.</summary>
    public ArraySegment<byte> PeekGiven()
    {
        lock (_lock)
        {
            return _given is { } given ? new ArraySegment<byte>(given, _givenStart, GivenLength) : default;
        }
    }

    /// <summary>Takes the first bytes of what <see cref="PeekGiven"/> has shown, which stay where they are; answers
    /// false, and takes nothing, if another thread was quicker.</summary>
    public bool TryTakeGiven(ArraySegment<byte> shown, int count)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(_given, shown.Array) || _givenStart != shown.Offset || count > GivenLength)
            {
                return false;
            }

            _givenStart += count;
            _length -= count;
            if (GivenLength == 0)
            {
                _given = null;
            }

            return true;
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

    private void Give(byte[] bytes)
    {
        if (_length > 0 || bytes.Length == 0)
        {
            Add(bytes);
            return;
        }

        _given = bytes;
        _givenStart = 0;
        _length = bytes.Length;
    }

    private void Add(ReadOnlySpan<byte> source)
    {
        int own = _length - GivenLength;
        MakeRoom(own, source.Length);
        source.CopyTo(_bytes.AsSpan(_start + own));
        _length = checked(_length + source.Length);
    }

    private void Take(Span<byte> destination)
    {
        if (_given is { } given)
        {
            int count = Math.Min(GivenLength, destination.Length);
            given.AsSpan(_givenStart, count).CopyTo(destination);
            _givenStart += count;
            _length -= count;
            destination = destination[count..];
            if (_givenStart < given.Length)
            {
                return;
            }

            _given = null;
        }

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

    private void MakeRoom(int have, int count)
    {
        int needed = checked(have + count);
        if (_start + needed <= _bytes.Length)
        {
            return;
        }

        // Moving the rest to the front is only worth it when it is the smaller part; otherwise a long queue that is
        // read and written a little at a time would be moved again and again.
        if (needed <= _bytes.Length && have <= _bytes.Length / 2)
        {
            _bytes.AsSpan(_start, have).CopyTo(_bytes);
        }
        else
        {
            long doubled = Math.Min(2L * _bytes.Length, Array.MaxLength);
            byte[] larger = GC.AllocateUninitializedArray<byte>(
                (int)Math.Max(Math.Max(needed, doubled), SmallestCapacity));
            _bytes.AsSpan(_start, have).CopyTo(larger);
            _bytes = larger;
        }

        _start = 0;
    }
}
