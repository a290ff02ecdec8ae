namespace IronSsl.Tls.Engine;

/// <summary>Which function of the program has to run before the handshake can go on.</summary>
internal enum PendingCallback
{
    /// <summary>Server: <see cref="EngineCallbacks.ServerName"/>.</summary>
    ServerName,

    /// <summary>Client, TLS 1.3: <see cref="EngineCallbacks.PskClient"/> before the ClientHello is made.</summary>
    PskForClientHello,

    /// <summary>Client, TLS 1.2 and below: <see cref="EngineCallbacks.PskClient"/> with the server's hint.</summary>
    PskForKeyExchange,

    /// <summary>Server, TLS 1.3: <see cref="EngineCallbacks.PskServer"/> for the identities of the
    /// ClientHello.</summary>
    PskOfClientHello,

    /// <summary>Server, TLS 1.2 and below: <see cref="EngineCallbacks.PskServer"/> for the identity of the
    /// ClientKeyExchange.</summary>
    PskOfKeyExchange,
}
