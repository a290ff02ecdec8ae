using System;

namespace IronSsl.Tls.Transport;

/// <summary>
/// The moment at which an operation gives up, on the monotonic clock. One deadline covers a whole operation, however
/// many times it waits for the network: a peer that sends a byte now and then can't stretch it.
/// </summary>
internal readonly struct Deadline
{
    private readonly TimeProvider? _time;
    private readonly long _start;
    private readonly TimeSpan _timeout;

    private Deadline(TimeProvider? time, long start, TimeSpan timeout)
    {
        _time = time;
        _start = start;
        _timeout = timeout;
    }

    /// <summary>Waits for ever. The default value of the type.</summary>
    public static Deadline Never => default;

    /// <summary>Doesn't wait: the operation does what it can at once.</summary>
    public static Deadline Immediate => new(null, 0, TimeSpan.MinValue);

    /// <summary>True for an operation that never gives up.</summary>
    public bool IsNever => _time is null && _timeout == TimeSpan.Zero;

    /// <summary>True for an operation that doesn't wait at all (a non-blocking socket).</summary>
    public bool IsImmediate => _timeout == TimeSpan.MinValue;

    /// <summary>The time since the operation began; zero for operations without a time limit.</summary>
    public TimeSpan Elapsed => _time is null ? TimeSpan.Zero : _time.GetElapsedTime(_start);

    /// <summary>
    /// The time left, never negative; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> when there is no limit.
    /// </summary>
    public TimeSpan Remaining
    {
        get
        {
            if (IsNever)
            {
                return System.Threading.Timeout.InfiniteTimeSpan;
            }

            if (_time is null)
            {
                return TimeSpan.Zero;
            }

            TimeSpan left = _timeout - _time.GetElapsedTime(_start);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>True when nothing is left; always true for <see cref="Immediate"/>.</summary>
    public bool HasPassed => !IsNever && Remaining == TimeSpan.Zero;

    /// <summary>
    /// A deadline <paramref name="seconds"/> from now, as Python writes time-outs: null waits for ever, 0 doesn't wait.
    /// </summary>
    public static Deadline After(double? seconds, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (seconds is not double value)
        {
            return Never;
        }

        if (value <= 0)
        {
            return Immediate;
        }

        // A limit of centuries is no limit; TimeSpan could not hold much more than that.
        const double LongestSeconds = 1e10;
        return value >= LongestSeconds
            ? Never
            : new Deadline(time, time.GetTimestamp(), TimeSpan.FromSeconds(value));
    }
}
