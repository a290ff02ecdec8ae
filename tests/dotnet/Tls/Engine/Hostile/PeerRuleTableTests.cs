using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Tls;
using Xunit;
using Xunit.Abstractions;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>docs/peer-rules.md and the tests say the same: no row without a test, no test without a row.</summary>
public sealed class PeerRuleTableTests
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance
        | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<PeerRuleRow> s_rows = PeerRuleRow.ReadAll();
    private static readonly (string Id, string Test)[] s_tests =
    [
        .. from type in typeof(PeerRuleTableTests).Assembly.GetTypes()
           from method in type.GetMethods()
           from rule in method.GetCustomAttributes<PeerRuleAttribute>()
           from id in rule.Ids
           select (id, $"{type.Name}.{method.Name}"),
    ];

    private readonly ITestOutputHelper _output;

    public PeerRuleTableTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void No_row_is_without_a_test()
    {
        PeerRuleRow[] without = [.. s_rows.Where(row => !s_tests.Contains((row.Id, row.Test)))];
        string count = $"docs/peer-rules.md: {s_rows.Count} rows, {without.Length} without a test";
        _output.WriteLine(count);
        Console.WriteLine(count);

        Assert.NotEmpty(s_rows);
        Assert.Empty(without.Select(row => $"{row.Id} {row.Test}"));
    }

    [Fact]
    public void No_test_is_without_a_row() =>
        Assert.Equal([], s_tests.Except(s_rows.Select(row => (row.Id, row.Test))));

    [Fact]
    public void Every_id_is_that_of_one_row() =>
        Assert.Empty(s_rows.GroupBy(row => row.Id).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_row_is_filled_in() => Assert.Empty(
        s_rows.Where(row => row.Role is not ("client" or "server" or "both")
            || row.Requirement.Length == 0 || row.Alert.Length == 0 || row.OpenSsl.Length == 0).Select(row => row.Id));

    // "BouncyCastle" stands for its own code, named by type and method; else file and method below src/IronSsl.Tls.
    [Fact]
    public void Every_row_names_the_code_that_checks_it() => Assert.Empty(
        s_rows.Where(row => !IsCode(row.Check)).Select(row => $"{row.Id} {row.Check}"));

    private static bool IsCode(string check) => check.Split(' ') switch
    {
        ["BouncyCastle", string name] =>
            name.Split('.') is [string type, string method] && IsOfBouncyCastle(type, method),
        [string file, string member] => Repository.PathOf("src", "IronSsl.Tls", file) is string path
            && File.Exists(path) && Declaration(member).IsMatch(File.ReadAllText(path)),
        _ => false,
    };

    private static bool IsOfBouncyCastle(string type, string method) => typeof(TlsProtocol).Assembly.GetTypes().Any(
        found => found.Name == type && found.GetMember(method, MemberTypes.Method, AnyMethod).Length > 0);

    private static Regex Declaration(string member) =>
        new($@"^ +(public|protected|internal|private)\b[^=;\n]* {Regex.Escape(member)}(\(|\s+(=>|\{{))",
            RegexOptions.Multiline);
}
