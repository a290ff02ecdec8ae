using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>Holds the source trees to the one-way dependency of their folders and rooms
/// (docs/architecture.md).</summary>
public sealed partial class FolderDependencyTests
{
    private const int MaximumFilesInFolder = 25;

    private static readonly string[] s_outside =
    [
        "IronPython", "Microsoft.Scripting", "Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls",
        "System.Net.Sockets",
    ];

    private static readonly Dictionary<string, (string[] Ours, string[] Outside)> s_folders = new()
    {
        ["OpenSsl"] = ([], []),
        ["Caching"] = ([], []),
        ["SignatureForms"] = ([], []),
        ["X509"] = (["OpenSsl", "Caching", "SignatureForms"], []),
        ["Crypto"] = (
            ["OpenSsl", "Caching", "SignatureForms"], ["Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls"]),
        ["Engine"] = (["Crypto", "X509", "OpenSsl"], ["Org.BouncyCastle.Tls.Crypto", "Org.BouncyCastle.Tls"]),
        ["Transport"] = (["Engine", "OpenSsl"], ["System.Net.Sockets"]),
        ["Module"] = (
            ["OpenSsl", "X509", "Crypto", "Engine", "Transport"],
            ["IronPython", "Microsoft.Scripting", "System.Net.Sockets"]),
    };

    /// <summary>The rooms of a folder and the rooms of the same folder that each may name. What lies in the folder
    /// itself is its face and its vocabulary: it may name every room, and every room may name it.</summary>
    private static readonly Dictionary<string, string[]> s_rooms = new()
    {
        ["OpenSsl.Ciphers"] = [],
        ["OpenSsl.Objects"] = [],
        ["X509.Asn1"] = [],
        ["X509.Certificates"] = ["Asn1"],
        ["X509.Pem"] = ["Asn1", "Certificates"],
        ["X509.Trust"] = ["Asn1", "Certificates", "Pem"],
        ["X509.Keys"] = ["Asn1", "Certificates", "Pem", "Trust"],
        ["X509.Verification"] = ["Asn1", "Certificates", "Trust"],
        ["Crypto.Native"] = [],
        ["Crypto.Randomness"] = [],
        ["Crypto.Records"] = ["Native"],
        ["Crypto.KeySchedule"] = ["Native"],
        ["Crypto.KeyExchange"] = ["KeySchedule", "Native", "Randomness"],
        ["Crypto.Signatures"] = ["KeyExchange", "KeySchedule"],
        ["Engine.Sessions"] = [],
        ["Engine.Handshake"] = ["Sessions"],
        ["Engine.Guards"] = ["Handshake"],
        ["Engine.Negotiation"] = [],
        ["Engine.Extensions"] = ["Handshake", "Negotiation", "Sessions"],
        ["Engine.Rules"] = ["Extensions", "Handshake", "Negotiation", "Sessions"],
        ["Engine.BouncyCastle"] = ["Extensions", "Guards", "Handshake", "Negotiation", "Rules", "Sessions"],
        ["Module.Arguments"] = [],
        ["Module.Runtime"] = ["Arguments"],
        ["Module.Results"] = ["Arguments"],
        ["Module.Configuration"] = ["Arguments", "Runtime"],
    };

    public static TheoryData<string> Folders => [.. s_folders.Keys];

