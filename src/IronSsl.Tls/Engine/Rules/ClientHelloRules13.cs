using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>Refuses faults of a ClientHello that leads to TLS 1.3, beside those that <see cref="ClientHelloRules"/>
/// refuses in any version: RFC 8446 sections 4.1.2, 4.2 and 9.2.</summary>
internal static class ClientHelloRules13
{
    /// <summary>Checks what TLS 1.3 alone reads, in OpenSSL's order, and hands it to the view.</summary>
    public static void Check(ClientHelloView hello)
    {
        IDictionary<int, byte[]> extensions = hello.Extensions;
        if (extensions.TryGetValue(ExtensionType.post_handshake_auth, out byte[]? data))
        {
            PostHandshakeAuthExtension.RequireRequest(data);
        }

        bool hasModes = extensions.TryGetValue(ExtensionType.psk_key_exchange_modes, out data);
        if (hasModes)
        {
            PskKeyExchangeModesExtension.RequireRequest(data);
        }

        bool hasShares = extensions.TryGetValue(ExtensionType.key_share, out data);
        int[] shares = hasShares ? KeyShareExtension.Read(data, hello.Groups) : [];
        if (extensions.TryGetValue(ExtensionType.cookie, out data))
        {
            CookieExtension.Require(data);
        }

        if (extensions.TryGetValue(ExtensionType.early_data, out data))
        {
            EarlyDataExtension.RequireRequest(data);
        }

        if (extensions.TryGetValue(ExtensionType.certificate_authorities, out data))
        {
            CertificateAuthoritiesExtension.Require(data);
        }

        bool hasPsks = extensions.TryGetValue(ExtensionType.pre_shared_key, out data);
        List<byte[]> identities = hasPsks ? PreSharedKeyExtension.Read(data) : [];

        // Section 9.2: groups and shares come together. Section 4.2.9: so do keys and the ways to use them.
        if (!hasShares)
        {
            throw FailureAlert.Ssl(BcAlert.missing_extension, "NO_SUITABLE_KEY_SHARE");
        }

        if (hasPsks && !hasModes)
        {
            throw FailureAlert.Ssl(BcAlert.missing_extension, "MISSING_PSK_KEX_MODES_EXTENSION");
        }

        hello.TakeTls13(shares, identities);
    }

    /// <summary>
    /// The ClientHello that answers a HelloRetryRequest (section 4.1.2): the same but for one share, of the group asked
    /// for, the cookie, the pre-shared keys, the padding and early data. OpenSSL compares group and suite only.
    /// Extensions that are not known here may differ: an encrypted ClientHello does.
    /// </summary>
    public static void CheckSecond(ClientHelloView first, ClientHelloView second, int retryGroup, byte[]? retryCookie)
    {
        if (!second.CipherSuites.AsSpan().SequenceEqual(first.CipherSuites))
        {
            throw Illegal("BAD_CIPHER");
        }

        if (!second.SessionId.AsSpan().SequenceEqual(first.SessionId))
        {
            throw Illegal("INVALID_SESSION_ID");
        }

        if (second.LegacyVersion != first.LegacyVersion || !second.Random.AsSpan().SequenceEqual(first.Random))
        {
            throw Illegal("BAD_DATA");
        }

        if (second.Extensions.ContainsKey(ExtensionType.early_data)
            || first.Extensions.Keys.Union(second.Extensions.Keys).Any(type => IsChanged(type, first, second)))
        {
            throw ExtensionRules.Bad();
        }

        if (second.KeyShareGroups is not [var group] || group != retryGroup)
        {
            throw Illegal("BAD_KEY_SHARE");
        }

        // Section 4.2.2: opaque cookie<1..2^16-1>, as it was sent.
        byte[]? cookie =
            second.Extensions.TryGetValue(ExtensionType.cookie, out byte[]? data) ? data[sizeof(ushort)..] : null;
        if (retryCookie is null ? cookie is not null : !retryCookie.AsSpan().SequenceEqual(cookie))
        {
            throw Illegal("COOKIE_MISMATCH");
        }
    }

    private static bool IsChanged(int type, ClientHelloView first, ClientHelloView second)
    {
        bool wasThere = first.Extensions.TryGetValue(type, out byte[]? before);
        bool isThere = second.Extensions.TryGetValue(type, out byte[]? now);
        return type switch
        {
            ExtensionType.key_share or ExtensionType.early_data or ExtensionType.cookie
                or ExtensionType.padding => false,
            ExtensionType.pre_shared_key => !wasThere,
            _ => ExtensionRules.IsKnown(type) && (wasThere != isThere || !before.AsSpan().SequenceEqual(now)),
        };
    }

    private static FailureAlert Illegal(string reason) => FailureAlert.Ssl(BcAlert.illegal_parameter, reason);
}
