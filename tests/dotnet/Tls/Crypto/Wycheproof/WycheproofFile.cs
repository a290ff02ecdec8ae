using System;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>A file of Wycheproof's vectors.</summary>
internal static class WycheproofFile
{
    /// <summary>Where the files are; null if nowhere.</summary>
    public static string? Folder { get; } = VectorFolder.Find("wycheproof");

    /// <summary>Runs every case of a file and names those that went wrong. A check gives null for a case that asks for
    /// something TLS never does, and otherwise whether the implementation accepted it. At least
    /// <paramref name="leastRun"/> cases must be of the latter kind.</summary>
    public static void Run(string file, int leastRun, Func<WycheproofCase, bool?> check)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder!, file + "_test.json")));
        var wrong = new List<string>();
        int run = 0;
        foreach (JsonElement group in document.RootElement.GetProperty("testGroups").EnumerateArray())
        {
            foreach (JsonElement element in group.GetProperty("tests").EnumerateArray())
            {
                var @case = new WycheproofCase(group, element);
                bool? accepted = check(@case);
                run += accepted is null ? 0 : 1;
                if (accepted is { } answer && (answer ? @case.IsInvalid : @case.IsValid))
                {
                    wrong.Add(@case.ToString());
                }
            }
        }

        Assert.Empty(wrong);
        Assert.InRange(run, leastRun, int.MaxValue);
    }
}
