using System;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.BouncyCastle;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The order of messages in TLS 1.2: every type in every state, in both roles. RFC 5246 sections 7.1, 7.3 and
/// 7.4.</summary>
public sealed class Tls12OrderRuleTests
{
    // All that there are in any version (2 and 6 are no longer), and some that there are not.
    private static readonly byte[] s_types =
    [
        0, 1, 2, 3, 4, 5, 6, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 67, 254, 255,
    ];

    // The state is named by the message that an honest server sends next; the types are those that may come, too.
    // HelloRequest has tests of its own.
    public static TheoryData<byte, byte> WrongMessagesOfServers => Wrong(
        (HostileMessage.ServerHello, [HostileMessage.HelloRequest]),
        (HostileMessage.Certificate, [HostileMessage.HelloRequest]),
        (HostileMessage.ServerKeyExchange, [HostileMessage.HelloRequest]),
        (HostileMessage.CertificateRequest, [HostileMessage.HelloRequest, HostileMessage.ServerHelloDone]),
        (HostileMessage.ServerHelloDone, [HostileMessage.HelloRequest]),
        (HostileMessage.NewSessionTicket, [HostileMessage.HelloRequest]),
        (HostileMessage.Finished, [HostileMessage.HelloRequest]));

    public static TheoryData<byte, byte> WrongMessagesOfClients => Wrong(
        (HostileMessage.ClientHello, []),
        (HostileMessage.Certificate, []),
        (HostileMessage.ClientKeyExchange, []),
        (HostileMessage.CertificateVerify, []),
        (HostileMessage.Finished, []));

