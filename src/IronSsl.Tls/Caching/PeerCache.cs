using System;
using System.Diagnostics.CodeAnalysis;

namespace IronSsl.Tls.Caching;

/// <summary>
/// What was made of bytes that peers sent, by those bytes: a program meets the same few peers again and again. An entry
/// follows from its bytes alone, so that all contexts may share it. Bounded in number and size, because peers choose
/// what they send. For any number of threads.
/// </summary>
internal sealed class PeerCache<TValue>
{
    private const int Capacity = 256;
    private const int LongestKeptBytes = 8192;

    private readonly BoundedCache<ByteKey, TValue> _values = new(Capacity);

    /// <summary>Finds what was made of the same bytes.</summary>
    public bool TryGet(ReadOnlyMemory<byte> bytes, [MaybeNullWhen(false)] out TValue value) =>
        _values.TryGet(new ByteKey(bytes), out value);

    /// <summary>
    /// Keeps a value, unless its bytes are too many, and answers the one to use: another thread's, if it was first.
    /// </summary>
    /// <param name="bytes">Not to be changed any more: the cache keeps them.</param>
    /// <param name="value">What was made of them.</param>
    public TValue Keep(ReadOnlyMemory<byte> bytes, TValue value) =>
        bytes.Length <= LongestKeptBytes ? _values.Add(new ByteKey(bytes), value) : value;
}