    public static TheoryData<string> Rooms => [.. s_rooms.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_names_only_what_it_may_depend_on(string folder)
    {
        (string[] ours, string[] outside) = s_folders[folder];
        var violations = new List<string>();
        foreach ((string name, string text) in Sources(folder))
        {
            violations.AddRange(
                from other in s_folders.Keys
                where other != folder && !ours.Contains(other) && Names(text, Namespace(other))
                select $"{name} names {Namespace(other)}");
            violations.AddRange(
                from other in s_outside
                where !outside.Contains(other) && Regex.IsMatch(text, $@"(?<![\w.]){Regex.Escape(other)}\b")
                where !outside.Any(allowed => allowed.StartsWith(other + ".", StringComparison.Ordinal))
                select $"{name} names {other}");
        }

        Assert.Empty(violations);
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_names_only_the_rooms_it_may_depend_on(string room)
    {
        string folder = room.Split('.')[0];
        IEnumerable<string> strangers = s_rooms.Keys.Where(other =>
            other != room && other.Split('.')[0] == folder && !s_rooms[room].Contains(other.Split('.')[1]));

        Assert.Empty(
            from source in Sources(room)
            from other in strangers
            where Names(source.Text, Namespace(other))
            select $"{source.Name} names {Namespace(other)}");
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void An_edge_between_rooms_is_used(string room)
    {
        string folder = room.Split('.')[0];
        List<(string Name, string Text)> sources = [.. Sources(room)];

        Assert.All(
            s_rooms[room],
            other => Assert.Contains(sources, source => Names(source.Text, $"{Namespace(folder)}.{other}")));
    }

    [Fact]
    public void Rooms_are_in_an_order()
    {
        var done = new HashSet<string>();
        List<string> waiting = [.. s_rooms.Keys];
        while (waiting.Find(
            room => s_rooms[room].All(other => done.Contains($"{room.Split('.')[0]}.{other}"))) is { } next)
        {
            done.Add(next);
            waiting.Remove(next);
        }

        Assert.Empty(waiting);
    }

    [Fact]
    public void Every_folder_and_room_is_known()
    {
        IEnumerable<string> folders =
            from tree in SourceTree.Roots()
            from path in Directory.EnumerateDirectories(tree, "*", SearchOption.AllDirectories)
            where Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories).Any()
            select Path.GetRelativePath(tree, path).Replace(Path.DirectorySeparatorChar, '.');

        Assert.Equal(s_folders.Keys.Concat(s_rooms.Keys).Order(), folders.Order());
    }

    [Fact]
    public void No_folder_holds_more_files_than_a_reader_takes_in() => Assert.Empty(
        from tree in SourceTree.Roots()
        from folder in Directory.EnumerateDirectories(tree, "*", SearchOption.AllDirectories).Prepend(tree)
        let count = Directory.GetFiles(folder, "*.cs").Length
        where count > MaximumFilesInFolder
        select $"{Path.GetRelativePath(tree, folder)}: {count} files");

    [Fact]
    public void Namespaces_follow_the_folders() => Assert.Empty(
        from tree in SourceTree.Roots()
        from file in Directory.EnumerateFiles(tree, "*.cs", SearchOption.AllDirectories)
        let match = NamespaceLine().Match(File.ReadAllText(file))
        let folder = Path.GetRelativePath(tree, Path.GetDirectoryName(file)!)
        let expected =
            Path.GetFileName(tree) + (folder == "." ? "" : "." + folder.Replace(Path.DirectorySeparatorChar, '.'))
        where match.Success && match.Groups[1].Value != expected
        select $"{Path.GetFileName(file)}: {match.Groups[1].Value}, not {expected}");

    private static bool Names(string text, string name) => Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b");

    /// <summary>The namespace of a folder or room.</summary>
    private static string Namespace(string room) =>
        (room.Split('.')[0] == "Module" ? "IronSsl." : "IronSsl.Tls.") + room;

    /// <summary>The files below a folder or room without their comments and their own namespace.</summary>
    private static IEnumerable<(string Name, string Text)> Sources(string room)
    {
        string path = Path.Combine([.. room.Split('.')]);
        return
            from tree in SourceTree.Roots()
            where Directory.Exists(Path.Combine(tree, path))
            from file in Directory.EnumerateFiles(Path.Combine(tree, path), "*.cs", SearchOption.AllDirectories)
            select (Path.GetFileName(file),
                NamespaceLine().Replace(CommentLine().Replace(File.ReadAllText(file), ""), ""));
    }

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex CommentLine();

    [GeneratedRegex(@"^namespace\s+([\w.]+)\s*;", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
