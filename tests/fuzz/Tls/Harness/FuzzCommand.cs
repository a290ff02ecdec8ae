using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace IronSsl.Fuzz.Harness;

/// <summary>The command behind `tests/fuzz/run`, for the targets of one program.</summary>
internal static class FuzzCommand
{
    private const int Found = 1;
    private const int WrongUse = 2;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">Of the command line.</param>
    /// <param name="instrumented">The assembly that must be instrumented.</param>
    /// <param name="targets">Gives the targets; called when the memory that instrumented code counts in is
    /// there.</param>
    /// <returns>The exit status: 0, 1 when there is a finding, 2 for wrong arguments.</returns>
    public static int Run(string[] arguments, string instrumented, Func<IReadOnlyList<FuzzTarget>> targets)
    {
        // Before any instrumented code runs: it counts in memory that this makes.
        using var map = new CoverageMap();
        return Run(arguments, instrumented, targets(), map);
    }

    private static int Run(
        string[] arguments, string instrumented, IReadOnlyList<FuzzTarget> targets, CoverageMap map)
    {
        FuzzTarget? Find(string name) => targets.FirstOrDefault(target => target.Name == name);
        switch (arguments)
        {
            case ["list"]:
                Console.WriteLine(string.Join('\n', targets.Select(target => target.Name)));
                return 0;
            case ["write-seeds", var seeds]:
                SeedFolder.Write(seeds, targets);
                return 0;
            case ["input", var name, .. var files] when Find(name) is { } target:
                return files.Count(file => !Show(target, file)) == 0 ? 0 : Found;
            case ["fuzz", var name, var seconds, var seeds, var corpus, var findings]
                when Find(name) is { } target
                    && double.TryParse(seconds, CultureInfo.InvariantCulture, out double time):
                if (!CoverageMap.IsInstrumented(instrumented))
                {
                    Console.Error.WriteLine("Nothing is instrumented: start tests/fuzz/run.");
                    return WrongUse;
                }

                return Fuzz(target, TimeSpan.FromSeconds(time), map, seeds, corpus, findings);
            default:
                Console.Error.WriteLine("See tests/fuzz/README.md.");
                return WrongUse;
        }
    }

    private static int Fuzz(
        FuzzTarget target, TimeSpan time, CoverageMap map, string seeds, string corpus, string findings)
    {
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
        string verdict = finding is null
            ? "the rule holds. " + target.Outcome
            : finding.Kind + "\n" + finding.Description;
        Console.WriteLine($"{file}: {verdict}");
        return finding is null;
    }
}
