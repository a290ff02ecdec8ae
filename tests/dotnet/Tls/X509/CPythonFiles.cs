using System.IO;

namespace IronSsl.Tls.Tests.X509;

/// <summary>The certificates of CPython's own test suite, where the system has it.</summary>
internal static class CPythonFiles
{
    private static readonly string[] s_directories =
    [
        "/usr/lib/python3.11/test", "/usr/lib/python3.11/test/certdata", "/usr/lib/python3.13/test/certdata",
    ];

    /// <summary>The path of a file of the suite; the test is left out where there is none.</summary>
    public static string Find(string name)
    {
        foreach (string directory in s_directories)
        {
            string path = Path.Combine(directory, name);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("CPython's test suite is not installed (libpython3-testsuite).", name);
    }
}
