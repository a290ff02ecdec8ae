using System;
using System.Collections.Generic;

namespace IronSsl.Fuzz.Harness;

/// <summary>Makes new inputs of known ones. What it makes follows from its seed and what it is given.</summary>
internal sealed class Mutator(FuzzTarget target, int seed)
{
    private const int MostChanges = 6;

    private readonly ByteMutator _bytes = new(new Random(seed), target.Tokens);

    private Random Random => _bytes.Random;

    /// <summary>Another input: changed at one or some places, perhaps with parts of others.</summary>
    public byte[] Mutate(byte[] input, IReadOnlyList<byte[]> others)
    {
        int prefixBytes = Math.Min(target.PrefixBytes, input.Length);
        byte[] prefix = input[..prefixBytes];
        byte[] body = input[prefixBytes..];
        if (prefixBytes > 0 && Random.Next(16) == 0)
        {
            prefix[Random.Next(prefixBytes)] = (byte)Random.Next(256);
        }

        byte[] other = others.Count > 0 ? others[Random.Next(others.Count)] : input;
        byte[] otherBody = other[Math.Min(target.PrefixBytes, other.Length)..];
        int changes = 1 + Random.Next(Random.Next(MostChanges) + 1);
        for (int i = 0; i < changes; i++)
        {
            body = Change(body, otherBody);
        }

        byte[] result = [.. prefix, .. body];
        return result.Length <= target.MaximumInputBytes ? result : result[..target.MaximumInputBytes];
    }

    private byte[] Change(byte[] body, byte[] other) => target.Shape switch
    {
        InputShape.Der when Random.Next(4) > 0 => DerMutator.Mutate(body, other, _bytes),
        InputShape.Script when Random.Next(16) > 0 => ScriptMutator.Mutate(body, other, _bytes),
        _ => _bytes.Mutate(body, other),
    };
}
