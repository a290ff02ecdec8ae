using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>What a server of TLS 1.2 takes in a ClientHello. RFC 5246 section 7.4.1.2 and the RFCs of the extensions.
/// What is the same in TLS 1.3 is tried in both.</summary>
public sealed class Tls12ClientHelloRuleTests
{
    private const int Grease = 0x0A0A;

    [Theory]
    [PeerRule("5246-7.4.1.2-a")]
    [InlineData(0, "LENGTH_TOO_SHORT")]
    [InlineData(1, "LENGTH_TOO_SHORT")]
    [InlineData(2, "LENGTH_MISMATCH")]
    [InlineData(33, "LENGTH_MISMATCH")]
    [InlineData(34, "LENGTH_MISMATCH")]
    [InlineData(36, "LENGTH_MISMATCH")]
    [InlineData(40, "LENGTH_MISMATCH")]
    [InlineData(43, "LENGTH_MISMATCH")]
    [InlineData(44, "LENGTH_MISMATCH")]
    [InlineData(46, "LENGTH_MISMATCH")]
    public void A_server_refuses_a_ClientHello_that_ends_too_early(int length, string reason) => Refuses(
        AlertDescription.DecodeError, reason, hello => hello.Body = hello.ToBytes()[4..(4 + length)]);

    [Fact]
    [PeerRule("5246-7.4.1.2-h")]
    public void A_server_refuses_a_ClientHello_with_something_after_its_end() => Refuses(
        AlertDescription.DecodeError, "LENGTH_MISMATCH", hello => hello.Surplus = [0]);

    [Fact]
    [PeerRule("5246-7.4.1.2-b")]
    public void A_server_refuses_a_session_id_of_more_than_32_bytes() => Refuses(
        AlertDescription.DecodeError, "LENGTH_MISMATCH", hello => hello.SessionId = new byte[33]);

    [Theory]
    [PeerRule("5246-7.4.1.2-c")]
    [InlineData("0000", AlertDescription.IllegalParameter, "NO_CIPHERS_SPECIFIED")]
    [InlineData("0003c02bc0", AlertDescription.DecodeError, "ERROR_IN_RECEIVED_CIPHER_LIST")]
    public void A_server_refuses_a_list_of_suites_that_is_none(string list, int alert, string reason) => Refuses(
        alert, reason,
        hello => hello.Body = [.. hello.ToBytes()[4..39], .. Convert.FromHexString(list), 1, 0, 0, 0]);

