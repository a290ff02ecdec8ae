using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Every object identifier stands in one place of the source: in the list of X509 or, for curves, of
/// OpenSsl.</summary>
public sealed partial class ObjectIdentifierTests
{
    private static readonly string[] s_owners =
        [Path.Combine("X509", "Asn1", "Oids.cs"), Path.Combine("OpenSsl", "Curve.cs")];

    [Fact]
    public void None_is_written_elsewhere() => Assert.Empty(
        from file in SourceTree.Files()
        where !file.EndsWith(".Generated.cs", System.StringComparison.Ordinal) && !IsOwner(file)
        from identifier in In(file)
        select $"{Path.GetFileName(file)}: {identifier}");

    [Fact]
    public void None_is_written_twice()
    {
        List<string> all = [.. SourceTree.Files().Where(IsOwner).SelectMany(In)];

        Assert.True(all.Count > 100);
        Assert.Equal(all.Distinct(), all);
    }

    private static bool IsOwner(string file) =>
        s_owners.Any(owner => file.EndsWith(Path.DirectorySeparatorChar + owner, System.StringComparison.Ordinal));

    private static IEnumerable<string> In(string file) =>
        Identifier().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value);

    // Four arcs and more: shorter ones may be version numbers.
    [GeneratedRegex("\"([0-2](?:\\.[0-9]+){3,})\"")]
    private static partial Regex Identifier();
}
