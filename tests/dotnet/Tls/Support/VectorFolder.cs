using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Where test data made by others is: $IRONSSL_VECTORS, or shared/vectors next to the repository.</summary>
internal static class VectorFolder
{
    /// <summary>The path of a file or folder in it; null where there is none.</summary>
    public static string? Find(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("IRONSSL_VECTORS");
        if (string.IsNullOrEmpty(folder))
        {
            folder = Path.Combine(Repository(), "..", "shared", "vectors");
        }

        string path = Path.GetFullPath(Path.Combine(folder, name));
        return Path.Exists(path) ? path : null;
    }

    private static string Repository([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "..", "..", ".."));
}