    [Theory]
    [PeerRule("5246-7.4.1.2-d")]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 64 })]
    public void A_server_refuses_compression_methods_without_null(byte[] methods) => Refuses(
        AlertDescription.DecodeError, "NO_COMPRESSION_SPECIFIED", hello => hello.CompressionMethods = methods);

    [Theory]
    [PeerRule("5246-E.1-b")]
    [InlineData(0x0301, "UNSUPPORTED_PROTOCOL")]
    [InlineData(0x0302, "UNSUPPORTED_PROTOCOL")]
    [InlineData(0x0300, "VERSION_TOO_LOW")]
    [InlineData(0x0200, "VERSION_TOO_LOW")]
    [InlineData(0x0000, "VERSION_TOO_LOW")]
    public void A_server_refuses_a_version_below_its_own(int version, string reason) => Refuses(
        AlertDescription.ProtocolVersion, reason, hello => hello.LegacyVersion = version);

    [Theory]
    [PeerRule("5246-7.4.1.4-f")]
    [InlineData(ExtensionList.ServerName)]
    [InlineData(ExtensionList.RenegotiationInfo)]
    [InlineData(ExtensionList.SupportedGroups)]
    [InlineData(Grease)]
    public void A_server_refuses_an_extension_that_comes_twice(int type) => RefusesInAnyVersion(
        AlertDescription.IllegalParameter, "BAD_EXTENSION", hello =>
        {
            byte[] data = hello.Extensions!.Find(type) ?? [];
            hello.Extensions.Set(type, data);
            hello.Extensions.Items.Insert(0, (type, data));
        });

    [Theory]
    [PeerRule("5246-7.4.1.4-g")]
    [InlineData("0001ff")]
    [InlineData("0003ff0100")]
    [InlineData("0004ff010002")]
    public void A_server_refuses_an_extension_that_ends_too_early(string extensions) => Refuses(
        AlertDescription.DecodeError, "BAD_EXTENSION",
        hello =>
        {
            hello.Extensions = null;
            hello.Body = [.. hello.ToBytes()[4..], .. Convert.FromHexString(extensions)];
        });

    [Theory]
    [PeerRule("5746-3.6-a")]
    [InlineData("0100", AlertDescription.HandshakeFailure, "RENEGOTIATION_MISMATCH")]
    [InlineData("0c000102030405060708090a0b", AlertDescription.HandshakeFailure, "RENEGOTIATION_MISMATCH")]
    [InlineData("", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    [InlineData("01", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    [InlineData("0000", AlertDescription.DecodeError, "RENEGOTIATION_ENCODING_ERR")]
    public void A_server_refuses_to_have_been_connected_before(string data, int alert, string reason) => Refuses(
        alert, reason, hello => hello.Extensions!.Set(ExtensionList.RenegotiationInfo, Convert.FromHexString(data)));

    [Theory]
    [PeerRule("6066-3-b")]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("0003000000")]
    [InlineData("00040000016100")]
    [InlineData("0003000001")]
    [InlineData("0004010001" + "61")]
    [InlineData("000800000161" + "00000162")]
    [InlineData("000800000161" + "01000162")]
    public void A_server_refuses_a_server_name_that_is_not_one_host_name(string data) => RefusesInAnyVersion(
        AlertDescription.DecodeError, "BAD_EXTENSION",
        hello => hello.Extensions!.Items.Insert(0, (ExtensionList.ServerName, Convert.FromHexString(data))));

    [Theory]
    [PeerRule("6066-3-c")]
    [InlineData("6100", true)]
    [InlineData("610062", false)]
    [InlineData("61ff", true)]
    [InlineData("c3a92e6f7267", true)]
    [InlineData("long", false)]
    public void A_server_refuses_a_host_name_that_its_program_would_get_changed(string name, bool hasCallback)
    {
        byte[] bytes = name == "long"
            ? [.. new string('a', 256).Select(letter => (byte)letter)]
            : Convert.FromHexString(name);
        var names = new List<string?>();
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            EngineSettings server = Server(version);
            if (hasCallback)
            {
                server = server with
                {
                    Callbacks = new EngineCallbacks
                    {
                        ServerName = text =>
                        {
                            names.Add(text);
                            return 0;
                        },
                    },
                };
            }

            using HostileClient client = new HostileClient(server).With((ClientHelloMessage hello) =>
                hello.Extensions!.Items.Insert(0, (ExtensionList.ServerName, HostName(bytes))));
            client.Run();
            client.AssertRefused(AlertDescription.UnrecognizedName, "BAD_EXTENSION");
        }

        Assert.Empty(names);
    }

    [Theory]
    [PeerRule("6066-4-a")]
    [InlineData("00", AlertDescription.IllegalParameter, "SSL3_EXT_INVALID_MAX_FRAGMENT_LENGTH")]
    [InlineData("05", AlertDescription.IllegalParameter, "SSL3_EXT_INVALID_MAX_FRAGMENT_LENGTH")]
    [InlineData("ff", AlertDescription.IllegalParameter, "SSL3_EXT_INVALID_MAX_FRAGMENT_LENGTH")]
    [InlineData("", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData("0101", AlertDescription.DecodeError, "BAD_EXTENSION")]
    public void A_server_refuses_a_fragment_length_that_there_is_not(string data, int alert, string reason) =>
        RefusesInAnyVersion(
            alert, reason,
            hello => hello.Extensions!.Items.Insert(0, (ExtensionList.MaxFragmentLength, Convert.FromHexString(data))));

    [Theory]
    [PeerRule("6066-8-a")]
    [InlineData("")]
    [InlineData("01")]
    [InlineData("010000")]
    [InlineData("0100000000" + "00")]
    [InlineData("0100")]
    [InlineData("01000000" + "01")]
    [InlineData("0100000003" + "020101")]
    [InlineData("0100020000" + "0000")]
    [InlineData("0100000002" + "3080")]
    [InlineData("0100040002" + "a180" + "0000")]
    [InlineData("01000500" + "03020101" + "0000")]
    [InlineData("0100" + "0800" + "06a20402020000" + "0000")]
    public void A_server_refuses_garbage_in_a_request_for_OCSP(string data) => RefusesInAnyVersion(
        AlertDescription.DecodeError, "BAD_EXTENSION",
        hello => hello.Extensions!.Items.Insert(0, (ExtensionList.StatusRequest, Convert.FromHexString(data))));

    [Theory]
    [PeerRule("7301-3.1-b")]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("000100")]
    [InlineData("0003016100")]
    [InlineData("0002026161")]
    [InlineData("0003016102")]
    [InlineData("0002016100")]
    public void A_server_refuses_a_list_of_protocols_that_is_none(string data) => RefusesInAnyVersion(
        AlertDescription.DecodeError, "BAD_EXTENSION",
        hello => hello.Extensions!.Items.Insert(0, (ExtensionList.Alpn, Convert.FromHexString(data))));

    [Theory]
    [PeerRule("5246-7.4.1.4.1-b")]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("000104")]
    [InlineData("0003040104")]
    [InlineData("0002040100")]
    public void A_server_refuses_a_list_of_signature_algorithms_that_is_none(string data)
    {
        foreach (int type in new[] { ExtensionList.SignatureAlgorithms, ExtensionList.SignatureAlgorithmsCert })
        {
            RefusesInAnyVersion(
                AlertDescription.DecodeError, "BAD_EXTENSION",
                hello => hello.Extensions!.Set(type, Convert.FromHexString(data)));
        }
    }

    [Theory]
    [PeerRule("8422-5.1.1-a")]
    [InlineData("")]
    [InlineData("0000")]
    [InlineData("000100")]
    [InlineData("0003001700")]
    [InlineData("00020017" + "00")]
    public void A_server_refuses_a_list_of_groups_that_is_none(string data) => RefusesInAnyVersion(
        AlertDescription.DecodeError, "BAD_EXTENSION",
        hello => hello.Extensions!.Set(ExtensionList.SupportedGroups, Convert.FromHexString(data)));

    [Theory]
    [PeerRule("8422-5.1.2-a")]
    [InlineData("0101", AlertDescription.IllegalParameter, "TLS_INVALID_ECPOINTFORMAT_LIST")]
    [InlineData("03010203", AlertDescription.IllegalParameter, "TLS_INVALID_ECPOINTFORMAT_LIST")]
    [InlineData("00", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData("", AlertDescription.DecodeError, "BAD_EXTENSION")]
    [InlineData("0200", AlertDescription.DecodeError, "BAD_EXTENSION")]
    public void A_server_refuses_point_formats_without_the_uncompressed(string data, int alert, string reason) =>
        Refuses(
        alert, reason, hello => hello.Extensions!.Set(ExtensionList.EcPointFormats, Convert.FromHexString(data)));

    [Theory]
    [PeerRule("7627-5.1-b")]
    [InlineData(ExtensionList.ExtendedMasterSecret)]
    [InlineData(ExtensionList.EncryptThenMac)]
    public void A_server_refuses_a_mere_yes_that_says_more(int type) => Refuses(
        AlertDescription.DecodeError, "BAD_EXTENSION", hello => hello.Extensions!.Set(type, 0));

    // An old hello's version stands for itself.
    [Theory]
    [PeerRule("7507-3-a")]
    [InlineData(TlsVersion.Tls12, TlsVersion.Tls11)]
    [InlineData(TlsVersion.Tls13, TlsVersion.Tls12)]
    public void A_server_refuses_a_fallback_from_a_version_that_it_speaks(int newest, int version)
    {
        EngineSettings server = TestSettings.Server("p256") with
        {
            Versions = new VersionRange(TlsVersion.Tls11, newest),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using var client = new HostileClient(server) { SpeaksTls12 = true };
        client.With((ClientHelloMessage hello) =>
        {
            hello.LegacyVersion = version;
            hello.Suites.Add(0x5600);
        });
        client.Run();
        client.AssertRefused(AlertDescription.InappropriateFallback, "INAPPROPRIATE_FALLBACK");
    }

    [Fact]
    [PeerRule("7507-3-b")]
    public void A_server_takes_a_fallback_to_its_newest_version()
    {
        using HostileClient client = new HostileClient(Server(TlsVersion.Tls12))
            .With((ClientHelloMessage hello) => hello.Suites.Add(0x5600));
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    [Theory]
    [PeerRule("7905-2-b")]
    [InlineData(0xCCA9)]
    [InlineData(0xC02B)]
    public void A_server_has_no_suite_of_TLS_1_2_for_a_client_of_TLS_1_1(int suite)
    {
        EngineSettings server = TestSettings.Server("p256") with
        {
            Versions = new VersionRange(TlsVersion.Tls11, TlsVersion.Tls12),
            SecurityLevel = 0,
            Ciphers = TestSettings.Suites("ALL:@SECLEVEL=0"),
        };
        using HostileClient client = new HostileClient(server).With((ClientHelloMessage hello) =>
        {
            hello.LegacyVersion = TlsVersion.Tls11;
            hello.Suites = [suite];
        });
        client.Run();
        client.AssertRefused(AlertDescription.HandshakeFailure, "NO_SHARED_CIPHER");
    }

    // RFC 7301 section 3.2 would have the server give up. CPython's goes on without a protocol.
    [Fact]
    [PeerRule("7301-3.2-a")]
    public void A_server_without_a_protocol_of_the_client_goes_on_without_one()
    {
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            using HostileClient client = new HostileClient(Server(version) with { AlpnProtocols = ["a"u8.ToArray()] })
                .With((ClientHelloMessage hello) => hello.Extensions!.Items.Insert(
                    0, (ExtensionList.Alpn, Wire.Opaque16(Wire.Opaque8((byte)'b')))));
            Assert.True(client.Run(), client.Engine.Failure?.ToString());
            Assert.Null(client.Engine.Alpn);
        }
    }

    [Fact]
    [PeerRule("5746-4.3-a")]
    public void A_server_takes_a_client_without_secure_renegotiation()
    {
        using HostileClient client = new HostileClient(Server(TlsVersion.Tls12)).With((ClientHelloMessage hello) =>
            hello.Extensions!.Remove(ExtensionList.RenegotiationInfo));
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
        Assert.Null(client.ServerHello.Extensions?.Find(ExtensionList.RenegotiationInfo));
    }

    // {254, 254} is a version for which BouncyCastle has no object.
    [Fact]
    [PeerRule("8446-4.2.1-unknown")]
    public void A_server_passes_over_versions_that_it_does_not_know()
    {
        using HostileClient client = new HostileClient(Server(TlsVersion.Tls13)).With((ClientHelloMessage hello) =>
            hello.Extensions!.Set(
                ExtensionList.SupportedVersions, Wire.Opaque8(0x0A, 0x0A, 254, 254, 3, 5, 3, 4, 127, 28)));
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    // RFC 5246 appendix E.1 and section 7.4.1.2: the best that there is, and the suites that are known.
    [Theory]
    [PeerRule("5246-E.1-c")]
    [InlineData(0x0304)]
    [InlineData(0x0305)]
    [InlineData(0x03FF)]
    [InlineData(0x0400)]
    [InlineData(0xFEFD)]
    [InlineData(0xFEFE)]
    [InlineData(0xFFFF)]
    public void A_server_answers_a_version_above_its_own_with_its_best(int version)
    {
        foreach (int newest in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            using var client = new HostileClient(
                TestSettings.Server("p256") with { Versions = new VersionRange(TlsVersion.Tls12, newest) })
            {
                SpeaksTls12 = true,
            };
            client.With((ClientHelloMessage hello) => hello.LegacyVersion = version);
            Assert.True(client.Run(), client.Engine.Failure?.ToString());
            Assert.Equal(TlsVersion.Tls12, client.Engine.NegotiatedVersion);
        }
    }

    [Fact]
    [PeerRule("5246-7.4.1.2-e")]
    public void A_server_passes_over_what_it_does_not_know()
    {
        using HostileClient client = new HostileClient(Server(TlsVersion.Tls12)).With((ClientHelloMessage hello) =>
        {
            hello.Suites.InsertRange(0, [Grease, 0x0000, 0xFEFF]);
            hello.CompressionMethods = [64, 1, 0];
            hello.Extensions!.Add(Grease);
            hello.Extensions.Add(0xFFFF, 1, 2, 3);
            hello.Extensions.Set(ExtensionList.SignatureAlgorithms, Wire.List16(Grease, 0x0400, 0xFEFE, 0x0403));
            hello.Extensions.Set(ExtensionList.SupportedGroups, Wire.List16(Grease, 0x0001, KeyAgreement.Secp256r1));
            hello.Extensions.Set(ExtensionList.EcPointFormats, 3, 2, 1, 0);
        });
        Assert.True(client.Run(), client.Engine.Failure?.ToString());
    }

    // status_request_v2, trusted_ca_keys, client_certificate_url, truncated_hmac, heartbeat, record_size_limit,
    // client_certificate_type and server_certificate_type, padding: none of ours, so none that can be wrong.
    [Theory]
    [PeerRule("5246-7.4.1.4-i")]
    [InlineData(17)]
    [InlineData(3)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(15)]
    [InlineData(28)]
    [InlineData(19)]
    [InlineData(20)]
    [InlineData(ExtensionList.Padding)]
    [InlineData(ExtensionList.SignedCertificateTimestamp)]
    public void A_server_passes_over_extensions_that_it_does_not_use(int type)
    {
        foreach (int version in new[] { TlsVersion.Tls12, TlsVersion.Tls13 })
        {
            using HostileClient client = new HostileClient(Server(version)).With((ClientHelloMessage hello) =>
                hello.Extensions!.Items.Insert(0, (type, [1, 255, 2])));
            Assert.True(client.Run(), client.Engine.Failure?.ToString());
        }
    }

    private static byte[] HostName(byte[] name) => Wire.Opaque16([0, .. Wire.Opaque16(name)]);

    private static void Refuses(int alert, string reason, Action<ClientHelloMessage> change) =>
        Refuses(TlsVersion.Tls12, alert, reason, change);

    private static void RefusesInAnyVersion(int alert, string reason, Action<ClientHelloMessage> change)
    {
        Refuses(TlsVersion.Tls12, alert, reason, change);
        Refuses(TlsVersion.Tls13, alert, reason, change);
    }

    private static void Refuses(int version, int alert, string reason, Action<ClientHelloMessage> change)
    {
        using HostileClient client = new HostileClient(Server(version)).With(change);
        client.Run();
        client.AssertRefused(alert, reason);
    }

    private static EngineSettings Server(int version) => TestSettings.Server("p256").Only(version);
}
