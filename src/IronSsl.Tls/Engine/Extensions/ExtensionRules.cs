using System;
using System.Collections.Generic;
using IronSsl.Tls.Engine.Handshake;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>
/// Which extensions a peer may put into a message: the table of RFC 8446 section 4.2, no type twice, and no answer that
/// was not asked for. The one place for all messages of all versions; OpenSSL `tls_collect_extensions`.
/// </summary>
/// <remarks>
/// <para>
/// Where does a new extension go? Into a file of its own beside this one: what a client sends (<c>Offer</c> is handed
/// to BouncyCastle, <c>Send</c> writes into the ClientHello), what a server reads (<c>Read</c>, <c>RequireRequest</c>)
/// and what a client takes as an answer (<c>RequireAnswer</c>). Then into the table below, into the lists of
/// <see cref="ClientHelloView"/> if BouncyCastle has a use for it, and into the order of checks: `ClientHelloRules` and
/// `ClientHelloRules13` for requests, <see cref="ServerExtensionRules"/> and `ServerHelloRules` for answers.
/// </para>
/// OpenSSL passes over answers of types that it doesn't know; the RFC has them refused, and so do we (RFC 5246 section
/// 7.4.1.4, RFC 8446 section 4.2).
/// </remarks>
internal static class ExtensionRules
{
    /// <summary>
    /// The extensions of a message by type; <paramref name="asked"/> are those of the message that it answers. The
    /// block is without the length of the whole.
    /// </summary>
    public static IDictionary<int, byte[]> Read(
        ReadOnlySpan<byte> block, ExtensionPlace place, IDictionary<int, byte[]>? asked = null)
    {
        var reader = new HandshakeReader(block, "BAD_EXTENSION");
        var extensions = new Dictionary<int, byte[]>();
        while (!reader.IsAtEnd)
        {
            int type = reader.ReadUInt16();
            byte[] data = reader.ReadVector16().ToArray();
            if (!MayBeIn(type, place)
                || !extensions.TryAdd(type, data)
                || (type == ExtensionType.pre_shared_key && place == ExtensionPlace.ClientHello && !reader.IsAtEnd))
            {
                throw Bad();
            }

            if ((place & ExtensionPlace.Answers) != 0 && !NeedsNoQuestion(type) && asked?.ContainsKey(type) != true)
            {
                throw FailureAlert.Ssl(AlertDescription.unsupported_extension, "UNSOLICITED_EXTENSION");
            }
        }

        return extensions;
    }

    /// <summary>Looks again at extensions whose message has turned out to be this one.</summary>
    public static void Require(IDictionary<int, byte[]> extensions, ExtensionPlace place)
    {
        foreach (int type in extensions.Keys)
        {
            if (!MayBeIn(type, place))
            {
                throw Bad();
            }
        }
    }

    /// <summary>Whether the type is one that this module, like OpenSSL, knows.</summary>
    public static bool IsKnown(int type) => Places(type) != ExtensionPlace.All;

    /// <summary>An extension that is wrong where it is, or by what it says beside others.</summary>
    public static FailureAlert Bad() => FailureAlert.Ssl(AlertDescription.illegal_parameter, "BAD_EXTENSION");

    private static bool MayBeIn(int type, ExtensionPlace place) => (Places(type) & place) != 0;

    // A type that isn't known may be anywhere. RFC 5246 has no such table: where TLS 1.2 allows an extension is what
    // its own RFC says, and servers of TLS 1.2 that answer with supported_groups, which none allows, are let through as
    // OpenSSL does.
    private static ExtensionPlace Places(int type)
    {
        const ExtensionPlace HelloOf12 = ExtensionPlace.ClientHello | ExtensionPlace.ServerHello12;
        const ExtensionPlace Hellos =
            ExtensionPlace.ClientHello | ExtensionPlace.ServerHello13 | ExtensionPlace.HelloRetryRequest;
        switch (type)
        {
            case ExtensionType.server_name:
            case ExtensionType.max_fragment_length:
            case ExtensionType.supported_groups:
            case ExtensionType.application_layer_protocol_negotiation:
                return HelloOf12 | ExtensionPlace.EncryptedExtensions;
            case ExtensionType.status_request:
            case ExtensionType.signed_certificate_timestamp:
                return HelloOf12 | ExtensionPlace.CertificateRequest | ExtensionPlace.Certificate;
            case ExtensionType.ec_point_formats:
            case ExtensionType.encrypt_then_mac:
            case ExtensionType.extended_master_secret:
            case ExtensionType.session_ticket:
            case ExtensionType.renegotiation_info:
                return HelloOf12;
            case ExtensionType.signature_algorithms:
            case ExtensionType.signature_algorithms_cert:
            case ExtensionType.certificate_authorities:
                return ExtensionPlace.ClientHello | ExtensionPlace.CertificateRequest;
            case ExtensionType.padding:
            case ExtensionType.psk_key_exchange_modes:
            case ExtensionType.post_handshake_auth:
                return ExtensionPlace.ClientHello;
            case ExtensionType.key_share:
            case ExtensionType.supported_versions:
                return Hellos;
            case ExtensionType.pre_shared_key:
                return ExtensionPlace.ClientHello | ExtensionPlace.ServerHello13;
            case ExtensionType.early_data:
                return ExtensionPlace.ClientHello | ExtensionPlace.EncryptedExtensions
                    | ExtensionPlace.NewSessionTicket;
            case ExtensionType.cookie:
                return ExtensionPlace.ClientHello | ExtensionPlace.HelloRetryRequest;
            case ExtensionType.oid_filters:
                return ExtensionPlace.CertificateRequest;
            default:
                return ExtensionPlace.All;
        }
    }

    // RFC 8446 section 4.2 for the one, RFC 5746 section 3.6 for the other, which answers a suite's number.
    private static bool NeedsNoQuestion(int type) => type is ExtensionType.cookie or ExtensionType.renegotiation_info;
}
