using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 6, RFC 5246 section 7.2.</summary>
public sealed class AlertRuleTests
{
    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-l", "5246-7.2-a")]
    public void An_alert_is_alone_and_whole_in_its_record(bool ofClient, int version)
    {
        foreach (byte[] content in new byte[][] { [1], [2, 40, 2, 40], [1, 90, 1, 90], [1, 90, 0], [2, 40, 0] })
        {
            using HostilePeer during = RecordPeers.Make(ofClient, version);
            during.Before(Second(ofClient, version), () => during.SendRecord(HostilePeer.AlertRecord, content));
            during.Run();
            during.AssertRefused(AlertDescription.UnexpectedMessage, "INVALID_ALERT");

            using HostilePeer after = RecordPeers.Open(ofClient, version);
            after.SendRecord(HostilePeer.AlertRecord, content);
            after.AssertRefused(AlertDescription.UnexpectedMessage, "INVALID_ALERT");
        }
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-6.2.1-d")]
    public void An_alert_of_TLS_1_2_holds_something(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        peer.SendRecord(HostilePeer.AlertRecord);
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "INVALID_ALERT");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-6.2.1-e")]
    public void A_record_of_the_handshake_of_TLS_1_2_holds_something_once_it_is_encrypted(bool ofClient)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls12);
        during.Before(HostileMessage.Finished, () => during.SendRecord(HostilePeer.HandshakeRecord));
        during.Run();
        during.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_LENGTH");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        after.SendRecord(HostilePeer.HandshakeRecord);
        after.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_LENGTH");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(255)]
    [PeerRule("5246-7.2-b")]
    public void A_level_that_nobody_knows_is_refused_in_TLS_1_2(byte level)
    {
        foreach (bool ofClient in new[] { true, false })
        {
            using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls12);
            peer.SendRecord(HostilePeer.AlertRecord, level, 40);
            peer.AssertRefused(AlertDescription.IllegalParameter, "UNKNOWN_ALERT_TYPE");
        }
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-6.1-c", "5246-7.2-c")]
    public void Not_more_than_four_warnings_are_passed_over(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, version);
        for (int i = 0; i < 4; i++)
        {
            peer.SendRecord(HostilePeer.AlertRecord, 1, 90);
        }

        peer.AssertWorks();
        for (int i = 0; i < 5; i++)
        {
            Assert.Null(peer.Engine.Failure);
            peer.SendRecord(HostilePeer.AlertRecord, 1, 90);
        }

        peer.AssertRefused(AlertDescription.UnexpectedMessage, "TOO_MANY_WARN_ALERTS");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-7.2.2-a")]
    public void A_peer_that_refuses_a_renegotiation_is_refused(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        peer.SendRecord(HostilePeer.AlertRecord, 1, 100);
        peer.AssertRefused(AlertDescription.HandshakeFailure, "NO_RENEGOTIATION");
    }

    // RFC 8446 section 6: the level means nothing, and what nobody knows is an error, too.
    [Theory]
    [InlineData(1, 40, "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    [InlineData(2, 40, "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    [InlineData(0, 40, "SSLV3_ALERT_HANDSHAKE_FAILURE")]
    [InlineData(1, 100, "TLSV1_ALERT_NO_RENEGOTIATION")]
    [InlineData(1, 41, "SSLV3_ALERT_NO_CERTIFICATE")]
    [InlineData(1, 77, "")]
    [InlineData(2, 255, "")]
    [PeerRule("8446-6-b")]
    public void An_error_alert_of_TLS_1_3_ends_the_connection_at_any_time(byte level, byte description, string reason)
    {
        foreach (bool ofClient in new[] { true, false })
        {
            using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls13);
            during.Before(
                HostileMessage.Finished, () => during.SendRecord(HostilePeer.AlertRecord, level, description));
            during.Run();
            AssertEnded(during, description, reason);

            using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls13);
            after.SendRecord(HostilePeer.AlertRecord, level, description);
            AssertEnded(after, description, reason);
        }
    }

