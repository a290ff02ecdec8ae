namespace IronSsl.Tls.Engine;

/// <summary>The side of the connection an engine plays.</summary>
internal enum TlsRole
{
    /// <summary>Sends the ClientHello.</summary>
    Client,

    /// <summary>Answers the ClientHello.</summary>
    Server,
}
