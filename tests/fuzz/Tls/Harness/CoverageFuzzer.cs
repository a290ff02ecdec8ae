using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace IronSsl.Fuzz.Harness;

/// <summary>
/// Runs a target with coverage guidance: change an input, run it, keep it if it has reached something new. Inputs come
/// from the seeds and the corpus of earlier runs; what is kept goes into the corpus, what breaks the rule into the
/// findings.
/// </summary>
internal sealed class CoverageFuzzer(
    FuzzTarget target, CoverageMap map, CrashGuard guard, string corpusFolder, string findingsFolder, int seed)
    : IDisposable
{
    private static readonly TimeSpan s_reportInterval = TimeSpan.FromSeconds(30);

    // Of a kind of finding more inputs tell nothing new.
    private const int KeptPerKind = 3;

    private readonly List<byte[]> _corpus = [];
    private readonly Dictionary<string, int> _findings = [];
    private readonly Random _random = new(seed);
    private readonly Mutator _mutator = new(target, seed);
    private readonly Stopwatch _clock = new();
    private long _runs;

    /// <summary>How many kinds of findings there are.</summary>
    public int FindingCount => _findings.Count;

    /// <summary>Runs seeds and corpus, then changed inputs until the time is over.</summary>
    public void Run(IEnumerable<byte[]> seeds, TimeSpan time)
    {
        Directory.CreateDirectory(corpusFolder);
        Directory.CreateDirectory(findingsFolder);
        _clock.Start();
        foreach (byte[] input in seeds.Concat(Directory.GetFiles(corpusFolder).Order().Select(File.ReadAllBytes)))
        {
            Try(input, isFirst: _corpus.Count == 0);
        }

        Report("started");
        TimeSpan next = _clock.Elapsed + s_reportInterval;
        while (_clock.Elapsed < time)
        {
            Try(_mutator.Mutate(Choose(), _corpus), isFirst: false);
            if (_clock.Elapsed > next)
            {
                Report("running");
                next = _clock.Elapsed + s_reportInterval;
            }
        }

        Report("done");
    }

    public void Dispose() => guard.Dispose();

    // Half of the time one of those that came last: they have been changed least.
    private byte[] Choose()
    {
        int count = _corpus.Count;
        return _corpus[_random.Next(2) == 0
            ? _random.Next(count)
            : count - 1 - _random.Next(Math.Min(count, 1 + (count / 8)))];
    }

    private void Try(byte[] input, bool isFirst)
    {
        _runs++;
        map.Begin();
        Finding? finding = guard.Run(target, input);
        List<(int, byte)> places = map.NewPlaces();
        if (finding is not null)
        {
            Keep(finding);
            map.Mark(places);
            return;
        }

        if (places.Count == 0 && !isFirst)
        {
            return;
        }

        // What the same input reaches only once is chance: a cache, a random number.
        map.Begin();
        guard.Run(target, input);
        bool isLasting = map.HasAny(places);
        map.Mark(places);
        if (isLasting || isFirst)
        {
            _corpus.Add(input);
            string path = Path.Combine(corpusFolder, Finding.NameOf(input));
            if (!File.Exists(path))
            {
                File.WriteAllBytes(path, input);
            }
        }
    }

    private void Keep(Finding finding)
    {
        int known = _findings.GetValueOrDefault(finding.Kind);
        _findings[finding.Kind] = known + 1;
        if (known >= KeptPerKind)
        {
            return;
        }

        string path = Path.Combine(findingsFolder, Finding.NameOf(finding.Input));
        File.WriteAllBytes(path, finding.Input);
        File.WriteAllText(path + ".txt", $"{target.Name}: {finding.Kind}\n\n{finding.Description}\n");
        if (known == 0)
        {
            Console.WriteLine($"{target.Name}: FINDING {Path.GetFileName(path)}: {finding.Kind}");
        }
    }

    private void Report(string state)
    {
        double seconds = _clock.Elapsed.TotalSeconds;
        double processor = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;
        Console.WriteLine(FormattableString.Invariant(
            $"{target.Name}: {state} seconds={seconds:F0} cpu={processor:F0} runs={_runs} ")
            + FormattableString.Invariant(
                $"runs/s={_runs / Math.Max(seconds, 0.001):F0} corpus={_corpus.Count} edges={map.EdgeCount} ")
            + $"findings={_findings.Count}");
    }
}
