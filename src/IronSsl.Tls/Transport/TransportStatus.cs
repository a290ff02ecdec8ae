namespace IronSsl.Tls.Transport;

/// <summary>The outcome of a single send or receive of an <see cref="ITransport"/>.</summary>
internal enum TransportStatus
{
    /// <summary>At least one byte was moved.</summary>
    Done,

    /// <summary>Nothing can be moved without waiting, and the operation must not wait.</summary>
    WouldBlock,

    /// <summary>The deadline passed first.</summary>
    TimedOut,

    /// <summary>Receive only: the peer has ended its stream.</summary>
    EndOfStream,
}
