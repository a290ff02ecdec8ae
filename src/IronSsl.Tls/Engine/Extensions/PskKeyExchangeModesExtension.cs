using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>psk_key_exchange_modes (RFC 8446 section 4.2.9): PskKeyExchangeMode ke_modes&lt;1..255&gt;; there is no
/// answer.</summary>
internal static class PskKeyExchangeModesExtension
{
    /// <summary>Client: a server sends tickets only to a client that says how they may be used.</summary>
    public static void Send(IDictionary<int, byte[]> extensions, short[] modes) =>
        TlsExtensionsUtilities.AddPskKeyExchangeModesExtension(extensions, modes);

    /// <summary>Server: refuses a list that is none.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        reader.ReadVector8(1);
        reader.RequireEnd();
    }
}
