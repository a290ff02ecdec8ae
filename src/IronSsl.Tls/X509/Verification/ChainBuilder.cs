using System.Collections.Generic;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Finds the one path that OpenSSL's `build_chain` would find: at every step the first fitting issuer that is valid
/// now, the store before the peer's certificates when TRUSTED_FIRST is set. It looks at names and key identifiers only,
/// never goes back, and what it reports when there is no path is what OpenSSL reports. <see cref="PathSearch"/> does go
/// back.
/// </summary>
internal sealed class ChainBuilder
{
    private readonly VerificationScope _scope;
    private readonly List<ParsedCertificate> _chain = [];
    private readonly List<ParsedCertificate> _unused;
    private int _untrustedCount;
    private bool _searchUntrusted;
    private bool _searchTrusted;

    private ChainBuilder(VerificationScope scope, ParsedCertificate leaf, IReadOnlyList<ParsedCertificate> others)
    {
        _scope = scope;
        _chain.Add(leaf);
        _untrustedCount = 1;

        // The peer's own certificate counts among those it sent (OpenSSL `ssl_verify_cert_chain`).
        _unused = [leaf, .. others];
        _searchUntrusted = true;
        _searchTrusted = scope.Has(VerifyFlag.X509_V_FLAG_TRUSTED_FIRST);
    }

    /// <summary>Builds the path; null with the reason when it does not end in trust.</summary>
    public static CandidatePath? Build(
        VerificationScope scope,
        ParsedCertificate leaf,
        IReadOnlyList<ParsedCertificate> others,
        out PathError error)
    {
        var builder = new ChainBuilder(scope, leaf, others);
        return builder.Build(out error) ? new CandidatePath(builder._chain, builder._untrustedCount) : null;
    }

    /// <summary>The path as far as there is one, from names alone: what OpenSSL has built when it finds a
    /// fault.</summary>
    public static IReadOnlyList<ParsedCertificate> BuildWithoutTrust(
        VerificationScope scope, ParsedCertificate leaf, IReadOnlyList<ParsedCertificate> others)
    {
        var builder = new ChainBuilder(scope, leaf, others);
        builder.Build(out _);
        return builder._chain;
    }

    private bool Build(out PathError error)
    {
        error = default;
        bool mayTryShorter = !_searchTrusted && !_scope.Has(VerifyFlag.X509_V_FLAG_NO_ALT_CHAINS);
        TrustDecision decision = TrustDecision.Neutral;
        int rejectedDepth = 0;
        while (_searchTrusted || _searchUntrusted)
        {
            if (_searchTrusted)
            {
                bool added = TryExtendFromStore(_chain.Count, out bool isSelfSigned);
                if (added)
                {
                    _searchUntrusted = false;
                    decision = DecideOnLast(out rejectedDepth);
                    if (decision != TrustDecision.Neutral)
                    {
                        break;
                    }

                    if (!isSelfSigned)
                    {
                        continue;
                    }
                }

                if (!_searchUntrusted)
                {
                    // With the peer's certificates first: go down again, as high up as a trusted issuer can be found.
                    if (!mayTryShorter || !TryShorten(ref decision, ref rejectedDepth))
                    {
                        break;
                    }

                    if (decision != TrustDecision.Neutral)
                    {
                        break;
                    }

                    continue;
                }
            }

            if (_searchUntrusted && !TryExtendFromPeer())
            {
                _searchUntrusted = false;
                _searchTrusted = true;
            }
        }

        int maximum = _scope.MaximumDepth + 1;
        int last = _chain.Count - 1;
        if (decision == TrustDecision.Neutral && _chain.Count <= maximum && _chain.Count == _untrustedCount)
        {
            decision = DecideOnLeaf(_scope, _chain[0]);
            rejectedDepth = 0;

            // OpenSSL keeps what it has put above the leaf, and goes on to check it.
            _untrustedCount = decision == TrustDecision.Trusted ? 0 : _untrustedCount;
        }

        switch (decision)
        {
            case TrustDecision.Trusted:
                return true;
            case TrustDecision.Rejected:
                error = new PathError(VerifyCode.X509_V_ERR_CERT_REJECTED, rejectedDepth);
                return false;
        }

        int code;
        if (_chain.Count > maximum)
        {
            code = VerifyCode.X509_V_ERR_CERT_CHAIN_TOO_LONG;
        }
        else if (CertificateRules.IsSelfSigned(_chain[last]))
        {
            code = last == 0
                ? VerifyCode.X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT
                : VerifyCode.X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN;
        }
        else
        {
            code = _untrustedCount < _chain.Count
                ? VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT
                : VerifyCode.X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY;
        }

        error = new PathError(code, last);
        return false;
    }

