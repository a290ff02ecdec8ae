namespace IronSsl.Tls.Engine;

/// <summary>
/// The life of a connection. Legal steps: Created → Handshaking → Open → Closed, and from each of them → Failed.
/// A half closed connection is Open; <see cref="TlsEngine.ReceivedCloseNotify"/> and
/// <see cref="TlsEngine.SentCloseNotify"/> tell the halves apart.
/// </summary>
internal enum EngineState
{
    /// <summary>No handshake has been asked for.</summary>
    Created,

    /// <summary>The first handshake is under way.</summary>
    Handshaking,

    /// <summary>The first handshake is complete; data may flow.</summary>
    Open,

    /// <summary>close_notify has gone both ways.</summary>
    Closed,

    /// <summary>A failure ended the connection.</summary>
    Failed,
}
