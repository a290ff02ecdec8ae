using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading;

namespace IronSsl.OpenSsl;

/// <summary>
/// OpenSSL's error libraries and reasons: numbers, names and texts, as CPython's <c>_ssl</c> shows them in
/// <c>err_codes_to_names</c>, <c>lib_codes_to_names</c> and the text of <c>SSLError</c>.
/// </summary>
internal static partial class ErrorTable
{
    // Decoded when the first failure needs it.
    private static readonly Lazy<Tables> s_tables = new(Decode, LazyThreadSafetyMode.ExecutionAndPublication);

    /// <summary>All libraries, by number.</summary>
    internal static IReadOnlyDictionary<int, string> Libraries => s_tables.Value.LibraryNames;

    /// <summary>All reasons, by the numbers of library and reason.</summary>
    internal static IReadOnlyDictionary<(int Library, int Reason), string> Reasons => s_tables.Value.ReasonNames;

    /// <summary>
    /// OpenSSL's text for a reason: "certificate verify failed" for CERTIFICATE_VERIFY_FAILED. For a reason that the table
    /// doesn't know it is the name in lower case, which is how OpenSSL makes its texts.
    /// </summary>
    internal static string Text(string library, string reason) =>
        s_tables.Value.ByName.TryGetValue((library, reason), out (int Number, string? Text) known) && known.Text is { } text
            ? text
            : CommonText(reason) ?? reason.ToLowerInvariant().Replace('_', ' ');

    /// <summary>The number of a library, or 0 for an unknown one.</summary>
    internal static int LibraryNumber(string library) => s_tables.Value.LibraryNumbers.GetValueOrDefault(library);

    /// <summary>The number of a reason, or 0 for an unknown one.</summary>
    internal static int ReasonNumber(string library, string reason) =>
        s_tables.Value.ByName.TryGetValue((library, reason), out (int Number, string? Text) known)
            ? known.Number
            : CommonNumber(reason);

    /// <summary>The name of a library, or null.</summary>
    internal static string? LibraryName(int library) => s_tables.Value.LibraryNames.GetValueOrDefault(library);

    /// <summary>The name of a reason, or null.</summary>
    internal static string? ReasonName(int library, int reason) =>
        s_tables.Value.ReasonNames.GetValueOrDefault((library, reason));

    private static Tables Decode()
    {
        var tables = new Tables();
        string library = "";
        int libraryNumber = 0;
        foreach (string row in Encoding.ASCII.GetString(Rows).Split('\n'))
        {
            string[] fields = row.Split('|');
            if (fields.Length == 2)
            {
                library = fields[0];
                libraryNumber = int.Parse(fields[1], CultureInfo.InvariantCulture);
                tables.LibraryNumbers.Add(library, libraryNumber);
                tables.LibraryNames.Add(libraryNumber, library);
                continue;
            }

            int number = int.Parse(fields[0].AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture);
            tables.ReasonNames.Add((libraryNumber, number), fields[1]);
            tables.ByName.Add((library, fields[1]), (number, fields[2].Length == 0 ? null : fields[2]));
        }

        return tables;
    }

    private sealed class Tables
    {
        internal Dictionary<string, int> LibraryNumbers { get; } = [];

        internal Dictionary<int, string> LibraryNames { get; } = [];

        internal Dictionary<(int Library, int Reason), string> ReasonNames { get; } = [];

        internal Dictionary<(string Library, string Reason), (int Number, string? Text)> ByName { get; } = [];
    }
}
