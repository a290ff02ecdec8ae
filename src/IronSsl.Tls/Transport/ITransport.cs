using System;

namespace IronSsl.Tls.Transport;

/// <summary>
/// Moves bytes between an engine and the outside. A broken connection is a
/// <see cref="System.Net.Sockets.SocketException"/>; everything else is a <see cref="TransportStatus"/>.
/// One thread may receive while another sends.
/// </summary>
internal interface ITransport
{
    /// <summary>Where everything can be put at once, without waiting; null where sending may wait.</summary>
    public ByteQueue? DirectOutput => null;

    /// <summary>Where input lies that came as arrays; null where it doesn't.</summary>
    public ByteQueue? DirectInput => null;

    /// <summary>The deadline of an operation that begins now, by the time-out that is set at this moment.</summary>
    public Deadline StartOperation();

    /// <summary>Takes between one and <c>destination.Length</c> bytes; waits no longer than the deadline.</summary>
    public TransportStatus Receive(Span<byte> destination, in Deadline deadline, out int count);

    /// <summary>
    /// Gives up to <c>source.Length</c> bytes; waits no longer than the deadline. <paramref name="count"/> is what was
    /// taken, which can be less than all of them, and more than none with <see cref="TransportStatus.TimedOut"/>.
    /// </summary>
    public TransportStatus Send(ReadOnlySpan<byte> source, in Deadline deadline, out int count);

    /// <summary>Like <see cref="Send"/> but never waits, whatever mode the outside is in.</summary>
    public TransportStatus TrySend(ReadOnlySpan<byte> source, out int count);
}
