using System.Collections.Generic;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Checks one whole path: RFC 5280 section 6 in the order of OpenSSL's `verify_chain`, so that of several faults the
/// one is reported that OpenSSL reports. Each step ends the check at the first fault.
/// </summary>
internal sealed class PathChecker
{
    private readonly VerificationScope _scope;
    private readonly IReadOnlyList<ParsedCertificate> _chain;
    private readonly int _untrustedCount;

    private PathChecker(VerificationScope scope, CandidatePath path)
    {
        _scope = scope;
        _chain = path.Certificates;
        _untrustedCount = path.UntrustedCount;
    }

    private bool IsStrict => _scope.Has(VerifyFlag.X509_V_FLAG_X509_STRICT);

    private VerificationPolicy Policy => _scope.Policy;

    /// <summary>Null when the path may be trusted.</summary>
    public static PathError? Check(VerificationScope scope, CandidatePath path)
    {
        var checker = new PathChecker(scope, path);
        return checker.CheckExtensions()
            ?? checker.CheckStrength()
            ?? CheckIdentity(scope.Policy, path.Certificates[0])
            ?? RevocationChecker.Check(scope, path.Certificates)
            ?? checker.CheckSignaturesAndTimes()
            ?? checker.CheckNameConstraints()
            ?? checker.CheckDistrust();
    }

    /// <summary>The leaf's key against the security level, which OpenSSL looks at before anything else.</summary>
    public static PathError? CheckLeafKey(VerificationScope scope, ParsedCertificate leaf) =>
        leaf.PublicKey.IsStrongEnough(scope.Policy.SecurityLevel)
            ? null
            : new PathError(VerifyCode.X509_V_ERR_EE_KEY_TOO_SMALL, 0);

    /// <summary>Whether any path can pass, judged by the leaf alone: a wrong name is wrong on every path.</summary>
    public static bool MayPass(VerificationScope scope, ParsedCertificate leaf) =>
        !leaf.IsInvalid
        && (!leaf.HasUnhandledCriticalExtension || scope.Has(VerifyFlag.X509_V_FLAG_IGNORE_CRITICAL))
        && scope.CheckTime(leaf) == VerifyCode.X509_V_OK
        && CheckIdentity(scope.Policy, leaf) is null
        && (scope.Trust.Find(leaf) is not null
            || CertificateRules.AllowsPurpose(leaf, scope.Policy.Purpose, asAuthority: false));

    /// <summary>Host name or address, as far as the policy names one.</summary>
    private static PathError? CheckIdentity(VerificationPolicy policy, ParsedCertificate leaf)
    {
        if (policy.HostName is { } host && !HostNameMatcher.Matches(leaf, host, policy.CheckCommonName))
        {
            return new PathError(VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH, 0);
        }

        return policy.IpAddress is { } address && !HostNameMatcher.MatchesIp(leaf, address)
            ? new PathError(VerifyCode.X509_V_ERR_IP_ADDRESS_MISMATCH, 0)
            : null;
    }

    /// <summary>OpenSSL `check_extensions`: authority, purpose and path length, from the leaf up.</summary>
    private PathError? CheckExtensions()
    {
        Position position = Position.Leaf;
        long intermediates = 0;
        long proxies = 0;
        for (int depth = 0; depth < _chain.Count; depth++)
        {
            ParsedCertificate certificate = _chain[depth];
            int code = CheckExtensions(certificate, depth, position);
            if (code != VerifyCode.X509_V_OK)
            {
                return new PathError(code, depth);
            }

            if (depth > 1 && CertificateRules.GetPathLength(certificate) is { } limit
                && intermediates > limit + proxies)
            {
                return new PathError(VerifyCode.X509_V_ERR_PATH_LENGTH_EXCEEDED, depth);
            }

            if (depth > 0 && !certificate.IsSelfIssued)
            {
                intermediates++;
            }

            position = Position.Authority;
            if (certificate.IsProxy)
            {
                if (CertificateRules.GetProxyPathLength(certificate) is { } most)
                {
                    if (proxies > most)
                    {
                        return new PathError(VerifyCode.X509_V_ERR_PROXY_PATH_LENGTH_EXCEEDED, depth);
                    }

                    proxies = most;
                }

                proxies++;
                position = Position.ProxyIssuer;
            }
        }

        return null;
    }

