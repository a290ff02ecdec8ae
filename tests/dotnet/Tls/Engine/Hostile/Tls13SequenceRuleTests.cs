using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 sections 4, 4.5 and 4.6: which message may come when, and what comes after the handshake, in both
/// roles.</summary>
public sealed class Tls13SequenceRuleTests
{
    private static readonly byte[] s_types =
    [
        HostileMessage.ClientHello, HostileMessage.ServerHello, HostileMessage.NewSessionTicket,
        HostileMessage.EndOfEarlyData,
        HostileMessage.EncryptedExtensions, HostileMessage.Certificate, HostileMessage.ServerKeyExchange,
        HostileMessage.CertificateRequest, HostileMessage.ServerHelloDone, HostileMessage.CertificateVerify,
        HostileMessage.ClientKeyExchange, HostileMessage.Finished, HostileMessage.CertificateStatus,
        HostileMessage.KeyUpdate,
        99, 254,
    ];

    // Before each message of a server, those that may come there.
    private static readonly (byte Before, byte[] Due)[] s_ofServer =
    [
        (HostileMessage.ServerHello, [HostileMessage.ServerHello]),
        (HostileMessage.EncryptedExtensions, [HostileMessage.EncryptedExtensions]),
        (HostileMessage.Certificate, [HostileMessage.Certificate, HostileMessage.CertificateRequest]),
        (HostileMessage.CertificateVerify, [HostileMessage.CertificateVerify]),
        (HostileMessage.Finished, [HostileMessage.Finished]),
    ];

    private static readonly (byte Before, byte[] Due)[] s_ofClient =
    [
        (HostileMessage.ClientHello, [HostileMessage.ClientHello]),
        (HostileMessage.Certificate, [HostileMessage.Certificate]),
        (HostileMessage.CertificateVerify, [HostileMessage.CertificateVerify]),
        (HostileMessage.Finished, [HostileMessage.Finished]),
    ];

    public static TheoryData<byte, byte> OutOfOrderFromServer => Pairs(s_ofServer);

    public static TheoryData<byte, byte> OutOfOrderFromClient => Pairs(s_ofClient);

    [Theory]
    [PeerRule("8446-4-a")]
    [MemberData(nameof(OutOfOrderFromServer))]
    public void A_client_refuses_a_message_out_of_order(byte before, byte type)
    {
        using var server = new HostileServer(Tls13.Client);
        server.AddChange(message =>
            message.Type == before ? (IEnumerable<HostileMessage>)[new RawMessage(type, new byte[40]), message] : null);
        Assert.False(server.Run());
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4-b", "8446-4.1.2-f")]
    [MemberData(nameof(OutOfOrderFromClient))]
    public void A_server_refuses_a_message_out_of_order(byte before, byte type)
    {
        using var client = new HostileClient(Tls13.Server.Verifying(), "p256");
        client.AddChange(message =>
            message.Type == before ? (IEnumerable<HostileMessage>)[new RawMessage(type, new byte[40]), message] : null);
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4-c")]
    [InlineData(HostileMessage.EncryptedExtensions)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.CertificateVerify)]
    public void A_client_misses_a_message(byte type)
    {
        using var server = new HostileServer(Tls13.Client);
        server.AddChange(message => message.Type == type ? [] : null);
        Assert.False(server.Run());
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4-d")]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.CertificateVerify)]
    public void A_server_misses_a_message(byte type)
    {
        using var client = new HostileClient(Tls13.Server.Verifying(), "p256");
        client.AddChange(message => message.Type == type ? [] : null);
        Assert.False(client.Run());
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Fact]
    [PeerRule("8446-4.4.2-k")]
    public void A_server_that_has_used_a_pre_shared_key_shows_no_certificate()
    {
        using var server = new HostileServer(Tls13.ClientWithPsk) { Psk = new byte[32] };
        server.Instead((FinishedMessage finished) => (IEnumerable<HostileMessage>)
            [new RawMessage(HostileMessage.Certificate, new byte[8]), finished]);
        Assert.False(server.Run());
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4-e")]
    [InlineData(HostileMessage.ServerHello)]
    [InlineData(HostileMessage.EncryptedExtensions)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.CertificateVerify)]
    [InlineData(HostileMessage.Finished)]
    [InlineData(HostileMessage.EndOfEarlyData)]
    [InlineData(HostileMessage.HelloRequest)]
    [InlineData(HostileMessage.ClientHello)]
    [InlineData(HostileMessage.CertificateRequest)]
    [InlineData((byte)254)]
    public void A_client_refuses_messages_of_the_handshake_after_it(byte type)
    {
        using HostileServer server = Connected();
        server.Send(new RawMessage(type, new byte[40]));
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4-f", "8446-4.6.1-a")]
    [InlineData(HostileMessage.ClientHello)]
    [InlineData(HostileMessage.NewSessionTicket)]
    [InlineData(HostileMessage.CertificateRequest)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.CertificateVerify)]
    [InlineData(HostileMessage.Finished)]
    [InlineData(HostileMessage.EndOfEarlyData)]
    public void A_server_refuses_messages_of_the_handshake_after_it(byte type)
    {
        using var client = new HostileClient(Tls13.Server);
        Assert.True(client.Run());
        client.Send(new RawMessage(type, new byte[40]));
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("8446-4.6.1-b")]
    [InlineData("")]
    [InlineData("00001c2000000001")]
    [InlineData("00001c2000000001" + "0100" + "0000" + "0000")]
    [InlineData("00001c2000000001" + "0100" + "0002aa" + "0000")]
    [InlineData("00001c2000000001" + "0100" + "0002aaaa")]
    [InlineData("00001c2000000001" + "0100" + "0002aaaa" + "0001")]
    [InlineData("00001c2000000001" + "0100" + "0002aaaa" + "0000" + "00")]
    public void A_client_decodes_a_ticket(string body)
    {
        using HostileServer server = Connected();
        server.Send(new RawMessage(HostileMessage.NewSessionTicket, System.Convert.FromHexString(body)));
        server.AssertRefused(AlertDescription.DecodeError, "LENGTH_MISMATCH");
    }

    [Theory]
    [PeerRule("8446-4.6.1-c")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 })]
    public void A_client_decodes_the_early_data_of_a_ticket(byte[] data)
    {
        using HostileServer server = Connected();
        server.Send(Ticket(7_200, (ExtensionList.EarlyData, data)));
        server.AssertRefused(AlertDescription.DecodeError, "INVALID_MAX_EARLY_DATA");
    }

