using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.OpenSsl;
using IronSsl.X509;
using Org.BouncyCastle.Tls;
using CipherSuite = IronSsl.OpenSsl.CipherSuite;

namespace IronSsl.Engine.Peers;

/// <summary>Chooses among a context's certificates by what the peer can verify: OpenSSL's `tls_choose_sigalg`.</summary>
internal static class CredentialSelector
{
    /// <summary>
    /// The first scheme that both sides allow and one of the credentials can sign with; null when there is none.
    /// </summary>
    /// <param name="settings">Own settings, for credentials, preference and security level.</param>
    /// <param name="version">The negotiated version, TLS 1.2 or 1.3.</param>
    /// <param name="ownSchemes">What we may sign with.</param>
    /// <param name="peerSchemes">What the peer said it verifies; null for the defaults of RFC 5246.</param>
    /// <param name="suite">TLS 1.2: the chosen suite, which says what kind of key it takes; null for any.</param>
    public static (Credential Credential, SignatureSchemeEntry Scheme)? Choose(
        EngineSettings settings,
        int version,
        ImmutableArray<SignatureSchemeEntry> ownSchemes,
        IEnumerable<SignatureSchemeEntry>? peerSchemes,
        CipherSuite? suite)
    {
        List<SignatureSchemeEntry> peers = [.. peerSchemes ?? DefaultSchemes()];
        bool prefersOwn = (settings.Options & SslOption.OP_CIPHER_SERVER_PREFERENCE) != 0;
        IEnumerable<SignatureSchemeEntry> shared =
            prefersOwn ? ownSchemes.Where(peers.Contains) : peers.Where(scheme => ownSchemes.Contains(scheme));
        foreach (SignatureSchemeEntry scheme in shared)
        {
            if (version == TlsVersion.Tls13 && !scheme.IsTls13)
            {
                continue;
            }

            foreach (Credential credential in settings.Credentials)
            {
                if ((suite is null || Suits(credential.Key.Kind, suite, version))
                    && CanSign(credential, scheme, version))
                {
                    return (credential, scheme);
                }
            }
        }

        return null;
    }

    /// <summary>The credential for TLS 1.1 and below, or for the RSA key exchange; null when there is none.</summary>
    public static Credential? ChooseLegacy(EngineSettings settings, CipherSuite suite) =>
        settings.Credentials.FirstOrDefault(credential => Suits(credential.Key.Kind, suite, TlsVersion.Tls11));

    /// <summary>Whether a key of that kind can take a suite's part of authentication.</summary>
    public static bool Suits(PrivateKeyKind kind, CipherSuite suite, int version) => suite.Authentication switch
    {
        "RSA" => kind == PrivateKeyKind.Rsa
            || (kind == PrivateKeyKind.RsaPss && version >= TlsVersion.Tls12 && suite.KeyExchange is not ("RSA" or "RSAPSK")),
        "ECDSA" => kind == PrivateKeyKind.Ecdsa
            || (kind is PrivateKeyKind.Ed25519 or PrivateKeyKind.Ed448 && version >= TlsVersion.Tls12),
        _ => false,
    };

    private static bool CanSign(Credential credential, SignatureSchemeEntry scheme, int version)
    {
        switch (credential.Key.Kind)
        {
            case PrivateKeyKind.Rsa:
                return scheme.KeyType == "RSA" && HasRoom(credential, scheme);
            case PrivateKeyKind.RsaPss:
                return scheme.KeyType == "RSA-PSS" && HasRoom(credential, scheme);
            case PrivateKeyKind.Ed25519:
                return scheme.KeyType == "ED25519";
            case PrivateKeyKind.Ed448:
                return scheme.KeyType == "ED448";
            default:
                // RFC 8446 section 4.2.3: from TLS 1.3 on the scheme names the curve, too.
                return scheme.KeyType == "EC"
                    && (version < TlsVersion.Tls13
                        || SignatureScheme.GetNamedGroup(scheme.Id) == NamedGroupOf(credential.Key.Bits));
        }
    }

    // RFC 8017 section 9.1.1: PSS with a salt as long as the digest; OpenSSL `rsa_pss_check_min_key_size`.
    private static bool HasRoom(Credential credential, SignatureSchemeEntry scheme)
    {
        if (!scheme.Name.StartsWith("rsa_pss", System.StringComparison.Ordinal))
        {
            return true;
        }

        int digestBytes = scheme.Digest switch
        {
            "SHA512" => 64,
            "SHA384" => 48,
            _ => 32,
        };
        return (credential.Key.Bits + 7) / 8 >= 2 * digestBytes + 2;
    }

    private static int NamedGroupOf(int bits) => bits switch
    {
        256 => NamedGroup.secp256r1,
        384 => NamedGroup.secp384r1,
        521 => NamedGroup.secp521r1,
        _ => -1,
    };

    // RFC 5246 section 7.4.1.4.1: without the extension, SHA-1 with whatever key the suite takes.
    private static IEnumerable<SignatureSchemeEntry> DefaultSchemes() =>
        from id in new[] { 0x0201, 0x0203 }
        let scheme = SignatureSchemeTable.ById(id)
        where scheme is not null
        select scheme;
}
