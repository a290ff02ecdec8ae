using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using IronSsl.Module.Runtime;
using IronSsl.Tests.Support;
using Xunit;

namespace IronSsl.Tests.Runtime;

/// <summary>Holds the tables of docs/architecture.md to what the module takes of IronPython, and the internals to their
/// room.</summary>
public sealed partial class BorderTests
{
    private static readonly string[] s_assemblies =
        ["IronPython", "IronPython.Modules", "Microsoft.Scripting", "Microsoft.Dynamic"];

    [Fact]
    public void The_table_of_internal_members_is_the_list_of_the_code() => Assert.Equal(
        InternalMembers.All.Select(member => (member.Name, member.Loss ?? "`import ssl` fails")),
        Rows().Select(row => (row.Groups["member"].Value, row.Groups["loss"].Value)));

    [Fact]
    public void The_files_of_the_table_exist() => Assert.All(
        Rows(),
        row => Assert.True(File.Exists(Path.Combine(RuntimeFolder, row.Groups["file"].Value)), row.Value));

    [Fact]
    public void The_table_of_types_is_what_the_compiler_bound() => Assert.Equal(
        BoundTypes().Order(StringComparer.Ordinal),
        Section().Split('\n').Where(line => TypeRow().IsMatch(line))
            .SelectMany(line => Name().Matches(line).Select(match => match.Groups[1].Value))
            .Order(StringComparer.Ordinal));

    [Fact]
    public void Internals_are_named_in_their_room_only()
    {
        // Of the others the compiler knows nothing; they take one of the three words after these.
        string[] names =
        [
            .. InternalMembers.All.Where(IsPublic).Select(Identifier),
            "UnsafeAccessor", "BindingFlags.NonPublic", "GetUninitializedObject",
        ];

        Assert.Empty(
            from file in Directory.EnumerateFiles(
                SourceTree.Folder("src", "IronSsl"), "*.cs", SearchOption.AllDirectories)
            where !file.StartsWith(RuntimeFolder, StringComparison.Ordinal)
            let code = Comment().Replace(File.ReadAllText(file), "")
            from name in names
            where Regex.IsMatch(code, $@"\b{Regex.Escape(name)}\b")
            select $"{Path.GetFileName(file)} names {name}");
    }

    private static string RuntimeFolder => SourceTree.Folder("src", "IronSsl", "Module", "Runtime");

    /// <summary>What code calls a member: the last part of its name, without its parameters.</summary>
    private static string Identifier(InternalMember member) => member.Name.Split('(')[0].Split('.')[^1];

    private static bool IsPublic(InternalMember member) => member.Find() switch
    {
        Delegate found => found.Method.IsPublic,
        MethodBase found => found.IsPublic && found.DeclaringType!.IsVisible,
        _ => false,
    };

    private static string Section()
    {
        string text = File.ReadAllText(SourceTree.Folder("docs", "architecture.md"));
        int start = text.IndexOf("### What breaks when IronPython renames a member", StringComparison.Ordinal);
        return text[start..text.IndexOf("\n## ", start, StringComparison.Ordinal)];
    }

    private static MatchCollection Rows() => MemberRow().Matches(Section());

    private static IEnumerable<string> BoundTypes()
    {
        using var file = new PEReader(File.OpenRead(typeof(IronSslEngineExtensions).Assembly.Location));
        MetadataReader metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences
            .Select(metadata.GetTypeReference)
            .Where(type => s_assemblies.Contains(AssemblyOf(metadata, type)))
            .Select(type => metadata.GetString(type.Name).Split('`')[0])];
    }

    private static string AssemblyOf(MetadataReader metadata, TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.TypeReference =>
            AssemblyOf(metadata, metadata.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        HandleKind.AssemblyReference => metadata.GetString(
            metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
        _ => "",
    };

    [GeneratedRegex(@"^\| `(?<member>[^`]+)` \| `(?<file>\w+\.cs)` \| (?<loss>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex MemberRow();

    [GeneratedRegex(@"^\| [a-z][^|`]+ \| (`\w+` ?)+\|$")]
    private static partial Regex TypeRow();

    [GeneratedRegex(@"`(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
