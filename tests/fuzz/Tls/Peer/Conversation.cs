using System;
using System.Collections.Generic;
using System.Security.Cryptography;

namespace IronSsl.Fuzz.Peer;

/// <summary>
/// What has been said in a handshake, from which keys, Finished messages and signatures follow. It goes on with
/// whatever it understands: when a script lies, what follows is right for the lie.
/// </summary>
internal sealed class Conversation(bool peerIsClient)
{
    private const byte ClientHello = 1;
    private const byte ServerHello = 2;
    private const byte ServerKeyExchange = 12;
    private const byte CertificateRequest = 13;
    private const byte ClientKeyExchange = 16;
    private const int HeaderBytes = 4;

    private readonly List<byte> _transcript = [];
    private readonly List<byte> _fromPeer = [];
    private readonly List<byte> _fromEngine = [];
    private byte[]? _afterHandshake;
    private byte[]? _sessionHash;

    public HelloFacts Client { get; private set; } = new();

    public HelloFacts Server { get; private set; } = new();

    public bool IsTls13 => Server.IsTls13;

    public bool HasServerHello => Server.Random.Length > 0;

    /// <summary>The X25519 key of the engine in TLS 1.2.</summary>
    public byte[]? EngineShare { get; private set; }

    /// <summary>The context of the last CertificateRequest after the handshake.</summary>
    public byte[] RequestContext { get; private set; } = [];

    public Tls12Suite? Suite12 => Tls12Suite.Find(Server.Suite);

    private HashAlgorithmName Hash => IsTls13
        ? Tls13Keys.HashOf(Server.Suite)
        : Suite12?.PrfHash ?? HashAlgorithmName.SHA256;

    /// <summary>Bytes of the handshake that the peer says.</summary>
    public void PeerSaid(ReadOnlySpan<byte> bytes) => Add(_fromPeer, bytes, peerIsClient, isPeer: true);

    /// <summary>Bytes of the handshake that the engine says.</summary>
    public void EngineSaid(ReadOnlySpan<byte> bytes) => Add(_fromEngine, bytes, !peerIsClient, isPeer: false);

    /// <summary>The hash of all messages so far.</summary>
    public byte[] TranscriptHash() => CryptographicOperations.HashData(Hash, [.. _transcript]);

    /// <summary>All messages so far, as a client signs them in TLS 1.2.</summary>
    public byte[] TranscriptBytes() => [.. _transcript];

    /// <summary>The hash of all messages so far and of one that is about to be said.</summary>
    public byte[] TranscriptHashWith(HashAlgorithmName hash, ReadOnlySpan<byte> more) =>
        CryptographicOperations.HashData(hash, [.. _transcript, .. more]);

    /// <summary>The handshake is over: what follows is post-handshake authentication (RFC 8446 section
    /// 4.4.1).</summary>
    public void EndHandshake() => _afterHandshake ??= [.. _transcript];

    /// <summary>The master secret of TLS 1.2: RFC 5246 section 8.1, RFC 7627 section 4.</summary>
    public byte[] MasterSecret(byte[] preMasterSecret) => Server.HasExtendedMasterSecret
        ? Tls12Keys.Prf(Hash, preMasterSecret, "extended master secret", _sessionHash ?? TranscriptHash(), 48)
        : Tls12Keys.Prf(Hash, preMasterSecret, "master secret", [.. Client.Random, .. Server.Random], 48);

    /// <summary>The value of a Finished message of TLS 1.2: RFC 5246 section 7.4.9.</summary>
    public byte[] FinishedValue12(byte[] masterSecret, bool isClient) =>
        Tls12Keys.Prf(Hash, masterSecret, isClient ? "client finished" : "server finished", TranscriptHash(), 12);

    private void Add(List<byte> stream, ReadOnlySpan<byte> bytes, bool isClient, bool isPeer)
    {
        stream.AddRange(bytes);
        while (stream.Count >= HeaderBytes)
        {
            int length = HeaderBytes + (stream[1] << 16 | stream[2] << 8 | stream[3]);
            if (stream.Count < length)
            {
                return;
            }

            byte[] message = [.. stream[..length]];
            stream.RemoveRange(0, length);
            Take(message, isClient, isPeer);
        }
    }

    private void Take(byte[] message, bool isClient, bool isPeer)
    {
        switch (message[0])
        {
            case ClientHello when isClient:
                Client = HelloFacts.Read(message, isServer: false);
                break;
            case ServerHello when !isClient:
                Server = HelloFacts.Read(message, isServer: true);
                if (Server.IsRetry)
                {
                    TakeRetry();
                }

                break;
            case CertificateRequest when _afterHandshake is not null:
                _transcript.Clear();
                _transcript.AddRange(_afterHandshake);
                RequestContext = message.Length > 4 ? message[5..Math.Min(message.Length, 5 + message[4])] : [];
                break;
            case ServerKeyExchange when !isPeer && message is [_, _, _, _, 3, 0, 29, 32, ..] && message.Length >= 40:
                EngineShare = message[8..40];
                break;
            case ClientKeyExchange when !isPeer && message is [_, _, _, _, 32, ..] && message.Length == 37:
                EngineShare = message[5..];
                break;
        }

        _transcript.AddRange(message);
        if (message[0] == ClientKeyExchange)
        {
            _sessionHash = TranscriptHash();
        }
    }

    // RFC 8446 section 4.4.1: the first ClientHello is replaced by a message with its hash.
    private void TakeRetry()
    {
        byte[] hash = TranscriptHash();
        _transcript.Clear();
        _transcript.AddRange([254, 0, 0, (byte)hash.Length, .. hash]);
    }
}
