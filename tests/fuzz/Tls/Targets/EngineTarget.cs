using System;
using System.Collections.Generic;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Fuzz.Targets;

/// <summary>
/// An engine and a scripted peer. The first byte of an input chooses the engine's settings and how it gets its bytes;
/// the rest is a script, from the first record on or from where a handshake has been completed.
/// </summary>
internal sealed class EngineTarget(string name, TlsRole role, bool afterHandshake) : FuzzTarget
{
    private const int ProvidesRecordsBit = 0x80;

    public override string Name => name;

    public override InputShape Shape => InputShape.Script;

    public override int PrefixBytes => 1;

    private int SetupCount => role == TlsRole.Server ? EngineSetups.ServerCount : EngineSetups.ClientCount;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        int setup = (input[0] & ~ProvidesRecordsBit) % SetupCount;
        using var peer = new ScriptedPeer(
            keyLog => role == TlsRole.Server ? EngineSetups.Server(setup, keyLog) : EngineSetups.Client(setup, keyLog),
            (input[0] & ProvidesRecordsBit) != 0)
        {
            SessionSecret = EngineSetups.SessionSecret(TlsVersion.Tls12),
        };
        if (afterHandshake)
        {
            peer.Run(HandshakeOf(setup));
            if (peer.Engine.State != EngineState.Open)
            {
                throw new BrokenRuleException(
                    $"An honest handshake fails: {name}, setup {setup}.", peer.Engine.Failure);
            }
        }

        peer.Run(PeerScript.Parse(input[1..]));
        Outcome = $"{peer.Engine.State}, {peer.Engine.NegotiatedVersion:x}, {peer.Engine.Failure?.Reason}";
        EngineRules.Check(peer.Engine);
    }

    /// <summary>The honest connections, as inputs.</summary>
    public override IEnumerable<(string Name, byte[] Input)> MakeSeeds(Func<string, byte[]> read)
    {
        IEnumerable<(string, int, PeerScript)> scripts =
            afterHandshake ? LaterScripts.All(toServer: role == TlsRole.Server)
            : role == TlsRole.Server ? ClientScripts.All()
            : ServerScripts.All();
        foreach ((string seed, int setup, PeerScript script) in scripts)
        {
            yield return (seed, [(byte)setup, .. script.Encode()]);
        }
    }

    private PeerScript HandshakeOf(int setup) =>
        (role == TlsRole.Server ? ClientScripts.Handshake(setup) : ServerScripts.Handshake(setup))!;
}
