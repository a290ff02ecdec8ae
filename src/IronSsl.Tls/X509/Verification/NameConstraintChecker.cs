using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Name constraints (RFC 5280 section 4.2.1.10) as OpenSSL's `NAME_CONSTRAINTS_check` applies them. Answers are
/// `X509_V_*` codes. One instance serves one verification, whose comparisons it counts: constraints and names multiply.
/// </summary>
/// <remarks>
/// What OpenSSL refuses is refused with its code. Beyond it, an excluded subtree can't be got around by another
/// spelling: see <see cref="NameComparer"/>, and <see cref="CheckHost"/> for what the spelling of no name tells.
/// </remarks>
internal sealed class NameConstraintChecker
{

    // OpenSSL `NAME_CHECK_MAX`, there for each pair of certificates; here the whole verification has twice as much.
    private const long MaximumForOnePair = 1 << 20;
    private const long MaximumForAll = 1 << 21;

    private readonly NameComparer _comparer = new();
    private long _comparisons;

    /// <summary>Judges the subject and the alternative names of a certificate.</summary>
    public int Check(ParsedCertificate certificate, NameConstraintsValue constraints)
    {
        ImmutableArray<CertificateGeneralName> names = certificate.SubjectAlternativeNames ?? [];
        if (!Charge(CountAttributes(certificate.Subject) + names.Length, constraints))
        {
            return VerifyCode.X509_V_ERR_UNSPECIFIED;
        }

        int code = CheckSubject(certificate.Subject, constraints);
        for (int i = 0; i < names.Length && code == VerifyCode.X509_V_OK; i++)
        {
            code = Check(ConstrainedName.Of(names[i]), constraints);
        }

        return code;
    }

    /// <summary>
    /// Judges the common names that look like a host's, as if they were DNS names: for a leaf that may be matched by
    /// them.
    /// </summary>
    public int CheckCommonNames(ParsedCertificate certificate, NameConstraintsValue constraints)
    {
        if (!Charge(CountAttributes(certificate.Subject), constraints))
        {
            return VerifyCode.X509_V_ERR_UNSPECIFIED;
        }

        foreach (ImmutableArray<NameAttribute> relativeName in certificate.Subject.RelativeNames)
        {
            foreach (NameAttribute attribute in relativeName)
            {
                if (attribute.Oid != Oids.CommonName)
                {
                    continue;
                }

                if (!attribute.TryGetUtf8(out byte[] text))
                {
                    return VerifyCode.X509_V_ERR_OUT_OF_MEM;
                }

                // Some certificates end their names with a NUL; inside of a name it is an attempt to deceive.
                ReadOnlyMemory<byte> trimmed = text.AsMemory().TrimEnd((byte)0);
                if (trimmed.Span.Contains((byte)0))
                {
                    return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
                }

                // OpenSSL takes no name that ends with a dot for a host's; `X509_check_host` does.
                int code = LooksLikeHost(HostForm.WithoutFinalDots(trimmed).Span)
                    ? Check(new ConstrainedName(GeneralNameKind.Dns, trimmed), constraints)
                    : VerifyCode.X509_V_OK;
                if (code != VerifyCode.X509_V_OK)
                {
                    return code;
                }
            }
        }

        return VerifyCode.X509_V_OK;
    }

    /// <summary>
    /// Judges the host that the connection asked for, as if it were a DNS name of the leaf: a wildcard outside of an
    /// excluded subtree may match a host within it, and a common name may match one though it doesn't look like a
    /// host's.
    /// </summary>
    public int CheckHost(string host, NameConstraintsValue constraints) => Charge(1, constraints)
        ? Check(
            new ConstrainedName(
                GeneralNameKind.Dns, HostForm.WithoutFinalDots(Encoding.UTF8.GetBytes(host).AsMemory())),
            constraints)
        : VerifyCode.X509_V_ERR_UNSPECIFIED;

    private bool Charge(long names, NameConstraintsValue constraints)
    {
        long comparisons = names * (constraints.Permitted.Length + constraints.Excluded.Length);
        _comparisons += comparisons;
        return comparisons <= MaximumForOnePair && _comparisons <= MaximumForAll;
    }

    private static int CountAttributes(DistinguishedName name)
    {
        int count = 0;
        foreach (ImmutableArray<NameAttribute> relativeName in name.RelativeNames)
        {
            count += relativeName.Length;
        }

        return count;
    }

    private int CheckSubject(DistinguishedName subject, NameConstraintsValue constraints)
    {
        if (subject.IsEmpty)
        {
            return VerifyCode.X509_V_OK;
        }

        int code = Check(new ConstrainedName(GeneralNameKind.Directory, default) { Directory = subject }, constraints);
        foreach (ImmutableArray<NameAttribute> relativeName in subject.RelativeNames)
        {
            foreach (NameAttribute attribute in relativeName)
            {
                if (code != VerifyCode.X509_V_OK)
                {
                    return code;
                }

                if (attribute.Oid == Oids.EmailAddress)
                {
                    code = attribute.Tag == UniversalTagNumber.IA5String
                        ? Check(new ConstrainedName(GeneralNameKind.Email, attribute.Value), constraints)
                        : VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
                }
            }
        }

        return code;
    }

    /// <summary>One name against all subtrees of its kind: one permitted must fit if there are any, no excluded
    /// may.</summary>
    private int Check(ConstrainedName name, NameConstraintsValue constraints)
    {
        bool isConstrained = false;
        bool isPermitted = false;
        foreach (NameConstraintsValue.Subtree subtree in constraints.Permitted)
        {
            if (!name.IsOfKind(subtree.Base))
            {
                continue;
            }

            if (subtree.HasDistance)
            {
                return VerifyCode.X509_V_ERR_SUBTREE_MINMAX;
            }

            isConstrained = true;
            if (!isPermitted)
            {
                int code = _comparer.ComparePermitted(name, subtree.Base);
                if (code is not (VerifyCode.X509_V_OK or VerifyCode.X509_V_ERR_PERMITTED_VIOLATION))
                {
                    return code;
                }

                isPermitted = code == VerifyCode.X509_V_OK;
            }
        }

        if (isConstrained && !isPermitted)
        {
            return VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
        }

        foreach (NameConstraintsValue.Subtree subtree in constraints.Excluded)
        {
            if (!name.IsOfKind(subtree.Base))
            {
                continue;
            }

            if (subtree.HasDistance)
            {
                return VerifyCode.X509_V_ERR_SUBTREE_MINMAX;
            }

            switch (_comparer.CompareExcluded(name, subtree.Base))
            {
                case VerifyCode.X509_V_OK:
                    return VerifyCode.X509_V_ERR_EXCLUDED_VIOLATION;
                case VerifyCode.X509_V_ERR_PERMITTED_VIOLATION:
                    break;
                case var code:
                    return code;
            }
        }

        return VerifyCode.X509_V_OK;
    }

    /// <summary>OpenSSL `cn2dnsid`: two labels or more, of letters, digits, underscores and inner hyphens.</summary>
    private static bool LooksLikeHost(ReadOnlySpan<byte> text)
    {
        bool hasDot = false;
        for (int i = 0; i < text.Length; i++)
        {
            byte c = text[i];
            if (char.IsAsciiLetterOrDigit((char)c) || c == '_')
            {
                continue;
            }

            bool isInner = i > 0 && i < text.Length - 1;
            if (isInner && c == '-')
            {
                continue;
            }

            if (isInner && c == '.' && text[i + 1] != '.' && text[i - 1] != '-' && text[i + 1] != '-')
            {
                hasDot = true;
                continue;
            }

            return false;
        }

        return hasDot;
    }
}
