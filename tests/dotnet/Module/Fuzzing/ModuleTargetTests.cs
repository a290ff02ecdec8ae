using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Module;
using Xunit;

namespace IronSsl.Tests.Fuzzing;

/// <summary>
/// The targets of tests/fuzz/Module on their seeds and on a fixed number of changed ones: nothing but Python's
/// exceptions comes out, within the target's time and memory.
/// </summary>
public sealed class ModuleTargetTests
{
    public static TheoryData<string> Targets => [.. ModuleTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_seeds_of_a_target_keep_its_rule(string name) =>
        AssertNone(SeedCheck.FailingSeeds(Find(name), Folder()));

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_seeds_of_a_target_keep_its_rule(string name) =>
        AssertNone(SeedCheck.FailingMutations(Find(name), Folder()));

    private static FuzzTarget Find(string name) => ModuleTargets.All.Single(target => target.Name == name);

    private static void AssertNone(IEnumerable<string> failures)
    {
        string all = string.Join("\n\n", failures);
        Assert.True(all.Length == 0, all);
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "fuzz", "seeds"));
}
