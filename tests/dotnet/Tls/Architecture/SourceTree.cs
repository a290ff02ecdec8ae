using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;

namespace IronSsl.Tls.Tests.Architecture;

/// <summary>The source of the two assemblies, for tests that read it.</summary>
internal static class SourceTree
{
    /// <summary>The folders of the assemblies: the TLS core, then the module.</summary>
    public static string[] Roots([CallerFilePath] string thisFile = "")
    {
        string source = Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "..", "src");
        return [Path.GetFullPath(Path.Combine(source, "IronSsl.Tls")),
            Path.GetFullPath(Path.Combine(source, "IronSsl"))];
    }

    /// <summary>Every file of C# that is compiled into them, built files aside.</summary>
    public static IEnumerable<string> Files() =>
        from root in Roots()
        from file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
        where !Path.GetRelativePath(root, file)
            .StartsWith("obj" + Path.DirectorySeparatorChar, System.StringComparison.Ordinal)
        select file;
}
