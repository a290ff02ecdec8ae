namespace IronSsl.Engine;

/// <summary>Which function of the program has to run before the handshake can go on.</summary>
internal enum PendingCallback
{
    /// <summary>Server: <see cref="EngineCallbacks.ServerName"/>.</summary>
    ServerName,
}
