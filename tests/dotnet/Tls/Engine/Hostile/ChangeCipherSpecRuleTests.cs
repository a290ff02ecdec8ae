using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 5246 section 7.1, RFC 8446 sections 5 and D.4.</summary>
public sealed class ChangeCipherSpecRuleTests
{
    [Theory]
    [InlineData(true, "00")]
    [InlineData(false, "00")]
    [InlineData(true, "02")]
    [InlineData(false, "02")]
    [InlineData(true, "0101")]
    [InlineData(false, "0101")]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [PeerRule("8446-5-b")]
    public void One_of_TLS_1_3_is_a_byte_of_1(bool ofClient, string body)
    {
        AssertRefused(
            ofClient, TlsVersion.Tls13, HostileMessage.Finished,
            peer => peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, System.Convert.FromHexString(body)),
            "INVALID_CCS_MESSAGE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5-c")]
    public void One_of_TLS_1_3_is_never_encrypted(bool ofClient)
    {
        AssertRefused(
            ofClient, TlsVersion.Tls13, HostileMessage.Finished,
            peer => peer.SendRecord(HostilePeer.ChangeCipherSpecRecord, 1),
            "BAD_RECORD_TYPE");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        after.SendRecord(HostilePeer.ChangeCipherSpecRecord, 1);
        after.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5-d", "5246-7.1-k")]
    public void None_comes_before_the_first_hello(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, version);
        peer.Before(
            ofClient ? HostileMessage.ServerHello : HostileMessage.ClientHello,
            () => peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1));
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5-e")]
    public void None_comes_after_the_Finished_of_TLS_1_3(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1);
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5-f")]
    public void Not_more_than_32_are_dropped(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        peer.Before(HostileMessage.Finished, () =>
        {
            for (int i = 0; i < 33; i++)
            {
                Assert.Null(peer.Engine.Failure);
                peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1);
            }
        });
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_CCS_MESSAGE");
    }

    // RFC 8446 sections 5 and D.4: it MUST be dropped.
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [PeerRule("8446-D.4-a")]
    public void They_are_dropped_anywhere_between_hello_and_Finished(bool ofClient, bool betweenFragments)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        if (betweenFragments)
        {
            peer.Between(HostileMessage.Finished, () => peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1));
        }
        else
        {
            peer.AddChange(message =>
            {
                if (message.Type is not (HostileMessage.ServerHello or HostileMessage.ClientHello))
                {
                    peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1);
                }

                return null;
            });
        }

        Assert.True(peer.Run(), peer.Engine.Failure?.ToString());
        peer.AssertWorks();
    }

    [Theory]
    [InlineData(true, "00")]
    [InlineData(false, "00")]
    [InlineData(true, "02")]
    [InlineData(false, "02")]
    [InlineData(true, "0101")]
    [InlineData(false, "0101")]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [PeerRule("5246-7.1-l")]
    public void One_of_TLS_1_2_is_a_byte_of_1(bool ofClient, string body)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls12);
        peer.ChangeCipherSpecBody = System.Convert.FromHexString(body);
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_CHANGE_CIPHER_SPEC");
    }

    [Theory]
    [InlineData(true, HostileMessage.Certificate)]
    [InlineData(true, HostileMessage.ServerKeyExchange)]
    [InlineData(true, HostileMessage.ServerHelloDone)]
    [InlineData(false, HostileMessage.ClientKeyExchange)]
    [PeerRule("5246-7.1-m")]
    public void One_that_comes_too_early_is_refused(bool ofClient, byte before)
    {
        AssertRefused(
            ofClient, TlsVersion.Tls12, before, peer => peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1),
            "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-7.1-n")]
    public void Nothing_but_Finished_follows_one(bool ofClient)
    {
        AssertRefused(
            ofClient, TlsVersion.Tls12, HostileMessage.Finished,
            peer => peer.SendRecord(HostilePeer.ChangeCipherSpecRecord, 1),
            "DATA_BETWEEN_CCS_AND_FINISHED");

        AssertRefused(
            ofClient, TlsVersion.Tls12, HostileMessage.Finished,
            peer => peer.SendRecord(HostilePeer.AlertRecord, 1, 90),
            "DATA_BETWEEN_CCS_AND_FINISHED");

        AssertRefused(
            ofClient, TlsVersion.Tls12, HostileMessage.Finished,
            peer => peer.SendHandshakeBytes(
                [ofClient ? HostileMessage.Certificate : HostileMessage.ClientKeyExchange, 0, 0, 0]),
            "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [InlineData(true, HostileMessage.Certificate)]
    [InlineData(false, HostileMessage.ClientKeyExchange)]
    [PeerRule("5246-7.1-o")]
    public void One_between_the_fragments_of_a_message_is_refused(bool ofClient, byte message)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls12);
        peer.Between(message, () => peer.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1));
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_CHANGE_CIPHER_SPEC");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-7.1-p")]
    public void None_comes_after_the_handshake_of_TLS_1_2(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        peer.SendRecord(HostilePeer.ChangeCipherSpecRecord, 1);
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "CCS_RECEIVED_EARLY");
    }

    // Has the peer do something before that message, which is refused.
    private static void AssertRefused(
        bool ofClient, int version, byte before, System.Action<HostilePeer> act, string reason)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, version);
        peer.Before(before, () => act(peer));
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, reason);
    }
}
