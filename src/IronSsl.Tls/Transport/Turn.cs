using System.Threading;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Transport;

/// <summary>The right to do what one thread at a time may do, such as receiving. A thread waits for its turn no longer
/// than its deadline.
/// </summary>
internal sealed class Turn
{
    private readonly object _holder = new();

    /// <summary>Takes the turn; false when the deadline passed first.</summary>
    /// <exception cref="TlsFailure">The thread has the turn: a callback of the program, run by an operation, has begun
    /// another operation on the same connection.</exception>
    public bool Take(in Deadline deadline)
    {
        if (Monitor.IsEntered(_holder))
        {
            throw TlsFailure.Ssl("INVALID_COMMAND");
        }

        if (deadline.IsNever)
        {
            Monitor.Enter(_holder);
            return true;
        }

        // The turn is nearly always free: the clock need not be asked.
        return Monitor.TryEnter(_holder) || Monitor.TryEnter(_holder, deadline.Remaining);
    }

    /// <summary>Takes the turn if it is free, or if this thread has it.</summary>
    public bool TryTake() => Monitor.TryEnter(_holder);

    /// <summary>Gives up the turn, as often as it was taken.</summary>
    public void GiveUp() => Monitor.Exit(_holder);

    /// <summary>The status of an operation whose turn did not come in time.</summary>
    public static PumpStatus Missed(in Deadline deadline, PumpStatus wouldBlock, PumpStatus timedOut) =>
        deadline.IsImmediate ? wouldBlock : timedOut;
}
