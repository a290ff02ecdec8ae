using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>
/// What passes through a connection, seen from BouncyCastle's overridable methods, the same for both roles: Finished
/// messages, where the handshake stands, the events for the program's callbacks, and the limits on what a peer may make
/// us do without moving data.
/// </summary>
internal sealed class ConnectionWatch
{
    // OpenSSL's `MAX_WARN_ALERT_COUNT` and `MAX_KEY_UPDATE_MESSAGES`.
    private const int MaximumWarningAlerts = 5;
    private const int MaximumKeyUpdates = 32;

    // Without data in between; far above what servers send at once (two to four, and again after each post-handshake
    // authentication). OpenSSL takes any number.
    private const int MaximumTickets = 64;

    // struct { HandshakeType msg_type; uint24 length; } (RFC 8446 section 4)
    private const int HeaderLength = 4;

    // OpenSSL's `SSL3_RT_HEADER`, `SSL3_RT_INNER_CONTENT_TYPE` and `SSL3_MT_CHANGE_CIPHER_SPEC`.
    private const int RecordHeader = 0x100;
    private const int InnerContentType = 0x101;
    private const int ChangeCipherSpecMessage = 0x0101;

    private readonly EngineCallbacks _callbacks;
    private readonly int _initialVersion;
    private readonly Queue<Action> _events = new();
    private readonly List<byte> _outgoingMessage = [];
    private bool _isInnerTypeDue;
    private bool _isDecoding;
    private int _warningAlerts;
    private int _keyUpdates;
    private int _tickets;
    private int _renegotiations;
    private int _authentications;

    /// <param name="role">Our own.</param>
    /// <param name="callbacks">The program's functions.</param>
    /// <param name="initialVersion">The version that messages are reported with before one is negotiated: the newest
    /// allowed.</param>
    public ConnectionWatch(TlsRole role, EngineCallbacks callbacks, int initialVersion)
    {
        Framing = new HandshakeFraming(role);
        _callbacks = callbacks;
        _initialVersion = initialVersion;
    }

    /// <summary>Where the peer's messages begin and end.</summary>
    public HandshakeFraming Framing { get; }

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

    /// <summary>Whether messages and record headers are to be reported.</summary>
    public bool WantsMessages => _callbacks.Message is not null;

    /// <summary>The messages of the handshake, for TLS 1.3.</summary>
    public Transcript Transcript { get; } = new();

    // OpenSSL's `s->version`: the newest allowed until one is chosen.
    private int ReportedVersion => Version == 0 ? _initialVersion : Version;

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
        Framing.BeginMessage();
        LastIncomingMessage = type;

        // OpenSSL `tls_process_finished`.
        if (type == HandshakeType.finished && Version == TlsVersion.Tls13)
        {
            RequireRecordBoundary();
        }

        if (!Transcript.IsActive && _callbacks.Message is null)
        {
            return;
        }

        byte[] bytes = Bytes(message);
        if (Transcript.IsActive && type == HandshakeType.finished)
        {
            PeerFinished = bytes[HeaderLength..];
        }

