using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>What a record may be: RFC 8446 sections 5, 5.1 and 5.2, RFC 5246 section 6.2.</summary>
public sealed class RecordProtectionRuleTests
{
    private const int MaximumPlaintext = 1 << 14;

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5-a", "5246-6-a")]
    public void A_type_that_nobody_knows_is_refused(bool ofClient, int version)
    {
        using HostilePeer first = RecordPeers.Make(ofClient, version);
        first.Before(First(ofClient), () => first.SendPlainRecord(24, 1));
        first.Run();
        first.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");

        using HostilePeer last = RecordPeers.Make(ofClient, version);
        last.Before(HostileMessage.Finished, () => last.SendRecord(24, 1));
        last.Run();
        last.AssertRefused(
            AlertDescription.UnexpectedMessage, version == TlsVersion.Tls13 ? "BAD_RECORD_TYPE" : "UNEXPECTED_RECORD");

        using HostilePeer after = RecordPeers.Open(ofClient, version);
        after.SendRecord(24, 1);
        after.AssertRefused(
            AlertDescription.UnexpectedMessage, version == TlsVersion.Tls13 ? "BAD_RECORD_TYPE" : "UNEXPECTED_RECORD");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-j", "5246-6.2.1-a")]
    public void A_record_in_the_clear_of_more_than_16_KB_is_refused(bool ofClient, int version)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, version);
        byte[] message = Wire.Message(First(ofClient), new byte[20_000]);
        peer.Before(First(ofClient), () => peer.SendPlainRecord(22, message[..(MaximumPlaintext + 1)]));
        peer.Run();
        peer.AssertRefused(AlertDescription.RecordOverflow, "DATA_LENGTH_TOO_LONG");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.2-c", "5246-6.2.1-b")]
    public void An_encrypted_record_of_more_than_16_KB_is_refused(bool ofClient, int version)
    {
        using HostilePeer most = RecordPeers.Open(ofClient, version);
        most.SendRecord(HostilePeer.ApplicationDataRecord, new byte[MaximumPlaintext]);
        Assert.Null(most.Engine.Failure);

        using HostilePeer more = RecordPeers.Open(ofClient, version);
        more.SendRecord(HostilePeer.ApplicationDataRecord, new byte[MaximumPlaintext + 1]);
        more.AssertRefused(AlertDescription.RecordOverflow, "DATA_LENGTH_TOO_LONG");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.2-a")]
    public void A_record_of_TLS_1_3_adds_at_most_256_bytes(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        peer.SendBytes([23, 3, 3, .. Wire.U16(MaximumPlaintext + 257)]);
        peer.AssertRefused(AlertDescription.RecordOverflow, "ENCRYPTED_LENGTH_TOO_LONG");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("5246-6.2.3-a")]
    public void A_record_of_TLS_1_2_adds_at_most_2048_bytes(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls12);
        peer.SendBytes([23, 3, 3, .. Wire.U16(MaximumPlaintext + 2049)]);
        peer.AssertRefused(AlertDescription.RecordOverflow, "PACKET_LENGTH_TOO_LONG");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.2-b", "5246-6.2.3.3-a")]
    public void A_record_that_cannot_be_opened_is_refused(bool ofClient, int version)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, version);
        during.Before(HostileMessage.Finished, () => during.SendBytes([.. Head(during, 50), .. new byte[50]]));
        during.Run();
        during.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");

        foreach (int length in new[] { 0, 1, 16, 17, 25, 100 })
        {
            using HostilePeer after = RecordPeers.Open(ofClient, version);
            after.SendBytes([.. Head(after, length), .. new byte[length]]);
            after.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
        }

