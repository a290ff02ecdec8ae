using System;
using System.IO;

namespace IronSsl.Tls.Tests.Support;

/// <summary>The tree that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The folder that holds docs, src and tests.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The path of a file or folder, given with slashes from the root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Directory.Build.props")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
