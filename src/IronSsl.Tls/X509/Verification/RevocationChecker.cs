using System.Collections.Generic;
using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Looks certificates up in the CRLs of the trust store, as OpenSSL's `check_revocation` does without its extended
/// support: a list of another issuer's certificates (indirect) or of some reasons only is not used, and a certificate
/// for which there is no list is refused. Nothing is ever fetched.
/// </summary>
/// <remarks>
/// Stricter than OpenSSL in one respect: a delta CRL never stands for the complete list that it adds to. It can only
/// revoke.
/// </remarks>
internal sealed class RevocationChecker
{
    // OpenSSL `CRLDP_ALL_REASONS`, the bits of ReasonFlags (RFC 5280 section 4.2.1.13).
    private const int AllReasons = 0x807F;

    private readonly VerificationScope _scope;
    private readonly IReadOnlyList<ParsedCertificate> _chain;
    private readonly int _depth;
    private readonly ParsedCertificate _certificate;

    private RevocationChecker(VerificationScope scope, IReadOnlyList<ParsedCertificate> chain, int depth)
    {
        _scope = scope;
        _chain = chain;
        _depth = depth;
        _certificate = chain[depth];
    }

    /// <summary>Where the issuer is: one up, or itself at the end.</summary>
    private int NextDepth => System.Math.Min(_depth + 1, _chain.Count - 1);

    /// <summary>Null when checking is off, or no certificate that is to be checked is revoked.</summary>
    public static PathError? Check(VerificationScope scope, IReadOnlyList<ParsedCertificate> chain)
    {
        if (!scope.Has(VerifyFlag.X509_V_FLAG_CRL_CHECK))
        {
            return null;
        }

        int last = scope.Has(VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL) ? chain.Count - 1 : 0;
        for (int depth = 0; depth <= last; depth++)
        {
            if (chain[depth].IsProxy)
            {
                continue;
            }

            int code = new RevocationChecker(scope, chain, depth).Check();
            if (code != VerifyCode.X509_V_OK)
            {
                return new PathError(code, depth);
            }
        }

        return null;
    }

    /// <summary>Goes on until the lists used cover every reason, or no further one covers another.</summary>
    private int Check()
    {
        IReadOnlyList<ParsedCrl> lists = _scope.Trust.FindCrls(_certificate.Issuer);
        int reasons = 0;
        while (reasons != AllReasons)
        {
            if (FindBest(lists, reasons) is not { } best || (best.Reasons | reasons) == reasons)
            {
                return VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL;
            }

            int code = CheckList(best);
            if (code == VerifyCode.X509_V_OK)
            {
                code = LookUp(best.List);
            }

            if (code != VerifyCode.X509_V_OK)
            {
                return code;
            }

            reasons |= best.Reasons;
        }

        return CheckDeltas(lists);
    }

    private Choice? FindBest(IReadOnlyList<ParsedCrl> lists, int reasons)
    {
        Choice? best = null;
        foreach (ParsedCrl list in lists)
        {
            if (list.BaseNumber is not null || Rate(list, reasons) is not { } choice)
            {
                continue;
            }

            if (best is null || choice.Score > best.Score
                || (choice.Score == best.Score
                    && list.ThisUpdateField.Instant > best.List.ThisUpdateField.Instant))
            {
                best = choice;
            }
        }

        return best;
    }

    /// <summary>OpenSSL `get_crl_score`: how well a list suits the certificate; null when not at all.</summary>
    private Choice? Rate(ParsedCrl list, int knownReasons)
    {
        if (list.IsInvalid || !list.Issuer.Equals(_certificate.Issuer) || !IsUsable(list.IssuingDistributionPoint)
            || FindIssuer(list) is not { } issuer)
        {
            return null;
        }

        int score = ReferenceEquals(issuer, _chain[NextDepth]) ? Choice.FromIssuer : 0;
        if (!list.HasUnhandledCriticalExtension && !list.HasUnhandledEntries)
        {
            score |= Choice.Understood;
        }

        if (CheckTime(list) == VerifyCode.X509_V_OK)
        {
            score |= Choice.Timely;
        }

        // A list out of scope is kept as a last choice, so that the error says so.
        int reasons = AllReasons;
        if (GetReasonsInScope(list) is { } inScope)
        {
            reasons = inScope;
            if ((reasons & ~knownReasons) == 0)
            {
                return null;
            }

            score |= Choice.InScope;
        }

        return new Choice(list, issuer, score, reasons);
    }

    private static bool IsUsable(IssuingDistributionPointValue? point)
    {
        if (point is null)
        {
            return true;
        }

        int exclusives = (point.OnlyUserCertificates ? 1 : 0) + (point.OnlyAuthorityCertificates ? 1 : 0)
            + (point.OnlyAttributeCertificates ? 1 : 0);
        return exclusives <= 1 && !point.IsIndirect && point.OnlySomeReasons is null;
    }

