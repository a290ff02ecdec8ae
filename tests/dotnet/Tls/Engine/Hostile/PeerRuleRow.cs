using System.Collections.Generic;
using System.IO;
using System.Linq;
using IronSsl.Tls.Tests.Support;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>A row of the tables in docs/peer-rules.md.</summary>
internal sealed record PeerRuleRow(
    string Id, string Role, string Requirement, string Alert, string OpenSsl, string Check, string Test)
{
    private const int Columns = 7;

    /// <summary>All rows, in the page's order.</summary>
    public static IReadOnlyList<PeerRuleRow> ReadAll() =>
    [
        .. from line in File.ReadLines(Repository.PathOf("docs", "peer-rules.md"))
           where line.StartsWith("| `", System.StringComparison.Ordinal)
           let cells = line.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()
           select cells.Length == Columns
               ? new PeerRuleRow(
                   cells[0].Trim('`'), cells[1], cells[2], cells[3], cells[4], cells[5].Trim('`'), cells[6].Trim('`'))
               : throw new InvalidDataException($"not {Columns} columns: {line}"),
    ];
}
