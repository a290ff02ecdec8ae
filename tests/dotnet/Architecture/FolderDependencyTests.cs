using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace IronSsl.Tests.Architecture;

/// <summary>Holds the source tree to the one-way dependency of its folders (docs/architecture.md).</summary>
public sealed partial class FolderDependencyTests
{
    private static readonly string[] s_outside =
    [
        "IronPython", "Microsoft.Scripting", "Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls",
        "System.Net.Sockets",
    ];

    private static readonly Dictionary<string, (string[] Ours, string[] Outside)> s_allowed = new()
    {
        ["OpenSsl"] = ([], []),
        ["Caching"] = ([], []),
        ["Signatures"] = ([], []),
        ["X509"] = (["OpenSsl", "Caching", "Signatures"], []),
        ["Crypto"] = (["OpenSsl", "Caching", "Signatures"], ["Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls"]),
        ["Engine"] = (
            ["Crypto", "X509", "OpenSsl"], ["Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls"]),
        ["Transport"] = (["Engine", "OpenSsl"], ["System.Net.Sockets"]),
        ["Module"] = (
            ["OpenSsl", "X509", "Crypto", "Engine", "Transport"],
            ["IronPython", "Microsoft.Scripting", "System.Net.Sockets"]),
    };

    [Theory]
    [InlineData("OpenSsl")]
    [InlineData("Caching")]
    [InlineData("Signatures")]
    [InlineData("X509")]
    [InlineData("Crypto")]
    [InlineData("Engine")]
    [InlineData("Transport")]
    [InlineData("Module")]
    public void A_folder_names_only_what_it_may_depend_on(string folder)
    {
        (string[] ours, string[] outside) = s_allowed[folder];
        var violations = new List<string>();
        foreach (string file in Directory.EnumerateFiles(
            Path.Combine(SourceRoot(), folder), "*.cs", SearchOption.AllDirectories))
        {
            string text = CommentLine().Replace(File.ReadAllText(file), "");
            foreach (string other in s_allowed.Keys.Where(key => key != folder && !ours.Contains(key)))
            {
                if (Regex.IsMatch(text, $@"\bIronSsl\.{other}\b"))
                {
                    violations.Add($"{Path.GetFileName(file)} names IronSsl.{other}");
                }
            }

            violations.AddRange(
                from name in s_outside
                where !outside.Contains(name) && Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(name)}\b")
                where !outside.Any(allowed => allowed.StartsWith(name + ".", StringComparison.Ordinal))
                select $"{Path.GetFileName(file)} names {name}");
        }

        Assert.Empty(violations);
    }

    [Fact]
    public void Namespaces_follow_the_folders()
    {
        string root = SourceRoot();
        IEnumerable<string> strangers =
            from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            let match = NamespaceLine().Match(File.ReadAllText(file))
            let folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!)
            let expected = folder == "." ? "IronSsl" : "IronSsl." + folder.Replace(Path.DirectorySeparatorChar, '.')
            where match.Success && match.Groups[1].Value != expected
            select $"{Path.GetFileName(file)}: {match.Groups[1].Value}, not {expected}";

        Assert.Empty(strangers);
    }

    private static string SourceRoot([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "src", "IronSsl"));

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
