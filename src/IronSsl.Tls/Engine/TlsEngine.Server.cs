using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using AlertDescription = IronSsl.Tls.OpenSsl.AlertDescription;

namespace IronSsl.Tls.Engine;

/// <summary>The server's first message: held back until the program has been asked about it.</summary>
internal sealed partial class TlsEngine
{
    // OpenSSL's `CLIENT_HELLO_MAX_LENGTH`.
    private const int MaximumClientHelloBytes = 131_396;

    // The records of the ClientHello as they came, and their handshake bytes; under _gate.
    private readonly List<byte[]> _held = [];
    private readonly List<byte> _hello = [];
    private ClientHelloView? _helloView;

    /// <summary>Server, TLS 1.3: asks the client for a certificate after the handshake.</summary>
    /// <exception cref="TlsFailure">It can't be asked for: wrong role or version, no leave from the client, …</exception>
    public EngineStatus RequestClientAuthentication()
    {
        EngineStatus status;
        lock (_gate)
        {
            status = RequestClientAuthenticationCore();
        }

        DeliverEvents();
        return status;
    }

    /// <summary>
    /// Inside the server name callback: goes on with what OpenSSL's `SSL_set_SSL_CTX` takes from another context
    /// (certificates, suites, trust, sessions, application protocols); versions, options and the verify mode stay.
    /// </summary>
    public void ReplaceSettings(EngineSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (_gate)
        {
            if (_protocol is not null)
            {
                return;
            }

            _facts.Settings = _facts.Settings with
            {
                Credentials = settings.Credentials,
                Ciphers = settings.Ciphers,
                SecurityLevel = settings.SecurityLevel,
                SignatureAlgorithms = settings.SignatureAlgorithms,
                ClientSignatureAlgorithms = settings.ClientSignatureAlgorithms,
                Trust = settings.Trust,
                ClientCaNames = settings.ClientCaNames,
                AlpnProtocols = settings.AlpnProtocols,
                DhParameters = settings.DhParameters,
                Sessions = settings.Sessions,
                Crypto = settings.Crypto,
            };
        }
    }

    private EngineStatus RequestClientAuthenticationCore()
    {
        // OpenSSL `SSL_verify_client_post_handshake`, in its order.
        if (_facts.Version != TlsVersion.Tls13)
        {
            throw TlsFailure.Ssl("WRONG_SSL_VERSION");
        }

        if (_protocol is not ServerProtocol server)
        {
            throw TlsFailure.Ssl("NOT_SERVER");
        }

        if (_state == EngineState.Failed)
        {
            return EngineStatus.Failed;
        }

        try
        {
            server.RequestClientAuthentication();
            return EngineStatus.Done;
        }
        catch (Exception e) when (e is not TlsFailure && IsProtocolFailure(e))
        {
            return Fail(e);
        }
    }

    private void HoldRecord()
    {
        const int HandshakeHeaderLength = 4;
        byte[] record = _reader.Buffer.AsSpan(0, _reader.Length).ToArray();
        _held.Add(record);
        _hello.AddRange(record.AsSpan(RecordReader.HeaderLength));
        if (_hello[0] != HandshakeType.client_hello)
        {
            ReleaseHeld();
            return;
        }

        if (_hello.Count < HandshakeHeaderLength)
        {
            return;
        }

        int bodyLength = _hello[1] << 16 | _hello[2] << 8 | _hello[3];
        if (bodyLength > MaximumClientHelloBytes)
        {
            Fail(TlsFailure.Ssl("EXCESSIVE_MESSAGE_SIZE", AlertDescription.IllegalParameter));
            return;
        }

        if (_hello.Count < HandshakeHeaderLength + bodyLength)
        {
            return;
        }

        _helloView = AcceptHello(CollectionsMarshal.AsSpan(_hello).Slice(HandshakeHeaderLength, bodyLength));
        _facts.ServerName = _helloView?.ServerName;
        if (_helloView is not null && _facts.Settings.Callbacks.ServerName is not null)
        {
            _pendingCallback = PendingCallback.ServerName;
            return;
        }

        AskPskOfClientHelloOrRelease();
    }

    // Null for a ClientHello that will be refused: by the protocol, which reads it next and reports it as any other message.
    private ClientHelloView? AcceptHello(ReadOnlySpan<byte> body)
    {
        try
        {
            ClientHelloView hello = ClientHelloView.Parse(body);
            ClientHelloRules.Check(hello, _facts.Settings);
            return hello;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void ReleaseHeld()
    {
        _facts.OfferedSuites = _helloView?.CipherSuites;
        if (_helloView is { OffersEarlyData: true })
        {
            _earlyData = new EarlyDataSkipper(_facts, _slot);
        }

        StartProtocol(_makeProtocol(_facts, _guards, _helloView));
        foreach (byte[] record in _held)
        {
            if (_state != EngineState.Failed)
            {
                ProcessRecord(record, record.Length);
            }
        }

        _held.Clear();
        _hello.Clear();
    }
}
