using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace IronSsl.Tls.Caching;

/// <summary>
/// The values used last, for any number of threads. A full cache drops the value that went unused longest, but does not
/// dispose it: another thread may be using it.
/// </summary>
internal sealed class BoundedCache<TKey, TValue>
    where TKey : IEquatable<TKey>
{
    private readonly int _capacity;
    private readonly object _lock = new();

    // Both are protected by _lock. The list is in order of use, the latest first.
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _order = new();

    /// <summary>Keeps at most <paramref name="capacity"/> values.</summary>
    public BoundedCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
    }

    /// <summary>Finds a value, which counts as a use of it.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_lock)
        {
            if (!_nodes.TryGetValue(key, out LinkedListNode<KeyValuePair<TKey, TValue>>? node))
            {
                value = default;
                return false;
            }

            if (node != _order.First)
            {
                _order.Remove(node);
                _order.AddFirst(node);
            }

            value = node.Value.Value;
            return true;
        }
    }

    /// <summary>
    /// Keeps a value unless there is one of this key already, and answers the one that is kept: of two threads that
    /// have made the same, both go on with the first.
    /// </summary>
    public TValue Add(TKey key, TValue value)
    {
        lock (_lock)
        {
            if (_nodes.TryGetValue(key, out LinkedListNode<KeyValuePair<TKey, TValue>>? known))
            {
                return known.Value.Value;
            }

            if (_nodes.Count >= _capacity)
            {
                _nodes.Remove(_order.Last!.Value.Key);
                _order.RemoveLast();
            }

            _nodes.Add(key, _order.AddFirst(new KeyValuePair<TKey, TValue>(key, value)));
            return value;
        }
    }
}