    private int CheckExtensions(ParsedCertificate certificate, int depth, Position position)
    {
        if (certificate.HasUnhandledCriticalExtension && !_scope.Has(VerifyFlag.X509_V_FLAG_IGNORE_CRITICAL))
        {
            return VerifyCode.X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION;
        }

        if (certificate.IsProxy && !_scope.Has(VerifyFlag.X509_V_FLAG_ALLOW_PROXY_CERTS))
        {
            return VerifyCode.X509_V_ERR_PROXY_CERTIFICATES_NOT_ALLOWED;
        }

        int code = CheckAuthority(certificate, depth, position);
        if (code == VerifyCode.X509_V_OK && _chain.Count > 1)
        {
            code = CheckCurve(certificate.PublicKey);
            if (code == VerifyCode.X509_V_OK && IsStrict)
            {
                code = StrictRules.Check(certificate, isLast: depth == _chain.Count - 1);
            }
        }

        if (code == VerifyCode.X509_V_OK && !AllowsPurpose(certificate, depth, position))
        {
            code = VerifyCode.X509_V_ERR_INVALID_PURPOSE;
        }

        return code;
    }

    private int CheckAuthority(ParsedCertificate certificate, int depth, Position position)
    {
        AuthorityStatus status = CertificateRules.GetAuthorityStatus(certificate);
        switch (position)
        {
            case Position.Leaf:
                return IsStrict && status is not (AuthorityStatus.None or AuthorityStatus.Authority)
                    ? VerifyCode.X509_V_ERR_INVALID_CA
                    : VerifyCode.X509_V_OK;

            case Position.ProxyIssuer:
                return status == AuthorityStatus.None ? VerifyCode.X509_V_OK : VerifyCode.X509_V_ERR_INVALID_NON_CA;

            default:
                // Old forms of an authority are taken from the trusted certificate only, and not when strict.
                bool mustBePlain = depth + 1 < _chain.Count || IsStrict;
                return status == AuthorityStatus.None || (mustBePlain && status != AuthorityStatus.Authority)
                    ? VerifyCode.X509_V_ERR_INVALID_CA
                    : VerifyCode.X509_V_OK;
        }
    }

    private static int CheckCurve(SubjectPublicKey key)
    {
        if (!key.IsValid)
        {
            return VerifyCode.X509_V_ERR_UNSPECIFIED;
        }

        return key.HasExplicitParameters ? VerifyCode.X509_V_ERR_EC_KEY_EXPLICIT_PARAMS : VerifyCode.X509_V_OK;
    }

    /// <summary>OpenSSL `check_purpose`: settings of the store go before what the certificate says.</summary>
    private bool AllowsPurpose(ParsedCertificate certificate, int depth, Position position)
    {
        if (Policy.Purpose == CertificatePurpose.Any)
        {
            return true;
        }

        if (depth >= _untrustedCount && _scope.Trust.Find(certificate) is { } anchor)
        {
            switch (_scope.Decide(anchor, selfSignedIsTrusted: false))
            {
                case TrustDecision.Trusted:
                    return true;
                case TrustDecision.Rejected:
                    return false;
            }
        }

        // A certificate with a malformed extension gets here only as a leaf that is itself in the store; OpenSSL asks
        // it no further unless it's strict.
        return certificate.IsInvalid
            ? !IsStrict
            : CertificateRules.AllowsPurpose(certificate, Policy.Purpose, asAuthority: position == Position.Authority);
    }

    /// <summary>OpenSSL `check_auth_level`; the leaf's key was judged at the start, the anchor's signature is
    /// not.</summary>
    private PathError? CheckStrength()
    {
        for (int depth = 0; depth < _chain.Count; depth++)
        {
            if (depth > 0 && !_chain[depth].PublicKey.IsStrongEnough(Policy.SecurityLevel))
            {
                return new PathError(VerifyCode.X509_V_ERR_CA_KEY_TOO_SMALL, depth);
            }

            if (depth < _chain.Count - 1 && !CertificateRules.HasStrongSignature(_chain[depth], Policy.SecurityLevel))
            {
                return new PathError(VerifyCode.X509_V_ERR_CA_MD_TOO_WEAK, depth);
            }
        }

        return null;
    }

