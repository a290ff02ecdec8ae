using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;

namespace IronSsl.Tls.Tests.Support;

/// <summary>The tables of a page below docs.</summary>
internal static partial class DocumentTable
{
    /// <summary>The rows of all tables with just these columns, in the page's order, each as its cells.</summary>
    public static IReadOnlyList<string[]> Read(string page, params string[] columns)
    {
        var rows = new List<string[]>();
        bool isInTable = false;
        foreach (string line in File.ReadLines(Repository.PathOf("docs", page)))
        {
            string[] cells = [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
            if (!line.StartsWith('|'))
            {
                isInTable = false;
            }
            else if (cells.SequenceEqual(columns))
            {
                isInTable = true;
            }
            else if (isInTable && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                rows.Add(cells.Length == columns.Length
                    ? cells
                    : throw new InvalidDataException($"docs/{page}: not {columns.Length} columns: {line}"));
            }
        }

        return rows;
    }

    /// <summary>What stands between backticks in a cell.</summary>
    public static IEnumerable<string> Code(string cell) =>
        CodeSpan().Matches(cell).Select(match => match.Groups[1].Value);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();
}
