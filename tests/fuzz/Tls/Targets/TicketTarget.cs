using System;
using System.Collections.Generic;
using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Peer;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Fuzz.Targets;

/// <summary>
/// A session ticket. The first byte chooses: what a stranger gives as a ticket, opened and offered to servers; or the
/// state behind the seal, which is sealed rightly and offered.
/// </summary>
internal sealed class TicketTarget : FuzzTarget
{
    private const int Strange = 0;
    private const int Changed = 1;
    private const int ChoiceCount = 4;

    private static readonly byte[] s_key = new byte[32];

    public override bool IsHandshake => true;

    public override string Name => "ticket";

    public override int PrefixBytes => 1;

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        ReadOnlySpan<byte> rest = input[1..];
        switch (input[0] % ChoiceCount)
        {
            case Strange:
                Offer(rest.ToArray(), secret: s_key, isTls13: true);
                Offer(rest.ToArray(), secret: s_key, isTls13: false);
                break;
            case Changed:
                // A good ticket of which some bytes are others.
                byte[] ticket = EngineSetups.Sessions.Seal(Sample(TlsVersion.Tls13))!;
                for (int i = 0; i < rest.Length && i < ticket.Length; i++)
                {
                    ticket[i] ^= rest[i];
                }

                bool isChanged = rest[..Math.Min(rest.Length, ticket.Length)].ContainsAnyExcept((byte)0);
                if (isChanged && EngineSetups.Sessions.Open(ticket) is not null)
                {
                    throw new BrokenRuleException("A changed ticket opens.");
                }

                break;
            default:
                OfferSealed(rest);
                break;
        }
    }

    /// <summary>Good ones, as inputs.</summary>
    public override IEnumerable<(string Name, byte[] Input)> MakeSeeds(Func<string, byte[]> read)
    {
        yield return ("strange", [Strange, .. EngineSetups.Sessions.Seal(Sample(TlsVersion.Tls13))!]);
        yield return ("changed", [Changed, 0, 0, 0, 1]);
        yield return ("state-1.3", [2, .. SessionCodec.Encode(Sample(TlsVersion.Tls13))!]);
        yield return ("state-1.2", [2, .. SessionCodec.Encode(Sample(TlsVersion.Tls12))!]);
    }

    private static EngineSession Sample(int version) => new(EngineSetups.SessionSecret(version))
    {
        Id = [],
        Version = version,
        CipherSuite = version == TlsVersion.Tls13 ? 0x1301 : 0xC02B,
        IsExtendedMasterSecret = true,
        ServerName = "localhost",
        PeerChain = [PeerIdentity.Client],
        TimeSeconds = PeerIdentity.Now.ToUnixTimeSeconds() - 10,
        TimeoutSeconds = 7200,
    };

    private static void OfferSealed(ReadOnlySpan<byte> state)
    {
        if (SessionCodec.Decode(state) is not { } session)
        {
            return;
        }

        byte[]? again = SessionCodec.Encode(session);
        if (again is not null && SessionCodec.Decode(again) is null)
        {
            throw new BrokenRuleException("A session that was read can't be written and read again.");
        }

        if (EngineSetups.Sessions.Seal(session) is { } ticket && session.CopySecret() is { } secret)
        {
            Offer(ticket, secret, session.Version == TlsVersion.Tls13, session.CipherSuite);
        }
    }

    private static void Offer(byte[] ticket, byte[] secret, bool isTls13, int suite = 0)
    {
        const int MostTicketBytes = 60_000;
        if (ticket.Length is 0 or > MostTicketBytes)
        {
            return;
        }

        // With and without a look at the client's certificate.
        foreach (int setup in new[] { isTls13 ? 0 : 1, 2 })
        {
            using var peer = new ScriptedPeer(keyLog => EngineSetups.Server(setup, keyLog), providesRecords: false)
            {
                PreSharedKey = secret,
                IsResumption = true,
                SessionSecret = secret,
            };
            int binderBytes = Tls13Keys.HashBytes(Tls13Keys.HashOf(suite));
            peer.Run(isTls13
                ? new PeerScript().Add(FrameKind.BoundClientHello, ClientScripts.Resuming13(ticket, binderBytes))
                    .Add(FrameKind.Finished)
                : new PeerScript().Add(FrameKind.Handshake, ClientScripts.Resuming12(ticket))
                    .Add(FrameKind.ChangeCipherSpec, 1).Add(FrameKind.Finished));
            EngineRules.Check(peer.Engine);
        }
    }
}
