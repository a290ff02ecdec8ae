using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Rules;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>A client's answer to a HelloRetryRequest. BouncyCastle 2.7.0 insists on a key_share in one. Can go when its
/// <c>TlsClientProtocol</c> takes a request with a cookie alone. The rules of its fields are in
/// <see cref="ServerHelloRules"/>.
/// </summary>
internal sealed partial class ClientProtocol
{
    // RFC 8446 section 4.1.2: without a key_share in the HelloRetryRequest the shares of the first ClientHello stay.
    private (IDictionary<int, TlsAgreement> Agreements, byte[] Extension)? _keptShares;

    protected override void Process13HelloRetryRequest(ServerHello helloRetryRequest)
    {
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
}
