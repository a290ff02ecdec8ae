using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;

namespace IronSsl.Tls.OpenSsl;

/// <summary>
/// OpenSSL's error libraries and reasons: numbers, names and texts, as CPython's <c>_ssl</c> shows them in
/// <c>err_codes_to_names</c>, <c>lib_codes_to_names</c> and the text of <c>SSLError</c>.
/// </summary>
/// <remarks>
/// Some reasons are common to all libraries (PEM_LIB, NESTED_ASN1_ERROR, MALLOC_FAILURE, …). They have numbers and
/// texts, but CPython has no names for them: <c>SSLError.reason</c> is None, and the text has the library only, as in
/// "[SSL] PEM lib". <see cref="PublicReason"/> says which is which.
/// </remarks>
internal static partial class ErrorTable
{
    // The library under which the table has the common reasons.
    private const string Common = "";

    // Decoded when the first failure needs it.
    private static readonly Lazy<Tables> s_tables = new(Decode, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>All libraries, by number.</summary>
    internal static IReadOnlyDictionary<int, string> Libraries => s_tables.Value.LibraryNames;

    /// <summary>All reasons that have a public name, by the numbers of library and reason.</summary>
    internal static IReadOnlyDictionary<(int Library, int Reason), string> Reasons => s_tables.Value.ReasonNames;

    /// <summary>
    /// OpenSSL's text for a reason: "certificate verify failed" for CERTIFICATE_VERIFY_FAILED. For a reason that the
    /// table doesn't know it is the name in lower case, which is how OpenSSL makes its texts; without a name,
    /// "unknown error".
    /// </summary>
    internal static string Text(string library, string reason)
    {
        if (reason.Length == 0)
        {
            return "unknown error";
        }

        return Find(library, reason)?.Text ?? reason.ToLowerInvariant().Replace('_', ' ');
    }

    /// <summary>Whether a reason is one that all libraries share: it has no name for <c>SSLError.reason</c>.</summary>
    internal static bool IsCommon(string library, string reason)
    {
        Dictionary<(string Library, string Reason), Reason> byName = s_tables.Value.ByName;
        return !byName.ContainsKey((library, reason)) && byName.ContainsKey((Common, reason));
    }

    /// <summary>The name that <c>SSLError.reason</c> shows, or null where CPython has None.</summary>
    internal static string? PublicReason(string library, string reason) =>
        reason.Length == 0 || IsCommon(library, reason) ? null : reason;

    /// <summary>The number of a library, or 0 for an unknown one.</summary>
    internal static int LibraryNumber(string library) => s_tables.Value.LibraryNumbers.GetValueOrDefault(library);

    /// <summary>The number of a reason, the library's own or a common one, or 0 for an unknown one.</summary>
    internal static int ReasonNumber(string library, string reason) => Find(library, reason)?.Number ?? 0;

    /// <summary>The public name of a reason, or null.</summary>
    internal static string? ReasonName(int library, int reason) =>
        s_tables.Value.ReasonNames.GetValueOrDefault((library, reason));

    private static Reason? Find(string library, string reason)
    {
        Dictionary<(string Library, string Reason), Reason> byName = s_tables.Value.ByName;
        return byName.GetValueOrDefault((library, reason)) ?? byName.GetValueOrDefault((Common, reason));
    }

    private static Tables Decode()
    {
        var tables = new Tables();
        string library = Common;
        int libraryNumber = 0;
        foreach (string row in Encoding.ASCII.GetString(Rows).Split('\n'))
        {
            string[] fields = row.Split('|');
            if (fields.Length == 2)
            {
                library = fields[0];
                libraryNumber = int.Parse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture);
                if (library != Common)
                {
                    tables.LibraryNumbers.Add(library, libraryNumber);
                    tables.LibraryNames.Add(libraryNumber, library);
                }

                continue;
            }

            int number = int.Parse(fields[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
            tables.ByName.Add((library, fields[1]), new Reason(number, fields[2].Length == 0 ? null : fields[2]));
            if (library != Common)
            {
                tables.ReasonNames.Add((libraryNumber, number), fields[1]);
            }
        }

        return tables;
    }

    private sealed record Reason(int Number, string? Text);

    private sealed class Tables
    {
        internal Dictionary<string, int> LibraryNumbers { get; } = [];

        internal Dictionary<int, string> LibraryNames { get; } = [];

        internal Dictionary<(int Library, int Reason), string> ReasonNames { get; } = [];

        internal Dictionary<(string Library, string Reason), Reason> ByName { get; } = [];
    }
}
