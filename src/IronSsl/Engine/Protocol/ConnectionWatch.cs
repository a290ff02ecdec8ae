using System;
using System.Collections.Generic;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Engine.Protocol;

/// <summary>
/// What passes through a connection, seen from BouncyCastle's overridable methods, the same for both roles: Finished
/// messages, where the handshake stands, the events for the program's callbacks, and the limits on what a peer may make
/// us do without moving data.
/// </summary>
internal sealed class ConnectionWatch
{
    // OpenSSL's `MAX_WARN_ALERT_COUNT`, `MAX_EMPTY_RECORDS` and `MAX_KEY_UPDATE_MESSAGES`.
    private const int MaximumWarningAlerts = 5;
    private const int MaximumEmptyRecords = 32;
    private const int MaximumKeyUpdates = 32;

    // Far above what servers send (two to four, and again after each post-handshake authentication).
    private const int MaximumTickets = 64;

    // struct { HandshakeType msg_type; uint24 length; } (RFC 8446 section 4)
    private const int HeaderLength = 4;

    private readonly EngineCallbacks _callbacks;
    private readonly Queue<Action> _events = new();
    private readonly List<byte> _outgoingMessage = [];
    private int _warningAlerts;
    private int _emptyRecords;
    private int _keyUpdates;
    private int _tickets;
    private int _renegotiations;

    public ConnectionWatch(EngineCallbacks callbacks) => _callbacks = callbacks;

    /// <summary>The handshake message that is being processed, or was last.</summary>
    public short LastIncomingMessage { get; private set; } = -1;

    /// <summary>The handshake message that was last written.</summary>
    public short LastOutgoingMessage { get; private set; } = -1;

    /// <summary>Our Finished message's verify_data, null before it was sent.</summary>
    public byte[]? LocalFinished { get; private set; }

    /// <summary>The peer's Finished message's verify_data, null before it was received.</summary>
    public byte[]? PeerFinished { get; private set; }

    /// <summary>The peer sent close_notify.</summary>
    public bool ReceivedCloseNotify { get; set; }

    /// <summary>We sent close_notify.</summary>
    public bool SentCloseNotify { get; set; }

    /// <summary>True once a fatal alert has been written to the output.</summary>
    public bool SentFatalAlert { get; private set; }

    /// <summary>The protocol version, 0 before it is negotiated; kept by the peers.</summary>
    public int Version { get; set; }

    /// <summary>Whether the key log is wanted.</summary>
    public bool WantsKeyLog => _callbacks.KeyLogLine is not null;

    /// <summary>The messages of the handshake, for TLS 1.3.</summary>
    public Transcript Transcript { get; } = new();

    /// <summary>Whether there are events that <see cref="TakeEvents"/> would give.</summary>
    public bool HasEvents => _events.Count > 0;

    /// <summary>The calls of the program's functions that are due, in order; to be made without the lock.</summary>
    public Action[] TakeEvents()
    {
        Action[] events = [.. _events];
        _events.Clear();
        return events;
    }

    /// <summary>A whole handshake message came in, before it is processed.</summary>
    public void IncomingHandshake(short type, HandshakeMessageInput message)
    {
        LastIncomingMessage = type;
        if (!Transcript.IsActive && _callbacks.Message is null)
        {
            return;
        }

        byte[] bytes = Bytes(message);
        if (Transcript.IsActive && type == HandshakeType.finished)
        {
            PeerFinished = bytes[HeaderLength..];
        }

        Transcript.Add(bytes);
        Report(false, ContentType.handshake, bytes);
    }

    /// <summary>A record's plaintext is about to be written.</summary>
    public void Outgoing(short contentType, ReadOnlySpan<byte> plaintext)
    {
        switch (contentType)
        {
            case ContentType.handshake:
                _outgoingMessage.AddRange(plaintext);
                TakeOutgoingMessages();
                break;
            case ContentType.alert:
                Report(true, contentType, plaintext.ToArray());
                break;
            case ContentType.change_cipher_spec:
                Report(true, contentType, plaintext.ToArray());
                break;
        }
    }

    /// <summary>A record was written (and not held back for want of a version).</summary>
    public void Written(short contentType, ReadOnlySpan<byte> plaintext)
    {
        if (contentType == ContentType.alert && plaintext.Length == 2 && plaintext[0] == AlertLevel.fatal)
        {
            SentFatalAlert = true;
        }
    }

    /// <summary>An alert came in.</summary>
    public void IncomingAlert(short level, short description) =>
        Report(false, ContentType.alert, [(byte)level, (byte)description]);

    /// <summary>A line of the key log is due.</summary>
    public void KeyLogLine(string line)
    {
        if (_callbacks.KeyLogLine is { } log)
        {
            _events.Enqueue(() => log(line));
        }
    }

    /// <summary>Counts a warning alert; OpenSSL's `TOO_MANY_WARN_ALERTS`.</summary>
    public void CountWarningAlert()
    {
        if (++_warningAlerts >= MaximumWarningAlerts)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "TOO_MANY_WARN_ALERTS");
        }
    }

    /// <summary>Counts a KeyUpdate; OpenSSL's `TOO_MANY_KEY_UPDATES`.</summary>
    public void CountKeyUpdate()
    {
        if (++_keyUpdates > MaximumKeyUpdates)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "TOO_MANY_KEY_UPDATES");
        }
    }

    /// <summary>Counts a ticket of TLS 1.3.</summary>
    public void CountTicket()
    {
        if (++_tickets > MaximumTickets)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "UNEXPECTED_MESSAGE");
        }
    }

    /// <summary>Counts a refused renegotiation: each makes us write an alert.</summary>
    public void CountRenegotiation()
    {
        if (++_renegotiations >= MaximumWarningAlerts)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_RENEGOTIATION");
        }
    }

    /// <summary>A record of application data was processed, giving that many bytes.</summary>
    public void IncomingApplicationData(int bytes)
    {
        if (bytes == 0)
        {
            if (++_emptyRecords > MaximumEmptyRecords)
            {
                throw FailureAlert.Ssl(BcAlert.unexpected_message, "RECORD_TOO_SMALL");
            }

            return;
        }

        _emptyRecords = 0;
        _warningAlerts = 0;
        _keyUpdates = 0;
        _renegotiations = 0;
    }

    /// <summary>The bytes of a handshake message, header included.</summary>
    public static byte[] Bytes(HandshakeMessageInput message) => message.ToArray();

    private void TakeOutgoingMessages()
    {
        while (_outgoingMessage.Count >= HeaderLength)
        {
            int length = HeaderLength + (_outgoingMessage[1] << 16 | _outgoingMessage[2] << 8 | _outgoingMessage[3]);
            if (_outgoingMessage.Count < length)
            {
                return;
            }

            byte[] message = [.. _outgoingMessage[..length]];
            _outgoingMessage.RemoveRange(0, length);
            LastOutgoingMessage = message[0];
            if (Transcript.IsActive && message[0] == HandshakeType.finished)
            {
                LocalFinished = message[HeaderLength..];
            }

            Transcript.Add(message);
            Report(true, ContentType.handshake, message);
        }
    }

    private void Report(bool outgoing, int contentType, byte[] bytes)
    {
        if (_callbacks.Message is not { } report)
        {
            return;
        }

        int messageType = contentType == ContentType.alert && bytes.Length > 1 ? bytes[1] : bytes[0];
        int version = Version == 0 ? TlsVersion.Tls10 : Version;
        var message = new MessageEvent(outgoing, version, contentType, messageType, bytes);
        _events.Enqueue(() => report(message));
    }
}
