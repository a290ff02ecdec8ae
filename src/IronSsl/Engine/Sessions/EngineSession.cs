using System;

namespace IronSsl.Engine.Sessions;

/// <summary>A session that can be resumed, and what Python's <c>SSLSession</c> tells of it. Immutable.</summary>
internal sealed class EngineSession : IEquatable<EngineSession>
{
    /// <summary>The session id, or the digest that stands for it when the session is a ticket.</summary>
    public required byte[] Id { get; init; }

    /// <summary>When the session was established, in seconds since 1970.</summary>
    public required long TimeSeconds { get; init; }

    /// <summary>For how long after <see cref="TimeSeconds"/> it may be resumed.</summary>
    public required long TimeoutSeconds { get; init; }

    /// <summary>The lifetime the server gave with a ticket, or 0.</summary>
    public long TicketLifetimeHintSeconds { get; init; }

    /// <summary>True when the server gave a ticket.</summary>
    public bool HasTicket { get; init; }

    /// <summary>The protocol version it belongs to.</summary>
    public required int Version { get; init; }

    /// <summary>Sessions are equal when their ids are, as in CPython.</summary>
    public bool Equals(EngineSession? other) => other is not null && Id.AsSpan().SequenceEqual(other.Id);

    public override bool Equals(object? obj) => Equals(obj as EngineSession);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Id);
        return hash.ToHashCode();
    }
}
