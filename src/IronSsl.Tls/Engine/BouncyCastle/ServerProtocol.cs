using System;
using System.IO;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>BouncyCastle's server protocol, with what it lacks added through its overridable methods. What the client's
/// protocol does alike is in <see cref="ProtocolHooks"/>.</summary>
internal sealed partial class ServerProtocol : TlsServerProtocol, IConnectionProtocol
{
    private readonly ServerRole _role;
    private readonly ConnectionFacts _facts;
    private readonly ConnectionGuards _guards;
    private readonly ProtocolHooks _hooks;

    public ServerProtocol(ServerRole role, ConnectionGuards guards)
    {
        _role = role;
        _facts = role.Facts;
        _guards = guards;
        _hooks = new ProtocolHooks(_facts, guards);

        // See ClientProtocol.
        AppDataSplitMode = ADS_MODE_0_N;
    }

    public ByteQueue Output => m_outputBuffer.Buffer;

    public bool IsOpen => _hooks.IsOpen;

    public bool IsReadProtected =>
        _hooks.IsReadProtected(m_connectionState >= CS_SERVER_HELLO, m_receivedChangeCipherSpec);

    public void Start() => Accept(_role);

    public void SendCloseNotify()
    {
        _guards.Close.WeClose();
        RaiseAlertWarning(BcAlert.close_notify, "Connection closed");
    }

    public void Abort(short alert) => HandleException(alert, string.Empty, null);

    protected override void HandleException(short alertDescription, string message, Exception? e) =>
        base.HandleException(_hooks.Correct(alertDescription, e), message, e);

    protected override void HandleAlertMessage(short alertLevel, short alertDescription)
    {
        if (_hooks.EndsConnection(alertLevel, alertDescription))
        {
            HandleFailure();
            throw new TlsFatalAlertReceived(alertDescription);
        }
    }

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        _hooks.Incoming(type, buf);
        RequireOwnMessage(type, buf);
        base.HandleHandshakeMessage(type, buf);
    }

    protected override void WriteRecord(short type, byte[] buf, int off, int len) =>
        WriteRecord(type, buf.AsSpan(off, len));

    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        int before = Output.Available;
        base.WriteRecord(type, buffer);
        _hooks.Written(type, buffer, Output, before);
    }

    protected override void Receive13KeyUpdate(MemoryStream buf)
    {
        bool isRequest = _hooks.IsKeyUpdateRequest(buf);
        base.Receive13KeyUpdate(buf);
        if (isRequest && _hooks.AnswersKeyUpdateNow(Output))
        {
            Send13KeyUpdate(false);
        }
    }

    protected override void RefuseRenegotiation()
    {
        _hooks.RefusingRenegotiation();
        base.RefuseRenegotiation();
    }

    protected override void CompleteHandshake()
    {
        SecurityParameters parameters = Context.SecurityParameters;
        _hooks.Completing(parameters);
        _role.CompleteSession(parameters);
        _facts.Settings.Sessions.CountAcceptGood();
        base.CompleteHandshake();
        _hooks.Completed(
            keepsTranscript: _role.ClientOffersPostHandshakeAuth && _facts.Settings.VerifyMode != VerifyMode.None);
        SendFirstTickets();
    }

    protected override void CloseConnection()
    {
        _hooks.Closing();
        base.CloseConnection();
    }

    private void SendHandshakeMessage(byte[] message)
    {
        foreach (ReadOnlyMemory<byte> part in Wire.Fragments(message))
        {
            SafeWriteRecord(ContentType.handshake, part.Span);
        }
    }
}
