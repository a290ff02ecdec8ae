using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using IronSsl.Engine;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Fuzz.Targets;
using Xunit;

namespace IronSsl.Tests.Fuzzing;

/// <summary>
/// The targets of tests/fuzz on their seeds and on a fixed number of changed ones: nothing but the documented failures comes out,
/// within the target's time and memory, and no peer makes an engine fail with internal_error.
/// </summary>
public sealed class FuzzTargetTests
{
    // Handshakes cost a millisecond, what is only read some tens of microseconds.
    private const int ScriptMutations = 600;
    private const int OtherMutations = 2_500;

    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    public static TheoryData<int> ServerSetups => [.. Enumerable.Range(0, EngineSetups.ServerCount)];

    public static TheoryData<int> ClientSetups => [.. Enumerable.Range(0, EngineSetups.ClientCount)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_seeds_of_a_target_keep_its_rule(string name)
    {
        FuzzTarget target = FuzzTargets.Find(name)!;
        List<(string Name, byte[] Input)> seeds = [.. SeedFolder.Read(Folder(), target)];

        Assert.NotEmpty(seeds);
        Assert.All(seeds, seed => AssertHolds(target, seed.Input, seed.Name));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_seeds_of_a_target_keep_its_rule(string name)
    {
        const int Seed = 17;
        FuzzTarget target = FuzzTargets.Find(name)!;
        List<byte[]> inputs = [.. SeedFolder.Read(Folder(), target).Select(seed => seed.Input)];
        var random = new Random(Seed);
        var mutator = new Mutator(target, Seed);
        int count = target.Shape == InputShape.Script || target is TicketTarget ? ScriptMutations : OtherMutations;
        for (int i = 0; i < count; i++)
        {
            byte[] input = mutator.Mutate(inputs[random.Next(inputs.Count)], inputs);
            AssertHolds(target, input, $"mutation {i}");

            // Changes add up, as they do when coverage guides them.
            if (i % 8 == 0)
            {
                inputs.Add(input);
            }
        }
    }

    [Theory]
    [MemberData(nameof(ServerSetups))]
    public void An_honest_script_opens_a_server(int setup) => AssertOpens(
        keyLog => EngineSetups.Server(setup, keyLog), ClientScripts.Handshake(setup)!);

    [Theory]
    [MemberData(nameof(ClientSetups))]
    public void An_honest_script_opens_a_client(int setup) => AssertOpens(
        keyLog => EngineSetups.Client(setup, keyLog), ServerScripts.Handshake(setup)!);

    [Fact]
    public void The_same_seed_makes_the_same_mutations()
    {
        FuzzTarget target = FuzzTargets.Find("server")!;
        List<byte[]> inputs = [.. SeedFolder.Read(Folder(), target).Select(seed => seed.Input)];
        var one = new Mutator(target, 1);
        var other = new Mutator(target, 1);

        Assert.All(inputs, input => Assert.Equal(one.Mutate(input, inputs), other.Mutate(input, inputs)));
    }

    [Fact]
    public void A_target_that_lets_an_exception_out_is_a_finding()
    {
        var target = new FaultyTarget();

        Assert.Null(InputCheck.Run(target, [0]));
        Assert.Contains("InvalidOperationException", InputCheck.Run(target, [1])!.Kind, StringComparison.Ordinal);
        Assert.Equal("too much memory", InputCheck.Run(target, [2])!.Kind);
        Assert.Equal("too much time", InputCheck.Run(target, [3])!.Kind);
    }

    private static void AssertOpens(Func<Action<string>, EngineSettings> settings, PeerScript script)
    {
        using var peer = new ScriptedPeer(settings, providesRecords: true)
        {
            SessionSecret = EngineSetups.SessionSecret(IronSsl.OpenSsl.TlsVersion.Tls12),
        };

        peer.Run(script);

        Assert.Null(peer.Engine.Failure);
        Assert.Equal(EngineState.Open, peer.Engine.State);
        EngineRules.Check(peer.Engine);
    }

    private static void AssertHolds(FuzzTarget target, byte[] input, string name)
    {
        if (InputCheck.Run(target, input) is { } finding)
        {
            Assert.Fail($"{target.Name}, {name}: {finding.Kind}\n{finding.Description}\n{Convert.ToBase64String(input)}");
        }
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "fuzz", "seeds"));

    /// <summary>Breaks a rule for each of its inputs but the first.</summary>
    private sealed class FaultyTarget : FuzzTarget
    {
        public override string Name => "faulty";

        public override TimeSpan MaximumTime => TimeSpan.FromMilliseconds(50);

        public override long MaximumAllocatedBytes => 1 << 20;

        public override void Run(ReadOnlySpan<byte> input)
        {
            switch (input[0])
            {
                case 1:
                    throw new InvalidOperationException("faulty");
                case 2:
                    GC.KeepAlive(new byte[2 << 20]);
                    break;
                case 3:
                    for (uint i = 0, hash = 1; i < 400_000_000; i++)
                    {
                        hash = (hash * 31) + i;
                        Outcome = hash == 0 ? "zero" : null;
                    }

                    break;
            }
        }
    }
}
