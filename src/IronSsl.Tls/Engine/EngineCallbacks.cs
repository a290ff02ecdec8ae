using System;

namespace IronSsl.Tls.Engine;

/// <summary>
/// The program's functions that a connection may call. All of them run without any lock of the engine held, on the
/// thread that is inside the engine's caller; <see cref="ServerName"/> and the PSK functions run inside
/// <see cref="TlsEngine.RunPendingCallback"/>, the others at the end of the engine call that made the event.
/// </summary>
internal sealed class EngineCallbacks
{
    /// <summary>No functions at all.</summary>
    public static readonly EngineCallbacks None = new();

    /// <summary>
    /// Server: called with the server name of the ClientHello (null when it has none) before anything is chosen.
    /// Answers 0 to go on or the number of the fatal alert to send. May call <see cref="TlsEngine.ReplaceSettings"/>.
    /// </summary>
    public Func<string?, int>? ServerName { get; init; }

    /// <summary>
    /// Client: called with the server's identity hint (null for none, and always null for TLS 1.3); answers the
    /// identity and the key, or null for none.
    /// </summary>
    public Func<string?, (byte[] Identity, byte[] Key)?>? PskClient { get; init; }

    /// <summary>Server: called with the client's identity; answers the key, or null when it is not known.</summary>
    public Func<byte[], byte[]?>? PskServer { get; init; }

    /// <summary>Server: the identity hint sent in TLS 1.2 and below.</summary>
    public byte[]? PskIdentityHint { get; init; }

    /// <summary>Called with every protocol message that was read or written.</summary>
    public Action<MessageEvent>? Message { get; init; }

    /// <summary>Called with each line of the key log (NSS format, without a line end).</summary>
    public Action<string>? KeyLogLine { get; init; }
}
