using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Fuzz.Targets;
using IronSsl.Tls.Engine;
using Xunit;

namespace IronSsl.Tls.Tests.Fuzzing;

/// <summary>
/// The targets of tests/fuzz on their seeds and on a fixed number of changed ones: nothing but the documented failures
/// comes out, within the target's time and memory, and no peer makes an engine fail with internal_error.
/// </summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Targets => [.. FuzzTargets.All.Select(target => target.Name)];

    public static TheoryData<int> ServerSetups => [.. Enumerable.Range(0, EngineSetups.ServerCount)];

    public static TheoryData<int> ClientSetups => [.. Enumerable.Range(0, EngineSetups.ClientCount)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void The_seeds_of_a_target_keep_its_rule(string name)
    {
        AssertNone(SeedCheck.FailingSeeds(FuzzTargets.Find(name)!, Folder()));
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void Changed_seeds_of_a_target_keep_its_rule(string name)
    {
        AssertNone(SeedCheck.FailingMutations(FuzzTargets.Find(name)!, Folder()));
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
            SessionSecret = EngineSetups.SessionSecret(IronSsl.Tls.OpenSsl.TlsVersion.Tls12),
        };

        peer.Run(script);

        Assert.Null(peer.Engine.Failure);
        Assert.Equal(EngineState.Open, peer.Engine.State);
        EngineRules.Check(peer.Engine);
    }

    private static void AssertNone(IEnumerable<string> failures)
    {
        string all = string.Join("\n\n", failures);
        Assert.True(all.Length == 0, all);
    }

    private static string Folder([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "fuzz", "seeds"));

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