    /// <summary>The certificate whose key must have signed the list: the next one, or one further up of that
    /// name.</summary>
    private ParsedCertificate? FindIssuer(ParsedCrl list)
    {
        int next = NextDepth;
        for (int depth = next; depth < _chain.Count; depth++)
        {
            ParsedCertificate candidate = _chain[depth];
            if ((depth == next || candidate.Subject.Equals(list.Issuer))
                && CertificateRules.CheckKeyIdentifier(candidate, list.AuthorityKeyIdentifier) == VerifyCode.X509_V_OK)
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>OpenSSL `crl_crldp_check`: the reasons for which the list speaks of the certificate; null for
    /// none.</summary>
    private int? GetReasonsInScope(ParsedCrl list)
    {
        IssuingDistributionPointValue? scope = list.IssuingDistributionPoint;
        bool isAuthority = _certificate.BasicConstraints is { IsCertificateAuthority: true };
        if (scope is { OnlyAttributeCertificates: true }
            || (isAuthority ? scope is { OnlyUserCertificates: true } : scope is { OnlyAuthorityCertificates: true }))
        {
            return null;
        }

        foreach (DistributionPointValue point in _certificate.CrlDistributionPoints ?? [])
        {
            if (NamesIssuer(point.CrlIssuer, list.Issuer)
                && (scope is null
                    || DistributionPointRules.Overlap(point, _certificate.Issuer, scope.Point, list.Issuer)))
            {
                return (point.Reasons ?? AllReasons) & AllReasons;
            }
        }

        return scope is null || !DistributionPointRules.HasName(scope.Point) ? AllReasons : null;
    }

    private static bool NamesIssuer(ImmutableArray<CertificateGeneralName>? names, DistinguishedName issuer)
    {
        if (names is null)
        {
            return true;
        }

        foreach (CertificateGeneralName name in names)
        {
            if (CertificateRules.IsName(name, issuer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>OpenSSL `check_crl`.</summary>
    private int CheckList(Choice choice)
    {
        if (CertificateRules.Forbids(choice.Issuer, X509KeyUsageFlags.CrlSign))
        {
            return VerifyCode.X509_V_ERR_KEYUSAGE_NO_CRL_SIGN;
        }

        if ((choice.Score & Choice.InScope) == 0)
        {
            return VerifyCode.X509_V_ERR_DIFFERENT_CRL_SCOPE;
        }

        int code = CheckTime(choice.List);
        if (code != VerifyCode.X509_V_OK)
        {
            return code;
        }

        if (_scope.KeyOf(choice.Issuer) is null)
        {
            return VerifyCode.X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY;
        }

        return _scope.IsSignedBy(choice.List, choice.Issuer)
            ? VerifyCode.X509_V_OK
            : VerifyCode.X509_V_ERR_CRL_SIGNATURE_FAILURE;
    }

    /// <summary>OpenSSL `cert_crl`.</summary>
    private int LookUp(ParsedCrl list)
    {
        bool understood = !list.HasUnhandledEntries
            && (!list.HasUnhandledCriticalExtension || _scope.Has(VerifyFlag.X509_V_FLAG_IGNORE_CRITICAL));
        if (!understood)
        {
            return VerifyCode.X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION;
        }

        return list.FindEntry(_certificate.SerialNumber) is { Reason: not RevokedEntry.RemoveFromCrl } entry
            && NamesIssuer(entry.CertificateIssuer, _certificate.Issuer)
            ? VerifyCode.X509_V_ERR_CERT_REVOKED
            : VerifyCode.X509_V_OK;
    }

    /// <summary>A current delta CRL that revokes the certificate is believed.</summary>
    private int CheckDeltas(IReadOnlyList<ParsedCrl> lists)
    {
        foreach (ParsedCrl list in lists)
        {
            if (list.BaseNumber is not null && Rate(list, 0) is { } choice
                && CheckList(choice) == VerifyCode.X509_V_OK
                && LookUp(list) == VerifyCode.X509_V_ERR_CERT_REVOKED)
            {
                return VerifyCode.X509_V_ERR_CERT_REVOKED;
            }
        }

        return VerifyCode.X509_V_OK;
    }

    private int CheckTime(ParsedCrl list)
    {
        if (_scope.Has(VerifyFlag.X509_V_FLAG_NO_CHECK_TIME))
        {
            return VerifyCode.X509_V_OK;
        }

        long now = _scope.Policy.Time.ToUnixTimeSeconds();
        if (list.ThisUpdateField.Instant is not { } thisUpdate)
        {
            return VerifyCode.X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD;
        }

        if (thisUpdate.ToUnixTimeSeconds() > now)
        {
            return VerifyCode.X509_V_ERR_CRL_NOT_YET_VALID;
        }

        if (list.NextUpdateField is not { } field)
        {
            return VerifyCode.X509_V_OK;
        }

        if (field.Instant is not { } nextUpdate)
        {
            return VerifyCode.X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD;
        }

        return nextUpdate.ToUnixTimeSeconds() <= now ? VerifyCode.X509_V_ERR_CRL_HAS_EXPIRED : VerifyCode.X509_V_OK;
    }

    /// <summary>A list with the certificate that must have signed it; a greater score is better.</summary>
    private sealed record Choice(ParsedCrl List, ParsedCertificate Issuer, int Score, int Reasons)
    {
        public const int Understood = 0x100;
        public const int InScope = 0x80;
        public const int Timely = 0x40;
        public const int FromIssuer = 0x10;
    }
}
