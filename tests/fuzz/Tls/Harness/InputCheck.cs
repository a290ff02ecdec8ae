using System;
using System.Runtime.InteropServices;

namespace IronSsl.Fuzz.Harness;

/// <summary>Runs an input and judges what came of it: what was let out, the processor time, the memory.</summary>
internal static partial class InputCheck
{
    // A limit that was passed once may have been the compiler's or the collector's doing.
    private const int Repetitions = 3;

    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Null when the target's rule holds.</summary>
    public static Finding? Run(FuzzTarget target, byte[] input)
    {
        TimeSpan time = TimeSpan.MaxValue;
        long allocated = long.MaxValue;
        for (int i = 0; i < Repetitions && (time > target.MaximumTime || allocated > target.MaximumAllocatedBytes); i++)
        {
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            TimeSpan timeBefore = ThreadTime();
            try
            {
                target.Run(input);
            }
            catch (Exception e)
            {
                return Finding.Of(input, e);
            }

            time = Min(time, ThreadTime() - timeBefore);
            allocated = Math.Min(allocated, GC.GetAllocatedBytesForCurrentThread() - allocatedBefore);
        }

        return time > target.MaximumTime ? new Finding(input, "too much time", $"It took {time}.")
            : allocated > target.MaximumAllocatedBytes
                ? new Finding(input, "too much memory", $"It allocated {allocated:N0} bytes.")
                : null;
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>How long this thread has computed; where the system doesn't tell, what the clock says.</summary>
    private static TimeSpan ThreadTime() =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out Moment moment) == 0
            ? TimeSpan.FromSeconds(moment.Seconds + (moment.Nanoseconds / 1e9))
            : System.Diagnostics.Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment moment);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
