using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Engine.Sessions;

/// <summary>Seals sessions into tickets that only this context can open.</summary>
/// <remarks>
/// A ticket is key name (16 bytes), nonce (12), AES-256-GCM ciphertext, tag (16); the name is authenticated, too. A key
/// seals for an hour and opens for as long after that as a ticket lives, so that what a thief of memory gets is
/// bounded. The nonce is random: an hour's tickets are far from the 2^32 that a random nonce of 96 bits allows.
/// </remarks>
internal sealed class TicketSealer : IDisposable
{
    private const int NameLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int KeyLength = 32;
    private const int Overhead = NameLength + NonceLength + TagLength;

    // RFC 8446 section 4.6.1: opaque ticket<1..2^16-1>; OpenSSL stops below that.
    private const int MaximumTicketBytes = 0xFF00;

    private static readonly TimeSpan s_sealingTime = TimeSpan.FromHours(1);

    private readonly object _gate = new();
    private readonly SecureRandom _random;
    private readonly TimeProvider _time;
    private readonly TimeSpan _openingTime;

    // Newest first; under _gate.
    private readonly List<(byte[] Name, byte[] Key, DateTimeOffset Born)> _keys = [];

    /// <param name="random">Where keys and nonces come from.</param>
    /// <param name="time">The clock of the rotation.</param>
    /// <param name="ticketLifetime">How long a ticket may be used.</param>
    public TicketSealer(SecureRandom random, TimeProvider time, TimeSpan ticketLifetime)
    {
        _random = random;
        _time = time;
        _openingTime = s_sealingTime + ticketLifetime;
    }

    // Contexts are dropped without a word.
    ~TicketSealer() => Dispose();

    /// <summary>A ticket for a session; null when the session is too large for one (or destroyed).</summary>
    public byte[]? Seal(EngineSession session)
    {
        byte[]? state = SessionCodec.Encode(session);
        if (state is null)
        {
            return null;
        }

        try
        {
            if (state.Length + Overhead > MaximumTicketBytes)
            {
                return null;
            }

            (byte[] name, byte[] key) = SealingKey();
            var ticket = new byte[Overhead + state.Length];
            name.CopyTo(ticket, 0);
            Span<byte> nonce = ticket.AsSpan(NameLength, NonceLength);
            _random.NextPublicBytes(nonce);
            using var cipher = new AesGcm(key, TagLength);
            CryptographicOperations.ZeroMemory(key);
            cipher.Encrypt(
                nonce, state, ticket.AsSpan(NameLength + NonceLength, state.Length), ticket.AsSpan(^TagLength..), name);
            return ticket;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(state);
        }
    }

    /// <summary>The session in a ticket; null when it isn't ours, was changed, or its key is too old.</summary>
    public EngineSession? Open(ReadOnlySpan<byte> ticket)
    {
        if (ticket.Length <= Overhead || ticket.Length > MaximumTicketBytes)
        {
            return null;
        }

        ReadOnlySpan<byte> name = ticket[..NameLength];
        if (OpeningKey(name) is not { } key)
        {
            return null;
        }

        var state = new byte[ticket.Length - Overhead];
        try
        {
            using var cipher = new AesGcm(key, TagLength);
            cipher.Decrypt(
                ticket.Slice(NameLength, NonceLength), ticket[(NameLength + NonceLength)..^TagLength],
                ticket[^TagLength..], state, name);
            return SessionCodec.Decode(state);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(state);
        }
    }

    /// <summary>Destroys the keys: no ticket of theirs can be opened any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach ((_, byte[] key, _) in _keys)
            {
                CryptographicOperations.ZeroMemory(key);
            }

            _keys.Clear();
        }

        GC.SuppressFinalize(this);
    }

    private (byte[] Name, byte[] Key) SealingKey()
    {
        lock (_gate)
        {
            DropOldKeys();
            DateTimeOffset now = _time.GetUtcNow();
            if (_keys.Count == 0 || now - _keys[0].Born >= s_sealingTime)
            {
                var name = new byte[NameLength];
                var key = new byte[KeyLength];
                _random.NextBytes(name);
                _random.NextBytes(key);
                _keys.Insert(0, (name, key, now));
            }

            return (_keys[0].Name, [.. _keys[0].Key]);
        }
    }

    private byte[]? OpeningKey(ReadOnlySpan<byte> name)
    {
        lock (_gate)
        {
            DropOldKeys();
            foreach ((byte[] candidate, byte[] key, _) in _keys)
            {
                // The name is no secret; it stands in every ticket.
                if (name.SequenceEqual(candidate))
                {
                    return [.. key];
                }
            }

            return null;
        }
    }

    private void DropOldKeys()
    {
        DateTimeOffset now = _time.GetUtcNow();
        for (int i = _keys.Count - 1; i >= 0 && now - _keys[i].Born >= _openingTime; i--)
        {
            CryptographicOperations.ZeroMemory(_keys[i].Key);
            _keys.RemoveAt(i);
        }
    }
}
