using System;
using System.IO;
using IronPython.Hosting;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using Microsoft.Scripting;
using Microsoft.Scripting.Hosting;
using Microsoft.Scripting.Hosting.Shell;



namespace IronSsl.Host;

/// <summary>
/// IronPython's command line with two differences: the folder of <c>ssl.py</c> stands before the standard library on
/// <c>sys.path</c>, and a program that arrives on standard input is run as CPython runs it.
/// </summary>
internal sealed class IronSslCommandLine : PythonCommandLine
{
    private new PythonConsoleOptions Options => (PythonConsoleOptions)base.Options;

    private bool ProgramComesFromInput =>
        Options.Command is null && Options.FileName is null && Options.ModuleToRun is null
        && !Options.Introspection && System.Console.IsInputRedirected;

    protected override void Initialize()
    {
        // The base class puts <prefix>/lib first and imports `site` at once. Code that `site` runs must find our `ssl`,
        // so `site` is imported here, after the path is complete.
        bool skipSite = Options.SkipImportSite;
        Options.SkipImportSite = true;
        base.Initialize();
        Options.SkipImportSite = skipSite;

        PythonList path = SystemPath();
        object? scriptFolder = IsIsolated() ? null : path.pop(0);
        path.insert(0, ShimFolder());
        if (!skipSite)
        {
            ImportSite();
        }

        if (scriptFolder is not null)
        {
            SystemPath().insert(0, scriptFolder);
        }
    }

    protected override int Run() => ProgramComesFromInput ? RunInput() : base.Run();

    private static string ShimFolder() => Path.Combine(AppContext.BaseDirectory, "pylib");

    private PythonList SystemPath() => (PythonList)SystemVariable("path");

    private bool IsIsolated() =>
        PythonOps.IsTrue(PythonOps.GetBoundAttr(DefaultContext.Default, SystemVariable("flags"), "isolated"));

    // As an object: to convert the `dynamic` that GetVariable answers takes C#'s run-time binder, 100 ms when cold.
    private object SystemVariable(string name) => Engine.GetSysModule().GetVariable(name);

    private void ImportSite()
    {
        try
        {
            Engine.ImportModule("site");
        }
        catch (Exception failure) when (Options.HandleExceptions)
        {
            Console.Write(Engine.GetService<ExceptionOperations>().FormatException(failure), Style.Error);
        }
    }

    private int RunInput()
    {
        Scope = CreateScope();
        ScriptSource source = Engine.CreateScriptSourceFromString(
            System.Console.In.ReadToEnd(), "<stdin>", SourceCodeKind.File);
        try
        {
            source.Execute(ScriptScope);
            return 0;
        }
        catch (SystemExitException exit)
        {
            int code = exit.GetExitCode(out object? notAnInteger);
            if (notAnInteger is not null)
            {
                Console.WriteLine(notAnInteger.ToString(), Style.Error);
            }

            return code;
        }
        catch (Exception failure) when (Options.HandleExceptions)
        {
            Console.Write(Engine.GetService<ExceptionOperations>().FormatException(failure), Style.Error);
            return 1;
        }
    }
}
