using IronSsl.Fuzz.Harness;
using IronSsl.Fuzz.Targets;

namespace IronSsl.Fuzz;

internal static class Program
{
    private static int Main(string[] arguments) =>
        FuzzCommand.Run(arguments, "IronSsl.Tls", static () => FuzzTargets.All);
}
