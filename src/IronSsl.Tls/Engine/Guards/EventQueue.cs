using System;
using System.Collections.Generic;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>The calls of the program's functions that are due, in order. They are collected under the engine's lock and
/// made without it.</summary>
internal sealed class EventQueue
{
    private readonly Queue<Action> _calls = new();

    /// <summary>Whether no call is due. The thread that adds a call sees it without the lock.</summary>
    public bool IsEmpty => _calls.Count == 0;

    /// <summary>Adds a call behind the others.</summary>
    public void Add(Action call) => _calls.Enqueue(call);

    /// <summary>Takes all calls.</summary>
    public Action[] TakeAll()
    {
        Action[] calls = [.. _calls];
        _calls.Clear();
        return calls;
    }
}
