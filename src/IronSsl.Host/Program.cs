using System;

namespace IronSsl.Host;

/// <summary>The console <c>ironssl</c>: IronPython 3.4 with IronSsl's <c>ssl</c> in place of its own.</summary>
internal static class Program
{
    [STAThread]
    private static int Main(string[] args)
    {
        // pydoc pipes its pages to a pager unless the terminal calls itself dumb; the pipe does not work on IronPython.
        if (Environment.GetEnvironmentVariable("TERM") is null)
        {
            Environment.SetEnvironmentVariable("TERM", "dumb");
        }

        return new IronSslConsoleHost().Run(args);
    }
}
