using System.IO;
using System.Runtime.CompilerServices;

namespace IronSsl.Tests.Support;

/// <summary>Where the repository's files are.</summary>
internal static class SourceTree
{
    /// <summary>The folder with <c>ssl.py</c>.</summary>
    public static string PythonLibrary => Folder("pylib");

    /// <summary>A folder or file of the repository.</summary>
    public static string Folder(params string[] parts) => Path.GetFullPath(Path.Combine([Root(), .. parts]));

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", "..");
}
