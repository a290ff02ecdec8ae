using System;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Engine.Hostile;
using IronSsl.Tls.Tests.Support;
using Xunit;
using Wire = IronSsl.Tls.Tests.Engine.Hostile.Wire;

namespace IronSsl.Tls.Tests.Engine;

/// <summary>Peers that make us work without moving data.</summary>
public sealed class FloodTests
{
    [Fact]
    public void A_message_in_endless_fragments_is_refused()
    {
        using var engine = new TlsEngine(TestSettings.Client());
        engine.Handshake();
        byte[] start = Convert.FromHexString("16030300040bffffff");
        engine.Provide(start);
        var fragment = new byte[5 + 1000];
        Convert.FromHexString("16030303e8").CopyTo(fragment, 0);
        for (int i = 0; i < 200 && engine.Failure is null; i++)
        {
            engine.Provide(fragment);
        }

        Assert.Equal("EXCESSIVE_MESSAGE_SIZE", engine.Failure!.Reason);
        Assert.Equal(AlertDescription.IllegalParameter, engine.Failure.Alert);
    }

    [Fact]
    public void Endless_warnings_are_refused()
    {
        using var engine = new TlsEngine(TestSettings.Client());
        engine.Handshake();
        for (int i = 0; i < 10 && engine.Failure is null; i++)
        {
            engine.Provide(Convert.FromHexString("15030300020129"));
        }

        Assert.Equal("TOO_MANY_WARN_ALERTS", engine.Failure!.Reason);
    }

    [Fact]
    public void Endless_empty_records_are_refused()
    {
        using var engine = new TlsEngine(TestSettings.Server("rsa"));
        engine.Handshake();
        for (int i = 0; i < 100 && engine.Failure is null; i++)
        {
            engine.Provide(Convert.FromHexString("1603030000"));
        }

        Assert.Equal("RECORD_TOO_SMALL", engine.Failure!.Reason);
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    public void Padding_is_no_flood(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        for (int i = 0; i < 32; i++)
        {
            peer.SendRecord(0, [HostilePeer.ApplicationDataRecord, .. new byte[16_000]]);
        }

        peer.AssertWorks();
        for (int i = 0; i < 33; i++)
        {
            peer.SendRecord(0, [HostilePeer.ApplicationDataRecord, .. new byte[16_000]]);
        }

        peer.AssertRefused(AlertDescription.UnexpectedMessage, "RECORD_TOO_SMALL");
    }

    [Fact]
    public void A_message_in_small_pieces_is_no_flood()
    {
        using HostilePeer server = RecordPeers.Open(ofClient: true, TlsVersion.Tls13);
        server.Records = bytes => bytes.Select(b => (HostilePeer.HandshakeRecord, new[] { b }));

        server.Send(new RawMessage(HostileMessage.NewSessionTicket, Ticket(6000)));

        Assert.True(server.Engine.Session!.HasTicket);
        server.AssertWorks();
    }

    [Fact]
    public void Tickets_are_counted_from_one_piece_of_data_to_the_next()
    {
        using HostilePeer server = RecordPeers.Open(ofClient: true, TlsVersion.Tls13);
        for (int i = 0; i < 150; i++)
        {
            server.Send(new RawMessage(HostileMessage.NewSessionTicket, Ticket(16)));
            if (i % 50 == 0)
            {
                server.AssertWorks();
            }
        }

        Assert.Null(server.Engine.Failure);
        for (int i = 0; i < 65 && server.Engine.Failure is null; i++)
        {
            server.Send(new RawMessage(HostileMessage.NewSessionTicket, Ticket(16)));
        }

        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    private static byte[] Ticket(int bytes) =>
        [0, 0, 28, 32, 0, 0, 0, 0, .. Wire.Opaque8(1), .. Wire.Opaque16(new byte[bytes]), 0, 0];

    public static TheoryData<int, bool, int> Seeds()
    {
        var data = new TheoryData<int, bool, int>();
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            foreach (bool toServer in new[] { false, true })
            {
                for (int seed = 0; seed < 6; seed++)
                {
                    data.Add(version, toServer, seed);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Changed_bytes_never_connect_and_never_throw(int version, bool toServer, int seed)
    {
        var random = new Random(seed * 31 + version);
        for (int round = 0; round < 25; round++)
        {
            int target = random.Next(toServer ? 3 : 6);
            int seen = 0;
            bool changed = false;
            using var pair = new EnginePair(
                TestSettings.Client().Only(version) with { ServerName = "localhost" },
                TestSettings.Server("p256").Only(version) with { TicketCount = 0 })
            {
                Tamper = (isToServer, record) =>
                {
                    // A ChangeCipherSpec of TLS 1.3 means nothing, nor does the version in a plaintext header.
                    if (isToServer != toServer || record[0] == 20 || seen++ != target)
                    {
                        return record;
                    }

                    changed = true;
                    record[5 + random.Next(record.Length - 5)] ^= (byte)(1 << random.Next(8));
                    return record;
                },
            };

            (EngineStatus client, EngineStatus server) = pair.Handshake();

            if (changed)
            {
                Assert.NotEqual((EngineStatus.Done, EngineStatus.Done), (client, server));
                Assert.All(
                    new[] { pair.Client.Failure, pair.Server.Failure },
                    failure => Assert.NotEqual("INTERNAL_ERROR", failure?.Reason));
            }
        }
    }
}
