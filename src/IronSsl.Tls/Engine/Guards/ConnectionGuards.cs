using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Guards;

/// <summary>The guards of one connection. The engine makes them and shares them with BouncyCastle's protocol
/// object.</summary>
internal sealed class ConnectionGuards
{
    /// <summary>Makes the guards of a connection with these facts.</summary>
    public ConnectionGuards(ConnectionFacts facts)
    {
        Log = new MessageLog(facts, Events);
        Messages = new HandshakeMessages(facts, Log);
        KeyLog = new KeyLog(facts, Events);
    }

    /// <summary>How often a peer may send what costs us work.</summary>
    public FloodLimits Limits { get; } = new();

    /// <summary>Which half of the connection is closed.</summary>
    public CloseState Close { get; } = new();

    /// <summary>Which alert is sent where BouncyCastle would send another.</summary>
    public AlertCorrection Alerts { get; } = new();

    /// <summary>The calls of the program's functions that are due.</summary>
    public EventQueue Events { get; } = new();

    /// <summary>The reports to the program's message callback.</summary>
    public MessageLog Log { get; }

    /// <summary>The handshake messages of both sides.</summary>
    public HandshakeMessages Messages { get; }

    /// <summary>The lines of the program's key log.</summary>
    public KeyLog KeyLog { get; }
}
