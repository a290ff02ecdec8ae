using System;
using System.IO;
using System.Text;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>BouncyCastle's client protocol, with what it lacks added through its overridable methods. What the server's
/// protocol does alike is in <see cref="ProtocolHooks"/>.</summary>
internal sealed partial class ClientProtocol : TlsClientProtocol, IConnectionProtocol
{
    private readonly ClientRole _role;
    private readonly ConnectionFacts _facts;
    private readonly ConnectionGuards _guards;
    private readonly ProtocolHooks _hooks;

    public ClientProtocol(ClientRole role, ConnectionGuards guards)
    {
        _role = role;
        _facts = role.Facts;
        _guards = guards;
        _hooks = new ProtocolHooks(_facts, guards);

        // Against BEAST in TLS 1.0, an empty record before each message instead of its first byte in a record of its
        // own: OpenSSL's way, which leaves a small message in one piece for a reader that expects it so.
        AppDataSplitMode = ADS_MODE_0_N;
    }

    public ByteQueue Output => m_outputBuffer.Buffer;

    public bool IsOpen => _hooks.IsOpen;

    public bool IsReadProtected =>
        _hooks.IsReadProtected(m_connectionState >= CS_SERVER_HELLO, m_receivedChangeCipherSpec);

    public void Start() => Connect(_role);

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
        if (_role.VersionChosen is not null)
        {
            throw new InvalidOperationException("A ServerHello has not been compared with the ClientHello.");
        }

        SecurityParameters parameters = Context.SecurityParameters;
        _hooks.Completing(parameters);
        _role.CompleteSession(parameters);
        _facts.Settings.Sessions.CountConnectGood();
        _facts.Alpn = parameters.ApplicationProtocol is { } protocol
            ? Encoding.ASCII.GetString(protocol.GetBytes())
            : null;
        base.CompleteHandshake();
        _hooks.Completed(
            keepsTranscript: _facts.Version == TlsVersion.Tls13 && _role.OffersPostHandshakeAuth);
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
