using IronSsl.Fuzz.Harness;

namespace IronSsl.Fuzz.Module;

internal static class Program
{
    private static int Main(string[] arguments) =>
        FuzzCommand.Run(arguments, "IronSsl", static () => ModuleTargets.All);
}
