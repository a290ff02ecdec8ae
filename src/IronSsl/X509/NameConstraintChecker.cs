using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Text;
using IronSsl.OpenSsl;

namespace IronSsl.X509;

/// <summary>
/// Name constraints (RFC 5280 section 4.2.1.10) as OpenSSL's `NAME_CONSTRAINTS_check` applies them. Answers are
/// `X509_V_*` codes. One instance serves one verification, whose comparisons it counts: constraints and names multiply.
/// </summary>
internal sealed class NameConstraintChecker
{
    private const string CommonNameOid = "2.5.4.3";
    private const string EmailAddressOid = "1.2.840.113549.1.9.1";
    private const string SmtpUtf8MailboxOid = "1.3.6.1.5.5.7.8.9";

    // OpenSSL `NAME_CHECK_MAX`, there for each pair of certificates; here the whole verification has twice as much.
    private const long MaximumForOnePair = 1 << 20;
    private const long MaximumForAll = 1 << 21;

    /// <summary>The hosts of constraints on mail addresses as <see cref="UnicodeHost"/> made them: each of them is compared
    /// with every address, and converting costs far more than comparing.</summary>
    private readonly Dictionary<CertificateGeneralName, byte[]?> _unicodeHosts = new(ReferenceEqualityComparer.Instance);

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
            code = Check(Name.Of(names[i]), constraints);
        }

        return code;
    }

    /// <summary>
    /// Judges the common names that look like a host's, as if they were DNS names: for a leaf that may be matched by them.
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
                if (attribute.Oid != CommonNameOid)
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

                int code = LooksLikeHost(trimmed.Span)
                    ? Check(new Name(GeneralNameKind.Dns, trimmed), constraints)
                    : VerifyCode.X509_V_OK;
                if (code != VerifyCode.X509_V_OK)
                {
                    return code;
                }
            }
        }

        return VerifyCode.X509_V_OK;
    }

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

        int code = Check(new Name(GeneralNameKind.Directory, default) { Directory = subject }, constraints);
        foreach (ImmutableArray<NameAttribute> relativeName in subject.RelativeNames)
        {
            foreach (NameAttribute attribute in relativeName)
            {
                if (code != VerifyCode.X509_V_OK)
                {
                    return code;
                }

                if (attribute.Oid == EmailAddressOid)
                {
                    code = attribute.Tag == UniversalTagNumber.IA5String
                        ? Check(new Name(GeneralNameKind.Email, attribute.Value), constraints)
                        : VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
                }
            }
        }

        return code;
    }

    /// <summary>One name against all subtrees of its kind: one permitted must fit if there are any, no excluded may.</summary>
    private int Check(Name name, NameConstraintsValue constraints)
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
                int code = Compare(name, subtree.Base);
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

            switch (Compare(name, subtree.Base))
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

    /// <summary>OpenSSL `nc_match_single`: OK for a match, PERMITTED_VIOLATION for none, else why it can't be told.</summary>
    private int Compare(Name name, CertificateGeneralName subtree) => name.Kind switch
    {
        // The canonical forms of the RDNs follow each other, so a subtree is a prefix.
        GeneralNameKind.Directory =>
            Verdict(name.Directory!.Canonical.StartsWith(subtree.Directory!.Canonical)),
        GeneralNameKind.Dns => Verdict(MatchesDns(name.Value.Span, subtree.Value.Span)),
        GeneralNameKind.Email when name.IsInternational => CompareInternationalEmail(name.Mailbox, subtree),
        GeneralNameKind.Email => CompareEmail(name.Value.Span, subtree.Value.Span),
        GeneralNameKind.Uri => CompareUri(name.Value.Span, subtree.Value.Span),
        GeneralNameKind.IpAddress => CompareAddress(name.Value.Span, subtree.Value.Span),
        _ => VerifyCode.X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE,
    };

    private static int Verdict(bool matches) =>
        matches ? VerifyCode.X509_V_OK : VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;

    private static bool MatchesDns(ReadOnlySpan<byte> name, ReadOnlySpan<byte> subtree)
    {
        if (subtree.IsEmpty)
        {
            return true;
        }

        if (name.Length < subtree.Length)
        {
            return false;
        }

        // Whole labels may be added on the left.
        int added = name.Length - subtree.Length;
        return (added == 0 || subtree[0] == '.' || name[added - 1] == '.')
            && EqualsIgnoreAsciiCase(name[added..], subtree);
    }

    private static int CompareEmail(ReadOnlySpan<byte> name, ReadOnlySpan<byte> subtree)
    {
        int nameAt = name.LastIndexOf((byte)'@');
        int subtreeAt = subtree.LastIndexOf((byte)'@');
        if (nameAt < 0)
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        if (subtreeAt < 0 && subtree.Length > 0 && subtree[0] == '.')
        {
            return Verdict(EndsWithAndIsLonger(name, subtree));
        }

        if (subtreeAt > 0)
        {
            ReadOnlySpan<byte> local = name[..nameAt];
            ReadOnlySpan<byte> wanted = subtree[..subtreeAt];
            if (local.Length != wanted.Length)
            {
                return VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
            }

            if (local.Contains((byte)0) || wanted.Contains((byte)0))
            {
                return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
            }

            // RFC 5280 section 7.5: the local part is compared exactly.
            if (!local.SequenceEqual(wanted))
            {
                return VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
            }
        }

        return Verdict(EqualsIgnoreAsciiCase(name[(nameAt + 1)..], subtree[(subtreeAt + 1)..]));
    }

    /// <summary>A SmtpUTF8Mailbox (RFC 8398 section 6): the constraint's A-labels are compared as U-labels.</summary>
    private int CompareInternationalEmail(ReadOnlyMemory<byte>? mailbox, CertificateGeneralName subtree)
    {
        if (mailbox is null || subtree.Value.Span.Contains((byte)0))
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        ReadOnlySpan<byte> name = mailbox.Value.Span;
        int at = name.LastIndexOf((byte)'@');
        if (at < 0)
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        if (!_unicodeHosts.TryGetValue(subtree, out byte[]? host))
        {
            host = UnicodeHost(subtree.Value.Span);
            _unicodeHosts.Add(subtree, host);
        }

        if (host is null)
        {
            return VerifyCode.X509_V_ERR_UNSPECIFIED;
        }

        return Verdict(host.Length > 0 && host[0] == '.'
            ? EndsWithAndIsLonger(name, host)
            : EqualsIgnoreAsciiCase(name[(at + 1)..], host));
    }

    /// <summary>A constraint's host in UTF-8, its A-labels as U-labels; a dot before it, which means any subdomain, stays. Null:
    /// it's no domain name.</summary>
    private static byte[]? UnicodeHost(ReadOnlySpan<byte> constraint)
    {
        bool anySubdomain = constraint.Length > 0 && constraint[0] == '.';
        try
        {
            string labels = Encoding.ASCII.GetString(anySubdomain ? constraint[1..] : constraint);
            return Encoding.UTF8.GetBytes((anySubdomain ? "." : "") + new IdnMapping().GetUnicode(labels));
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The text of a SmtpUTF8Mailbox, given as the inner elements of its otherName; null when it's none.</summary>
    private static ReadOnlyMemory<byte>? ReadUtf8String(ReadOnlyMemory<byte> explicitValue)
    {
        try
        {
            var cursor = new Asn1Cursor(explicitValue);
            cursor.ReadOid();
            Asn1Cursor wrapper = cursor.ReadContext(0);
            wrapper.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
            return tag == new Asn1Tag(UniversalTagNumber.UTF8String) ? content : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static int CompareUri(ReadOnlySpan<byte> name, ReadOnlySpan<byte> subtree)
    {
        int scheme = name.IndexOf((byte)':');
        if (scheme < 0 || !name[scheme..].StartsWith("://"u8))
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        ReadOnlySpan<byte> host = name[(scheme + 3)..];
        int end = host.IndexOf((byte)':');
        end = end >= 0 ? end : host.IndexOf((byte)'/');
        host = end >= 0 ? host[..end] : host;
        if (host.IsEmpty)
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        return Verdict(subtree.Length > 0 && subtree[0] == '.'
            ? EndsWithAndIsLonger(host, subtree)
            : EqualsIgnoreAsciiCase(host, subtree));
    }

    private static int CompareAddress(ReadOnlySpan<byte> name, ReadOnlySpan<byte> subtree)
    {
        if (name.Length is not (4 or 16) || subtree.Length is not (8 or 32))
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        if (name.Length * 2 != subtree.Length)
        {
            return VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
        }

        ReadOnlySpan<byte> mask = subtree[name.Length..];
        for (int i = 0; i < name.Length; i++)
        {
            if (((name[i] ^ subtree[i]) & mask[i]) != 0)
            {
                return VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
            }
        }

        return VerifyCode.X509_V_OK;
    }

    private static bool EndsWithAndIsLonger(ReadOnlySpan<byte> name, ReadOnlySpan<byte> suffix) =>
        name.Length > suffix.Length && EqualsIgnoreAsciiCase(name[^suffix.Length..], suffix);

    /// <summary>Compares bytes; those that are ASCII letters regardless of case.</summary>
    private static bool EqualsIgnoreAsciiCase(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (Fold(left[i]) != Fold(right[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Fold(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;

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

    /// <summary>A name under examination; <see cref="Kind"/> is what constraints apply to it.</summary>
    private sealed record Name(GeneralNameKind Kind, ReadOnlyMemory<byte> Value)
    {
        public DistinguishedName? Directory { get; init; }

        /// <summary>The value is a SmtpUTF8Mailbox, an otherName to which constraints on mail addresses apply.</summary>
        public bool IsInternational { get; private init; }

        /// <summary>The text of a SmtpUTF8Mailbox, read once; null when there's none to be read.</summary>
        public ReadOnlyMemory<byte>? Mailbox { get; private init; }

        private string? Oid { get; init; }

        /// <summary>The name in a certificate.</summary>
        public static Name Of(CertificateGeneralName name) =>
            name.Kind == GeneralNameKind.OtherName && name.Oid == SmtpUtf8MailboxOid
                ? new Name(GeneralNameKind.Email, name.Value)
                {
                    IsInternational = true,
                    Mailbox = ReadUtf8String(name.Value),
                }
                : new Name(name.Kind, name.Value) { Oid = name.Oid, Directory = name.Directory };

        public bool IsOfKind(CertificateGeneralName subtree) =>
            Kind == subtree.Kind && (Kind != GeneralNameKind.OtherName || Oid == subtree.Oid);
    }
}
