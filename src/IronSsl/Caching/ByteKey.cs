using System;

namespace IronSsl.Caching;

/// <summary>Bytes as the key of a cache: equal by content. They may not change while they are a key.</summary>
internal readonly struct ByteKey(ReadOnlyMemory<byte> bytes) : IEquatable<ByteKey>
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    /// <summary>The same key over bytes of its own.</summary>
    public ByteKey Copy() => new(_bytes.ToArray());

    /// <inheritdoc/>
    public bool Equals(ByteKey other) => _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ByteKey other && Equals(other);

    /// <summary>Seeded per process by .NET, so that a peer can't choose bytes that collide.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes.Span);
        return hash.ToHashCode();
    }
}
