using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>BouncyCastle's client as it is. It notes the methods that ours overrides, and shows what subclasses see.
/// </summary>
internal sealed class PlainClientProtocol : TlsClientProtocol
{
    private readonly PlainSide _side;

    public PlainClientProtocol(PlainSide side) => _side = side;

    /// <summary>The mode of splitting that ours sets.</summary>
    public static int EmptyRecordFirst => ADS_MODE_0_N;

    public short State => m_connectionState;

    public ByteQueue Output => m_outputBuffer.Buffer;

    public bool HasReceivedChangeCipherSpec => m_receivedChangeCipherSpec;

    public bool ExpectsSessionTicket => m_expectSessionTicket;

    public bool HasSelectedPsk13 => m_selectedPsk13;

    public TlsSession? Session => m_tlsSession;

    public TlsAuthentication? Authentication => m_authentication;

    public IDictionary<int, byte[]>? ClientExtensions => m_clientExtensions;

    public IDictionary<int, byte[]>? ServerExtensions => m_serverExtensions;

    public IDictionary<int, TlsAgreement>? Agreements
    {
        get => m_clientAgreements;
        set => m_clientAgreements = value;
    }

    public ClientHello? Hello
    {
        get => m_clientHello;
        set => m_clientHello = value;
    }

    public SecurityParameters Parameters => Context.SecurityParameters;

    public void Alert(short description) => RaiseAlertWarning(description, "test");

    public void Refuse(short description) => HandleException(description, "test", null);

    public void Fail() => HandleFailure();

    public void UpdateKeys(bool wantsAnswer) => Send13KeyUpdate(wantsAnswer);

    public void SendRecord(short type, byte[] text) => SafeWriteRecord(type, text);

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        _side.NoteMessage(type, buf, m_connectionState);
        _side.Run(nameof(HandleHandshakeMessage), () => base.HandleHandshakeMessage(type, buf));
    }

    protected override void Handle13HandshakeMessage(short type, HandshakeMessageInput buf) =>
        _side.Run(nameof(Handle13HandshakeMessage), () => base.Handle13HandshakeMessage(type, buf));

    protected override void HandleAlertMessage(short alertLevel, short alertDescription)
    {
        _side.Alerts.Add((alertLevel, alertDescription));
        if (_side.PassesAlertsOn)
        {
            base.HandleAlertMessage(alertLevel, alertDescription);
        }
    }

    protected override void HandleException(short alertDescription, string message, Exception? e) =>
        _side.Run(nameof(HandleException), () => base.HandleException(alertDescription, message, e));

    protected override void HandleChangeCipherSpecMessage() =>
        _side.Run(nameof(HandleChangeCipherSpecMessage), base.HandleChangeCipherSpecMessage);

    protected override void HandleServerCertificate() =>
        _side.Run(nameof(HandleServerCertificate), base.HandleServerCertificate);

    protected override void CloseConnection() => _side.Run(nameof(CloseConnection), base.CloseConnection);

    protected override void CompleteHandshake() => _side.Run(nameof(CompleteHandshake), base.CompleteHandshake);

    protected override void RefuseRenegotiation() => _side.Run(nameof(RefuseRenegotiation), base.RefuseRenegotiation);

    protected override void SendClientHelloMessage() =>
        _side.Run(nameof(SendClientHelloMessage), base.SendClientHelloMessage);

    protected override void Process13HelloRetryRequest(ServerHello helloRetryRequest) =>
        _side.Run(nameof(Process13HelloRetryRequest), () => base.Process13HelloRetryRequest(helloRetryRequest));

    protected override void Process13ServerHelloCoda(ServerHello serverHello, bool afterHelloRetryRequest) => _side.Run(
        nameof(Process13ServerHelloCoda), () => base.Process13ServerHelloCoda(serverHello, afterHelloRetryRequest));

    protected override ServerHello ReceiveServerHelloMessage(MemoryStream buf) =>
        Note(nameof(ReceiveServerHelloMessage), buf, base.ReceiveServerHelloMessage);

    protected override void Receive13EncryptedExtensions(MemoryStream buf) =>
        Note(nameof(Receive13EncryptedExtensions), buf, base.Receive13EncryptedExtensions);

    protected override void Receive13NewSessionTicket(MemoryStream buf) =>
        Note(nameof(Receive13NewSessionTicket), buf, base.Receive13NewSessionTicket);

    protected override void Receive13KeyUpdate(MemoryStream buf) =>
        Note(nameof(Receive13KeyUpdate), buf, base.Receive13KeyUpdate);

    protected override void WriteRecord(short type, byte[] buf, int off, int len) =>
        WriteRecord(type, buf.AsSpan(off, len));

    protected override void WriteRecord(short type, ReadOnlySpan<byte> buffer)
    {
        int before = Output.Available;
        base.WriteRecord(type, buffer);
        var record = new byte[Output.Available - before];
        Output.Read(record, before);
        _side.Written.Add((type, buffer.ToArray(), record));
    }

    private void Note(string method, MemoryStream buf, Action<MemoryStream> own)
    {
        RequireBody(buf);
        _side.Run(method, () => own(buf));
    }

    private ServerHello Note(string method, MemoryStream buf, Func<MemoryStream, ServerHello> own)
    {
        RequireBody(buf);
        ServerHello? hello = null;
        _side.Run(method, () => hello = own(buf));
        return hello!;
    }

    // What is left of the stream is the message's body.
    private void RequireBody(MemoryStream buf)
    {
        byte[] rest = [.. buf.ToArray().Skip((int)buf.Position)];
        Xunit.Assert.Equal(_side.Received[^1].Message[4..], rest);
    }
}
