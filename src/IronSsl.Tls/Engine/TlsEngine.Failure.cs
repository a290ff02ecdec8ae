using System;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>How a connection fails: the first failure stays, and its alert goes out.</summary>
internal sealed partial class TlsEngine
{
    // Everything that BouncyCastle's protocol may throw ends the connection, defects included: what is unexpected stays
    // visible as the cause of an INTERNAL_ERROR.
    private static bool IsProtocolFailure(Exception e) => e is not (OutOfMemoryException or StackOverflowException);

    private EngineStatus Fail(Exception exception)
    {
        if (_state == EngineState.Failed)
        {
            return EngineStatus.Failed;
        }

        TlsFailure failure = AlertTranslation.Translate(exception, _facts, _guards, _protocol is { IsOpen: true });
        bool isReceived = exception is TlsFatalAlertReceived;
        if (failure.Alert is { } alert && !isReceived && !_guards.Close.SentFatalAlert)
        {
            SendFatalAlert((byte)alert);
        }

        _failure = failure;
        _state = EngineState.Failed;
        ForgetPreSharedKey();
        _reader.Release();
        _received.Dispose();
        return EngineStatus.Failed;
    }

    // Only the handshake needs it. Python drops connections without disposing of them, so the key goes as soon as it
    // can.
    private void ForgetPreSharedKey()
    {
        _facts.Psk?.Dispose();
        _facts.Psk = null;
    }

    private void SendFatalAlert(byte alert)
    {
        if (_protocol is { IsClosed: false } protocol)
        {
            protocol.Abort(alert);
            if (_guards.Close.SentFatalAlert)
            {
                return;
            }
        }

        // BouncyCastle writes nothing before it has understood a ClientHello.
        ByteQueue output = Output ?? (_earlyOutput = new ByteQueue());
        int version = FirstAlertVersion;
        int recordVersion = FirstAlertRecordVersion(version);
        byte[] header = [(byte)ContentType.alert, (byte)(recordVersion >> 8), (byte)recordVersion, 0, 2];
        byte[] body = [(byte)AlertLevel.fatal, alert];
        output.AddData([.. header, .. body]);
        if (_protocol is null)
        {
            _guards.Log.FirstAlert(version, header, body);
        }
    }

    // OpenSSL `ssl3_read_bytes`: a server answers what can't begin a connection in the version of that record.
    private int FirstAlertVersion =>
        _facts.Settings.Role == TlsRole.Server && _reader.IsComplete
        && _reader.ContentType is not ((byte)ContentType.handshake or (byte)ContentType.change_cipher_spec)
            ? Wire.RecordVersion(_reader.Buffer)
            : _facts.FirstVersion;

    // OpenSSL `do_ssl3_write`: what a client sends in place of a ClientHello goes out as that would.
    private int FirstAlertRecordVersion(int version) =>
        _facts.Settings.Role == TlsRole.Client && !_facts.Settings.Offer.Versions.IsEmpty ? TlsVersion.Tls10
        : version == TlsVersion.Tls13 ? TlsVersion.Tls12
        : version;
}
