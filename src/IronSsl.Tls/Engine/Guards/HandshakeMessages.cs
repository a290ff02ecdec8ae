using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>The handshake messages of both sides, whole and in order: keeps the transcript and the Finished messages,
/// and says where the peer's messages end.</summary>
internal sealed class HandshakeMessages
{
    private readonly ConnectionFacts _facts;
    private readonly MessageLog _log;
    private readonly List<byte> _outgoing = [];

    /// <param name="facts">Takes the Finished messages.</param>
    /// <param name="log">Is told of each message.</param>
    public HandshakeMessages(ConnectionFacts facts, MessageLog log)
    {
        _facts = facts;
        _log = log;
        Framing = new HandshakeFraming(facts.Settings.Role);
    }

    /// <summary>Where the peer's messages begin and end.</summary>
    public HandshakeFraming Framing { get; }

    /// <summary>The messages of the handshake, for TLS 1.3.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>The type of the message that is being processed, or was last; -1 before the first.</summary>
    public short LastIncoming { get; private set; } = -1;

    /// <summary>A whole message came in, before it is processed.</summary>
    public void AddIncoming(short type, HandshakeMessageInput message)
    {
        Framing.BeginMessage();
        LastIncoming = type;

        // OpenSSL `tls_process_finished`.
        if (type == HandshakeType.finished && _facts.Version == TlsVersion.Tls13)
        {
            RequireRecordBoundary();
        }

        if (!Transcript.IsActive && !_log.IsWanted)
        {
            return;
        }

        byte[] bytes = message.ToArray();
        if (Transcript.IsActive && type == HandshakeType.finished)
        {
            _facts.PeerFinished = bytes[Wire.MessageHeaderLength..];
        }

        Transcribe(bytes);
        _log.IncomingMessage(bytes);
    }

    /// <summary>A part of our messages is being written, which need not end where a message ends.</summary>
    public void AddOutgoing(ReadOnlySpan<byte> bytes)
    {
        if (_outgoing.Count == 0 && Wire.MessageLength(bytes) == bytes.Length)
        {
            TakeOutgoing(bytes);
            return;
        }

        _outgoing.AddRange(bytes);
        int length;
        while ((length = Wire.MessageLength(CollectionsMarshal.AsSpan(_outgoing))) <= _outgoing.Count)
        {
            TakeOutgoing(CollectionsMarshal.AsSpan(_outgoing)[..length]);
            _outgoing.RemoveRange(0, length);
        }
    }

    /// <summary>RFC 8446 section 5.1: keys change behind the message that is processed, so that nothing may follow it
    /// in its record, not even the beginning of another message.</summary>
    public void RequireRecordBoundary()
    {
        if (!Framing.IsAtRecordBoundary)
        {
            throw FailureAlert.Ssl(
                Org.BouncyCastle.Tls.AlertDescription.unexpected_message, "NOT_ON_RECORD_BOUNDARY");
        }
    }

    private void TakeOutgoing(ReadOnlySpan<byte> message)
    {
        if (Transcript.IsActive && message[0] == HandshakeType.finished)
        {
            _facts.LocalFinished = message[Wire.MessageHeaderLength..].ToArray();
        }

        Transcribe(message);
        _log.OutgoingMessage(message);
    }

    // Before a version is chosen it may become TLS 1.3; no other wants the transcript.
    private void Transcribe(ReadOnlySpan<byte> message)
    {
        if (_facts.Version is 0 or TlsVersion.Tls13)
        {
            Transcript.Add(message);
        }
    }
}