    /// <summary>
    /// With PARTIAL_CHAIN, a leaf that is itself in the store needs no issuer.
    /// </summary>
    public static TrustDecision DecideOnLeaf(VerificationScope scope, ParsedCertificate leaf)
    {
        if (!scope.Has(VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN) || scope.Trust.Find(leaf) is not { } anchor)
        {
            return TrustDecision.Neutral;
        }

        return scope.Decide(anchor, selfSignedIsTrusted: true) == TrustDecision.Rejected
            ? TrustDecision.Rejected
            : TrustDecision.Trusted;
    }

    /// <summary>
    /// Looks in the store for the issuer of the last of the first <paramref name="count"/> certificates, and puts it
    /// after them. A self-signed certificate is only replaced by itself: one that merely bears a trusted name is
    /// nothing.
    /// </summary>
    private bool TryExtendFromStore(int count, out bool isSelfSigned)
    {
        isSelfSigned = false;
        ParsedCertificate current = _chain[count - 1];
        if (_chain.Count > _scope.MaximumDepth + 1 || FindTrustedIssuer(current) is not { } issuer)
        {
            return false;
        }

        if (CertificateRules.IsSelfSigned(current))
        {
            isSelfSigned = true;
            if (!issuer.Equals(current))
            {
                return false;
            }

            _chain[count - 1] = issuer;
            _untrustedCount = count - 1;
            return true;
        }

        _chain.RemoveRange(count, _chain.Count - count);
        _untrustedCount = System.Math.Min(_untrustedCount, count);
        _chain.Add(issuer);
        isSelfSigned = CertificateRules.IsSelfSigned(issuer);
        return true;
    }

    /// <summary>OpenSSL's S_DOALTERNATE: drops certificates of the peer until the store has an issuer for the
    /// rest.</summary>
    private bool TryShorten(ref TrustDecision decision, ref int rejectedDepth)
    {
        for (int count = _untrustedCount - 1; count > 0; count--)
        {
            if (TryExtendFromStore(count, out bool isSelfSigned))
            {
                decision = DecideOnLast(out rejectedDepth);
                if (decision != TrustDecision.Neutral || !isSelfSigned)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool TryExtendFromPeer()
    {
        ParsedCertificate current = _chain[^1];
        if (CertificateRules.IsSelfSigned(current) || _chain.Count > _scope.MaximumDepth + 1
            || FindIssuerFromPeer(current) is not { } issuer)
        {
            return false;
        }

        _unused.Remove(issuer);
        _chain.Add(issuer);
        _untrustedCount++;
        return true;
    }

    private TrustDecision DecideOnLast(out int depth)
    {
        depth = _chain.Count - 1;
        ParsedCertificate last = _chain[depth];
        TrustDecision decision = _scope.Trust.Find(last) is { } anchor
            ? _scope.Decide(anchor, selfSignedIsTrusted: true)
            : TrustDecision.Neutral;
        return decision == TrustDecision.Neutral && _scope.Has(VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)
            ? TrustDecision.Trusted
            : decision;
    }

    private ParsedCertificate? FindTrustedIssuer(ParsedCertificate subject)
    {
        ParsedCertificate? latest = null;
        foreach (TrustAnchor anchor in _scope.Trust.FindBySubject(subject.Issuer))
        {
            ParsedCertificate candidate = anchor.Certificate;
            if (!CertificateRules.IsLikelyIssuer(candidate, subject))
            {
                continue;
            }

            if (_scope.CheckTime(candidate) == VerifyCode.X509_V_OK)
            {
                return candidate;
            }

            latest = LaterOf(latest, candidate);
        }

        return latest;
    }

    private ParsedCertificate? FindIssuerFromPeer(ParsedCertificate subject)
    {
        // A self-issued leaf may be followed by itself; nothing else may occur twice.
        bool mayRepeat = subject.IsSelfIssued && _chain.Count == 1;
        ParsedCertificate? latest = null;
        foreach (ParsedCertificate candidate in _unused)
        {
            if (!CertificateRules.IsLikelyIssuer(candidate, subject) || (!mayRepeat && _chain.Contains(candidate)))
            {
                continue;
            }

            if (_scope.CheckTime(candidate) == VerifyCode.X509_V_OK)
            {
                return candidate;
            }

            latest = LaterOf(latest, candidate);
        }

        return latest;
    }

    private static ParsedCertificate LaterOf(ParsedCertificate? first, ParsedCertificate second) =>
        first is null || second.NotAfter > first.NotAfter ? second : first;
}
