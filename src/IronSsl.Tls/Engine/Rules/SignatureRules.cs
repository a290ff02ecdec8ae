using System;
using System.Collections.Immutable;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Rules;

/// <summary>The scheme in a CertificateVerify, in the handshake and after it, in both roles, and in a
/// ServerKeyExchange; OpenSSL `tls12_check_peer_sigalg`.</summary>
internal static class SignatureRules
{
    /// <summary>
    /// The scheme, if TLS 1.3 signs handshakes with it, it was offered, and it is one for the key: RFC 8446 sections
    /// 4.2.3 and 4.4.3. Everything else is an illegal_parameter; OpenSSL answers what wasn't offered with
    /// handshake_failure.
    /// </summary>
    public static SignatureSchemeEntry Require13(
        int id, ImmutableArray<SignatureSchemeEntry> offered, SubjectPublicKey key)
    {
        SignatureSchemeEntry? scheme = SignatureSchemeTable.ById(id);
        if (scheme is null || !scheme.IsTls13 || scheme.KeyType != KeyType(key.Kind) || !offered.Contains(scheme))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_SIGNATURE_TYPE");
        }

        RequireDigest(scheme, key);

        // From TLS 1.3 on, an ECDSA scheme names the curve, too.
        if (key.Kind == PublicKeyKind.Ec && key.CurveOid != scheme.Curve?.Oid)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_CURVE");
        }

        return scheme;
    }

    /// <summary>
    /// The scheme, if TLS 1.2 has it, it is one for the key, and it was offered: RFC 5246 sections 7.4.3 and 7.4.8. The
    /// curve of a key is one of those that we named: RFC 8422 sections 5.3 and 5.6.
    /// </summary>
    public static SignatureSchemeEntry Require12(
        int id, ImmutableArray<SignatureSchemeEntry> offered, SubjectPublicKey key, ReadOnlySpan<int> groups)
    {
        SignatureSchemeEntry? scheme = SignatureSchemeTable.ById(id);
        if (scheme is null || scheme.MinimumVersion > TlsVersion.Tls12 || scheme.KeyType != KeyType(key.Kind))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_SIGNATURE_TYPE");
        }

        RequireDigest(scheme, key);
        if (key.Kind == PublicKeyKind.Ec
            && (Curve.ByOid(key.CurveOid) is not { } curve || !groups.Contains(curve.GroupId)))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_CURVE");
        }

        return offered.Contains(scheme)
            ? scheme
            : throw FailureAlert.Ssl(BcAlert.handshake_failure, "WRONG_SIGNATURE_TYPE");
    }

    // RFC 8446 section 4.2.3: the parameters of a key for RSASSA-PSS hold for its signatures. OpenSSL finds out when it
    // computes, and says internal_error.
    private static void RequireDigest(SignatureSchemeEntry scheme, SubjectPublicKey key)
    {
        if (!key.AllowsPss(scheme))
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_SIGNATURE_TYPE");
        }
    }

    private static string? KeyType(PublicKeyKind kind) => kind switch
    {
        PublicKeyKind.Rsa => "RSA",
        PublicKeyKind.RsaPss => "RSA-PSS",
        PublicKeyKind.Ec => "EC",
        PublicKeyKind.Ed25519 => "ED25519",
        PublicKeyKind.Ed448 => "ED448",
        _ => null,
    };
}
