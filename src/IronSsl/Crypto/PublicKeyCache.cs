using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Org.BouncyCastle.Asn1.X509;

namespace IronSsl.Crypto;

/// <summary>The public keys met last, imported: importing one costs as much as verifying several signatures with
/// it.</summary>
/// <remarks>Keyed by all that the SubjectPublicKeyInfo says, so an entry can stand for nothing but its own key.
/// Bounded: the key that went longest unused gives way. One that gives way isn't disposed, since a connection may be
/// using it.</remarks>
internal sealed class PublicKeyCache
{
    private const int Capacity = 256;

    private readonly object _lock = new();

    // Both under _lock; the list has the key used last at its head.
    private readonly Dictionary<Entry, LinkedListNode<(Entry Entry, PlatformPublicKey Key)>> _nodes = [];
    private readonly LinkedList<(Entry Entry, PlatformPublicKey Key)> _order = new();

    /// <summary>The imported key for <paramref name="info"/>, which must be of a supported kind.</summary>
    public PlatformPublicKey Get(SubjectPublicKeyInfo info)
    {
        var entry = new Entry(info.Algorithm.GetDerEncoded(), info.PublicKey.GetOctets());
        if (TryGet(entry, out PlatformPublicKey? known))
        {
            return known;
        }

        // Outside of the lock: two threads may import the same key, and one of the two is dropped.
        PlatformPublicKey imported = PlatformPublicKey.Import(info.Algorithm, entry.Key);
        Add(entry, imported);
        return imported;
    }

    private bool TryGet(Entry entry, [NotNullWhen(true)] out PlatformPublicKey? key)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(entry, out LinkedListNode<(Entry Entry, PlatformPublicKey Key)>? node))
            {
                key = null;
                return false;
            }

            _order.Remove(node);
            _order.AddFirst(node);
            key = node.Value.Key;
            return true;
        }
    }

    private void Add(Entry entry, PlatformPublicKey key)
    {
        lock (_lock)
        {
            if (_nodes.ContainsKey(entry))
            {
                return;
            }

            if (_nodes.Count >= Capacity)
            {
                _nodes.Remove(_order.Last!.Value.Entry);
                _order.RemoveLast();
            }

            _nodes.Add(entry, _order.AddFirst((entry, key)));
        }
    }

    private readonly struct Entry : IEquatable<Entry>
    {
        private readonly byte[] _algorithm;

        public Entry(byte[] algorithm, byte[] key)
        {
            _algorithm = algorithm;
            Key = key;
        }

        public byte[] Key { get; }

        public bool Equals(Entry other) =>
            Key.AsSpan().SequenceEqual(other.Key) && _algorithm.AsSpan().SequenceEqual(other._algorithm);

        public override bool Equals(object? obj) => obj is Entry other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(Key);
            return hash.ToHashCode();
        }
    }
}
