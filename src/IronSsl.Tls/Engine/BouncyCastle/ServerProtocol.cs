using System;
using System.IO;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>BouncyCastle's server protocol, with what it lacks added through its overridable methods.</summary>
internal sealed partial class ServerProtocol : TlsServerProtocol, IConnectionProtocol
{
    private readonly ServerRole _peer;
    private readonly ConnectionWatch _watch;

    public ServerProtocol(ServerRole peer, ConnectionWatch watch)
    {
        _peer = peer;
        _watch = watch;

        // Against BEAST in TLS 1.0, an empty record before each message instead of its first byte in a record of its own:
        // OpenSSL's way, which leaves a small message in one piece for a reader that expects it so.
        AppDataSplitMode = ADS_MODE_0_N;
    }

    public ByteQueue Output => m_outputBuffer.Buffer;

    public bool IsOpen { get; private set; }

    public bool IsReadProtected => IsOpen
        || (_watch.Version == TlsVersion.Tls13 ? m_connectionState >= CS_SERVER_HELLO : m_receivedChangeCipherSpec);

    public void Start() => Accept(_peer);

    public void SendCloseNotify()
    {
        _watch.SentCloseNotify = true;
        RaiseAlertWarning(BcAlert.close_notify, "Connection closed");
    }

    public void Abort(short alert) => HandleException(alert, string.Empty, null);

    protected override void HandleException(short alertDescription, string message, Exception? e) =>
        base.HandleException(_watch.Correct(alertDescription, e), message, e);

    protected override void HandleAlertMessage(short alertLevel, short alertDescription)
    {
        switch (AlertRules.Judge(_watch, alertLevel, alertDescription))
        {
            case AlertAction.Close:
                _watch.ReceivedCloseNotify = true;
                break;
            case AlertAction.Fail:
                HandleFailure();
                throw new TlsFatalAlertReceived(alertDescription);
        }
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        _watch.IncomingHandshake(type, buf);
        if (!HandleOwnMessage(type, buf))
        {
            base.HandleHandshakeMessage(type, buf);
        }
    }

    protected override void WriteRecord(short type, byte[] buf, int off, int len) =>
        WriteRecord(type, buf.AsSpan(off, len));

    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        int before = Output.Available;
        base.WriteRecord(type, buffer);
        Span<byte> header = stackalloc byte[Output.Available > before ? RecordReader.HeaderLength : 0];
        Output.Read(header, before);
        _watch.Outgoing(type, buffer, header);
    }

    protected override void Receive13KeyUpdate(MemoryStream buf)
    {
        _watch.RequireRecordBoundary();
        _watch.CountKeyUpdate();
        long start = buf.Position;
        bool updateRequested = buf.ReadByte() == KeyUpdateRequest.update_requested;
        buf.Position = start;
        base.Receive13KeyUpdate(buf);

        // BouncyCastle answers before its next application data; a peer that only sends would wait for ever, so we do
        // as OpenSSL does and answer at once. While output waits to be taken it is left to BouncyCastle: a peer that asks
        // and asks but takes nothing gets one answer for all, with the next application data (RFC 8446 section 4.6.3).
        if (updateRequested && !_watch.SentCloseNotify && Output.Available == 0)
        {
            Send13KeyUpdate(false);
        }
    }

    protected override void RefuseRenegotiation()
    {
        _watch.CountRenegotiation();
        base.RefuseRenegotiation();
    }

    protected override void CompleteHandshake()
    {
        // The secrets are destroyed by BouncyCastle's own part.
        SecurityParameters parameters = Context.SecurityParameters;
        _watch.Transcript.Stop();
        KeyLog.CompletionSecrets(_watch, parameters);
        BeforeCompletion(parameters);
        base.CompleteHandshake();
        IsOpen = true;
        AfterCompletion();
    }
}
