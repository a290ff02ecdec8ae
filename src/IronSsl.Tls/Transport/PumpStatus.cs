namespace IronSsl.Tls.Transport;

/// <summary>The outcome of an operation of a <see cref="TransportPump"/>; failures are exceptions.</summary>
internal enum PumpStatus
{
    /// <summary>The operation did all that it was asked to do.</summary>
    Done,

    /// <summary>Not finished, and it must not wait: repeat when there is something to receive.</summary>
    WantRead,

    /// <summary>Not finished, and it must not wait: repeat when the transport takes bytes again.</summary>
    WantWrite,

    /// <summary>The deadline passed while waiting for the peer's bytes.</summary>
    ReadTimedOut,

    /// <summary>The deadline passed while waiting for the transport to take bytes.</summary>
    WriteTimedOut,

    /// <summary>The peer has closed its half of the connection with close_notify.</summary>
    Closed,
}
