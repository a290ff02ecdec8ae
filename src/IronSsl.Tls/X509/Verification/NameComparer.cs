using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>Compares names with the bases of name constraints, for one verification.</summary>
/// <remarks>
/// <see cref="Compare"/> is OpenSSL's `nc_match_single`, which takes names as they stand. That is enough for a
/// permitted subtree: an odd spelling falls outside of it. It isn't for an excluded one, where an odd spelling falls
/// outside, too, and so gets around it. There a name is compared in its other spellings as well, and one whose host
/// can't be told is refused.
/// </remarks>
internal sealed class NameComparer
{
    /// <summary>The hosts of constraints on mail addresses as <see cref="UnicodeHost"/> made them: each of them is
    /// compared with every address, and converting costs far more than comparing.</summary>
    private readonly Dictionary<CertificateGeneralName, byte[]?> _unicodeHosts =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>Mail addresses in Unicode as <see cref="AsciiAddress"/> made them, for the same reason.</summary>
    private readonly Dictionary<CertificateGeneralName, byte[]> _asciiAddresses =
        new(ReferenceEqualityComparer.Instance);

    /// <summary>A name with a permitted subtree: OK for a match, PERMITTED_VIOLATION for none, else why it can't be
    /// told.</summary>
    public int ComparePermitted(ConstrainedName name, CertificateGeneralName subtree)
    {
        int code = Compare(name, subtree);
        if (code != VerifyCode.X509_V_OK)
        {
            return code;
        }

        // What seems to be within must be so by our reading of the host, too.
        switch (name.Kind)
        {
            case GeneralNameKind.Uri:
                return HostForm.TryReadUriHost(name.Value.Span, out ReadOnlySpan<byte> host)
                    ? Verdict(MatchesHost(host, HostForm.WithoutFinalDots(subtree.Value.Span)))
                    : VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
            case GeneralNameKind.Email when !name.IsInternational:
                return HostForm.TryReadMailHost(name.Value.Span, out _)
                    ? code : VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
            default:
                return code;
        }
    }

    /// <summary>A name with an excluded subtree, likewise.</summary>
    public int CompareExcluded(ConstrainedName name, CertificateGeneralName subtree)
    {
        int code = Compare(name, subtree);
        if (code != VerifyCode.X509_V_ERR_PERMITTED_VIOLATION)
        {
            return code;
        }

        ReadOnlySpan<byte> value = name.Value.Span;
        ReadOnlySpan<byte> wanted = subtree.Value.Span;
        switch (name.Kind)
        {
            case GeneralNameKind.Dns:
                return HostForm.IsConstraint(wanted)
                    ? Verdict(MatchesDns(HostForm.WithoutFinalDots(value), HostForm.WithoutFinalDots(wanted)))
                    : VerifyCode.X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX;
            case GeneralNameKind.Uri:
                return !HostForm.TryReadUriHost(value, out ReadOnlySpan<byte> host)
                    ? VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX
                    : CompareExcludedHost(host, wanted);
            case GeneralNameKind.Email:
                return CompareExcludedMail(name, wanted);
            case GeneralNameKind.IpAddress:
                return CompareMappedAddress(value, wanted);
            default:
                return code;
        }
    }

    private int CompareExcludedMail(ConstrainedName name, ReadOnlySpan<byte> subtree)
    {
        ReadOnlySpan<byte> address = name.IsInternational ? AsciiAddress(name) : name.Value.Span;
        if (!HostForm.TryReadMailHost(address, out ReadOnlySpan<byte> host))
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_NAME_SYNTAX;
        }

        int subtreeAt = subtree.LastIndexOf((byte)'@');
        int code = CompareExcludedHost(host, subtree[(subtreeAt + 1)..]);
        return code == VerifyCode.X509_V_OK && subtreeAt > 0
            && !MatchesLocalPart(address[..address.LastIndexOf((byte)'@')], subtree[..subtreeAt])
                ? VerifyCode.X509_V_ERR_PERMITTED_VIOLATION
                : code;
    }

    /// <summary>The local parts of two addresses; quoting one (RFC 5321 section 4.1.2) makes no other mailbox of
    /// it.</summary>
    private static bool MatchesLocalPart(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        left.SequenceEqual(right) || Unquoted(left).AsSpan().SequenceEqual(Unquoted(right));

    private static byte[] Unquoted(ReadOnlySpan<byte> local)
    {
        if (local is not [(byte)'"', .., (byte)'"'])
        {
            return local.ToArray();
        }

        var text = new List<byte>(local.Length);
        for (int i = 1; i < local.Length - 1; i++)
        {
            i += local[i] == '\\' && i < local.Length - 2 ? 1 : 0;
            text.Add(local[i]);
        }

        return [.. text];
    }

    /// <summary>A SmtpUTF8Mailbox with its host as A-labels, in which the constraint has it; nothing when it has no
    /// such form.</summary>
    private byte[] AsciiAddress(ConstrainedName name)
    {
        if (!_asciiAddresses.TryGetValue(name.Source!, out byte[]? address))
        {
            address = ToAscii(name.Mailbox!.Value.Span);
            _asciiAddresses.Add(name.Source!, address);
        }

        return address;
    }

    private static byte[] ToAscii(ReadOnlySpan<byte> mailbox)
    {
        int at = mailbox.LastIndexOf((byte)'@');
        try
        {
            string host =
                new IdnMapping().GetAscii(Encoding.UTF8.GetString(HostForm.WithoutFinalDots(mailbox[(at + 1)..])));
            return [.. mailbox[..(at + 1)], .. Encoding.ASCII.GetBytes(host)];
        }
        catch (ArgumentException)
        {
            return [];
        }
    }

    /// <summary>A host without final dots with the base of a constraint on URIs or mail addresses. A base of no
    /// characters stands for every host, which OpenSSL knows for DNS names alone.</summary>
    private static int CompareExcludedHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> subtree)
    {
        if (!HostForm.IsConstraint(subtree))
        {
            return VerifyCode.X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX;
        }

        ReadOnlySpan<byte> wanted = HostForm.WithoutFinalDots(subtree);
        return Verdict(wanted.IsEmpty || MatchesHost(host, wanted));
    }

    /// <summary>An IPv4 address written as an IPv6 address (RFC 4291 section 2.5.5.2) with a base of IPv4
    /// addresses.</summary>
    private static int CompareMappedAddress(ReadOnlySpan<byte> name, ReadOnlySpan<byte> subtree)
    {
        ReadOnlySpan<byte> mapped = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
        return name.Length == 16 && subtree.Length == 8 && name.StartsWith(mapped)
            ? CompareAddress(name[mapped.Length..], subtree)
            : VerifyCode.X509_V_ERR_PERMITTED_VIOLATION;
    }

    /// <summary>OpenSSL `nc_match_single`: OK for a match, PERMITTED_VIOLATION for none, else why it can't be
    /// told.</summary>
    private int Compare(ConstrainedName name, CertificateGeneralName subtree) => name.Kind switch
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

    /// <summary>A constraint's host in UTF-8, its A-labels as U-labels; a dot before it, which means any subdomain,
    /// stays. Null: it's no domain name.</summary>
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

        return Verdict(MatchesHost(host, subtree));
    }

    /// <summary>A dot at the start of the base stands for any subdomain, and the domain itself isn't meant.</summary>
    private static bool MatchesHost(ReadOnlySpan<byte> host, ReadOnlySpan<byte> subtree) =>
        subtree.Length > 0 && subtree[0] == '.'
            ? EndsWithAndIsLonger(host, subtree)
            : EqualsIgnoreAsciiCase(host, subtree);

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
}
