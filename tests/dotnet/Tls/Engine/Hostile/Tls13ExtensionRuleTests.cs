using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>RFC 8446 section 4.2: which extensions a message may have, in both roles.</summary>
public sealed class Tls13ExtensionRuleTests
{
    // By message, the types that the table of section 4.2 has there. None of the others may come.
    private static readonly Dictionary<string, int[]> s_permitted = new()
    {
        ["ServerHello"] = [ExtensionList.KeyShare, ExtensionList.PreSharedKey, ExtensionList.SupportedVersions],
        ["HelloRetryRequest"] = [ExtensionList.KeyShare, ExtensionList.Cookie, ExtensionList.SupportedVersions],
        ["EncryptedExtensions"] =
        [
            ExtensionList.ServerName, ExtensionList.MaxFragmentLength, ExtensionList.SupportedGroups,
            ExtensionList.Alpn,
            ExtensionList.EarlyData,
        ],
        ["CertificateRequest"] =
        [
            ExtensionList.StatusRequest, ExtensionList.SignatureAlgorithms, ExtensionList.SignedCertificateTimestamp,
            ExtensionList.CertificateAuthorities, ExtensionList.SignatureAlgorithmsCert, 48,
        ],
        ["Certificate"] = [ExtensionList.StatusRequest, ExtensionList.SignedCertificateTimestamp],
        ["NewSessionTicket"] = [ExtensionList.EarlyData],
    };

    private static readonly int[] s_types = [.. s_permitted.Values.SelectMany(types => types).Concat(
    [
        ExtensionList.EcPointFormats, ExtensionList.Padding, ExtensionList.EncryptThenMac,
        ExtensionList.ExtendedMasterSecret,
        ExtensionList.SessionTicket, ExtensionList.PskKeyExchangeModes, ExtensionList.PostHandshakeAuth,
        ExtensionList.RenegotiationInfo,
    ]).Distinct()];

    private static readonly int[] s_neverAsked =
    [
        ExtensionList.MaxFragmentLength, ExtensionList.StatusRequest, ExtensionList.SignedCertificateTimestamp,
    ];

