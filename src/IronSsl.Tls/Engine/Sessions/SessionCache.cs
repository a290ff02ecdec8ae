using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Engine.Sessions;

/// <summary>A server's sessions by id, at most a fixed number of them; the one unused for longest goes first. Safe for
/// threads.</summary>
internal sealed class SessionCache
{
    private readonly object _gate = new();
    private readonly int _capacity;

    // Both under _gate; the list has the latest used first.
    private readonly Dictionary<string, LinkedListNode<(string Key, EngineSession Session)>> _byId =
        new(StringComparer.Ordinal);
    private readonly LinkedList<(string Key, EngineSession Session)> _byUse = new();

    public SessionCache(int capacity) => _capacity = capacity;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _byId.Count;
            }
        }
    }

    /// <summary>Adds a session under an id; true when another had to go.</summary>
    public bool Add(byte[] id, EngineSession session)
    {
        string key = Convert.ToHexString(id);
        lock (_gate)
        {
            RemoveKey(key);
            _byId[key] = _byUse.AddFirst((key, session));
            if (_byId.Count <= _capacity)
            {
                return false;
            }

            RemoveKey(_byUse.Last!.Value.Key);
            return true;
        }
    }

    /// <summary>The session with an id, or null.</summary>
    public EngineSession? Find(ReadOnlySpan<byte> id)
    {
        string key = Convert.ToHexString(id);
        lock (_gate)
        {
            if (!_byId.TryGetValue(key, out LinkedListNode<(string Key, EngineSession Session)>? node))
            {
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Session;
        }
    }

    /// <summary>Removes and destroys a session.</summary>
    public void Remove(ReadOnlySpan<byte> id)
    {
        string key = Convert.ToHexString(id);
        lock (_gate)
        {
            RemoveKey(key);
        }
    }

    /// <summary>Removes and destroys all sessions.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            foreach ((_, EngineSession session) in _byUse)
            {
                session.Destroy();
            }

            _byUse.Clear();
            _byId.Clear();
        }
    }

    private void RemoveKey(string key)
    {
        if (_byId.Remove(key, out LinkedListNode<(string Key, EngineSession Session)>? node))
        {
            _byUse.Remove(node);
            node.Value.Session.Destroy();
        }
    }
}
