using System;
using System.Collections.Immutable;
using System.Security.Cryptography;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Engine.Sessions;

/// <summary>
/// A session that can be resumed: what a client keeps, what a server caches or seals into a ticket, and what Python's
/// <c>SSLSession</c> tells of it. Immutable but for <see cref="Destroy"/>.
/// </summary>
internal sealed class EngineSession : IEquatable<EngineSession>
{
    private readonly object _gate = new();

    // Under _gate; null once destroyed.
    private byte[]? _secret;

    /// <param name="secret">The master secret, or in TLS 1.3 the ticket's key; taken over. Empty when the session can't
    /// be resumed (yet).</param>
    public EngineSession(byte[] secret) => _secret = secret;

    // A client's session belongs to the program, which drops it without a word. It is zeroed with the lock: a thread
    // that is copying the secret needs nothing else of the session any more, which may be finalized under its hands.
    ~EngineSession() => Destroy();

    /// <summary>The session id, or the digest that stands for it when the session is a ticket.</summary>
    public required byte[] Id { get; init; }

    /// <summary>When the session was established, in seconds since 1970.</summary>
    public required long TimeSeconds { get; init; }

    /// <summary>For how long after <see cref="TimeSeconds"/> it may be resumed.</summary>
    public required long TimeoutSeconds { get; init; }

    /// <summary>The lifetime the server gave with a ticket, or 0.</summary>
    public long TicketLifetimeHintSeconds { get; init; }

    /// <summary>True when the server gave a ticket.</summary>
    public bool HasTicket => !Ticket.IsDefaultOrEmpty;

    /// <summary>The protocol version it belongs to.</summary>
    public required int Version { get; init; }

    /// <summary>The number of the cipher suite.</summary>
    public required int CipherSuite { get; init; }

    /// <summary>Whether the master secret is an extended one (RFC 7627).</summary>
    public bool IsExtendedMasterSecret { get; init; }

    /// <summary>Whether encrypt-then-MAC (RFC 7366) was agreed on, which a resumption keeps.</summary>
    public bool IsEncryptThenMac { get; init; }

    /// <summary>The server name it was made for: it isn't resumed for another (RFC 6066 section 3).</summary>
    public string? ServerName { get; init; }

    /// <summary>The peer's certificates, leaf first. They are verified again whenever the session is resumed.</summary>
    public ImmutableArray<ParsedCertificate> PeerChain { get; init; } = [];

    /// <summary>Server: the channel binding "tls-server-end-point" of its own certificate; null without one.</summary>
    public byte[]? ServerEndPoint { get; init; }

    /// <summary>Client: the ticket as the server gave it; default when there is none.</summary>
    public ImmutableArray<byte> Ticket { get; init; }

    /// <summary>TLS 1.3: what is added to the ticket's age to hide it.</summary>
    public uint TicketAgeAdd { get; init; }

    /// <summary>Client, TLS 1.3: when the ticket was received, in milliseconds since 1970.</summary>
    public long ReceivedMilliseconds { get; init; }

    /// <summary>Whether there is something to resume with.</summary>
    public bool IsResumable
    {
        get
        {
            lock (_gate)
            {
                return _secret is { Length: > 0 }
                    && (HasTicket || (Id.Length > 0 && Version < IronSsl.Tls.OpenSsl.TlsVersion.Tls13));
            }
        }
    }

    /// <summary>Whether its time is over.</summary>
    public bool IsExpired(TimeProvider time)
    {
        long now = time.GetUtcNow().ToUnixTimeSeconds();

        // A clock that was set back leaves no session valid for longer than it was made for.
        return now < TimeSeconds - ClockSkewSeconds || now >= TimeSeconds + TimeoutSeconds;
    }

    /// <summary>A copy of the secret, which the caller zeroes; null once destroyed.</summary>
    public byte[]? CopySecret()
    {
        lock (_gate)
        {
            return _secret is { Length: > 0 } secret ? [.. secret] : null;
        }
    }

    /// <summary>Zeroes the secret: the session can't be resumed any more.</summary>
    public void Destroy()
    {
        lock (_gate)
        {
            CryptographicOperations.ZeroMemory(_secret);
            _secret = null;
        }
    }

    /// <summary>Sessions are equal when their ids are, as in CPython.</summary>
    public bool Equals(EngineSession? other) => other is not null && Id.AsSpan().SequenceEqual(other.Id);

    public override bool Equals(object? obj) => Equals(obj as EngineSession);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Id);
        return hash.ToHashCode();
    }

    private const long ClockSkewSeconds = 300;
}
