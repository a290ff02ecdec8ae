using System;

namespace IronSsl.Fuzz.Peer;

/// <summary>A clock that stands still.</summary>
internal sealed class FixedClock : TimeProvider
{
    public static FixedClock Instance { get; } = new();

    public override DateTimeOffset GetUtcNow() => PeerIdentity.Now;
}
