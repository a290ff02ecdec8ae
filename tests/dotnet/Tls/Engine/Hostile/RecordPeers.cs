using System.Collections.Generic;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Peers for rules that bind both roles or both versions.</summary>
internal static class RecordPeers
{
    /// <summary>A peer of a client or of a server.</summary>
    public static HostilePeer Make(bool ofClient, int version) => ofClient
        ? new HostileServer(TestSettings.Client().Only(version))
        : new HostileClient(TestSettings.Server("p256").Only(version) with { TicketCount = 0 });

    /// <summary>The same after an honest handshake.</summary>
    public static HostilePeer Open(bool ofClient, int version)
    {
        HostilePeer peer = Make(ofClient, version);
        Assert.True(peer.Run(), peer.Engine.Failure?.ToString());
        return peer;
    }

    /// <summary>Puts the message of that type into one record with something behind it.</summary>
    public static void Append(this HostilePeer peer, byte type, byte[] surplus) =>
        peer.Records = bytes => [(HostilePeer.HandshakeRecord, bytes[0] == type ? [.. bytes, .. surplus] : bytes)];

    /// <summary>Cuts the message of that type into two records and does something in between.</summary>
    public static void Between(this HostilePeer peer, byte type, System.Action action)
    {
        peer.Records = bytes => bytes[0] == type ? Cut(bytes) : [(HostilePeer.HandshakeRecord, bytes)];

        IEnumerable<(byte ContentType, byte[] Content)> Cut(byte[] bytes)
        {
            yield return (HostilePeer.HandshakeRecord, bytes[..5]);
            action();
            yield return (HostilePeer.HandshakeRecord, bytes[5..]);
        }
    }

    /// <summary>Does something before the message of that type is sent.</summary>
    public static void Before(this HostilePeer peer, byte type, System.Action action) => peer.AddChange(message =>
    {
        if (message.Type == type)
        {
            action();
        }

        return null;
    });

    /// <summary>Checks that the connection is open and data comes through.</summary>
    public static void AssertWorks(this HostilePeer peer)
    {
        peer.SendRecord(HostilePeer.ApplicationDataRecord, 1, 2, 3);
        byte[] buffer = new byte[10];
        EngineStatus(peer, buffer, out int count);
        Assert.Equal([1, 2, 3], buffer[..count]);
    }

    /// <summary>Both roles.</summary>
    public static TheoryData<bool> Roles() => [true, false];

    /// <summary>Both roles in both versions.</summary>
    public static TheoryData<bool, int> RolesAndVersions()
    {
        var data = new TheoryData<bool, int>();
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            data.Add(true, version);
            data.Add(false, version);
        }

        return data;
    }

    private static void EngineStatus(HostilePeer peer, byte[] buffer, out int count) =>
        Assert.True(
            peer.Engine.Read(buffer, out count) == IronSsl.Tls.Engine.EngineStatus.Done,
            peer.Engine.Failure?.ToString());
}
