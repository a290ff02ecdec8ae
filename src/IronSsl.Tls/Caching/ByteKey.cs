using System;

namespace IronSsl.Tls.Caching;

/// <summary>Bytes as the key of a cache: equal by content. They may not change while they are a key.</summary>
/// <remarks>A class: tables with a structure of ours as the key would be compiled when they are first used.</remarks>
internal sealed class ByteKey(ReadOnlyMemory<byte> bytes) : IEquatable<ByteKey>
{
    private readonly ReadOnlyMemory<byte> _bytes = bytes;

    /// <inheritdoc/>
    public bool Equals(ByteKey? other) => other is not null && _bytes.Span.SequenceEqual(other._bytes.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ByteKey);

    /// <summary>Seeded per process by .NET, so that a peer can't choose bytes that collide.</summary>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.AddBytes(_bytes.Span);
        return hash.ToHashCode();
    }
}
