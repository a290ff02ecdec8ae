using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Every file and every test that docs/handshake.md names is there.</summary>
public sealed class HandshakePageTests
{
    private const string Page = "handshake.md";

    private static readonly IReadOnlyList<string[]> s_attacks =
        DocumentTable.Read(Page, "attack", "why it fails here", "file", "test");

    private static readonly HashSet<string> s_tests =
    [
        .. from type in typeof(HandshakePageTests).Assembly.GetTypes()
           from method in type.GetMethods()
           where method.IsDefined(typeof(FactAttribute))
           select $"{type.Name}.{method.Name}",
    ];

    [Fact]
    public void Every_file_is_there() => Assert.Empty(
        from name in DocumentTable.Code(File.ReadAllText(Repository.PathOf("docs", Page)))
        where name.Contains('/') && !name.Contains("::", StringComparison.Ordinal) && !IsThere(name)
        select $"docs/{Page} names {name}");

    [Fact]
    public void Every_attack_has_a_reason_a_file_and_a_test()
    {
        Assert.True(s_attacks.Count > 50);
        Assert.Empty(s_attacks.Where(row => row.Any(cell => cell.Length == 0)).Select(row => row[0]));
        Assert.Empty(s_attacks.Where(row => DocumentTable.Code(row[2]).Count() != 1).Select(row => row[0]));
        Assert.Empty(s_attacks.GroupBy(row => row[0]).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    [Fact]
    public void Every_test_is_there() => Assert.Empty(
        s_attacks.Where(row => DocumentTable.Code(row[3]).SingleOrDefault() is not { } test || !IsTest(test))
            .Select(row => $"{row[0]}: no test {row[3]}"));

    // Below the source of the TLS core, or from the root on.
    private static bool IsThere(string name) =>
        new[] { Repository.PathOf("src", "IronSsl.Tls", name), Repository.PathOf(name) }
            .Any(path => File.Exists(path) || Directory.Exists(path));

    // Class.Method of this project, or a file below tests/python and a function or a recorded test in it.
    private static bool IsTest(string name)
    {
        if (name.Split("::") is not [string file, string function])
        {
            return s_tests.Contains(name);
        }

        string path = Repository.PathOf("tests", "python", file);
        string pattern = file.EndsWith(".py", StringComparison.Ordinal)
            ? $@"^\s*def {Regex.Escape(function)}\("
            : $@"^{Regex.Escape(function)} ";
        return File.Exists(path) && Regex.IsMatch(File.ReadAllText(path), pattern, RegexOptions.Multiline);
    }
}
