using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;

namespace IronSsl.ChainBench;

/// <summary>CPU time of an operation, of all threads, in µs: what other programs do at the same time hardly
/// matters.</summary>
internal readonly record struct CpuTime(double LeastMicroseconds, double MedianMicroseconds)
{
    private const int Rounds = 9;
    private const double RoundSeconds = 0.25;

    /// <summary>Warms up until the runtime has compiled what is hot, then measures several rounds.</summary>
    public static CpuTime Of(Action operation)
    {
        for (int i = 0; i < 3; i++)
        {
            Round(operation);
            Thread.Sleep(150); // The runtime compiles again in the background.
        }

        double[] rounds = [.. Enumerable.Range(0, Rounds).Select(_ => Round(operation)).Order()];
        return new CpuTime(rounds[0], rounds[Rounds / 2]);
    }

    private static double Round(Action operation)
    {
        using var process = Process.GetCurrentProcess();
        TimeSpan start = process.TotalProcessorTime;
        TimeSpan spent;
        int count = 0;
        do
        {
            for (int i = 0; i < 100; i++)
            {
                operation();
            }

            count += 100;
            process.Refresh();
            spent = process.TotalProcessorTime - start;
        }
        while (spent.TotalSeconds < RoundSeconds);
        return spent.TotalMicroseconds / count;
    }
}
