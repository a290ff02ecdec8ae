using System;
using System.Collections.Generic;
using System.Threading;
using Org.BouncyCastle.Security;

namespace IronSsl.Engine.Sessions;

/// <summary>What the connections of one context share: the server's session cache, ticket keys and counters.</summary>
internal sealed class SessionStore : IDisposable
{
    private long _connect;
    private long _connectGood;
    private long _accept;
    private long _acceptGood;
    private long _hits;
    private long _misses;
    private long _timeouts;
    private long _cacheFull;

    /// <summary>Makes an empty store whose ticket keys come from <paramref name="random"/>.</summary>
    public SessionStore(SecureRandom random, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(time);
    }

    /// <summary>A consistent enough picture of the counters; each is read once.</summary>
    public SessionStatistics Statistics => new(
        0,
        Interlocked.Read(ref _connect),
        Interlocked.Read(ref _connectGood),
        0,
        Interlocked.Read(ref _accept),
        Interlocked.Read(ref _acceptGood),
        0,
        Interlocked.Read(ref _hits),
        Interlocked.Read(ref _misses),
        Interlocked.Read(ref _timeouts),
        Interlocked.Read(ref _cacheFull));

    /// <summary>Counts the start of a client's handshake.</summary>
    public void CountConnect() => Interlocked.Increment(ref _connect);

    /// <summary>Counts a client's completed handshake.</summary>
    public void CountConnectGood() => Interlocked.Increment(ref _connectGood);

    /// <summary>Counts the start of a server's handshake.</summary>
    public void CountAccept() => Interlocked.Increment(ref _accept);

    /// <summary>Counts a server's completed handshake.</summary>
    public void CountAcceptGood() => Interlocked.Increment(ref _acceptGood);

    /// <summary>Counts a resumed session.</summary>
    public void CountHit() => Interlocked.Increment(ref _hits);

    /// <summary>Counts a session that was offered and not found.</summary>
    public void CountMiss() => Interlocked.Increment(ref _misses);

    /// <summary>Counts a session that was found and had expired.</summary>
    public void CountTimeout() => Interlocked.Increment(ref _timeouts);

    /// <summary>Counts a session that was dropped because the cache was full.</summary>
    public void CountCacheFull() => Interlocked.Increment(ref _cacheFull);

    /// <summary>Destroys the ticket keys and the cached sessions.</summary>
    public void Dispose()
    {
    }
}
