using System;
using Org.BouncyCastle.Tls;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>What BouncyCastle 2.7.0 lacks and ours adds. A failure says that an addition can go.</summary>
public sealed class LackTripwireTests
{
    [Fact]
    [Tripwire("lack-post-handshake-authentication")]
    public void A_client_refuses_to_be_asked_for_a_certificate_after_the_handshake()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        byte[] body = [1, 7, 0, 8, 0, 13, 0, 4, 0, 2, 4, 3];

        pair.Server.SendRecord(
            ContentType.handshake, [(byte)HandshakeType.certificate_request, 0, 0, (byte)body.Length, .. body]);

        Assert.Equal(
            AlertDescription.unexpected_message, Assert.Throws<TlsFatalAlert>(pair.Transfer).AlertDescription);
    }

    [Fact]
    [Tripwire("lack-tickets")]
    public void Nobody_gives_or_keeps_a_ticket_of_TLS_1_3()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        Assert.DoesNotContain(HandshakeType.new_session_ticket, pair.ClientSide.ReceivedTypes);

        // RFC 8446 section 4.6.1: lifetime, age_add, nonce, ticket, extensions.
        byte[] body = [0, 0, 1, 0, 0, 0, 0, 0, 1, 7, 0, 2, 8, 9, 0, 0];
        bool wasTold = false;
        pair.ClientPeer.TicketCame = () => wasTold = true;
        pair.Server.SendRecord(
            ContentType.handshake, [(byte)HandshakeType.new_session_ticket, 0, 0, (byte)body.Length, .. body]);
        pair.Transfer();

        Assert.Contains(HandshakeType.new_session_ticket, pair.ClientSide.ReceivedTypes);
        Assert.False(wasTold);
    }

    [Fact]
    [Tripwire("lack-binder-label", "binder-key")]
    public void A_binder_is_made_with_the_key_object_that_was_offered_and_the_label_of_external_keys()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        Assert.Contains(pair.ClientPeer.Psk.Key, pair.ClientSide.Crypto.Extracted);
        Assert.Contains("tls13 ext binder", pair.ClientSide.Crypto.Labels);
        Assert.DoesNotContain("tls13 res binder", pair.ClientSide.Crypto.Labels);
    }

    [Fact]
    [Tripwire("lack-ticket-age")]
    public void A_key_is_offered_with_age_0_and_looked_up_with_the_age_that_was_said()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        Assert.All(pair.ServerPeer.AskedAbout, identity => Assert.Equal(0, identity.ObfuscatedTicketAge));

        pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        pair.ClientSide.Before["SendClientHelloMessage"] = () => TlsExtensionsUtilities.AddPreSharedKeyClientHello(
            pair.Client.ClientExtensions, new OfferedPsks([new PskIdentity(PlainSettings.Identity(), 12_345)]));
        pair.Start();

        // The chosen identity isn't found again: it is looked up with age 0.
        Assert.Equal(AlertDescription.internal_error, Assert.Throws<TlsFatalAlert>(pair.Transfer).AlertDescription);
        Assert.Equal(12_345, Assert.Single(pair.ServerPeer.AskedAbout).ObfuscatedTicketAge);
    }

    [Fact]
    [Tripwire("lack-binders-size")]
    public void A_second_ClientHello_keeps_the_size_of_the_binders_that_were_dropped()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13)
        {
            ServerGroups = [NamedGroup.secp256r1],
            ClientGroups = [NamedGroup.x25519, NamedGroup.secp256r1],
            ClientSuites = [CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384],
            MorePrfAlgorithms = [PrfAlgorithm.tls13_hkdf_sha384],
        });
        int? first = null;
        pair.ClientSide.After["SendClientHelloMessage"] = () => first ??= pair.Client.Hello!.BindersSize;
        int? second = null;
        pair.ClientSide.Before["SendClientHelloMessage"] = () => second = pair.Client.Hello!.BindersSize;
        pair.Start();
        pair.Transfer();

        // Two of the length, then a length byte and a hash for each key: SHA-256, and at first SHA-384.
        Assert.Equal(2 + 33 + 49, first);
        Assert.Equal(first, second);
        Assert.False(pair.Client.IsConnected || pair.Server.IsConnected);
    }

    [Fact]
    [Tripwire("lack-key-update-answer")]
    public void A_KeyUpdate_is_answered_with_the_next_data_only()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);
        pair.ClientSide.Written.Clear();

        pair.Server.UpdateKeys(true);
        pair.Transfer();

        Assert.Contains(HandshakeType.key_update, pair.ClientSide.ReceivedTypes);
        Assert.Empty(pair.ClientSide.Written);
    }

    [Fact]
    [Tripwire("lack-retry-cookie")]
    public void A_client_refuses_a_HelloRetryRequest_with_a_cookie_alone()
    {
        var pair = new PlainPair(new PlainSettings(ProtocolVersion.TLSv13));
        pair.Start();
        byte[] hello = Assert.Single(PlainPair.Take(pair.Client));
        byte[] sessionId = hello.AsSpan(5 + 4 + 2 + 32, 33).ToArray();
        byte[] random = Convert.FromHexString("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
        byte[] extensions = [0, 43, 0, 2, 3, 4, 0, 44, 0, 4, 0, 2, 7, 7];
        byte[] body = [3, 3, .. random, .. sessionId, 0x13, 0x01, 0, 0, (byte)extensions.Length, .. extensions];
        byte[] message = [(byte)HandshakeType.server_hello, 0, 0, (byte)body.Length, .. body];
        byte[] record = [(byte)ContentType.handshake, 3, 3, 0, (byte)message.Length, .. message];

        Assert.Equal(32, sessionId[0]);
        Assert.Equal(
            AlertDescription.missing_extension,
            Assert.Throws<TlsFatalAlert>(() => pair.Client.OfferInput(record, 0, record.Length)).AlertDescription);
    }

    [Fact]
    [Tripwire("lack-decode-error")]
    public void A_message_that_ends_too_early_is_an_internal_error()
    {
        PlainPair pair = PlainPair.Open(ProtocolVersion.TLSv13);

        pair.Server.SendRecord(ContentType.handshake, [(byte)HandshakeType.key_update, 0, 0, 0]);
        Assert.ThrowsAny<Exception>(pair.Transfer);

        byte[] alert = Assert.Single(pair.ClientSide.Written, record => record.Type == ContentType.alert).Text;
        Assert.Equal(AlertDescription.internal_error, alert[1]);
    }
}
