using System;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Every path and every link in the pages leads somewhere, and no line is too long to read.</summary>
public sealed partial class DocumentPathTests
{
    // What a path may be relative to.
    private static readonly string[] s_starts =
        ["", "src", "src/IronSsl.Tls", "src/IronSsl.Tls/Engine", "src/IronSsl", "docs", "tests", "tests/fuzz",
            "tests/python",
            "tests/python/conformance", "bench"];

    public static TheoryData<string> Pages =>
    [
        "README.md", "CONTRIBUTING.md", "examples/README.md", "tests/fuzz/README.md",
        .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/')),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_in_a_page_is_there(string page)
    {
        string text = File.ReadAllText(Repository.PathOf(page));

        Assert.Empty(
            from name in DocumentTable.Code(text)
            where PathName().IsMatch(name)
            where !s_starts.Any(start => Exists(Path.Combine(start, name)))
            select $"{page} names {name}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_in_a_page_leads_somewhere(string page)
    {
        string text = File.ReadAllText(Repository.PathOf(page));
        string folder = Path.GetDirectoryName(page)!;

        Assert.Empty(
            from Match match in Link().Matches(text)
            let target = match.Groups[1].Value
            where !target.StartsWith("http", StringComparison.Ordinal)
            let parts = target.Split('#')
            let file = parts[0].Length == 0 ? page : Path.Combine(folder, parts[0])
            where !Exists(file) || (parts.Length == 2 && !HasHeading(file, parts[1]))
            select $"{page} links to {target}");
    }

    // Rows of tables aside, and links, which can't be cut.
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_line_of_a_page_has_at_most_120_columns(string page) => Assert.Empty(
        File.ReadLines(Repository.PathOf(page))
            .Select((line, index) => (Line: line, Number: index + 1))
            .Where(line => line.Line.Length > 120 && !line.Line.TrimStart().StartsWith('|') && line.Line.Contains(' '))
            .Select(line => $"{page}: line {line.Number}"));

    private static bool Exists(string path) =>
        File.Exists(Repository.PathOf(path)) || Directory.Exists(Repository.PathOf(path));

    // As the web pages of a repository name their headings.
    private static bool HasHeading(string file, string anchor) => File.ReadLines(Repository.PathOf(file))
        .Where(line => line.StartsWith('#'))
        .Any(line => NoAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-') == anchor);

    [GeneratedRegex(@"^[\w.][\w./-]*/[\w.-]*(\.(cs|py|md|tsv|json|props|passing)|/)$")]
    private static partial Regex PathName();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
