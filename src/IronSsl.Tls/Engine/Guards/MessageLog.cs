using System;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>Reports messages and record headers to the program's message callback, as OpenSSL's
/// `SSL_CTX_set_msg_callback` does. Does nothing where the program has no such callback.</summary>
internal sealed class MessageLog
{
    // OpenSSL's `SSL3_RT_HEADER`, `SSL3_RT_INNER_CONTENT_TYPE` and `SSL3_MT_CHANGE_CIPHER_SPEC`.
    private const int RecordHeader = 0x100;
    private const int InnerContentType = 0x101;
    private const int ChangeCipherSpecMessage = 0x0101;

    private readonly ConnectionFacts _facts;
    private readonly Action<MessageEvent>? _report;
    private readonly EventQueue _events;
    private bool _isInnerTypeDue;

    /// <param name="facts">What the handshake has found out: the version.</param>
    /// <param name="events">Where the calls wait for being made.</param>
    public MessageLog(ConnectionFacts facts, EventQueue events)
    {
        _facts = facts;
        _report = facts.Settings.Callbacks.Message;
        _events = events;
    }

    /// <summary>Whether the program wants messages to be reported.</summary>
    public bool IsWanted => _report is not null;

    private int Version => _facts.Version == 0 ? _facts.FirstVersion : _facts.Version;

    /// <summary>A record came in; it is processed next.</summary>
    public void BeginRecord(ReadOnlySpan<byte> header)
    {
        if (_report is null)
        {
            return;
        }

        ReportHeader(false, header);

        // In TLS 1.3 the true type is inside; it shows with what is processed first.
        _isInnerTypeDue = _facts.Version == TlsVersion.Tls13 && header[0] == ContentType.application_data;
    }

    /// <summary>The record was processed; it gave that much application data.</summary>
    public void EndRecord(int dataBytes) =>
        ReportInnerType(dataBytes > 0 ? ContentType.application_data : ContentType.handshake);

    /// <summary>A record came in that is not processed.</summary>
    public void DropRecord(ReadOnlySpan<byte> header)
    {
        if (_report is not null)
        {
            ReportHeader(false, header);
        }
    }

    /// <summary>A whole handshake message came in, before it is processed.</summary>
    public void IncomingMessage(byte[] message)
    {
        ReportInnerType(ContentType.handshake);
        Report(false, Version, ContentType.handshake, message);
    }

    /// <summary>An alert came in.</summary>
    public void IncomingAlert(short level, short description)
    {
        ReportInnerType(ContentType.alert);
        Report(false, Version, ContentType.alert, [(byte)level, (byte)description]);
    }

    /// <summary>A record was written: its header as it went out, which is empty when BouncyCastle held the record back
    /// for want of a version, and its content unless that is of handshake messages.</summary>
    public void OutgoingRecord(short contentType, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> header)
    {
        if (_report is null)
        {
            return;
        }

        if (!header.IsEmpty)
        {
            ReportHeader(true, header);
            if (_facts.Version == TlsVersion.Tls13 && header[0] == ContentType.application_data)
            {
                Report(true, TlsVersion.Tls12, InnerContentType, [(byte)contentType]);
            }
        }

        if (contentType is ContentType.alert or ContentType.change_cipher_spec)
        {
            Report(true, Version, contentType, plaintext.ToArray());
        }
    }

    /// <summary>An alert was written by itself, before there was a version: its record's header and its
    /// content.</summary>
    public void FirstAlert(int version, ReadOnlySpan<byte> header, byte[] alert)
    {
        ReportHeader(true, header);
        Report(true, version, ContentType.alert, alert);
    }

    /// <summary>A whole handshake message was written.</summary>
    public void OutgoingMessage(ReadOnlySpan<byte> message)
    {
        if (_report is not null)
        {
            Report(true, Version, ContentType.handshake, message.ToArray());
        }
    }

    private void ReportHeader(bool outgoing, ReadOnlySpan<byte> header) =>
        Report(outgoing, header[1] << 8 | header[2], RecordHeader, header.ToArray());

    private void ReportInnerType(short contentType)
    {
        if (_isInnerTypeDue)
        {
            _isInnerTypeDue = false;
            Report(false, Version, InnerContentType, [(byte)contentType]);
        }
    }

    private void Report(bool outgoing, int version, int contentType, byte[] bytes)
    {
        if (_report is not { } report)
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
        _events.Add(() => report(message));
    }
}
