using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Engine.Protocol;

/// <summary>A client's answer to a HelloRetryRequest. BouncyCastle 2.7.0 insists on a key_share in one, and has one alert
/// for everything that may be wrong with it. Can go when its <c>TlsClientProtocol</c> takes a request with a cookie
/// alone.</summary>
internal sealed partial class ClientProtocol
{
    // RFC 8446 section 4.1.2: without a key_share in the HelloRetryRequest the shares of the first ClientHello stay.
    private (IDictionary<int, TlsAgreement> Agreements, byte[] Extension)? _keptShares;

    protected override void Process13HelloRetryRequest(ServerHello helloRetryRequest)
    {
        CheckRetryRequest(helloRetryRequest);
        IDictionary<int, byte[]> extensions = helloRetryRequest.Extensions;
        if (!extensions.ContainsKey(ExtensionType.key_share))
        {
            // Only a group for which there is no share yet passes for a choice.
            _keptShares = (m_clientAgreements, m_clientExtensions[ExtensionType.key_share]);
            TlsExtensionsUtilities.AddKeyShareHelloRetryRequest(extensions, m_clientAgreements.Keys.First());
            m_clientAgreements = new Dictionary<int, TlsAgreement>();
        }

        base.Process13HelloRetryRequest(helloRetryRequest);
    }

    // BouncyCastle has made a new share by now.
    private void RestoreShares()
    {
        if (_keptShares is { } kept)
        {
            m_clientAgreements = kept.Agreements;
            m_clientExtensions[ExtensionType.key_share] = kept.Extension;
            _keptShares = null;
        }
    }

    // RFC 8446 sections 4.1.4, 4.2 and 4.2.8, with the reasons and in the order of OpenSSL `tls_process_server_hello`,
    // `tls_collect_extensions` and `tls_process_as_hello_retry_request`.
    private void CheckRetryRequest(ServerHello request)
    {
        if (!m_clientHello.SessionID.AsSpan().SequenceEqual(request.SessionID))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "INVALID_SESSION_ID");
        }

        if (CipherSuiteTable.ById(request.CipherSuite) is null)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "UNKNOWN_CIPHER_RETURNED");
        }

        IDictionary<int, byte[]> extensions = request.Extensions ?? new Dictionary<int, byte[]>();
        foreach (int type in extensions.Keys)
        {
            if (type is not (ExtensionType.key_share or ExtensionType.cookie or ExtensionType.supported_versions))
            {
                throw ExtensionType.IsRecognized(type) || m_clientExtensions.ContainsKey(type)
                    ? FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_EXTENSION")
                    : FailureAlert.Ssl(BcAlert.unsupported_extension, "UNSOLICITED_EXTENSION");
            }
        }

        // RFC 8446 section 4.1.4: a HelloRetryRequest MUST contain it; OpenSSL misses it in the ServerHello that follows.
        ProtocolVersion? version = TlsExtensionsUtilities.GetSupportedVersionsExtensionServer(extensions);
        if (version is null)
        {
            throw FailureAlert.Ssl(BcAlert.missing_extension, "BAD_HRR_VERSION");
        }

        if (!version.Equals(ProtocolVersion.TLSv13))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_PROTOCOL_VERSION_NUMBER");
        }

        int group = TlsExtensionsUtilities.GetKeyShareHelloRetryRequest(extensions);
        if (group >= 0 && (m_clientAgreements.ContainsKey(group) || !_peer.Facts.Settings.Offer.GroupIds.Contains(group)
            || !NamedGroup.CanBeNegotiated(group, version)))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "BAD_KEY_SHARE");
        }

        if (group < 0 && !extensions.ContainsKey(ExtensionType.cookie))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "NO_CHANGE_FOLLOWING_HRR");
        }
    }
}
