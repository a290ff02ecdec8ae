using System;
using System.Linq;
using System.Text;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>
/// What a server refuses in a ClientHello before it chooses anything: OpenSSL `tls_early_post_process_client_hello` and its
/// parsers of extensions. Choices that fail are refused where they are made, in `ServerRole`.
/// </summary>
internal static class ClientHelloRules
{
    // OpenSSL's `TLSEXT_MAXLEN_host_name`.
    private const int MaximumHostNameBytes = 255;

    // RFC 6066 section 4: 2^9 to 2^12.
    private const int LongestFragmentCode = 4;

    private const byte Uncompressed = 0;
    private const byte OcspStatus = 1;

    // ASN.1: identifier octets.
    private const byte SequenceTag = 0x30;
    private const byte OctetStringTag = 0x04;
    private const byte ByNameTag = 0xa1;
    private const byte ByKeyTag = 0xa2;

    /// <summary>Checks a ClientHello; answers the version that it leads to.</summary>
    /// <exception cref="FailureAlert">Something in it may not be.</exception>
    public static int Check(ClientHelloView hello, EngineSettings settings)
    {
        int version = ChooseVersion(hello, settings.Offer);
        bool isTls13 = version == TlsVersion.Tls13;

        // RFC 8446 section 4.1.2: in TLS 1.3 a single zero, and nothing else is a decoding error there.
        if (isTls13 && hello.CompressionMethods is not [(byte)CompressionMethod.cls_null])
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "INVALID_COMPRESSION_ALGORITHM");
        }

        if (!hello.CompressionMethods.Contains((byte)CompressionMethod.cls_null))
        {
            throw FailureAlert.Ssl(BcAlert.decode_error, "NO_COMPRESSION_SPECIFIED");
        }

        if (!isTls13)
        {
            Check(hello, ExtensionType.renegotiation_info, RequireFirstHandshake);
            Check(hello, ExtensionType.ec_point_formats, data => RequireUncompressed(data, hello.Groups));

            // RFC 7366 section 2, RFC 7627 section 5.1. OpenSSL doesn't look.
            Check(hello, ExtensionType.encrypt_then_mac, RequireEmpty);
            Check(hello, ExtensionType.extended_master_secret, RequireEmpty);
        }

        RequireServableName(hello.ServerName, settings);
        Check(hello, ExtensionType.max_fragment_length, RequireFragmentLength);
        Check(hello, ExtensionType.status_request, RequireStatusRequest);
        Check(hello, ExtensionType.application_layer_protocol_negotiation, RequireProtocolNames);
        Check(hello, ExtensionType.signature_algorithms_cert, RequireSchemes);
        Check(hello, ExtensionType.signature_algorithms, RequireSchemes);

        if (isTls13)
        {
            ClientHelloRules13.Check(hello);
        }

        return version;
    }

    /// <summary>The newest version that both sides have: OpenSSL `ssl_choose_server_version`.</summary>
    public static int ChooseVersion(ClientHelloView hello, Offer offer)
    {
        if (hello.LegacyVersion <= TlsVersion.Ssl3)
        {
            throw FailureAlert.Ssl(
                BcAlert.protocol_version,
                hello.Extensions.ContainsKey(ExtensionType.supported_versions) ? "BAD_LEGACY_VERSION" : "VERSION_TOO_LOW");
        }

        foreach (int version in offer.ServedVersions)
        {
            if (hello.OfferedVersions.Contains(version))
            {
                return version;
            }
        }

        throw FailureAlert.Ssl(BcAlert.protocol_version, "UNSUPPORTED_PROTOCOL");
    }

    private static void Check(ClientHelloView hello, int extensionType, Action<byte[]> require)
    {
        if (hello.Extensions.TryGetValue(extensionType, out byte[]? data))
        {
            require(data);
        }
    }

    // RFC 5746 section 3.6: opaque renegotiated_connection<0..255>, empty in the first handshake, and there is no other.
    private static void RequireFirstHandshake(byte[] data)
    {
        var reader = new HandshakeReader(data, "RENEGOTIATION_ENCODING_ERR");
        ReadOnlySpan<byte> connection = reader.ReadVector8();
        reader.RequireEnd();
        if (!connection.IsEmpty)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "RENEGOTIATION_MISMATCH");
        }
    }

    // RFC 8422 section 5.1.2: who names curves takes their points uncompressed. ECPointFormat ec_point_format_list<1..2^8-1>;
    private static void RequireUncompressed(byte[] data, int[] groups)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        ReadOnlySpan<byte> formats = reader.ReadVector8(1);
        reader.RequireEnd();

        // OpenSSL doesn't look; the RFC has the alert.
        if (!formats.Contains(Uncompressed) && groups.Any(group => GroupTable.ById(group) is { IsCurve: true }))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "TLS_INVALID_ECPOINTFORMAT_LIST");
        }
    }

    private static void RequireEmpty(byte[] data) => new HandshakeReader(data, "BAD_EXTENSION").RequireEnd();

    // OpenSSL `tls_parse_ctos_server_name`. RFC 6066 section 3: a host name is ASCII. The program's function would get
    // something else than what the client has sent; without one nobody reads the name.
    private static void RequireServableName(string? name, EngineSettings settings)
    {
        if (name is not null
            && (name.Length > MaximumHostNameBytes
                || name.Contains('\0', StringComparison.Ordinal)
                || (settings.Callbacks.ServerName is not null && !Ascii.IsValid(name))))
        {
            throw FailureAlert.Ssl(BcAlert.unrecognized_name, "BAD_EXTENSION");
        }
    }

    private static void RequireFragmentLength(byte[] data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        int code = reader.ReadUInt8();
        reader.RequireEnd();
        if (code is 0 or > LongestFragmentCode)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "SSL3_EXT_INVALID_MAX_FRAGMENT_LENGTH");
        }
    }

    // RFC 6066 section 8: struct { CertificateStatusType status_type; ResponderID responder_id_list<0..2^16-1>; Extensions
    // request_extensions<0..2^16-1>; }, the latter two for OCSP. We have no answer to it; OpenSSL reads it all the same.
    private static void RequireStatusRequest(byte[] data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        if (reader.ReadUInt8() != OcspStatus)
        {
            return;
        }

        var responders = new HandshakeReader(reader.ReadVector16(), "BAD_EXTENSION");
        ReadOnlySpan<byte> extensions = reader.ReadVector16();
        reader.RequireEnd();
        while (!responders.IsAtEnd)
        {
            // opaque ResponderID<1..2^16-1>;
            if (!IsResponder(responders.ReadVector16(1)))
            {
                throw responders.Malformed();
            }
        }

        if (!extensions.IsEmpty && !IsValue(extensions, SequenceTag, out _))
        {
            throw reader.Malformed();
        }
    }

    // RFC 6960 section 4.2.1: ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }
    private static bool IsResponder(ReadOnlySpan<byte> responder) =>
        (IsValue(responder, ByNameTag, out ReadOnlySpan<byte> name) && IsValue(name, SequenceTag, out _))
        || (IsValue(responder, ByKeyTag, out ReadOnlySpan<byte> key) && IsValue(key, OctetStringTag, out _));

    // One value with this tag, and nothing after it.
    private static bool IsValue(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> content)
    {
        int length = EncodedValue.LengthOf(bytes, out content);
        return length > 0 && length == bytes.Length && bytes[0] == tag;
    }

    // RFC 7301 section 3.1: opaque ProtocolName<1..2^8-1>; ProtocolName protocol_name_list<2..2^16-1>;
    private static void RequireProtocolNames(byte[] data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        var names = new HandshakeReader(reader.ReadVector16(1), "BAD_EXTENSION");
        reader.RequireEnd();
        while (!names.IsAtEnd)
        {
            names.ReadVector8(1);
        }
    }

    // RFC 5246 section 7.4.1.4.1: SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
    private static void RequireSchemes(byte[] data) => new HandshakeReader(data, "BAD_EXTENSION").RequireUInt16List();
}
