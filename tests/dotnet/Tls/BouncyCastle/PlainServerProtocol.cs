using System;
using System.Collections.Generic;
using System.IO;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>BouncyCastle's server as it is. It notes the methods that ours overrides, and shows what subclasses see.
/// </summary>
internal sealed class PlainServerProtocol : TlsServerProtocol
{
    private readonly PlainSide _side;

    public PlainServerProtocol(PlainSide side) => _side = side;

    public short State => m_connectionState;

    public ByteQueue Output => m_outputBuffer.Buffer;

    public bool HasReceivedChangeCipherSpec => m_receivedChangeCipherSpec;

    public CertificateRequest? Request => m_certificateRequest;

    public int RetryGroup => m_retryGroup;

    public byte[]? RetryCookie => m_retryCookie;

    public SecurityParameters Parameters => Context.SecurityParameters;

    public bool ExpectsCertificateVerify => ExpectCertificateVerifyMessage();

    public void SendRecord(short type, byte[] text) => SafeWriteRecord(type, text);

    public void UpdateKeys(bool wantsAnswer) => Send13KeyUpdate(wantsAnswer);

    public void Alert(short description) => RaiseAlertWarning(description, "test");

    protected override void HandleHandshakeMessage(short type, HandshakeMessageInput buf)
    {
        _side.NoteMessage(type, buf, m_connectionState);
        _side.Run(nameof(HandleHandshakeMessage), () => base.HandleHandshakeMessage(type, buf));
    }

    protected override void Handle13HandshakeMessage(short type, HandshakeMessageInput buf) =>
        _side.Run(nameof(Handle13HandshakeMessage), () => base.Handle13HandshakeMessage(type, buf));

    protected override void HandleException(short alertDescription, string message, Exception? e) =>
        _side.Run(nameof(HandleException), () => base.HandleException(alertDescription, message, e));

    protected override void HandleChangeCipherSpecMessage() =>
        _side.Run(nameof(HandleChangeCipherSpecMessage), base.HandleChangeCipherSpecMessage);

    protected override void CloseConnection() => _side.Run(nameof(CloseConnection), base.CloseConnection);

    protected override void CompleteHandshake() => _side.Run(nameof(CompleteHandshake), base.CompleteHandshake);

    protected override void RefuseRenegotiation() => _side.Run(nameof(RefuseRenegotiation), base.RefuseRenegotiation);

    protected override ClientHello ReceiveClientHelloMessage(MemoryStream buf)
    {
        _side.Ran.Add(nameof(ReceiveClientHelloMessage));
        return base.ReceiveClientHelloMessage(buf);
    }

    protected override void ReceiveClientKeyExchangeMessage(MemoryStream buf) =>
        _side.Run(nameof(ReceiveClientKeyExchangeMessage), () => base.ReceiveClientKeyExchangeMessage(buf));

    protected override ServerHello Generate13ServerHello(
        ClientHello clientHello, HandshakeMessageInput clientHelloMessage, bool afterHelloRetryRequest)
    {
        ServerHello? hello = null;
        _side.Run(
            nameof(Generate13ServerHello),
            () => hello = base.Generate13ServerHello(clientHello, clientHelloMessage, afterHelloRetryRequest));
        return hello!;
    }

    protected override void Send13EncryptedExtensionsMessage(IDictionary<int, byte[]> serverExtensions) => _side.Run(
        nameof(Send13EncryptedExtensionsMessage), () => base.Send13EncryptedExtensionsMessage(serverExtensions));

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
}
