using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Tests.Support;
using Org.BouncyCastle.Tls;
using Xunit;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>docs/bouncycastle.md, the code and the tripwires say the same.</summary>
public sealed partial class BouncyCastlePageTests
{
    private const string Page = "bouncycastle.md";
    private const BindingFlags Inherited =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    private static readonly Assembly s_library = typeof(TlsProtocol).Assembly;
    private static readonly Assembly s_ours = typeof(TlsEngine).Assembly;

    private static readonly IReadOnlyList<string[]> s_rows = DocumentTable.Read(
        Page, "id", "seam", "our file", "assumption about BouncyCastle 2.7.0", "tripwire", "can go when");

    private static readonly IReadOnlyList<string[]> s_overrides = DocumentTable.Read(
        Page, "BouncyCastle's type", "methods", "our file");

    private static readonly (string Id, string Test)[] s_tests =
    [
        .. from type in typeof(BouncyCastlePageTests).Assembly.GetTypes()
           from method in type.GetMethods()
           from tripwire in method.GetCustomAttributes<TripwireAttribute>()
           from id in tripwire.Ids
           select (id, $"{type.Name}.{method.Name}"),
    ];

    [Fact]
    public void The_page_is_about_the_version_that_is_built_with()
    {
        Match version = PackageVersion().Match(File.ReadAllText(Repository.PathOf("Directory.Packages.props")));

        Assert.True(version.Success);
        Assert.Contains(
            $"BouncyCastle.Cryptography {version.Groups[1].Value}'s",
            File.ReadAllText(Repository.PathOf("docs", Page)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_has_its_tripwire() => Assert.Empty(
        s_rows.Where(row => !s_tests.Contains((row[0].Trim('`'), row[4].Trim('`'))))
            .Select(row => $"no [Tripwire] for {row[0]} on {row[4]}"));

    [Fact]
    public void Every_tripwire_has_its_row() => Assert.Equal(
        [], s_tests.Except(s_rows.Select(row => (row[0].Trim('`'), row[4].Trim('`')))));

    [Fact]
    public void Every_id_is_that_of_one_row() =>
        Assert.Empty(s_rows.GroupBy(row => row[0]).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_row_is_filled_in()
    {
        Assert.NotEmpty(s_rows);
        Assert.Empty(s_rows.Where(row => row.Any(cell => cell.Length == 0)).Select(row => row[0]));
    }

    [Fact]
    public void Every_file_is_there() => Assert.Empty(
        from cell in s_rows.Concat(s_overrides).Select(row => row[2])
        from file in DocumentTable.Code(cell)
        where !File.Exists(Repository.PathOf("src", "IronSsl.Tls", file))
            && !Directory.Exists(Repository.PathOf("src", "IronSsl.Tls", file))
        select $"docs/{Page} names src/IronSsl.Tls/{file}");

    [Fact]
    public void Every_override_is_listed()
    {
        IEnumerable<string> overridden =
            from type in s_ours.GetTypes()
            where !type.IsInterface
            from method in type.GetMethods(Inherited | BindingFlags.DeclaredOnly)
            let original = method.GetBaseDefinition()
            where original != method && original.DeclaringType!.Assembly == s_library
            select $"{original.DeclaringType!.Name}.{method.Name}";
        IEnumerable<string> listed = s_overrides.SelectMany(
            row => DocumentTable.Code(row[1]).Select(method => $"{row[0].Trim('`')}.{method}"));

        Assert.Equal(overridden.Distinct().Order(), listed.Order());
    }

    [Fact]
    public void Every_protected_member_that_is_used_is_named()
    {
        HashSet<string> named = [.. DocumentTable.Code(File.ReadAllText(Repository.PathOf("docs", Page)))];
        HashSet<string> overrides = [.. s_overrides.SelectMany(row => DocumentTable.Code(row[1]))];

        IEnumerable<string> unnamed = UsedProtectedMembers().Where(
            member => !named.Contains(member) && !overrides.Contains(member.Split('.')[1]));
        Assert.Equal([], unnamed);
    }

    [Fact]
    public void Every_state_that_is_asked_for_is_named()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", Page));
        IEnumerable<string> asked =
            from file in Directory.EnumerateFiles(
                Repository.PathOf("src", "IronSsl.Tls"), "*.cs", SearchOption.AllDirectories)
            from Match match in State().Matches(File.ReadAllText(file))
            select match.Value;

        Assert.NotEmpty(asked);
        Assert.Equal([], asked.Distinct().Where(state => !page.Contains($"`{state}`", StringComparison.Ordinal)));
    }

    // Protected fields and methods of BouncyCastle's that our code refers to, as Type.Member.
    private static IEnumerable<string> UsedProtectedMembers()
    {
        using var image = new PEReader(File.OpenRead(s_ours.Location));
        MetadataReader reader = image.GetMetadataReader();
        var used = new SortedSet<string>(StringComparer.Ordinal);
        foreach (MemberReferenceHandle handle in reader.MemberReferences)
        {
            MemberReference reference = reader.GetMemberReference(handle);
            if (reference.Parent.Kind != HandleKind.TypeReference)
            {
                continue;
            }

            TypeReference parent = reader.GetTypeReference((TypeReferenceHandle)reference.Parent);
            Type? type = s_library.GetType($"{reader.GetString(parent.Namespace)}.{reader.GetString(parent.Name)}");
            string name = reader.GetString(reference.Name);
            if (type?.GetMember(name, Inherited).Any(IsProtected) == true)
            {
                used.Add($"{type.Name}.{name.Replace("get_", "", StringComparison.Ordinal)}");
            }
        }

        return [.. used];
    }

    private static bool IsProtected(MemberInfo member) =>
        member is FieldInfo { IsFamily: true } or MethodInfo { IsFamily: true };

    [GeneratedRegex("Include=\"BouncyCastle.Cryptography\" Version=\"([^\"]+)\"")]
    private static partial Regex PackageVersion();

    [GeneratedRegex(@"\bCS_[A-Z0-9_]+\b")]
    private static partial Regex State();
}