    public static TheoryData<string, int> Forbidden
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach ((string message, int[] permitted) in s_permitted)
            {
                foreach (int type in s_types.Except(permitted))
                {
                    // Those of TLS 1.2 that the client doesn't ask for are unsolicited before it is known that the
                    // version is 1.3.
                    if (message != "ServerHello" || !s_neverAsked.Contains(type))
                    {
                        data.Add(message, type);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [PeerRule("8446-4.2-a", "8446-4.3.1-a")]
    [MemberData(nameof(Forbidden))]
    public void A_client_refuses_an_extension_where_the_table_has_none(string message, int type) =>
        Refuses(
            message, list => list.Add(type, 0), AlertDescription.IllegalParameter, "BAD_EXTENSION", asksForAll: true);

    [Theory]
    [PeerRule("8446-4.2-b")]
    [InlineData("ServerHello")]
    [InlineData("HelloRetryRequest")]
    [InlineData("EncryptedExtensions")]
    [InlineData("CertificateRequest")]
    [InlineData("NewSessionTicket")]
    public void A_client_refuses_a_repeated_extension(string message) => Refuses(
        message,
        list =>
        {
            (int type, byte[] data) = list.Items.Count > 0 ? list.Items[^1]
                : message == "EncryptedExtensions" ? (ExtensionList.SupportedGroups, Wire.List16(23))
                : (ExtensionList.EarlyData, Wire.U32(0));
            if (list.Items.Count == 0)
            {
                list.Add(type, data);
            }

            list.Add(type, data);
        },
        AlertDescription.IllegalParameter,
        "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2-c")]
    [InlineData("ServerHello", ExtensionList.PreSharedKey)]
    [InlineData("ServerHello", 0x0A0A)]
    [InlineData("HelloRetryRequest", 0x0A0A)]
    [InlineData("EncryptedExtensions", ExtensionList.ServerName)]
    [InlineData("EncryptedExtensions", ExtensionList.MaxFragmentLength)]
    [InlineData("EncryptedExtensions", ExtensionList.Alpn)]
    [InlineData("EncryptedExtensions", ExtensionList.EarlyData)]
    [InlineData("EncryptedExtensions", 0x0A0A)]
    [InlineData("Certificate", ExtensionList.StatusRequest)]
    [InlineData("Certificate", ExtensionList.SignedCertificateTimestamp)]
    [InlineData("Certificate", 0x0A0A)]
    public void A_client_refuses_an_answer_that_it_did_not_ask_for(string message, int type) =>
        Refuses(message, list => list.Add(type, 0), AlertDescription.UnsupportedExtension, "UNSOLICITED_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2-d")]
    [InlineData("CertificateRequest", 0x0A0A)]
    [InlineData("CertificateRequest", ExtensionList.StatusRequest)]
    [InlineData("CertificateRequest", ExtensionList.SignedCertificateTimestamp)]
    [InlineData("CertificateRequest", 48)]
    [InlineData("NewSessionTicket", 0x0A0A)]
    public void A_client_passes_over_what_it_need_not_know(string message, int type)
    {
        using HostileServer server = Saying(message, list => list.Add(type, 0));

        Assert.True(server.Run(), server.Engine.Failure?.ToString());
        Ticket(server, message, list => list.Add(type, 0));
        Assert.Null(server.Engine.Failure);
    }

    [Theory]
    [PeerRule("8446-4.2-e")]
    [InlineData("ServerHello")]
    [InlineData("HelloRetryRequest")]
    [InlineData("EncryptedExtensions")]
    [InlineData("CertificateRequest")]
    [InlineData("Certificate")]
    [InlineData("NewSessionTicket")]
    public void A_client_refuses_an_extension_that_is_cut_off(string message) => Refuses(
        message,
        list => list.IsCutOff = true,
        AlertDescription.DecodeError,
        "BAD_EXTENSION");

    [Theory]
    [PeerRule("8446-4.2.7-a")]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0, 0 })]
    [InlineData(new byte[] { 0, 1, 0 })]
    [InlineData(new byte[] { 0, 2, 0, 23, 0 })]
    public void A_client_decodes_the_groups_of_a_server(byte[] data) => Refuses(
        "EncryptedExtensions",
        list => list.Add(ExtensionList.SupportedGroups, data),
        AlertDescription.DecodeError,
        "BAD_EXTENSION");

    [Fact]
    [PeerRule("8446-4.2-f")]
    public void A_client_takes_no_name_back()
    {
        var server = new HostileServer(Tls13.Client with { ServerName = "localhost" });
        server.Refuses(
            (EncryptedExtensionsMessage message) => message.Extensions.Add(ExtensionList.ServerName, 0, 0),
            AlertDescription.DecodeError,
            "BAD_EXTENSION");
    }

    private static void Refuses(
        string message, Action<ExtensionList> lie, int alert, string reason, bool asksForAll = false)
    {
        using HostileServer server = Saying(message, lie, asksForAll);
        server.Run();
        Ticket(server, message, lie);
        server.AssertRefused(alert, reason);
    }

    // A server whose message of that name has other extensions.
    private static HostileServer Saying(string message, Action<ExtensionList> lie, bool asksForAll = false)
    {
        EngineSettings client = asksForAll
            ? TestSettings.Client() with { ServerName = "localhost", AlpnProtocols = ["h2"u8.ToArray()] }
            : Tls13.Client;
        var server = new HostileServer(client)
        {
            RetryGroup = message == "HelloRetryRequest" ? KeyAgreement.Secp256r1 : 0,
            AsksForCertificate = true,
        };
        return message switch
        {
            "ServerHello" => server.With((ServerHelloMessage hello) => lie(hello.Extensions!)),
            "HelloRetryRequest" => server.With((HelloRetryRequestMessage retry) => lie(retry.Extensions!)),
            "EncryptedExtensions" => server.With((EncryptedExtensionsMessage extensions) => lie(extensions.Extensions)),
            "CertificateRequest" => server.With((CertificateRequestMessage request) => lie(request.Extensions)),
            "Certificate" => server.With((CertificateMessage certificate) => lie(certificate.Entries[0].Extensions)),
            _ => server,
        };
    }

    private static void Ticket(HostileServer server, string message, Action<ExtensionList> lie)
    {
        if (message == "NewSessionTicket")
        {
            var list = new ExtensionList();
            lie(list);
            byte[] ticket =
                [.. Wire.U32(7_200), .. Wire.U32(1), .. Wire.Opaque8(0), .. Wire.Opaque16(1, 2), .. list.Encode()];
            server.Send(new RawMessage(HostileMessage.NewSessionTicket, ticket));
        }
    }
}