    // RFC 5246 section 7.2: a fatal one at any time.
    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-7.2-d")]
    public void A_fatal_alert_of_TLS_1_2_ends_the_connection_at_any_time(bool ofClient)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls12);
        during.Before(Second(ofClient, TlsVersion.Tls12), () => during.SendRecord(HostilePeer.AlertRecord, 2, 40));
        during.Run();
        AssertEnded(during, 40, "SSLV3_ALERT_HANDSHAKE_FAILURE");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        after.SendRecord(HostilePeer.AlertRecord, 2, 77);
        AssertEnded(after, 77, "");
    }

    // A client that finds fault with a ServerHello has no keys yet.
    [Fact]
    [PeerRule("8446-6-d")]
    public void A_server_takes_an_alert_in_the_clear_before_the_first_encrypted_record()
    {
        using HostilePeer client = RecordPeers.Make(ofClient: false, TlsVersion.Tls13);
        client.Before(HostileMessage.Finished, () => client.SendPlainRecord(HostilePeer.AlertRecord, 2, 47));
        client.Run();
        AssertEnded(client, 47, "SSLV3_ALERT_ILLEGAL_PARAMETER");
    }

    [Fact]
    [PeerRule("8446-6-a")]
    public void A_server_takes_no_alert_in_the_clear_after_that()
    {
        using HostilePeer client = RecordPeers.Make(ofClient: false, TlsVersion.Tls13);
        client.Between(HostileMessage.Finished, () => client.SendPlainRecord(HostilePeer.AlertRecord, 2, 47));
        client.Run();
        client.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    // RFC 8446 section 6.1, RFC 5246 section 7.2.1: data after it MUST be ignored.
    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-6.1-a", "5246-7.2.1-a")]
    public void What_follows_close_notify_is_ignored(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, version);
        peer.SendRecord(HostilePeer.ApplicationDataRecord, 1);
        peer.SendRecord(HostilePeer.AlertRecord, 1, 0);
        peer.SendRecord(HostilePeer.ApplicationDataRecord, 2);
        peer.SendBytes(1, 2, 3, 4, 5);

        byte[] buffer = new byte[10];
        Assert.Equal(EngineStatus.Done, peer.Engine.Read(buffer, out int count));
        Assert.Equal([1], buffer[..count]);
        Assert.Equal(EngineStatus.Closed, peer.Engine.Read(buffer, out _));
        Assert.Null(peer.Engine.Failure);

        // RFC 8446 section 6.1: the other direction stays open.
        peer.Engine.Write("hello"u8, out _);
        Assert.Equal(EngineStatus.Done, peer.Engine.Shutdown());
        peer.Drain();
        Assert.Equal("hello"u8.ToArray(), peer.Data);
        Assert.Equal((1, 0), peer.Alert);
    }

    // RFC 8446 section 6: its level means nothing either. In TLS 1.2 a fatal one is an error like others.
    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-6-c")]
    public void A_close_notify_that_says_it_is_fatal(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, version);
        peer.SendRecord(HostilePeer.AlertRecord, 2, 0);

        EngineStatus expected = version == TlsVersion.Tls13 ? EngineStatus.Closed : EngineStatus.Failed;
        Assert.Equal(expected, peer.Engine.Read(new byte[1], out _));
    }

    // RFC 8446 section 6.1 for TLS 1.3. A handshake that the peer ends so is at its end, without a failure.
    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-6.1-b")]
    public void A_close_notify_during_the_handshake_ends_it(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, version);
        peer.Before(Second(ofClient, version), () => peer.SendRecord(HostilePeer.AlertRecord, 1, 0));
        Assert.False(peer.Run());
        Assert.Null(peer.Engine.Failure);
        Assert.Equal(EngineStatus.Closed, peer.Engine.Handshake());
    }

    private static void AssertEnded(HostilePeer peer, int alert, string reason)
    {
        peer.Drain();
        Assert.Equal((reason, (int?)alert), (peer.Engine.Failure?.Reason, peer.Engine.Failure?.Alert));
        Assert.Null(peer.Alert);
        Assert.Equal(0, peer.Engine.InputBytesWanted);
    }

    // A message that comes after the version is known, and before ChangeCipherSpec in TLS 1.2.
    private static byte Second(bool ofClient, int version) => version == TlsVersion.Tls13
        ? HostileMessage.Finished
        : ofClient ? HostileMessage.Certificate : HostileMessage.ClientKeyExchange;
}
