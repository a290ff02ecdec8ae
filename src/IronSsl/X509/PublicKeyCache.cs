using System;
using System.Collections.Generic;

namespace IronSsl.X509;

/// <summary>
/// The imported public keys of issuers, by SubjectPublicKeyInfo: importing one costs .NET several times what it costs to
/// check a signature with it. Bounded, because peers choose the intermediates they send. An entry is a function of its key
/// and nothing else, so that all contexts may share one cache.
/// </summary>
internal sealed class PublicKeyCache
{
    private const int Capacity = 256;

    /// <summary>A key of unreasonable length is used, but not kept.</summary>
    private const int LongestKeptKeyBytes = 4096;

    /// <summary>The cache of the process.</summary>
    public static PublicKeyCache Shared { get; } = new();

    private readonly object _lock = new();

    // Both are protected by _lock. The list is in order of use, the latest first.
    private readonly Dictionary<Entry, LinkedListNode<Entry>> _entries = [];
    private readonly LinkedList<Entry> _order = [];

    /// <summary>
    /// The key of a certificate; null when it cannot be decoded. Keys are not disposed when they leave the cache: another
    /// thread may be using them.
    /// </summary>
    public VerificationKey? Get(ParsedCertificate certificate)
    {
        var probe = new Entry(certificate.SubjectPublicKeyInfo);
        lock (_lock)
        {
            if (_entries.TryGetValue(probe, out LinkedListNode<Entry>? node))
            {
                _order.Remove(node);
                _order.AddFirst(node);
                return node.Value.Key;
            }
        }

        VerificationKey? key = VerificationKey.TryImport(certificate);
        if (certificate.SubjectPublicKeyInfo.Length <= LongestKeptKeyBytes)
        {
            Keep(new Entry(certificate.SubjectPublicKeyInfo.ToArray(), key));
        }

        return key;
    }

    private void Keep(Entry entry)
    {
        lock (_lock)
        {
            if (_entries.ContainsKey(entry))
            {
                return;
            }

            if (_order.Count >= Capacity && _order.Last is { } oldest)
            {
                _entries.Remove(oldest.Value);
                _order.RemoveLast();
            }

            _entries.Add(entry, _order.AddFirst(entry));
        }
    }

    /// <summary>Equal by the encoding of the key.</summary>
    private readonly struct Entry(ReadOnlyMemory<byte> encoded, VerificationKey? key = null) : IEquatable<Entry>
    {
        private readonly ReadOnlyMemory<byte> _encoded = encoded;

        public VerificationKey? Key { get; } = key;

        public bool Equals(Entry other) => _encoded.Span.SequenceEqual(other._encoded.Span);

        public override bool Equals(object? obj) => obj is Entry other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(_encoded.Span);
            return hash.ToHashCode();
        }
    }
}
