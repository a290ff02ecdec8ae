using System;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine;

/// <summary>The server's first message: held back until the program has been asked about it.</summary>
internal sealed partial class TlsEngine
{
    // All of these under _gate.
    private readonly HeldHello _hello = new();

    // A request for the client's certificate is in the output.
    private bool _requestIsQueued;

    /// <summary>Server, TLS 1.3: asks the client for a certificate after the handshake. As in OpenSSL, the connection
    /// counts as one in a handshake until the request is sent, which is for the caller's next operation.</summary>
    /// <exception cref="TlsFailure">It can't be asked for: wrong role or version, no leave from the client,
    /// …</exception>
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
        if (_requestIsQueued)
        {
            throw TlsFailure.Ssl("STILL_IN_INIT");
        }

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
            _requestIsQueued = true;
            return EngineStatus.Done;
        }
        catch (Exception e) when (e is not TlsFailure && IsProtocolFailure(e))
        {
            return Fail(e);
        }
    }

    private void HoldRecord()
    {
        if (!_hello.Add(_reader.Buffer.AsSpan(0, _reader.Length), _facts.Settings))
        {
            return;
        }

        _facts.ServerName = _hello.View?.ServerName;
        if (_hello.View is not null && _facts.Settings.Callbacks.ServerName is not null)
        {
            _pendingCallback = PendingCallback.ServerName;
            return;
        }

        AskPskOfClientHelloOrRelease();
    }

    private void ReleaseHeld()
    {
        ClientHelloView? hello = _hello.View;
        _facts.OfferedSuites = hello?.CipherSuites;
        if (hello is { OffersEarlyData: true })
        {
            _earlyData = new EarlyDataSkipper(_facts, _slot);
        }

        StartProtocol(_makeProtocol(_facts, _guards, hello));
        foreach (byte[] record in _hello.Release())
        {
            if (_state != EngineState.Failed)
            {
                ProcessRecord(record, record.Length);
            }
        }
    }
}
