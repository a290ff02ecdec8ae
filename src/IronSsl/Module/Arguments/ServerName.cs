using System;
using System.Net;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module.Arguments;

/// <summary>The <c>server_hostname</c> of a connection: CPython `_ssl_configure_hostname`.</summary>
/// <param name="Text">The name as the program gave it, ASCII only.</param>
/// <param name="Address">The address if the text is one: the certificate must have it, and no name is sent.</param>
internal sealed record ServerName(string Text, IPAddress? Address)
{
    // RFC 6066 section 3 has no limit; OpenSSL's is `TLSEXT_MAXLEN_host_name`.
    private const int MaximumLength = 255;

    /// <summary>The argument's text: ASCII without null characters; null for None.</summary>
    internal static string? TextOf(object? value)
    {
        if (value is null)
        {
            return null;
        }

        string text = Argument.AsString(value)
            ?? throw Argument.TypeError($"argument must be str, not {Argument.TypeName(value)}");
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsAscii(text[i]))
            {
                int end = i;
                while (end < text.Length && !char.IsAscii(text[end]))
                {
                    end++;
                }

                throw PythonOps.CreateThrowable(
                    PythonExceptions.UnicodeEncodeError, "ascii", text, i, end, "ordinal not in range(128)");
            }
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw Argument.TypeError("argument must be encoded string without null bytes, not str");
        }

        return text;
    }

    /// <summary>Checks what <see cref="TextOf"/> gave; null for None.</summary>
    /// <exception cref="TlsFailure">The name is too long to be sent.</exception>
    internal static ServerName? From(string? text)
    {
        if (text is null)
        {
            return null;
        }

        // OpenSSL would take a name with a leading dot for a whole domain.
        if (text.Length == 0 || text[0] == '.')
        {
            throw Argument.ValueError(
                "server_hostname cannot be an empty string or start with a leading dot.");
        }

        IPAddress? address = ParseAddress(text);
        return address is null && text.Length > MaximumLength
            ? throw TlsFailure.Ssl("SSL3_EXT_INVALID_SERVERNAME")
            : new ServerName(text, address);
    }

    /// <summary>
    /// What OpenSSL `a2i_IPADDRESS` takes: four decimal numbers, or IPv6 without brackets and zone. .NET would also
    /// take "127.1" and "0x7f000001" for addresses.
    /// </summary>
    private static IPAddress? ParseAddress(string text)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return !text.Contains('%', StringComparison.Ordinal) && !text.Contains('[', StringComparison.Ordinal)
                && IPAddress.TryParse(text, out IPAddress? address)
                ? address
                : null;
        }

        string[] parts = text.Split('.');
        if (parts.Length != 4)
        {
            return null;
        }

        byte[] bytes = new byte[4];
        for (int i = 0; i < 4; i++)
        {
            if (parts[i].Length is 0 or > 3 || !byte.TryParse(
                parts[i], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
                out bytes[i]))
            {
                return null;
            }
        }

        return new IPAddress(bytes);
    }
}
