using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.Tests.Engine.Hostile;

namespace IronSsl.Tls.Tests.Support;

/// <summary>
/// Seals whatever a test wants as one end of a TLS 1.3 connection with TLS_AES_256_GCM_SHA384, from that end's line in
/// a key log: messages that no honest peer would send.
/// </summary>
internal sealed class Tls13Forger
{
    public const byte Handshake = 22;
    public const byte ApplicationData = 23;

    private readonly RecordKeys _keys;

    /// <summary>Speaks for the end with this label (such as SERVER_TRAFFIC_SECRET_0), which has sent nothing
    /// yet.</summary>
    public Tls13Forger(IEnumerable<string> keyLog, string label)
    {
        string line = keyLog.Single(line => line.StartsWith(label + " ", StringComparison.Ordinal));
        _keys = new RecordKeys(HashAlgorithmName.SHA384, 32, Convert.FromHexString(line.Split(' ')[2]));
    }

    /// <summary>One record.</summary>
    public byte[] Seal(byte contentType, params byte[] content) => _keys.Seal(contentType, content);

    /// <summary>A record with one handshake message.</summary>
    public byte[] Message(byte type, params byte[] body) => Seal(Handshake, Wire.Message(type, body));

    /// <summary>Goes on with the next keys, as after a KeyUpdate.</summary>
    public void UpdateKeys() => _keys.Update();
}
