using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>
/// The handshake messages of TLS 1.3 in order, as bytes: BouncyCastle 2.7.0 hides its own transcript, and the
/// resumption secret and post-handshake authentication need it. A few kilobytes, hashed once or twice.
/// </summary>
internal sealed class Transcript
{
    private const int ServerHelloRandomOffset = Wire.MessageHeaderLength + 2;

    private readonly List<byte> _bytes = [];
    private bool _isStopped;

    /// <summary>Whether it still takes messages.</summary>
    public bool IsActive => !_isStopped;

    /// <summary>Adds a message with its header.</summary>
    public void Add(ReadOnlySpan<byte> message)
    {
        if (_isStopped)
        {
            return;
        }

        switch (message[0])
        {
            // RFC 8446 section 4.4.1: not part of any transcript.
            case (byte)HandshakeType.hello_request:
            case (byte)HandshakeType.new_session_ticket:
            case (byte)HandshakeType.key_update:
                return;
            case (byte)HandshakeType.server_hello when IsHelloRetryRequest(message):
                ReplaceByHash(RetryHash(message));
                break;
        }

        _bytes.AddRange(message);
    }

    /// <summary>Takes no more messages: the handshake is complete.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>Forgets the messages.</summary>
    public void Clear()
    {
        Stop();
        _bytes.Clear();
        _bytes.TrimExcess();
    }

    /// <summary>The hash of all messages, and of more that follow them in this one case.</summary>
    public byte[] Hash(int cryptoHashAlgorithm, params ReadOnlySpan<byte[]> more)
    {
        using var hash = IncrementalHash.CreateHash(Name(cryptoHashAlgorithm));
        hash.AppendData(CollectionsMarshal.AsSpan(_bytes));
        foreach (byte[] message in more)
        {
            hash.AppendData(message);
        }

        return hash.GetHashAndReset();
    }

    private static bool IsHelloRetryRequest(ReadOnlySpan<byte> message) =>
        message.Length >= ServerHelloRandomOffset + Wire.RetryRandom.Length
        && message.Slice(ServerHelloRandomOffset, Wire.RetryRandom.Length).SequenceEqual(Wire.RetryRandom);

    // The suite that a HelloRetryRequest names fixes the hash. One that ends too early is refused by its reader.
    private static HashAlgorithmName RetryHash(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> rest = message[(ServerHelloRandomOffset + Wire.RetryRandom.Length)..];
        int suiteOffset = rest.IsEmpty ? 0 : Math.Min(1 + rest[0], rest.Length);
        return BinaryPrimitives.TryReadUInt16BigEndian(rest[suiteOffset..], out ushort suite)
            && suite == CipherSuite.TLS_AES_256_GCM_SHA384
                ? HashAlgorithmName.SHA384
                : HashAlgorithmName.SHA256;
    }

    private static HashAlgorithmName Name(int cryptoHashAlgorithm) =>
        cryptoHashAlgorithm == CryptoHashAlgorithm.sha384 ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256;

    // RFC 8446 section 4.4.1: struct { message_hash; 0; 0; Hash.length; Hash(ClientHello1); }
    private void ReplaceByHash(HashAlgorithmName name)
    {
        byte[] hash = name == HashAlgorithmName.SHA384
            ? SHA384.HashData(CollectionsMarshal.AsSpan(_bytes))
            : SHA256.HashData(CollectionsMarshal.AsSpan(_bytes));
        _bytes.Clear();
        _bytes.AddRange([(byte)HandshakeType.message_hash, 0, 0, (byte)hash.Length]);
        _bytes.AddRange(hash);
    }
}
