using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What <c>ClientProtocol</c> and <c>ServerProtocol</c> take for granted of their base classes.</summary>
public sealed class ProtocolTripwireTests
{
    private static readonly string[] s_states =
    [
        "CS_START", "CS_CLIENT_HELLO", "CS_SERVER_HELLO_RETRY_REQUEST", "CS_CLIENT_HELLO_RETRY", "CS_SERVER_HELLO",
        "CS_SERVER_ENCRYPTED_EXTENSIONS", "CS_SERVER_SUPPLEMENTAL_DATA", "CS_SERVER_CERTIFICATE",
        "CS_SERVER_CERTIFICATE_STATUS", "CS_SERVER_CERTIFICATE_VERIFY", "CS_SERVER_KEY_EXCHANGE",
        "CS_SERVER_CERTIFICATE_REQUEST", "CS_SERVER_HELLO_DONE", "CS_CLIENT_END_OF_EARLY_DATA",
        "CS_CLIENT_SUPPLEMENTAL_DATA", "CS_CLIENT_CERTIFICATE", "CS_CLIENT_KEY_EXCHANGE",
        "CS_CLIENT_CERTIFICATE_VERIFY", "CS_CLIENT_FINISHED", "CS_SERVER_SESSION_TICKET", "CS_SERVER_FINISHED",
        "CS_END",
    ];

    [Fact]
    [Tripwire("states")]
    public void The_states_of_a_connection_are_in_this_order()
    {
        IEnumerable<string> states = typeof(TlsProtocol).GetFields(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(field => field.IsLiteral && field.Name.StartsWith("CS_", StringComparison.Ordinal))
            .OrderBy(field => (short)field.GetRawConstantValue()!)
            .Select(field => $"{field.GetRawConstantValue()} {field.Name}");

        Assert.Equal(s_states.Select((name, value) => $"{value} {name}"), states);
    }

    [Fact]
    [Tripwire("m_connectionState")]
    public void Messages_come_in_the_states_that_ours_asks_for()
    {
        PlainPair retried = Retry();
        PlainPair legacy = PlainPair.Open(new PlainSettings(ProtocolVersion.TLSv12) { UsesTickets = true });

        Assert.Equal(
            ["server_hello CS_CLIENT_HELLO", "server_hello CS_CLIENT_HELLO_RETRY",
                "encrypted_extensions CS_SERVER_HELLO", "finished CS_SERVER_ENCRYPTED_EXTENSIONS"],
            Journal(retried.ClientSide));
        Assert.Equal(
            ["client_hello CS_START", "client_hello CS_SERVER_HELLO_RETRY_REQUEST", "finished CS_SERVER_FINISHED"],
            Journal(retried.ServerSide));
        Assert.Equal(
            ["server_hello CS_CLIENT_HELLO", "server_key_exchange CS_SERVER_HELLO",
                "server_hello_done CS_SERVER_KEY_EXCHANGE", "new_session_ticket CS_CLIENT_FINISHED",
                "finished CS_SERVER_SESSION_TICKET"],
            Journal(legacy.ClientSide));
        Assert.Equal(
            ["client_hello CS_START", "client_key_exchange CS_SERVER_HELLO_DONE", "finished CS_CLIENT_KEY_EXCHANGE"],
            Journal(legacy.ServerSide));
        Assert.Equal("CS_END", s_states[retried.Client.State]);
    }

    [Fact]
    [Tripwire("read-protected")]
    public void In_TLS_1_3_records_are_protected_from_the_ServerHello_on()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        // All messages but the two hellos were opened by a cipher.
        Assert.Equal(2, pair.ClientSide.Opened.Length);
        Assert.Equal(
            [HandshakeType.server_hello],
            pair.ClientSide.Received.Where(message => message.State < Array.IndexOf(s_states, "CS_SERVER_HELLO"))
                .Select(message => message.Type));
        Assert.Single(pair.ServerSide.Opened);
        Assert.Equal(
            [HandshakeType.client_hello],
            pair.ServerSide.Received.Where(message => message.State < Array.IndexOf(s_states, "CS_SERVER_HELLO"))
                .Select(message => message.Type));
    }

