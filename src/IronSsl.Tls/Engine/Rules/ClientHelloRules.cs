using System;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>
/// Refuses faults of a ClientHello before the server chooses anything: OpenSSL `tls_early_post_process_client_hello`
/// and its parsers of extensions. Choices that fail are refused where they are made, in `ServerRole`.
/// </summary>
internal static class ClientHelloRules
{
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
            Check(hello, ExtensionType.renegotiation_info, data => RenegotiationInfoExtension.Require(data));
            Check(
                hello, ExtensionType.ec_point_formats,
                data => EcPointFormatsExtension.RequireRequest(data, hello.Groups));

            Check(hello, ExtensionType.encrypt_then_mac, data => EmptyExtension.Require(data));
            Check(hello, ExtensionType.extended_master_secret, data => EmptyExtension.Require(data));
        }

        ServerNameExtension.RequireServable(hello.ServerName, settings);
        Check(hello, ExtensionType.max_fragment_length, data => MaxFragmentLengthExtension.RequireRequest(data));
        Check(hello, ExtensionType.status_request, data => StatusRequestExtension.RequireRequest(data));
        Check(
            hello, ExtensionType.application_layer_protocol_negotiation,
            data => ApplicationProtocolExtension.RequireRequest(data));
        Check(
            hello, ExtensionType.signature_algorithms_cert, data => SignatureAlgorithmsExtension.RequireRequest(data));
        Check(hello, ExtensionType.signature_algorithms, data => SignatureAlgorithmsExtension.RequireRequest(data));

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
                hello.Extensions.ContainsKey(ExtensionType.supported_versions)
                    ? "BAD_LEGACY_VERSION"
                    : "VERSION_TOO_LOW");
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
}
