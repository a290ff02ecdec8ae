using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using IronSsl.Fuzz.Harness;

namespace IronSsl.Fuzz;

/// <summary>The command behind `tests/fuzz/run`.</summary>
internal static class Program
{
    private const int Found = 1;
    private const int WrongUse = 2;

    private static int Main(string[] arguments)
    {
        // Before any instrumented code runs: it counts in memory that this makes.
        using var map = new CoverageMap();
        return Run(arguments, map);
    }

    // Not inlined, so that nothing of an instrumented assembly is touched earlier.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Run(string[] arguments, CoverageMap map)
    {
        switch (arguments)
        {
            case ["list"]:
                Console.WriteLine(string.Join('\n', FuzzTargets.All.Select(target => target.Name)));
                return 0;
            case ["write-seeds", var seeds]:
                SeedFolder.Write(seeds);
                return 0;
            case ["input", var name, .. var files] when FuzzTargets.Find(name) is { } target:
                return files.Count(file => !Show(target, file)) == 0 ? 0 : Found;
            case ["fuzz", var name, var seconds, var seeds, var corpus, var findings]
                when FuzzTargets.Find(name) is { } target
                    && double.TryParse(seconds, CultureInfo.InvariantCulture, out double time):
                return Fuzz(target, TimeSpan.FromSeconds(time), map, seeds, corpus, findings);
            default:
                Console.Error.WriteLine("See tests/fuzz/README.md.");
                return WrongUse;
        }
    }

    private static int Fuzz(
        FuzzTarget target, TimeSpan time, CoverageMap map, string seeds, string corpus, string findings)
    {
        if (!CoverageMap.IsInstrumented("IronSsl"))
        {
            Console.Error.WriteLine("Nothing is instrumented: start tests/fuzz/run.");
            return WrongUse;
        }

        Directory.CreateDirectory(findings);
        string current = Path.Combine(findings, ".current");
        if (CrashGuard.TakeLost(current) is { } lost)
        {
            File.WriteAllBytes(Path.Combine(findings, Finding.NameOf(lost)), lost);
            Console.WriteLine($"{target.Name}: FINDING {Finding.NameOf(lost)}: the process was lost to it");
            return Found;
        }

        using var fuzzer = new CoverageFuzzer(
            target, map, new CrashGuard(current), corpus, findings, Environment.TickCount);
        fuzzer.Run(SeedFolder.Read(seeds, target).Select(seed => seed.Input), time);
        return fuzzer.FindingCount == 0 ? 0 : Found;
    }

    private static bool Show(FuzzTarget target, string file)
    {
        Finding? finding = InputCheck.Run(target, File.ReadAllBytes(file));
        Console.WriteLine($"{file}: {(finding is null ? "the rule holds. " + target.Outcome : finding.Kind + "\n" + finding.Description)}");
        return finding is null;
    }
}
