using System;
using System.Diagnostics;
using System.IO;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Runs the `openssl` program, to make files in the forms that it writes.</summary>
internal static class OpenSslProgram
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(120);

    /// <summary>Runs a command line without quoting; it must succeed.</summary>
    public static void Run(string directory, string arguments)
    {
        var start = new ProcessStartInfo("openssl", arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            WorkingDirectory = directory,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        string errors = process.StandardError.ReadToEnd();
        if (!process.WaitForExit(s_deadline) || process.ExitCode != 0)
        {
            throw new InvalidDataException($"openssl {arguments}: {errors}");
        }
    }
}