        static byte[] Head(HostilePeer peer, int length) =>
            [peer.IsTls13 || peer.Engine.State == IronSsl.Tls.Engine.EngineState.Open
                ? (byte)23
                : (byte)22, 3, 3, 0, (byte)length];
    }

    // The keys' own record, at the place of another.
    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.3-a", "5246-6.1-a")]
    public void Records_come_in_their_order_and_once(bool ofClient, int version)
    {
        using HostilePeer again = RecordPeers.Open(ofClient, version);
        byte[] record = again.SendKeys!.Seal(23, 1);
        again.SendBytes(record);
        again.SendBytes(record);
        again.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");

        using HostilePeer skipping = RecordPeers.Open(ofClient, version);
        skipping.SendKeys!.Seal(23, 1);
        skipping.SendBytes(skipping.SendKeys.Seal(23, 2));
        skipping.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    [Theory]
    [InlineData(true, "16030300081400000401020304")]
    [InlineData(false, "16030300081400000401020304")]
    [InlineData(true, "1603030000")]
    [InlineData(false, "1603030000")]
    [InlineData(true, "15030300020100")]
    [InlineData(true, "15030300020228")]
    [InlineData(true, "1803030001ff")]
    [PeerRule("8446-5.2-d")]
    public void Nothing_comes_in_the_clear_once_there_are_keys(bool ofClient, string record)
    {
        using HostilePeer during = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        during.Before(HostileMessage.Finished, () => during.SendBytes(System.Convert.FromHexString(record)));
        during.Run();
        during.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");

        using HostilePeer after = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        after.SendBytes(System.Convert.FromHexString(record));
        after.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    [Theory]
    [MemberData(nameof(RecordPeers.Roles), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.2-e")]
    public void A_Finished_in_the_clear_is_refused(bool ofClient)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        peer.Before(HostileMessage.Finished, () => peer.SendKeys = null);
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "BAD_RECORD_TYPE");
    }

    [Theory]
    [InlineData(true, 0x0301)]
    [InlineData(false, 0x0301)]
    [InlineData(true, 0x0304)]
    [InlineData(false, 0x0304)]
    [InlineData(true, 0x03fe)]
    [InlineData(false, 0x03fe)]
    [PeerRule("8446-5.2-f")]
    public void Another_version_in_an_encrypted_record_is_refused(bool ofClient, int recordVersion)
    {
        using HostilePeer peer = RecordPeers.Open(ofClient, TlsVersion.Tls13);
        peer.SendBytes([23, .. Wire.U16(recordVersion), 0, 20, .. new byte[20]]);
        peer.AssertRefused(AlertDescription.DecodeError, "WRONG_VERSION_NUMBER");
    }

    [Theory]
    [InlineData(true, 0x0301, false)]
    [InlineData(false, 0x0301, false)]
    [InlineData(true, 0x0304, true)]
    [InlineData(false, 0x0304, true)]
    [InlineData(true, 0xfefe, false)]
    [InlineData(false, 0xfefe, true)]
    [PeerRule("5246-6.2.1-c")]
    public void Another_version_in_a_record_of_TLS_1_2_is_refused(bool ofClient, int recordVersion, bool isOpen)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls12);
        byte[] record = [isOpen ? (byte)23 : (byte)22, .. Wire.U16(recordVersion), 0, 40, .. new byte[40]];
        byte second = ofClient ? HostileMessage.Certificate : HostileMessage.ClientKeyExchange;
        if (!isOpen)
        {
            peer.Before(second, () => peer.SendBytes(record));
        }

        peer.Run();
        if (isOpen)
        {
            peer.SendBytes(record);
        }

        peer.AssertRefused(AlertDescription.ProtocolVersion, "WRONG_VERSION_NUMBER");
    }

    // RFC 8446 section 5.1: it MUST be ignored.
    [Theory]
    [InlineData(true, 0x0301)]
    [InlineData(true, 0x0304)]
    [InlineData(true, 0x03ff)]
    [InlineData(false, 0x0300)]
    [InlineData(false, 0x0304)]
    [InlineData(false, 0x03ff)]
    [PeerRule("8446-5.1-m")]
    public void The_version_of_a_record_in_the_clear_means_nothing_in_TLS_1_3(bool ofClient, int recordVersion)
    {
        using HostilePeer peer = RecordPeers.Make(ofClient, TlsVersion.Tls13);
        peer.PlainRecordVersion = recordVersion;
        Assert.True(peer.Run(), peer.Engine.Failure?.ToString());
        peer.AssertWorks();
    }

    [Theory]
    [InlineData("802e0100020015000000100000000000", "UNKNOWN_PROTOCOL")]
    [PeerRule("8446-D.5-r")]
    public void A_server_refuses_a_hello_of_SSL_2(string hex, string reason)
    {
        using HostilePeer client = RecordPeers.Make(ofClient: false, TlsVersion.Tls13);
        client.SendBytes(System.Convert.FromHexString(hex));
        client.AssertRefused(AlertDescription.ProtocolVersion, reason);
    }

    [Theory]
    [MemberData(nameof(RecordPeers.RolesAndVersions), MemberType = typeof(RecordPeers))]
    [PeerRule("8446-5.1-k")]
    public void No_data_come_before_the_handshake_is_over(bool ofClient, int version)
    {
        using HostilePeer first = RecordPeers.Make(ofClient, version);
        first.Before(First(ofClient), () => first.SendPlainRecord(HostilePeer.ApplicationDataRecord, 1));
        first.Run();
        first.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");

        using HostilePeer last = RecordPeers.Make(ofClient, version);
        last.Before(HostileMessage.Finished, () => last.SendRecord(HostilePeer.ApplicationDataRecord, 1));
        last.Run();
        last.AssertRefused(
            AlertDescription.UnexpectedMessage,
            version == TlsVersion.Tls13 ? "UNEXPECTED_RECORD" : "DATA_BETWEEN_CCS_AND_FINISHED");

        using HostilePeer between = RecordPeers.Make(ofClient, version);
        between.Between(HostileMessage.Finished, () => between.SendRecord(HostilePeer.ApplicationDataRecord, 1));
        between.Run();
        between.AssertRefused(
            AlertDescription.UnexpectedMessage,
            version == TlsVersion.Tls13 ? "UNEXPECTED_RECORD" : "DATA_BETWEEN_CCS_AND_FINISHED");
    }

    private static byte First(bool ofClient) => ofClient ? HostileMessage.ServerHello : HostileMessage.ClientHello;
}
