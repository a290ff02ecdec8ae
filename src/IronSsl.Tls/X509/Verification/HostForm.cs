using System;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Finds the host in names that name constraints apply to, or finds that it can't be told. Software reads odd names in
/// different ways, so a name counts as understood only if there is one way.
/// </summary>
internal static class HostForm
{
    /// <summary>A name without the dots at its end: with one it is the same name in absolute form (RFC 1034 section
    /// 3.1).</summary>
    public static ReadOnlyMemory<byte> WithoutFinalDots(ReadOnlyMemory<byte> name) => name.TrimEnd((byte)'.');

    /// <summary>A name without the dots at its end.</summary>
    public static ReadOnlySpan<byte> WithoutFinalDots(ReadOnlySpan<byte> name) => name.TrimEnd((byte)'.');

    /// <summary>
    /// The host of a mail address (RFC 5321 section 4.1.2), without final dots: what follows the last '@'. False when
    /// it is no domain name, such as an address in brackets, or is followed by a comment.
    /// </summary>
    public static bool TryReadMailHost(ReadOnlySpan<byte> address, out ReadOnlySpan<byte> host)
    {
        int at = address.LastIndexOf((byte)'@');
        host = at < 0 ? default : WithoutFinalDots(address[(at + 1)..]);
        return IsDomainName(host);
    }

    /// <summary>
    /// The host of a URI (RFC 3986 section 3), without final dots. False when there is no authority, and when its host
    /// is no plain domain name: RFC 5280 section 4.2.1.10 refuses an address there, and user information, backslashes,
    /// percent-encoding and a second colon have let software see one host where other software saw another.
    /// </summary>
    public static bool TryReadUriHost(ReadOnlySpan<byte> uri, out ReadOnlySpan<byte> host)
    {
        host = default;
        int colon = uri.IndexOf((byte)':');
        if (colon <= 0 || !IsScheme(uri[..colon]) || !uri[(colon + 1)..].StartsWith("//"u8))
        {
            return false;
        }

        ReadOnlySpan<byte> authority = uri[(colon + 3)..];
        int end = authority.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        authority = end < 0 ? authority : authority[..end];
        int port = authority.IndexOf((byte)':');
        if (port >= 0 && authority[(port + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        host = WithoutFinalDots(port < 0 ? authority : authority[..port]);
        return IsDomainName(host) && !EndsInNumber(host);
    }

    /// <summary>Whether a constraint's base can be understood: a domain name, perhaps after the dot that stands for any
    /// subdomain; or nothing, which stands for all.</summary>
    public static bool IsConstraint(ReadOnlySpan<byte> subtree)
    {
        ReadOnlySpan<byte> name = WithoutFinalDots(subtree);
        return name.IsEmpty || IsDomainName(name[0] == '.' ? name[1..] : name);
    }

    /// <summary>Labels of letters, digits, hyphens and underscores with single dots between them.</summary>
    private static bool IsDomainName(ReadOnlySpan<byte> name)
    {
        bool atStart = true;
        foreach (byte c in name)
        {
            if (c == '.' ? atStart : !char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'-' or (byte)'_'))
            {
                return false;
            }

            atStart = c == '.';
        }

        return !atStart;
    }

    /// <summary>Whether the last label is a number, decimal or hexadecimal: an IPv4 address in one of its
    /// spellings.</summary>
    private static bool EndsInNumber(ReadOnlySpan<byte> host)
    {
        ReadOnlySpan<byte> last = host[(host.LastIndexOf((byte)'.') + 1)..];
        bool isHexadecimal = last.Length >= 2 && last[0] == '0' && (last[1] | 0x20) == 'x';
        foreach (byte c in isHexadecimal ? last[2..] : last)
        {
            if (!(isHexadecimal ? char.IsAsciiHexDigit((char)c) : char.IsAsciiDigit((char)c)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsScheme(ReadOnlySpan<byte> scheme)
    {
        foreach (byte c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit((char)c) && c is not ((byte)'+' or (byte)'-' or (byte)'.'))
            {
                return false;
            }
        }

        return char.IsAsciiLetter((char)scheme[0]);
    }
}
