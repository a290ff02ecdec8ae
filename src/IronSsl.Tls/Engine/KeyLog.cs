using System;
using IronSsl.Tls.Engine.BouncyCastle;
using IronSsl.Tls.Engine.Guards;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine;

/// <summary>The lines of the key log, in the format of NSS as OpenSSL writes it (`nss_keylog_int`): label, client random,
/// secret.</summary>
internal static class KeyLog
{
    /// <summary>TLS 1.3, once the handshake secrets are there.</summary>
    public static void HandshakeSecrets(ConnectionWatch watch, SecurityParameters parameters)
    {
        Line(watch, parameters, "SERVER_HANDSHAKE_TRAFFIC_SECRET", parameters.TrafficSecretServer);
        Line(watch, parameters, "CLIENT_HANDSHAKE_TRAFFIC_SECRET", parameters.TrafficSecretClient);
    }

    /// <summary>At the end of a handshake, before its secrets are destroyed.</summary>
    public static void CompletionSecrets(ConnectionWatch watch, SecurityParameters parameters)
    {
        if (watch.Version < TlsVersion.Tls13)
        {
            Line(watch, parameters, "CLIENT_RANDOM", parameters.MasterSecret);
            return;
        }

        Line(watch, parameters, "EXPORTER_SECRET", parameters.ExporterMasterSecret);
        Line(watch, parameters, "SERVER_TRAFFIC_SECRET_0", parameters.TrafficSecretServer);
        Line(watch, parameters, "CLIENT_TRAFFIC_SECRET_0", parameters.TrafficSecretClient);
    }

    private static void Line(ConnectionWatch watch, SecurityParameters parameters, string label, TlsSecret? secret)
    {
        if (watch.WantsKeyLog && secret is not null)
        {
            watch.KeyLogLine(
                $"{label} {Convert.ToHexString(parameters.ClientRandom).ToLowerInvariant()} {SecretReader.ReadHex(secret)}");
        }
    }
}
