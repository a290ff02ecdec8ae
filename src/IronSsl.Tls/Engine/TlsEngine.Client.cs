using System;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine;

/// <summary>How a handshake begins, and the client's part in that.</summary>
internal sealed partial class TlsEngine
{
    private void Start()
    {
        EngineSettings settings = _facts.Settings;
        if (settings.Offer.Versions.IsEmpty)
        {
            Fail(TlsFailure.Ssl("NO_PROTOCOLS_AVAILABLE", AlertDescription.ProtocolVersion));
            return;
        }

        if (settings.Role == TlsRole.Server)
        {
            // OpenSSL `tls_setup_handshake`, which asks neither for the security level nor for keys.
            if (settings.Ciphers.For(settings.Offer.Versions[0]).IsEmpty)
            {
                Fail(TlsFailure.Ssl("NO_CIPHERS_AVAILABLE", AlertDescription.HandshakeFailure));
                return;
            }

            settings.Sessions.CountAccept();
            return;
        }

        settings.Sessions.CountConnect();
        _facts.ServerName = settings.ServerName;
        if (settings.Callbacks.PskClient is not null && settings.Offer.Versions.Contains(TlsVersion.Tls13))
        {
            _pendingCallback = PendingCallback.PskForClientHello;
            return;
        }

        StartClient();
    }

    private void StartClient()
    {
        EngineSettings settings = _facts.Settings;
        if (settings.Offer.SuiteIds.IsEmpty)
        {
            Fail(TlsFailure.Ssl("NO_CIPHERS_AVAILABLE", AlertDescription.InternalError));
            return;
        }

        if (settings.Offer.Versions[0] == TlsVersion.Tls13 && settings.Offer.GroupIds13.IsEmpty)
        {
            // OpenSSL `tls_construct_ctos_supported_groups`. There has to be a share, as psk_dhe_ke is all that is
            // offered.
            Fail(TlsFailure.Ssl("NO_SUITABLE_GROUPS", AlertDescription.InternalError));
            return;
        }

        if (settings.Offer.Versions[0] >= TlsVersion.Tls12 && settings.Offer.Schemes.IsEmpty)
        {
            // OpenSSL `tls_construct_ctos_sig_algs`.
            Fail(TlsFailure.Ssl("INTERNAL_ERROR", AlertDescription.InternalError));
            return;
        }

        StartProtocol(_makeProtocol(_facts, _guards, null));
    }

    private void StartProtocol(IConnectionProtocol protocol)
    {
        _protocol = protocol;
        _rules.Protocol = protocol;
        try
        {
            protocol.Start();
        }
        catch (Exception e) when (IsProtocolFailure(e))
        {
            Fail(e);
        }
    }
}