    [Fact]
    [Tripwire("m_receivedChangeCipherSpec")]
    public void In_TLS_1_2_the_flag_of_a_ChangeCipherSpec_is_up_until_the_handshake_is_over()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv12));
        var seen = new List<bool>();
        foreach ((PlainSide side, Func<bool> flag) in ((PlainSide, Func<bool>)[])
            [(pair.ClientSide, () => pair.Client.HasReceivedChangeCipherSpec),
                (pair.ServerSide, () => pair.Server.HasReceivedChangeCipherSpec)])
        {
            side.After["HandleChangeCipherSpecMessage"] = () => seen.Add(flag());
            side.Before["CompleteHandshake"] = () => seen.Add(flag());
            side.After["CompleteHandshake"] = () => seen.Add(flag());
        }

        pair.Start();
        pair.Transfer();

        Assert.Equal([true, true, false, true, true, false], seen);
    }

    [Fact]
    [Tripwire("m_outputBuffer")]
    public void All_output_lies_in_one_queue_that_stays_the_same()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        ByteQueue before = pair.Client.Output;
        pair.Start();

        Assert.Equal(pair.Client.GetAvailableOutputBytes(), before.Available);
        Assert.NotEqual(0, before.Available);
        pair.Transfer();
        Assert.Equal(0, before.Available);
        before.AddData([1, 2, 3], 0, 3);
        Assert.Same(before, pair.Client.Output);
        Assert.Equal(3, pair.Client.GetAvailableOutputBytes());
    }

    [Fact]
    [Tripwire("m_expectSessionTicket", "m_serverExtensions")]
    public void A_promise_of_a_ticket_is_known_before_the_ChangeCipherSpec()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv12) { UsesTickets = true });
        bool? expects = null;
        bool? promised = null;
        pair.ClientSide.Before["HandleChangeCipherSpecMessage"] = () =>
        {
            expects = pair.Client.ExpectsSessionTicket;
            promised = pair.Client.ServerExtensions?.ContainsKey(ExtensionType.session_ticket);
        };
        pair.Start();
        pair.Transfer();

        Assert.True(expects);
        Assert.True(promised);
        Assert.Contains(HandshakeType.new_session_ticket, pair.ClientSide.ReceivedTypes);
    }

    [Fact]
    [Tripwire("m_selectedPsk13")]
    public void A_selected_key_is_known_from_the_ServerHello_on()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        bool? before = null;
        bool? after = null;
        pair.ClientSide.Before["ReceiveServerHelloMessage"] = () => before = pair.Client.HasSelectedPsk13;
        pair.ClientSide.Before["Receive13EncryptedExtensions"] = () => after = pair.Client.HasSelectedPsk13;
        pair.Start();
        pair.Transfer();

        Assert.False(before);
        Assert.True(after);
    }

    [Fact]
    [Tripwire("m_tlsSession")]
    public void Without_a_session_to_resume_there_is_none_when_the_ServerHello_comes()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv12));
        TlsSession? session = new PlainSession();
        pair.ClientSide.Before["ReceiveServerHelloMessage"] = () => session = pair.Client.Session;
        pair.Start();
        pair.Transfer();

        Assert.Null(session);
    }

    [Fact]
    [Tripwire("m_clientExtensions", "m_clientHello", "hello-sent")]
    public void What_is_changed_before_a_ClientHello_is_sent_is_in_it()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13)
        {
            ServerGroups = [NamedGroup.secp256r1],
            ClientGroups = [NamedGroup.x25519, NamedGroup.secp256r1],
        });
        var same = new List<bool>();
        pair.ClientSide.Before["SendClientHelloMessage"] = () =>
        {
            same.Add(ReferenceEquals(pair.Client.ClientExtensions, pair.Client.Hello!.Extensions));
            pair.Client.ClientExtensions![ExtensionType.post_handshake_auth] = [];
            ClientHello hello = pair.Client.Hello;
            pair.Client.Hello = new ClientHello(
                hello.Version, hello.Random, hello.SessionID, null, [.. hello.CipherSuites, 0x1399], hello.Extensions,
                hello.BindersSize);
        };
        pair.Start();
        pair.Transfer();

        Assert.True(pair.Client.IsConnected);
        Assert.Equal([true, true], same);
        Assert.Equal(2, pair.ClientSide.Ran.Count(method => method == "SendClientHelloMessage"));
        byte[][] hellos = [.. pair.ServerSide.Received.Take(2).Select(message => message.Message)];
        Assert.All(hellos, hello => Assert.NotEqual(-1, hello.AsSpan().IndexOf((byte[])[0, 49, 0, 0])));
        Assert.All(hellos, hello => Assert.NotEqual(-1, hello.AsSpan().IndexOf((byte[])[0x13, 0x99])));
    }

    [Fact]
    [Tripwire("m_clientAgreements")]
    public void The_shares_of_a_client_are_known_by_their_group_when_a_retry_is_asked_for()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13)
        {
            ServerGroups = [NamedGroup.secp256r1],
            ClientGroups = [NamedGroup.x25519, NamedGroup.secp256r1],
        });
        int[] before = [];
        int[] after = [];
        pair.ClientSide.Before["Process13HelloRetryRequest"] = () =>
        {
            before = [.. pair.Client.Agreements!.Keys];
            pair.Client.Agreements = new Dictionary<int, TlsAgreement>();
        };
        pair.ClientSide.Before["SendClientHelloMessage"] = () => after = [.. pair.Client.Agreements!.Keys];
        pair.Start();
        pair.Transfer();

        Assert.Equal([NamedGroup.x25519], before);
        Assert.Equal([NamedGroup.secp256r1], after);
    }

    [Fact]
    [Tripwire("m_retryGroup", "m_retryCookie")]
    public void A_server_keeps_what_it_asked_for_in_a_HelloRetryRequest()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13)
        {
            ServerGroups = [NamedGroup.secp256r1],
            ClientGroups = [NamedGroup.x25519, NamedGroup.secp256r1],
        });
        var kept = new List<(int Group, byte[]? Cookie)>();
        pair.ServerSide.Before["Handle13HandshakeMessage"] =
            () => kept.Add((pair.Server.RetryGroup, pair.Server.RetryCookie));
        pair.Start();
        pair.Transfer();

        byte[] request = pair.ClientSide.Received[0].Message;
        Assert.Equal(NamedGroup.secp256r1, kept[0].Group);
        Assert.NotEqual(-1, request.AsSpan().IndexOf(kept[0].Cookie));
    }

    [Fact]
    [Tripwire("message-whole")]
    public void A_message_is_handed_on_once_and_whole_with_its_header()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        Assert.Equal(
            [HandshakeType.server_hello, HandshakeType.encrypted_extensions, HandshakeType.finished],
            pair.ClientSide.ReceivedTypes);
        Assert.Equal([HandshakeType.client_hello, HandshakeType.finished], pair.ServerSide.ReceivedTypes);
        Assert.All(
            [.. pair.ClientSide.Received, .. pair.ServerSide.Received],
            message =>
            {
                Assert.Equal(message.Type, message.Message[0]);
                Assert.Equal(
                    message.Message.Length - 4,
                    message.Message[1] << 16 | message.Message[2] << 8 | message.Message[3]);
            });
        byte[] hello = pair.ClientSide.Written[0].Text;
        Assert.Equal(hello, pair.ServerSide.Received[0].Message);
    }

    [Fact]
    [Tripwire("message-body")]
    public void A_method_that_receives_a_message_gets_its_body()
    {
        // PlainClientProtocol compares what is left of each stream with the message.
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.Server.UpdateKeys(false);

        // RFC 8446 section 4.6.1: lifetime, age_add, nonce, ticket, extensions.
        byte[] ticket = [0, 0, 1, 0, 0, 0, 0, 0, 1, 7, 0, 2, 8, 9, 0, 0];
        pair.Server.SendRecord(
            ContentType.handshake, [(byte)HandshakeType.new_session_ticket, 0, 0, (byte)ticket.Length, .. ticket]);
        pair.Transfer();

        Assert.Contains("ReceiveServerHelloMessage", pair.ClientSide.Ran);
        Assert.Contains("Receive13EncryptedExtensions", pair.ClientSide.Ran);
        Assert.Contains("Receive13NewSessionTicket", pair.ClientSide.Ran);
        Assert.Contains("Receive13KeyUpdate", pair.ClientSide.Ran);
    }

    [Theory]
    [InlineData(0x0303)]
    [InlineData(0x0304)]
    [Tripwire("secrets-at-completion")]
    public void Secrets_are_there_until_BouncyCastle_completes_the_handshake(int version)
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.Get(version >> 8, version & 0xFF)));
        var alive = new List<bool>();
        SecurityParameters client = null!;
        pair.ClientSide.Before["CompleteHandshake"] = () =>
        {
            client = pair.Client.Parameters;
            alive.Add(client.MasterSecret is { } secret && secret.IsAlive());
            alive.Add(client.TrafficSecretClient is { } traffic ? traffic.IsAlive() : version == 0x0303);
            alive.Add(client.ExporterMasterSecret is { } exporter ? exporter.IsAlive() : version == 0x0303);
        };
        pair.Start();
        pair.Transfer();

        Assert.Equal([true, true, true], alive);
        Assert.Null(client.MasterSecret);
    }

    [Fact]
    [Tripwire("secrets-of-handshake")]
    public void The_secrets_of_a_TLS_1_3_handshake_are_there_where_ours_logs_them()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        var secrets = new List<string>();
        pair.ClientSide.After["Process13ServerHelloCoda"] = () => secrets.AddRange(Traffic(pair.Client.Parameters));
        pair.ServerSide.Before["Send13EncryptedExtensionsMessage"] =
            () => secrets.AddRange(Traffic(pair.Server.Parameters));
        pair.Start();
        pair.Transfer();

        Assert.Equal(4, secrets.Count);
        Assert.Equal(secrets[..2], secrets[2..]);
    }

    [Fact]
    [Tripwire("hello-first")]
    public void A_server_makes_its_hello_after_it_has_read_the_client_s_and_before_it_looks_up_a_key()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        int? asked = null;
        pair.ServerSide.Before["Generate13ServerHello"] = () => asked = pair.ServerPeer.AskedAbout.Count;
        pair.Start();
        pair.Transfer();

        Assert.Equal(
            ["HandleHandshakeMessage", "ReceiveClientHelloMessage", "Generate13ServerHello"],
            pair.ServerSide.Ran.Take(3));
        Assert.Equal(0, asked);
        Assert.NotEmpty(pair.ServerPeer.AskedAbout);
    }

    [Fact]
    [Tripwire("alert-is-ours")]
    public void An_alert_closes_nothing_unless_the_method_for_it_does()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.ClientSide.PassesAlertsOn = false;

        pair.Server.Alert(AlertDescription.close_notify);
        pair.Transfer();
        pair.Client.WriteApplicationData([1]);
        pair.Transfer();

        Assert.Equal([(AlertLevel.warning, AlertDescription.close_notify)], pair.ClientSide.Alerts);
        Assert.False(pair.Client.IsClosed);
        Assert.Equal(1, pair.Server.ApplicationDataAvailable);
    }

    [Fact]
    [Tripwire("close-half")]
    public void Who_has_sent_close_notify_still_reads()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.Client.Alert(AlertDescription.close_notify);

        pair.Server.WriteApplicationData([1]);
        Offer(pair.Client, Assert.Single(PlainPair.Take(pair.Server)));

        Assert.Equal(1, pair.Client.ApplicationDataAvailable);
    }

    [Fact]
    [Tripwire("failure")]
    public void What_a_method_throws_becomes_one_alert_and_ends_the_connection()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        pair.ClientSide.Before["Receive13EncryptedExtensions"] =
            () => throw new TlsFatalAlert(AlertDescription.bad_certificate);
        pair.Start();

        TlsFatalAlert refusal = Assert.Throws<TlsFatalAlert>(pair.Transfer);

        Assert.Equal(AlertDescription.bad_certificate, refusal.AlertDescription);
        Assert.Single(pair.ClientSide.Ran, "HandleException");
        Assert.Single(pair.ClientSide.Ran, "CloseConnection");
        byte[] alert = Assert.Single(pair.ClientSide.Written, record => record.Type == ContentType.alert).Text;
        Assert.Equal([(byte)AlertLevel.fatal, (byte)AlertDescription.bad_certificate], alert);
        Assert.True(pair.Client.IsClosed && pair.Client.IsFailed);
        Assert.Throws<IOException>(() => pair.Client.OfferInput([1], 0, 1));
    }

    [Fact]
    [Tripwire("failure-once")]
    public void A_connection_that_has_failed_sends_no_second_alert()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.Client.Fail();

        pair.Client.Refuse(AlertDescription.bad_certificate);

        Assert.DoesNotContain(pair.ClientSide.Written, record => record.Type == ContentType.alert);
    }

    [Fact]
    [Tripwire("renegotiation")]
    public void A_wish_to_renegotiate_comes_to_the_method_that_refuses_it()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv12);
        pair.Client.SendRecord(ContentType.handshake, pair.ClientSide.Written[0].Text);
        Offer(pair.Server, Assert.Single(PlainPair.Take(pair.Client)));
        Assert.Contains("RefuseRenegotiation", pair.ServerSide.Ran);

        pair = PlainPair.Open(ProtocolVersion.TLSv12);
        pair.Server.SendRecord(ContentType.handshake, [(byte)HandshakeType.hello_request, 0, 0, 0]);
        Offer(pair.Client, Assert.Single(PlainPair.Take(pair.Server)));
        Assert.Contains("RefuseRenegotiation", pair.ClientSide.Ran);
    }

    [Fact]
    [Tripwire("key-update")]
    public void An_answer_to_a_KeyUpdate_that_is_given_at_once_is_not_given_again()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.Server.UpdateKeys(true);
        pair.Transfer();

        pair.Client.UpdateKeys(false);
        pair.ClientSide.Written.Clear();
        pair.Client.WriteApplicationData([1]);
        pair.Transfer();

        Assert.Equal(ContentType.application_data, Assert.Single(pair.ClientSide.Written).Type);
        Assert.Equal(1, pair.Server.ApplicationDataAvailable);
    }

    [Fact]
    [Tripwire("proof-of-certificate")]
    public void Only_a_client_that_has_shown_a_certificate_is_expected_to_prove_it()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv12));
        bool? expects = null;
        pair.ServerSide.Before["HandleChangeCipherSpecMessage"] = () => expects = pair.Server.ExpectsCertificateVerify;
        pair.Start();
        pair.Transfer();

        Assert.False(expects);
    }

    private static void Offer(TlsProtocol to, byte[] record) => to.OfferInput(record, 0, record.Length);

    private static PlainPair Retry() => PlainPair.Open(new PlainSettings(ProtocolVersion.TLSv13)
    {
        ServerGroups = [NamedGroup.secp256r1],
        ClientGroups = [NamedGroup.x25519, NamedGroup.secp256r1],
    });

    private static IEnumerable<string> Journal(PlainSide side) =>
        side.Received.Select(message => $"{HandshakeType.GetName(message.Type)} {s_states[message.State]}");

    private static IEnumerable<string> Traffic(SecurityParameters parameters) =>
        [Read(parameters.TrafficSecretClient), Read(parameters.TrafficSecretServer)];

    private static string Read(TlsSecret secret) =>
        Convert.ToHexString(IronSsl.Tls.Engine.BouncyCastle.SecretReader.Read(secret));

    private sealed class PlainSession : TlsSession
    {
        public byte[] SessionID => [];

        public bool IsResumable => false;

        public SessionParameters? ExportSessionParameters() => null;

        public void Invalidate()
        {
        }
    }
}
