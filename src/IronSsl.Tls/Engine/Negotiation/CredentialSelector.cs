using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>Chooses among a context's certificates by what the peer can verify: OpenSSL's
/// `tls_choose_sigalg`.</summary>
internal static class CredentialSelector
{
    /// <summary>
    /// The first scheme that both sides allow and one of the credentials can sign with; null when there is none.
    /// </summary>
    /// <param name="credentials">Our own certificates.</param>
    /// <param name="options">Whose preference counts.</param>
    /// <param name="version">The negotiated version, TLS 1.2 or 1.3.</param>
    /// <param name="ownSchemes">The schemes that we may sign with.</param>
    /// <param name="peerSchemes">The schemes that the peer verifies; null for the defaults of RFC 5246.</param>
    /// <param name="suite">TLS 1.2: the chosen suite, which says what kind of key it takes; null for any.</param>
    /// <param name="peerGroups">TLS 1.2: the groups on which the peer takes a certificate's key; null for any.</param>
    public static (Credential Credential, SignatureSchemeEntry Scheme)? Choose(
        ImmutableArray<Credential> credentials,
        SslOption options,
        int version,
        ImmutableArray<SignatureSchemeEntry> ownSchemes,
        IReadOnlyList<SignatureSchemeEntry>? peerSchemes,
        CipherSuite? suite,
        int[]? peerGroups = null)
    {
        IReadOnlyList<SignatureSchemeEntry> peers = peerSchemes ?? [.. DefaultSchemes()];
        bool prefersOwn = (options & SslOption.OP_CIPHER_SERVER_PREFERENCE) != 0;
        IEnumerable<SignatureSchemeEntry> shared =
            prefersOwn ? ownSchemes.Where(peers.Contains) : peers.Where(scheme => ownSchemes.Contains(scheme));
        foreach (SignatureSchemeEntry scheme in shared)
        {
            if (version == TlsVersion.Tls13 && !scheme.IsTls13)
            {
                continue;
            }

            foreach (Credential credential in credentials)
            {
                if ((suite is null || Suits(credential, suite, version))
                    && IsOnGroupOf(peerGroups, credential)
                    && CanSign(credential, scheme, version))
                {
                    return (credential, scheme);
                }
            }
        }

        return null;
    }

    /// <summary>The credential for TLS 1.1 and below, or for the RSA key exchange; null when there is none.</summary>
    public static Credential? ChooseLegacy(EngineSettings settings, CipherSuite suite, int[]? peerGroups) =>
        settings.Credentials.FirstOrDefault(credential => Suits(credential, suite, TlsVersion.Tls11)
            && IsOnGroupOf(peerGroups, credential));

    // Whether a key of that kind can take a suite's part of authentication.
    private static bool Suits(PrivateKeyKind kind, CipherSuite suite, int version) => suite.Authentication switch
    {
        "RSA" => kind == PrivateKeyKind.Rsa
            || (kind == PrivateKeyKind.RsaPss && version >= TlsVersion.Tls12
                && suite.KeyExchange is not ("RSA" or "RSAPSK")),
        "ECDSA" => kind == PrivateKeyKind.Ecdsa
            || (kind is PrivateKeyKind.Ed25519 or PrivateKeyKind.Ed448 && version >= TlsVersion.Tls12),
        _ => false,
    };

    // OpenSSL `ssl_set_masks`, which asks an Edwards key for no usage.
    private static bool Suits(Credential credential, CipherSuite suite, int version) =>
        Suits(credential.Key.Kind, suite, version)
        && (credential.Key.Kind != PrivateKeyKind.Ecdsa || KeyUsageRules.Allow(suite, credential.Chain[0]));

    private static bool CanSign(Credential credential, SignatureSchemeEntry scheme, int version)
    {
        switch (credential.Key.Kind)
        {
            case PrivateKeyKind.Rsa:
                return scheme.KeyType == "RSA" && HasRoom(credential, scheme);
            case PrivateKeyKind.RsaPss:
                return scheme.KeyType == "RSA-PSS" && HasRoom(credential, scheme)
                    && credential.Key.PublicKey.AllowsPss(scheme) && credential.Chain[0].PublicKey.AllowsPss(scheme);
            case PrivateKeyKind.Ed25519:
                return scheme.KeyType == "ED25519";
            case PrivateKeyKind.Ed448:
                return scheme.KeyType == "ED448";
            default:
                // RFC 8446 section 4.2.3: from TLS 1.3 on the scheme names the curve, too.
                return scheme.KeyType == "EC"
                    && (version < TlsVersion.Tls13
                        || (scheme.Curve is { } curve && curve.Oid == credential.Key.PublicKey.CurveOid));
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

    // RFC 8422 section 5.1: a certificate's key must be on a curve that the client can use (OpenSSL
    // `tls1_check_cert_param`).
    private static bool IsOnGroupOf(int[]? peerGroups, Credential credential) =>
        credential.Key.Kind != PrivateKeyKind.Ecdsa
        || peerGroups is null
        || (Curve.ByOid(credential.Key.PublicKey.CurveOid) is { } curve && peerGroups.Contains(curve.GroupId));

    // RFC 5246 section 7.4.1.4.1: without the extension, SHA-1 with whatever key the suite takes.
    private static IEnumerable<SignatureSchemeEntry> DefaultSchemes() =>
        from id in new[] { 0x0201, 0x0203 }
        let scheme = SignatureSchemeTable.ById(id)
        where scheme is not null
        select scheme;
}
