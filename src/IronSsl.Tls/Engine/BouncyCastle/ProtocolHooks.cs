using System;
using System.IO;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>
/// The work of the overridden methods that <see cref="ClientProtocol"/> and <see cref="ServerProtocol"/> share. The two
/// derive from different classes of BouncyCastle, so that each override stands in both, in one line; its work stands
/// here.
/// </summary>
internal sealed class ProtocolHooks
{
    private readonly ConnectionFacts _facts;
    private readonly ConnectionGuards _guards;
    private ResumptionSecrets? _resumption;

    /// <param name="facts">What the handshake finds out.</param>
    /// <param name="guards">The guards of the connection.</param>
    public ProtocolHooks(ConnectionFacts facts, ConnectionGuards guards)
    {
        _facts = facts;
        _guards = guards;
    }

    /// <summary>True once the handshake is complete and application data may flow.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The secret of this connection's tickets; null below TLS 1.3, before the end of the handshake and after
    /// the end of the connection.</summary>
    public ResumptionSecrets? Resumption => _resumption;

    /// <summary>True once the peer's records have to be encrypted. In TLS 1.3 that's from the ServerHello on, before it
    /// from ChangeCipherSpec on.</summary>
    public bool IsReadProtected(bool hasServerHello, bool hasChangeCipherSpec) =>
        IsOpen || (_facts.Version == TlsVersion.Tls13 ? hasServerHello : hasChangeCipherSpec);

    /// <summary>The alert to send instead of BouncyCastle's.</summary>
    public short Correct(short alert, Exception? exception) => _guards.Alerts.Correct(alert, exception);

    /// <summary>Takes an alert in, which may be the peer's close_notify; true when it ends the connection.</summary>
    public bool EndsConnection(short level, short description)
    {
        _guards.Log.IncomingAlert(level, description);
        switch (AlertRules.Judge(_facts.Version, _guards.Limits, level, description))
        {
            case AlertAction.Close:
                _guards.Close.PeerHasClosed();
                return false;
            case AlertAction.Fail:
                return true;
            default:
                return false;
        }
    }

    /// <summary>A handshake message came in, before it is processed.</summary>
    public void Incoming(short type, HandshakeMessageInput message) => _guards.Messages.AddIncoming(type, message);

    /// <summary>A record was written behind the first <paramref name="before"/> bytes of the output. There is none when
    /// BouncyCastle holds it back for want of a version.</summary>
    public void Written(short contentType, ReadOnlySpan<byte> plaintext, ByteQueue output, int before)
    {
        Span<byte> header = stackalloc byte[output.Available > before ? Wire.RecordHeaderLength : 0];
        output.Read(header, before);
        bool isFatalAlert =
            contentType == ContentType.alert && plaintext.Length == 2 && plaintext[0] == AlertLevel.fatal;
        if (isFatalAlert && !header.IsEmpty)
        {
            _guards.Close.FatalAlertIsOut();
        }

        _guards.Log.OutgoingRecord(contentType, plaintext, header);
        if (contentType == ContentType.handshake)
        {
            _guards.Messages.AddOutgoing(plaintext);
        }
    }

    /// <summary>A KeyUpdate came in; true when it asks for one of ours. It isn't read any further.</summary>
    public bool IsKeyUpdateRequest(MemoryStream message)
    {
        _guards.Messages.RequireRecordBoundary();
        _guards.Limits.CountKeyUpdate();
        long start = message.Position;
        bool isRequest = message.ReadByte() == KeyUpdateRequest.update_requested;
        message.Position = start;
        return isRequest;
    }

    /// <summary>
    /// Whether a KeyUpdate that was asked for goes out at once, as OpenSSL sends it. BouncyCastle would answer before
    /// its next application data, and a peer that only sends would wait for ever. While output waits to be taken the
    /// answer is left to BouncyCastle: a peer that asks again and again and takes nothing gets one answer for all, with
    /// the next application data (RFC 8446 section 4.6.3).
    /// </summary>
    public bool AnswersKeyUpdateNow(ByteQueue output) => !_guards.Close.SentCloseNotify && output.Available == 0;

    /// <summary>A renegotiation is about to be refused.</summary>
    public void RefusingRenegotiation() => _guards.Limits.CountRenegotiation();

    /// <summary>The handshake is about to be complete; its secrets, which BouncyCastle destroys next, are still
    /// there.</summary>
    public void Completing(SecurityParameters parameters)
    {
        _guards.Messages.Transcript.Stop();
        _guards.KeyLog.CompletionSecrets(parameters);
        if (_facts.Version == TlsVersion.Tls13)
        {
            _resumption = ResumptionSecrets.Derive(parameters, _guards.Messages.Transcript);
            _facts.Group = GroupTable.ById(parameters.NegotiatedGroup);
        }
    }

    /// <summary>The handshake is complete. The transcript stays only for authentication after the handshake.</summary>
    public void Completed(bool keepsTranscript)
    {
        IsOpen = true;
        if (!keepsTranscript)
        {
            _guards.Messages.Transcript.Clear();
        }
    }

    /// <summary>The connection ends: there are no more tickets.</summary>
    public void Closing()
    {
        _resumption?.Destroy();
        _resumption = null;
    }
}
