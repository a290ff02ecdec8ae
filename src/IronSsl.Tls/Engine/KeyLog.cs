using System;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine;

/// <summary>Writes the lines of the key log, in the format of NSS as OpenSSL does (`nss_keylog_int`): label, client
/// random, secret. Does nothing where the program has no function for them.</summary>
internal sealed class KeyLog
{
    private readonly ConnectionFacts _facts;
    private readonly EventQueue _events;

    /// <param name="facts">Whose secrets are logged.</param>
    /// <param name="events">Where the calls wait for being made.</param>
    public KeyLog(ConnectionFacts facts, EventQueue events)
    {
        _facts = facts;
        _events = events;
    }

    /// <summary>TLS 1.3, once the handshake secrets are there.</summary>
    public void HandshakeSecrets(SecurityParameters parameters)
    {
        Line(parameters, "SERVER_HANDSHAKE_TRAFFIC_SECRET", parameters.TrafficSecretServer);
        Line(parameters, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", parameters.TrafficSecretClient);
    }

    /// <summary>At the end of a handshake, before its secrets are destroyed.</summary>
    public void CompletionSecrets(SecurityParameters parameters)
    {
        if (_facts.Version < TlsVersion.Tls13)
        {
            Line(parameters, "CLIENT_RANDOM", parameters.MasterSecret);
            return;
        }

        Line(parameters, "EXPORTER_SECRET", parameters.ExporterMasterSecret);
        Line(parameters, "SERVER_TRAFFIC_SECRET_0", parameters.TrafficSecretServer);
        Line(parameters, "CLIENT_TRAFFIC_SECRET_0", parameters.TrafficSecretClient);
    }

    private void Line(SecurityParameters parameters, string label, TlsSecret? secret)
    {
        if (_facts.Settings.Callbacks.KeyLogLine is { } log && secret is not null)
        {
            string random = Convert.ToHexString(parameters.ClientRandom).ToLowerInvariant();
            string line = $"{label} {random} {SecretReader.ReadHex(secret)}";
            _events.Add(() => log(line));
        }
    }
}
