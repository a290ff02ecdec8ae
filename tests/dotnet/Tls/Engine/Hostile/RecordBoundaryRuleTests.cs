using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 5.1: how handshake messages lie in records.</summary>
public sealed class RecordBoundaryRuleTests
{
    /// <summary>The beginning of a message, a header, and a message that means nothing but is whole.</summary>
    public static TheoryData<string> Surplus() => ["08", "08000002", "080000020000"];

    [Theory]
    [MemberData(nameof(Surplus))]
    [PeerRule("8446-5.1-a")]
    public void A_ServerHello_ends_its_record(string surplus) =>
        AssertEndsItsRecord(HostileMessage.ServerHello, ofClient: true, surplus);

    [Theory]
    [MemberData(nameof(Surplus))]
    [PeerRule("8446-5.1-b")]
    public void A_server_s_Finished_ends_its_record(string surplus) =>
        AssertEndsItsRecord(HostileMessage.Finished, ofClient: true, surplus);

    [Theory]
    [InlineData("01")]
    [InlineData("01000002")]
    [InlineData("010000020000")]
    [PeerRule("8446-5.1-c")]
    public void A_ClientHello_ends_its_record(string surplus) =>
        AssertEndsItsRecord(HostileMessage.ClientHello, ofClient: false, surplus);

    [Theory]
    [InlineData("18")]
    [InlineData("18000001")]
    [InlineData("1800000100")]
    [PeerRule("8446-5.1-d")]
    public void A_client_s_Finished_ends_its_record(string surplus) =>
        AssertEndsItsRecord(HostileMessage.Finished, ofClient: false, surplus);

    [Theory]
    [InlineData(true, "18")]
    [InlineData(false, "18")]
    [InlineData(true, "1800000100")]
    [InlineData(false, "1800000100")]
    [PeerRule("8446-5.1-e")]
    public void A_KeyUpdate_ends_its_record(bool ofClient, string surplus)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        peer.Append(HostileMessage.KeyUpdate, System.Convert.FromHexString(surplus));
        peer.Send(new RawMessage(HostileMessage.KeyUpdate, 0));
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "NOT_ON_RECORD_BOUNDARY");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-f")]
    public void No_data_come_between_the_fragments_of_a_message(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        peer.Between(HostileMessage.KeyUpdate, () => peer.SendRecord(HostilePeer.ApplicationDataRecord, 1));
        peer.SendHandshakeBytes([HostileMessage.KeyUpdate, 0, 0, 2, 0, 0]);
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "MIXED_HANDSHAKE_AND_NON_HANDSHAKE_DATA");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-g")]
    public void No_warning_comes_between_the_fragments_of_a_message(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        peer.Between(HostileMessage.Finished, () => peer.SendRecord(HostilePeer.AlertRecord, 1, 90));
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "MIXED_HANDSHAKE_AND_NON_HANDSHAKE_DATA");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-h")]
    public void No_message_continues_under_other_keys(bool ofClient)
    {
        // The second half of the last message in the clear is sent encrypted, with what is sent so anyhow.
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        byte last = ofClient ? HostileMessage.ServerHello : HostileMessage.Finished;
        byte[] rest = [];
        peer.Records = bytes =>
        {
            byte[] before = rest;
            rest = bytes[0] == last ? bytes[^3..] : [];
            return [(HostilePeer.HandshakeRecord, [.. before, .. bytes[..^rest.Length]])];
        };
        peer.Run();
        if (ofClient)
        {
            // To the client, which waits for the end of a ServerHello, it is data.
            peer.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
        }
        else
        {
            // To the server, which waits for the end of a Finished, it is noise.
            peer.SendHandshakeBytes([HostileMessage.KeyUpdate, 0, 0, 1, 0]);
            peer.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
        }
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-n")]
    public void Messages_may_be_cut_anywhere_else(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, version);
        peer.Records = bytes => bytes.Select(b => (HostilePeer.HandshakeRecord, new[] { b }));
        Assert.True(peer.Run(), peer.Engine.Failure?.ToString());
        peer.AssertWorks();
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-i")]
    public void A_record_of_the_handshake_in_the_clear_holds_something(bool ofClient)
    {
        // While the version isn't known an empty record is passed over; after a HelloRetryRequest it is.
        using HostilePeer peer = Retrying(ofClient);
        peer.Before(
            ofClient ? HostileMessage.ServerHello : HostileMessage.ClientHello,
            () =>
            {
                if (peer.ReceivedTypes.Count(type => type is HostileMessage.ClientHello or HostileMessage.ServerHello)
                    >= (ofClient ? 2 : 1))
                {
                    peer.SendPlainRecord(HostilePeer.HandshakeRecord);
                }
            });
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_LENGTH");
    }

    [Theory]
    [InlineData(true, HostilePeer.HandshakeRecord, 0)]
    [InlineData(true, HostilePeer.HandshakeRecord, 100)]
    [InlineData(true, HostilePeer.AlertRecord, 0)]
    [InlineData(true, HostilePeer.AlertRecord, 100)]
    [InlineData(false, HostilePeer.HandshakeRecord, 0)]
    [InlineData(false, HostilePeer.HandshakeRecord, 100)]
    [InlineData(false, HostilePeer.AlertRecord, 0)]
    [InlineData(false, HostilePeer.AlertRecord, 100)]
    [PeerRule("8446-5.4-b")]
    public void A_record_of_the_handshake_or_an_alert_holds_more_than_padding(
        bool ofClient, byte contentType, int padding)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        during.Before(HostileMessage.Finished, () => SendPadded(during, contentType, padding));
        during.Run();
        during.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_LENGTH");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        SendPadded(after, contentType, padding);
        after.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_LENGTH");
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(true, 100)]
    [InlineData(false, 0)]
    [InlineData(false, 100)]
    [PeerRule("8446-5.4-a")]
    public void A_record_of_padding_alone_is_refused(bool ofClient, int padding)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        during.Before(HostileMessage.Finished, () => during.SendRecord(0, new byte[padding]));
        during.Run();
        during.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        after.SendRecord(0, new byte[padding]);
        after.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    private static HostilePeer Retrying(bool ofClient) => ofClient
        ? new HostileServer(TestSettings.Client().Only(TlsVersion.Tls13)) { RetryGroup = KeyAgreement.Secp256r1 }
        : new HostileClient(TestSettings.Server("p256").Only(TlsVersion.Tls13) with
        {
            Groups = [GroupTable.ByName("P-256")!],
        });

    private static void SendPadded(HostilePeer peer, byte contentType, int padding)
    {
        if (padding == 0)
        {
            peer.SendRecord(contentType);
        }
        else
        {
            peer.SendRecord(0, [contentType, .. new byte[padding - 1]]);
        }
    }

    private static void AssertEndsItsRecord(byte message, bool ofClient, string surplus)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        peer.Append(message, System.Convert.FromHexString(surplus));
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "NOT_ON_RECORD_BOUNDARY");
    }
}
