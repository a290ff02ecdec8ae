using System;
using System.Reflection;
using IronPython.Hosting;
using IronPython.Runtime;
using Microsoft.Scripting.Hosting;
using Microsoft.Scripting.Hosting.Shell;



namespace IronSsl.Host;

/// <summary>
/// The DLR's console host for IronPython with the module <c>_ssl</c> registered before anything is imported.
/// </summary>
internal sealed class IronSslConsoleHost : ConsoleHost
{
    // IronPython interprets a function this often before it compiles it; its default is 32. Compiling is slow: with 250
    // an HTTPS client needs less CPU for a hundred requests, and far less for the first.
    private const int CompilationThreshold = 250;

    private static readonly Assembly s_moduleAssembly = Assembly.Load(new AssemblyName("IronSsl"));

    private PythonConsoleOptions? _options;

    protected override Type Provider => typeof(PythonContext);

    protected override CommandLine CreateCommandLine() => new IronSslCommandLine();

    protected override OptionsParser CreateOptionsParser() => new PythonOptionsParser();

    protected override LanguageSetup CreateLanguageSetup() => Python.CreateLanguageSetup(null);

    protected override ScriptRuntimeSetup CreateRuntimeSetup()
    {
        ScriptRuntimeSetup setup = base.CreateRuntimeSetup();
        foreach (LanguageSetup language in setup.LanguageSetups)
        {
            if (language.FileExtensions.Contains(".py"))
            {
                language.Options["SearchPaths"] = Array.Empty<string>();
                language.Options["CompilationThreshold"] = CompilationThreshold;
            }
        }

        return setup;
    }

    protected override IConsole CreateConsole(ScriptEngine engine, CommandLine commandLine, ConsoleOptions options)
    {
        // The editing console reads single keys, which a redirected input does not have: it would report that for ever.
        bool basic = ((PythonConsoleOptions)options).BasicConsole || Console.IsInputRedirected;
        return basic ? new BasicConsole(options) : new SuperConsole(commandLine, options);
    }

    protected override ConsoleOptions? ParseOptions(
        string[] args, ScriptRuntimeSetup runtimeSetup, LanguageSetup languageSetup)
    {
        ConsoleOptions? options = base.ParseOptions(args, runtimeSetup, languageSetup);
        _options = options as PythonConsoleOptions;
        return options;
    }

    protected override void ParseHostOptions(string[] args)
    {
        // Every argument is Python's; the DLR's own host options are not offered.
        foreach (string argument in args)
        {
            Options.IgnoredArgs.Add(argument);
        }
    }

    protected override void PrintVersion()
    {
        string name = Engine.Setup.DisplayName;
        Console.WriteLine(_options?.PrintSysVersion == true ? $"{name}\n[{DescribeBuild()}]" : name);
    }

    protected override void ExecuteInternal()
    {
        Runtime.LoadAssembly(s_moduleAssembly);
        base.ExecuteInternal();
    }

    private static string DescribeBuild()
    {
        string? version = s_moduleAssembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return $"{ClrModule.TargetFramework} on {ClrModule.FrameworkDescription}, IronSsl {version}";
    }
}