        TranscribeMessage(bytes);
        ReportInnerType(ContentType.handshake);
        Report(false, ReportedVersion, ContentType.handshake, bytes);
    }

    /// <summary>
    /// The alert as OpenSSL sends it, where BouncyCastle 2.7.0 sends another: a message that ends too early is a decoding
    /// error, no internal one; a record too short for its cipher, or of no whole blocks, is as bad as one with a wrong MAC
    /// (RFC 5246 section 7.2.2: decryption_failed MUST NOT be sent).
    /// </summary>
    public short Correct(short alert, Exception? exception)
    {
        short corrected = exception is EndOfStreamException ? BcAlert.decode_error : alert;
        return corrected == BcAlert.decryption_failed || (_isDecoding && corrected == BcAlert.decode_error)
            ? BcAlert.bad_record_mac
            : corrected;
    }

    /// <summary>A record came in; it is processed next.</summary>
    public void BeginRecord(ReadOnlySpan<byte> header)
    {
        _isDecoding = true;
        if (_callbacks.Message is null)
        {
            return;
        }

        ReportHeader(false, header);

        // In TLS 1.3 the true type is inside; it shows with what is processed first.
        _isInnerTypeDue = Version == TlsVersion.Tls13 && header[0] == ContentType.application_data;
    }

    /// <summary>A record came in that is not processed.</summary>
    public void DropRecord(ReadOnlySpan<byte> header)
    {
        if (_callbacks.Message is not null)
        {
            ReportHeader(false, header);
        }
    }

    /// <summary>The record could be opened: what is wrong with it now isn't its cipher's matter.</summary>
    public void RecordIsDecoded() => _isDecoding = false;

    /// <summary>RFC 8446 section 5.1: keys change behind the message that is processed, and nothing may follow it in its
    /// record, not even the beginning of another.</summary>
    public void RequireRecordBoundary()
    {
        if (!Framing.IsAtRecordBoundary)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "NOT_ON_RECORD_BOUNDARY");
        }
    }

    /// <summary>The record was processed; it gave that much application data.</summary>
    public void EndRecord(int dataBytes)
    {
        ReportInnerType(dataBytes > 0 ? ContentType.application_data : ContentType.handshake);
    }

    /// <summary>A record was written: its plaintext, and its header as it went out (empty when BouncyCastle held the record
    /// back for want of a version).</summary>
    public void Outgoing(short contentType, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> header)
    {
        bool isAlert = contentType == ContentType.alert && plaintext.Length == 2;
        if (isAlert && !header.IsEmpty && plaintext[0] == AlertLevel.fatal)
        {
            SentFatalAlert = true;
        }

        if (_callbacks.Message is not null && !header.IsEmpty)
        {
            ReportHeader(true, header);
            if (Version == TlsVersion.Tls13 && header[0] == ContentType.application_data)
            {
                Report(true, TlsVersion.Tls12, InnerContentType, [(byte)contentType]);
            }
        }

        switch (contentType)
        {
            case ContentType.handshake when _outgoingMessage.Count == 0 && MessageLength(plaintext) == plaintext.Length:
                TakeOutgoingMessage(plaintext);
                break;
            case ContentType.handshake:
                _outgoingMessage.AddRange(plaintext);
                TakeOutgoingMessages();
                break;
            case ContentType.alert or ContentType.change_cipher_spec when _callbacks.Message is not null:
                Report(true, ReportedVersion, contentType, plaintext.ToArray());
                break;
        }
    }

    /// <summary>An alert came in.</summary>
    public void IncomingAlert(short level, short description)
    {
        ReportInnerType(ContentType.alert);
        Report(false, ReportedVersion, ContentType.alert, [(byte)level, (byte)description]);
    }

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

    /// <summary>Counts a request for a certificate after the handshake: each makes us sign.</summary>
    public void CountAuthentication()
    {
        if (++_authentications > MaximumKeyUpdates)
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

    /// <summary>A record came that is neither an alert nor empty; OpenSSL `ssl3_read_bytes`.</summary>
    public void WarningsHaveEnded() => _warningAlerts = 0;

    /// <summary>Application data came: what was counted was worth its while.</summary>
    public void DataHasCome()
    {
        _warningAlerts = 0;
        _keyUpdates = 0;
        _tickets = 0;
        _renegotiations = 0;
        _authentications = 0;
    }

    /// <summary>The bytes of a handshake message, header included.</summary>
    public static byte[] Bytes(HandshakeMessageInput message) => message.ToArray();

    private void TakeOutgoingMessages()
    {
        int length;
        while ((length = MessageLength(CollectionsMarshal.AsSpan(_outgoingMessage))) <= _outgoingMessage.Count)
        {
            TakeOutgoingMessage(CollectionsMarshal.AsSpan(_outgoingMessage)[..length]);
            _outgoingMessage.RemoveRange(0, length);
        }
    }

    private void TakeOutgoingMessage(ReadOnlySpan<byte> message)
    {
        LastOutgoingMessage = message[0];
        if (Transcript.IsActive && message[0] == HandshakeType.finished)
        {
            LocalFinished = message[HeaderLength..].ToArray();
        }

        TranscribeMessage(message);
        if (_callbacks.Message is not null)
        {
            Report(true, ReportedVersion, ContentType.handshake, message.ToArray());
        }
    }

    // Before a version is chosen it may become TLS 1.3; no other wants the transcript.
    private void TranscribeMessage(ReadOnlySpan<byte> message)
    {
        if (Version is 0 or TlsVersion.Tls13)
        {
            Transcript.Add(message);
        }
    }

    // Of the message that begins here, header included; more than any there is while the header isn't whole.
    private static int MessageLength(ReadOnlySpan<byte> bytes) => bytes.Length < HeaderLength
        ? int.MaxValue
        : HeaderLength + (bytes[1] << 16 | bytes[2] << 8 | bytes[3]);

    private void ReportHeader(bool outgoing, ReadOnlySpan<byte> header) =>
        Report(outgoing, header[1] << 8 | header[2], RecordHeader, header.ToArray());

    private void ReportInnerType(short contentType)
    {
        if (_isInnerTypeDue)
        {
            _isInnerTypeDue = false;
            Report(false, ReportedVersion, InnerContentType, [(byte)contentType]);
        }
    }

    private void Report(bool outgoing, int version, int contentType, byte[] bytes)
    {
        if (_callbacks.Message is not { } report)
        {
            return;
        }

        // CPython `_PySSL_msg_callback`: what it calls the message's type.
        int messageType = contentType switch
        {
            ContentType.alert when bytes.Length > 1 => bytes[1],
            ContentType.change_cipher_spec => ChangeCipherSpecMessage,
            _ => bytes[0],
        };
        var message = new MessageEvent(outgoing, version, contentType, messageType, bytes);
        _events.Enqueue(() => report(message));
    }
}
