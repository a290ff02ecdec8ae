using System;
using System.Threading;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Engine.Sessions;

/// <summary>Shared by the connections of one context: the server's session cache, ticket keys and counters. Safe for
/// threads.</summary>
internal sealed class SessionStore : IDisposable
{
    /// <summary>How long a session may be resumed: OpenSSL `tls1_default_timeout`.</summary>
    public const long LifetimeSeconds = 7200;

    // OpenSSL's `SSL_SESSION_CACHE_MAX_SIZE_DEFAULT`.
    private const int CacheCapacity = 1024 * 20;

    private readonly TimeProvider _time;
    private readonly TicketSealer _sealer;
    private readonly SessionCache _cache = new(CacheCapacity);
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
        _time = time;
        _sealer = new TicketSealer(random, time, TimeSpan.FromSeconds(LifetimeSeconds));
    }

    /// <summary>A consistent enough picture of the counters; each is read once.</summary>
    public SessionStatistics Statistics => new(
        _cache.Count,
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

    /// <summary>A ticket for a session; null when it doesn't fit into one.</summary>
    public byte[]? Seal(EngineSession session) => _sealer.Seal(session);

    /// <summary>The session in a ticket; null when it is no valid one of ours.</summary>
    public EngineSession? Open(ReadOnlySpan<byte> ticket) => CheckTime(_sealer.Open(ticket));

    /// <summary>Keeps a session under an id.</summary>
    public void Add(byte[] id, EngineSession session)
    {
        if (_cache.Add(id, session))
        {
            Interlocked.Increment(ref _cacheFull);
        }
    }

    /// <summary>The session kept under an id; null when there is none.</summary>
    public EngineSession? Find(ReadOnlySpan<byte> id)
    {
        EngineSession? session = _cache.Find(id);
        if (session is null)
        {
            Interlocked.Increment(ref _misses);
            return null;
        }

        if (CheckTime(session) is null)
        {
            _cache.Remove(id);
            return null;
        }

        return session;
    }

    /// <summary>Destroys the ticket keys and the cached sessions.</summary>
    public void Dispose()
    {
        _sealer.Dispose();
        _cache.Clear();
    }

    private EngineSession? CheckTime(EngineSession? session)
    {
        if (session is null || !session.IsExpired(_time))
        {
            return session;
        }

        Interlocked.Increment(ref _timeouts);
        return null;
    }
}
