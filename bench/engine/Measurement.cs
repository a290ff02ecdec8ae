using System;
using System.Diagnostics;

namespace IronSsl.EngineBench;

/// <summary>What one repetition of an operation takes.</summary>
internal readonly record struct Measurement(double CpuMicroseconds, double WallMicroseconds, double AllocatedBytes)
{
    /// <summary>Warms up, then measures for about <paramref name="seconds"/>.</summary>
    public static Measurement Take(Action operation, double seconds)
    {
        // Twice, with a pause: the runtime compiles hot methods again in the background.
        Repeat(operation, seconds / 2);
        System.Threading.Thread.Sleep(200);
        Repeat(operation, seconds / 2);

        GC.Collect();
        using var process = Process.GetCurrentProcess();
        TimeSpan cpu = process.TotalProcessorTime;
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        int count = Repeat(operation, seconds);
        watch.Stop();
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        process.Refresh();
        cpu = process.TotalProcessorTime - cpu;
        return new Measurement(
            cpu.TotalMicroseconds / count, watch.Elapsed.TotalMicroseconds / count, (double)allocated / count);
    }

    private static int Repeat(Action operation, double seconds)
    {
        var watch = Stopwatch.StartNew();
        int count = 0;
        do
        {
            operation();
            count++;
        }
        while (watch.Elapsed.TotalSeconds < seconds);
        return count;
    }
}
