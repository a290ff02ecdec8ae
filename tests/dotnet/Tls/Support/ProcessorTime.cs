using System;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace IronSsl.Tls.Tests.Support;

/// <summary>
/// How long a thread has computed. Where the system tells, what else runs on the machine doesn't count, as it does on a
/// clock; elsewhere it's the clock.
/// </summary>
internal static partial class ProcessorTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    public static TimeSpan OfThisThread()
    {
        if (OperatingSystem.IsLinux() && GetTime(ThreadClock, out Moment moment) == 0)
        {
            return TimeSpan.FromSeconds(moment.Seconds + (moment.Nanoseconds / 1e9));
        }

        return Stopwatch.GetElapsedTime(0);
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Moment moment);

    [StructLayout(LayoutKind.Sequential)]
    private struct Moment
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
