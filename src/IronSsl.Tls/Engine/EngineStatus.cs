namespace IronSsl.Tls.Engine;

/// <summary>The next step for the caller of a <see cref="TlsEngine"/>, after it has flushed the pending
/// output.</summary>
internal enum EngineStatus
{
    /// <summary>The call did what it was asked to do.</summary>
    Done,

    /// <summary>The engine cannot go on before it is given more input (or told that there is none).</summary>
    WantInput,

    /// <summary>The handshake isn't complete: go on with <see cref="TlsEngine.Handshake"/>, then repeat the
    /// call.</summary>
    WantHandshake,

    /// <summary>A callback of the program is due: call <see cref="TlsEngine.RunPendingCallback"/>, then
    /// repeat.</summary>
    WantCallback,

    /// <summary>The peer has closed its half of the connection with close_notify; nothing more will be read.</summary>
    Closed,

    /// <summary>The connection failed; <see cref="TlsEngine.Failure"/> says why, and does so for ever.</summary>
    Failed,
}