    /// <summary>OpenSSL `internal_verify`: from the trusted end down, each signature and then each validity.</summary>
    private PathError? CheckSignaturesAndTimes()
    {
        int depth = _chain.Count - 1;
        ParsedCertificate issuer = _chain[depth];
        if (!CertificateRules.IsLikelyIssuer(issuer, issuer) && !_scope.Has(VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN))
        {
            if (depth == 0)
            {
                return new PathError(VerifyCode.X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, 0);
            }

            // A certificate that the store's settings trust by name need not be self-signed; its own validity then
            // does not count, as in OpenSSL.
            depth--;
        }

        for (; depth >= 0; depth--)
        {
            ParsedCertificate subject = _chain[depth];
            bool isTop = depth == _chain.Count - 1;
            issuer = isTop ? subject : _chain[depth + 1];
            bool checksItself = isTop && _scope.Has(VerifyFlag.X509_V_FLAG_CHECK_SS_SIGNATURE)
                && CertificateRules.IsSelfSigned(subject);
            if (!isTop || checksItself)
            {
                if (CheckSignature(subject, issuer, depth, isTop) is { } error)
                {
                    return error;
                }
            }

            int code = _scope.CheckTime(subject);
            if (code != VerifyCode.X509_V_OK)
            {
                return new PathError(code, depth);
            }
        }

        return null;
    }

    private PathError? CheckSignature(ParsedCertificate subject, ParsedCertificate issuer, int depth, bool isTop)
    {
        int issuerDepth = isTop ? depth : depth + 1;
        bool isPlainSelfSigned = isTop && issuer.BasicConstraints is not { IsCertificateAuthority: true };
        int code = isPlainSelfSigned ? VerifyCode.X509_V_OK : CertificateRules.CheckMaySign(issuer, subject);
        if (code != VerifyCode.X509_V_OK)
        {
            return new PathError(code, issuerDepth);
        }

        if (_scope.KeyOf(issuer) is null)
        {
            return new PathError(VerifyCode.X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, issuerDepth);
        }

        return _scope.IsSignedBy(subject, issuer)
            ? null
            : new PathError(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, depth);
    }

    /// <summary>OpenSSL `check_name_constraints`: every certificate against the constraints of all above it.</summary>
    private PathError? CheckNameConstraints()
    {
        for (int depth = _chain.Count - 1; depth >= 0; depth--)
        {
            ParsedCertificate certificate = _chain[depth];
            if (depth != 0 && certificate.IsSelfIssued)
            {
                continue;
            }

            if (certificate.IsProxy && !ProxyRules.HasProxySubject(certificate))
            {
                return new PathError(VerifyCode.X509_V_ERR_PROXY_SUBJECT_NAME_VIOLATION, depth);
            }

            for (int above = _chain.Count - 1; above > depth; above--)
            {
                if (_chain[above].NameConstraints is not { } constraints)
                {
                    continue;
                }

                int code = _scope.NameConstraints.Check(certificate, constraints);
                if (code == VerifyCode.X509_V_OK && depth == 0 && Policy.CheckCommonName && !HasDnsName(certificate))
                {
                    code = _scope.NameConstraints.CheckCommonNames(certificate, constraints);
                }

                if (code == VerifyCode.X509_V_OK && depth == 0 && Policy.HostName is { } host)
                {
                    code = _scope.NameConstraints.CheckHost(host, constraints);
                }

                if (code != VerifyCode.X509_V_OK)
                {
                    return new PathError(code, depth);
                }
            }
        }

        return null;
    }

    /// <summary>
    /// Keys that nothing makes trusted any more, not even the store. They are looked for last, so that a path that is
    /// bad anyway is refused with OpenSSL's code, and on every place of the path, as CPython and Go do: such a key may
    /// have certificates of other authorities, too, or be in the store itself.
    /// </summary>
    private PathError? CheckDistrust()
    {
        for (int depth = 0; depth < _chain.Count; depth++)
        {
            if (Policy.DistrustedKeys.Contains(_chain[depth]))
            {
                return new PathError(VerifyCode.X509_V_ERR_CERT_REJECTED, depth);
            }
        }

        return null;
    }

    private static bool HasDnsName(ParsedCertificate certificate)
    {
        foreach (CertificateGeneralName name in certificate.SubjectAlternativeNames ?? [])
        {
            if (name.Kind == GeneralNameKind.Dns)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is asked of a certificate in its place (OpenSSL's `must_be_ca` of -1, 0 and 1).</summary>
    private enum Position
    {
        /// <summary>The first: an authority's certificate is as welcome as any other.</summary>
        Leaf,

        /// <summary>It issued a proxy certificate, so it must not be an authority's.</summary>
        ProxyIssuer,

        /// <summary>It issued the certificate before.</summary>
        Authority,
    }
}