    [Theory]
    [PeerRule("5246-7.4-a")]
    [MemberData(nameof(WrongMessagesOfServers))]
    public void A_client_refuses_any_other_message_than_the_next(byte next, byte type)
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == next ? [new RawMessage(type)] : null);
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.4-b")]
    [MemberData(nameof(WrongMessagesOfClients))]
    public void A_server_refuses_any_other_message_than_the_next(byte next, byte type)
    {
        using HostileClient client = MakeClient();
        client.AddChange(message => message.Type == next ? [new RawMessage(type)] : null);
        client.Run();
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    // The message that comes next, twice.
    [Theory]
    [PeerRule("5246-7.4-c")]
    [InlineData(HostileMessage.ServerHello)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ServerKeyExchange)]
    [InlineData(HostileMessage.CertificateRequest)]
    [InlineData(HostileMessage.NewSessionTicket)]
    [InlineData(HostileMessage.Finished)]
    public void A_client_refuses_a_message_that_comes_twice(byte type)
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == type ? [message, message] : null);
        server.Run();
        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.4-d")]
    [InlineData(HostileMessage.ClientHello)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ClientKeyExchange)]
    [InlineData(HostileMessage.CertificateVerify)]
    [InlineData(HostileMessage.Finished)]
    public void A_server_refuses_a_message_that_comes_twice(byte type)
    {
        using HostileClient client = MakeClient();
        client.AddChange(message => message.Type == type ? [message, message] : null);
        client.Run();
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.4-e")]
    [InlineData(HostileMessage.Certificate, 0)]
    [InlineData(HostileMessage.Certificate, 0x009C)]
    [InlineData(HostileMessage.ServerKeyExchange, 0)]
    [InlineData(HostileMessage.ServerHelloDone, 0)]
    [InlineData(HostileMessage.NewSessionTicket, 0)]
    public void A_client_refuses_a_handshake_that_misses_a_message(byte type, int suite)
    {
        using HostileServer server = MakeServer("rsa");
        server.AsksForCertificate = false;
        server.Suite12 = suite;
        server.AddChange(message => message.Type == type ? [] : null);
        server.Run();

        // Behind the ServerHelloDone the client has the word.
        if (type == HostileMessage.ServerHelloDone)
        {
            server.SendRecord(HostilePeer.ChangeCipherSpecRecord, 1);
        }

        server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.4-f")]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ClientKeyExchange)]
    [InlineData(HostileMessage.CertificateVerify)]
    public void A_server_refuses_a_handshake_that_misses_a_message(byte type)
    {
        using HostileClient client = MakeClient();
        client.AddChange(message => message.Type == type ? [] : null);
        client.Run();
        client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    // RFC 5246 section 7.1. The last is that of a client that still waits for the ticket it was promised.
    [Theory]
    [PeerRule("5246-7.1-a")]
    [InlineData(HostileMessage.ServerHello)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ServerKeyExchange)]
    [InlineData(HostileMessage.ServerHelloDone)]
    [InlineData(HostileMessage.NewSessionTicket)]
    [InlineData(HostileMessage.Finished)]
    public void A_client_refuses_a_ChangeCipherSpec_before_its_time(byte next)
    {
        using HostileServer server = MakeServer();
        server.AddChange(message =>
        {
            if (message.Type == next)
            {
                server.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1);
            }

            return null;
        });
        server.Run();

        // Behind the honest one it would have to be sealed.
        bool isSealed = next == HostileMessage.Finished;
        server.AssertRefused(
            isSealed ? AlertDescription.BadRecordMac : AlertDescription.UnexpectedMessage,
            isSealed ? "DECRYPTION_FAILED_OR_BAD_RECORD_MAC" : "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.1-b")]
    [InlineData(HostileMessage.ClientHello)]
    [InlineData(HostileMessage.Certificate)]
    [InlineData(HostileMessage.ClientKeyExchange)]
    [InlineData(HostileMessage.CertificateVerify)]
    [InlineData(HostileMessage.Finished)]
    public void A_server_refuses_a_ChangeCipherSpec_before_its_time(byte next)
    {
        using HostileClient client = MakeClient();
        client.AddChange(message =>
        {
            if (message.Type == next)
            {
                client.SendPlainRecord(HostilePeer.ChangeCipherSpecRecord, 1);
            }

            return null;
        });
        client.Run();
        bool isSealed = next == HostileMessage.Finished;
        client.AssertRefused(
            isSealed ? AlertDescription.BadRecordMac : AlertDescription.UnexpectedMessage,
            isSealed ? "DECRYPTION_FAILED_OR_BAD_RECORD_MAC" : "UNEXPECTED_MESSAGE");
    }

    [Theory]
    [PeerRule("5246-7.1-c")]
    [InlineData(true)]
    [InlineData(false)]
    public void Both_sides_refuse_a_Finished_without_ChangeCipherSpec(bool isServer)
    {
        using HostilePeer peer = isServer ? MakeServer() : MakeClient();
        peer.AddChange(message =>
        {
            // In place of what comes before the ChangeCipherSpec.
            bool isTime =
                message.Type == (isServer ? HostileMessage.NewSessionTicket : HostileMessage.CertificateVerify);
            return isTime ? [message, new FinishedMessage(new byte[12])] : null;
        });
        peer.Run();
        peer.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");

        // The right one, in the clear: without a ChangeCipherSpec there are no keys to read it with.
        using HostilePeer right = isServer ? MakeServer() : MakeClient();
        right.Before(HostileMessage.Finished, () => right.SendKeys = null);
        right.ChangeCipherSpecBody = null;
        right.Run();
        right.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    // RFC 5246 section 7.3: no application data before the first handshake is complete.
    [Theory]
    [PeerRule("5246-7.3-a")]
    [InlineData(HostileMessage.ServerHello)]
    [InlineData(HostileMessage.ServerKeyExchange)]
    [InlineData(HostileMessage.NewSessionTicket)]
    [InlineData(HostileMessage.Finished)]
    public void A_client_refuses_data_before_the_handshake_is_complete(byte next) =>
        RefusesData(MakeServer(), next);

    [Theory]
    [PeerRule("5246-7.3-b")]
    [InlineData(HostileMessage.ClientHello)]
    [InlineData(HostileMessage.ClientKeyExchange)]
    [InlineData(HostileMessage.CertificateVerify)]
    [InlineData(HostileMessage.Finished)]
    public void A_server_refuses_data_before_the_handshake_is_complete(byte next) =>
        RefusesData(MakeClient(), next);

    // Whatever is not renegotiation, which is refused with a warning.
    [Fact]
    [PeerRule("5246-7.4-g", "5246-7.4-h")]
    public void Both_sides_refuse_any_message_after_the_handshake()
    {
        foreach (byte type in s_types)
        {
            if (type != HostileMessage.HelloRequest)
            {
                using HostileServer server = MakeServer();
                Assert.True(server.Run(), server.Engine.Failure?.ToString());
                server.Send(new RawMessage(type));
                server.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
            }

            if (type != HostileMessage.ClientHello)
            {
                using HostileClient client = MakeClient();
                Assert.True(client.Run(), client.Engine.Failure?.ToString());
                client.Send(new RawMessage(type));
                client.AssertRefused(AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
            }
        }
    }

    // RFC 5246 section 7.4.1.1: it is no part of the transcript either.
    [Fact]
    [PeerRule("5246-7.4.1.1-a")]
    public void A_client_passes_over_HelloRequests_while_it_shakes_hands()
    {
        using HostileServer server = MakeServer();
        server.AddChange(_ =>
        {
            server.SendHandshakeBytes([0, 0, 0, 0]);
            return null;
        });
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
    }

    [Fact]
    [PeerRule("5246-7.4.1.1-b")]
    public void A_client_refuses_a_HelloRequest_that_says_something()
    {
        using HostileServer server = MakeServer();
        server.AddChange(message => message.Type == HostileMessage.Certificate ? [new RawMessage(0, 1)] : null);
        server.Run();
        server.AssertRefused(AlertDescription.DecodeError, "LENGTH_MISMATCH");
    }

    // RFC 5746 sections 3.5 and 3.7, RFC 5246 section 7.2.2: declined with a warning, and the connection goes on.
    [Fact]
    [PeerRule("5746-3.5-a", "5746-3.7-a")]
    public void Both_sides_decline_to_renegotiate()
    {
        using HostileServer server = MakeServer();
        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        server.Send(new RawMessage(HostileMessage.HelloRequest));
        server.Drain();
        Assert.Equal((1, AlertDescription.NoRenegotiation), server.Alert);
        Assert.Equal(EngineState.Open, server.Engine.State);
        using HostileClient client = MakeClient();
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        client.Send(client.MakeClientHello());
        client.Drain();
        Assert.Equal((1, AlertDescription.NoRenegotiation), client.Alert);
        Assert.Equal(EngineState.Open, client.Engine.State);
    }

    // BouncyCastle lets clients of TLS 1.1 and below do without.
    [Theory]
    [PeerRule("5246-7.4.6-a")]
    [InlineData(TlsVersion.Tls10)]
    [InlineData(TlsVersion.Tls11)]
    [InlineData(TlsVersion.Tls12)]
    [Tripwire("m_certificateRequest")]
    public void A_server_that_asked_for_a_certificate_wants_an_answer_in_any_version(int version)
    {
        using var pair = new EnginePair(
            TestSettings.Client().Only(version),
            TestSettings.Server("rsa").Only(version).Verifying(VerifyMode.Optional))
        {
            Tamper = (toServer, record) => toServer && record[0] == 22 && record[5] == HostileMessage.Certificate
                ? null
                : record,
        };
        pair.Handshake();
        pair.AssertRefused(pair.Server, AlertDescription.UnexpectedMessage, "UNEXPECTED_MESSAGE");
    }

    private static void RefusesData(HostilePeer peer, byte next)
    {
        using (peer)
        {
            peer.AddChange(message =>
            {
                if (message.Type == next)
                {
                    peer.SendRecord(HostilePeer.ApplicationDataRecord, 1);
                }

                return null;
            });
            peer.Run();
            peer.AssertRefused(AlertDescription.UnexpectedMessage, next switch
            {
                HostileMessage.ClientHello or HostileMessage.ServerHello => "UNEXPECTED_MESSAGE",
                HostileMessage.Finished => "DATA_BETWEEN_CCS_AND_FINISHED",
                _ => "UNEXPECTED_RECORD",
            });
        }
    }

    private static TheoryData<byte, byte> Wrong(params (byte Next, byte[] Allowed)[] states)
    {
        var data = new TheoryData<byte, byte>();
        foreach ((byte next, byte[] allowed) in states)
        {
            foreach (byte type in s_types.Where(type => type != next && !allowed.Contains(type)))
            {
                data.Add(next, type);
            }
        }

        return data;
    }

    // Asks for the client's certificate, and sends a ticket: a server with all its messages.
    private static HostileServer MakeServer(string kind = "p256") =>
        new(TestSettings.Client().Only(TlsVersion.Tls12) with
        {
            Ciphers = TestSettings.Suites("ECDHE+AESGCM:AES128-GCM-SHA256"),
            Credentials = [TestCertificates.Credential("p256:client")],
        },
    kind)
        {
            AsksForCertificate = true,
            SendsTicket = true,
        };

    private static HostileClient MakeClient() =>
        new(TestSettings.Server("p256").Only(TlsVersion.Tls12).Verifying(), "p256");
}