    [Theory]
    [PeerRule("8446-4.6.1-d")]
    [InlineData(0u, false, 0L)]
    [InlineData(7_200u, true, 7_200L)]
    [InlineData(604_801u, true, 604_800L)]
    [InlineData(uint.MaxValue, true, 604_800L)]
    public void A_client_keeps_a_ticket_for_its_life_and_a_week_at_most(uint lifetime, bool isKept, long hint)
    {
        using HostileServer server = Connected();
        server.Send(Ticket(lifetime, (ExtensionList.EarlyData, Wire.U32(0))));

        Assert.Null(server.Engine.Failure);
        Assert.Equal(isKept, server.Engine.Session!.HasTicket);
        Assert.Equal(hint, server.Engine.Session.TicketLifetimeHintSeconds);
    }

    [Theory]
    [PeerRule("8446-4.6.3-a")]
    [InlineData(new byte[] { 2 }, AlertDescription.IllegalParameter)]
    [InlineData(new byte[] { 255 }, AlertDescription.IllegalParameter)]
    [InlineData(new byte[] { }, AlertDescription.DecodeError)]
    [InlineData(new byte[] { 0, 0 }, AlertDescription.DecodeError)]
    public void A_client_refuses_a_KeyUpdate_that_says_neither_yes_nor_no(byte[] body, int alert)
    {
        using HostileServer server = Connected();
        server.Send(new RawMessage(HostileMessage.KeyUpdate, body));
        server.AssertRefused(alert, "BAD_KEY_UPDATE");
    }

    [Theory]
    [PeerRule("8446-4.6.3-b")]
    [InlineData(new byte[] { 2 }, AlertDescription.IllegalParameter)]
    [InlineData(new byte[] { }, AlertDescription.DecodeError)]
    [InlineData(new byte[] { 0, 0 }, AlertDescription.DecodeError)]
    public void A_server_refuses_a_KeyUpdate_that_says_neither_yes_nor_no(byte[] body, int alert)
    {
        using var client = new HostileClient(Tls13.Server);
        Assert.True(client.Run());
        client.Send(new RawMessage(HostileMessage.KeyUpdate, body));
        client.AssertRefused(alert, "BAD_KEY_UPDATE");
    }

    [Theory]
    [PeerRule("8446-4.6.3-c")]
    [InlineData(true)]
    [InlineData(false)]
    public void What_follows_a_KeyUpdate_has_the_new_keys(bool toServer)
    {
        using HostilePeer peer = toServer ? new HostileClient(Tls13.Server) : new HostileServer(Tls13.Client);
        Assert.True(peer.Run());
        peer.Send(new RawMessage(HostileMessage.KeyUpdate, 0));
        Assert.Null(peer.Engine.Failure);
        peer.SendRecord(HostilePeer.ApplicationDataRecord, 1);
        peer.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    [Theory]
    [PeerRule("8446-4.6.3-d")]
    [InlineData(true)]
    [InlineData(false)]
    public void The_new_keys_come_with_a_KeyUpdate_only(bool toServer)
    {
        using HostilePeer peer = toServer ? new HostileClient(Tls13.Server) : new HostileServer(Tls13.Client);
        Assert.True(peer.Run());
        peer.SendKeys!.Update();
        peer.SendRecord(HostilePeer.ApplicationDataRecord, 1);
        peer.AssertRefused(AlertDescription.BadRecordMac, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC");
    }

    [Theory]
    [PeerRule("8446-4.6.3-e")]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_is_asked_for_new_keys_has_them_before_its_next_data(bool isServer)
    {
        using HostilePeer peer = isServer ? new HostileClient(Tls13.Server) : new HostileServer(Tls13.Client);
        Assert.True(peer.Run());
        peer.Send(new RawMessage(HostileMessage.KeyUpdate, 1));
        peer.Drain();
        peer.ReceiveKeys!.Update();
        peer.Engine.Write("hello"u8, out _);
        peer.Drain();

        Assert.Equal("hello"u8.ToArray(), peer.Data);
    }

    private static HostileServer Connected()
    {
        var server = new HostileServer(Tls13.Client);
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        return server;
    }

    private static RawMessage Ticket(uint lifetime, params (int Type, byte[] Data)[] extensions)
    {
        var list = new ExtensionList();
        list.Items.AddRange(extensions);
        return new RawMessage(
            HostileMessage.NewSessionTicket,
            [.. Wire.U32(lifetime), .. Wire.U32(1), .. Wire.Opaque8(0), .. Wire.Opaque16(1, 2), .. list.Encode()]);
    }

    private static TheoryData<byte, byte> Pairs((byte Before, byte[] Due)[] order)
    {
        var data = new TheoryData<byte, byte>();
        foreach ((byte before, byte[] due) in order)
        {
            foreach (byte type in s_types.Except(due))
            {
                data.Add(before, type);
            }
        }

        return data;
    }
}
