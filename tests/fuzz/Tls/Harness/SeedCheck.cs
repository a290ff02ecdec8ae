using System;
using System.Collections.Generic;
using System.Linq;

namespace IronSsl.Fuzz.Harness;

/// <summary>What a test asks of a target: its seeds, and a fixed number of changed ones.</summary>
internal static class SeedCheck
{
    // Handshakes cost a millisecond, what is only read some tens of microseconds.
    private const int HandshakeMutations = 600;
    private const int OtherMutations = 2_500;
    private const int Seed = 17;

    /// <summary>The seeds that break the target's rule, each with its finding.</summary>
    /// <exception cref="InvalidOperationException">The target has no seeds.</exception>
    public static IEnumerable<string> FailingSeeds(FuzzTarget target, string folder) =>
        ReadSeeds(target, folder).Select(seed => Check(target, seed.Input, seed.Name)).OfType<string>();

    /// <summary>The changed seeds that break the target's rule, each with its finding.</summary>
    /// <exception cref="InvalidOperationException">The target has no seeds.</exception>
    public static IEnumerable<string> FailingMutations(FuzzTarget target, string folder)
    {
        List<byte[]> inputs = [.. ReadSeeds(target, folder).Select(seed => seed.Input)];
        var random = new Random(Seed);
        var mutator = new Mutator(target, Seed);
        int count = target.IsHandshake ? HandshakeMutations : OtherMutations;
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Mutate(inputs[random.Next(inputs.Count)], inputs);
            if (Check(target, input, $"mutation {i}") is { } failure)
            {
                yield return failure;
            }

            // Changes add up, as they do when coverage guides them.
            if (i % 8 == 0)
            {
                inputs.Add(input);
            }
        }
    }

    private static List<(string Name, byte[] Input)> ReadSeeds(FuzzTarget target, string folder)
    {
        List<(string Name, byte[] Input)> seeds = [.. SeedFolder.Read(folder, target)];
        return seeds.Count > 0
            ? seeds
            : throw new InvalidOperationException($"{target.Name} has no seeds in {folder}.");
    }

    private static string? Check(FuzzTarget target, byte[] input, string name) =>
        InputCheck.Run(target, input) is { } finding
        ? $"{target.Name}, {name}: {finding.Kind}\n{finding.Description}\n{Convert.ToBase64String(input)}"
        : null;
}
