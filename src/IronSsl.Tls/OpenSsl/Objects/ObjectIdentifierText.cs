using System;
using System.Text;

namespace IronSsl.Tls.OpenSsl.Objects;

/// <summary>The written form of object identifiers as OpenSSL's `a2d_ASN1_OBJECT` reads it.</summary>
internal static class ObjectIdentifierText
{
    // Longer than any identifier in use.
    private const int MaximumLength = 1024;

    /// <summary>
    /// Reads arcs separated by dots or spaces, one separator allowed at the end, and gives them back in dotted form
    /// without leading zeros; an arc without digits is 0. False for anything else, and where ASN.1 can't encode the
    /// first two arcs.
    /// </summary>
    internal static bool TryNormalize(string text, out string dotted)
    {
        dotted = "";
        if (text.Length is 0 or > MaximumLength)
        {
            return false;
        }

        var result = new StringBuilder(text.Length);
        ReadOnlySpan<char> rest = text;
        char first = '\0';
        int count = 0;
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOfAny('.', ' ');
            ReadOnlySpan<char> arc = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (count == 0)
            {
                if (arc is not ['0' or '1' or '2'])
                {
                    return false;
                }

                first = arc[0];
            }
            else
            {
                if (arc.ContainsAnyExceptInRange('0', '9'))
                {
                    return false;
                }

                arc = arc.TrimStart('0');
                arc = arc.IsEmpty ? "0" : arc;
                if (count == 1 && first != '2' && !IsBelowForty(arc))
                {
                    return false;
                }

                result.Append('.');
            }

            result.Append(arc);
            count++;
        }

        if (count < 2)
        {
            return false;
        }

        dotted = result.ToString();
        return true;
    }

    // X.660: below 0 and 1 the second arc is at most 39.
    private static bool IsBelowForty(ReadOnlySpan<char> arc) => arc.Length == 1 || (arc.Length == 2 && arc[0] < '4');
}
