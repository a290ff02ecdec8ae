using System;
using System.IO;
using IronPython.Hosting;
using IronPython.Runtime;
using IronSsl.Module;
using Microsoft.Scripting.Hosting;

namespace IronSsl;

/// <summary>Gives a Python engine that a .NET program has made the <c>ssl</c> module of this package.</summary>
public static class IronSslEngineExtensions
{
    private const string ShimFile = "ssl.py";

    /// <summary>
    /// Makes <c>import ssl</c> find this package's module. Best called before any Python code runs: code that has already
    /// bound names of another <c>ssl</c> keeps them.
    /// </summary>
    /// <param name="engine">An engine of IronPython.</param>
    /// <param name="libraryFolder">
    /// The folder with <c>ssl.py</c>; null for the folder <c>pylib</c> beside the program or beside this assembly.
    /// </param>
    /// <returns><paramref name="engine"/>.</returns>
    /// <exception cref="FileNotFoundException">The folder has no <c>ssl.py</c>.</exception>
    public static ScriptEngine UseIronSsl(this ScriptEngine engine, string? libraryFolder = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        string folder = FindFolder(libraryFolder);

        // Registers `_ssl` in place of IronPython's own; a module that was imported before stays until it's forgotten.
        engine.Runtime.LoadAssembly(typeof(PythonSsl).Assembly);
        ScriptScope sys = engine.GetSysModule();
        var modules = (PythonDictionary)Variable(sys, "modules");
        modules.Remove("_ssl");
        modules.Remove("ssl");

        var path = (PythonList)Variable(sys, "path");
        if (path.Count == 0 || !Equals(path[0], folder))
        {
            path.insert(0, folder);
        }

        return engine;
    }

    // As an object: to convert the `dynamic` that GetVariable answers takes C#'s run-time binder, 100 ms when cold.
    private static object Variable(ScriptScope scope, string name) => scope.GetVariable(name);

    private static string FindFolder(string? libraryFolder)
    {
        const string DefaultFolder = "pylib";
        string?[] candidates = libraryFolder is not null
            ? [libraryFolder]
            :
            [
                Path.Combine(AppContext.BaseDirectory, DefaultFolder),
                Path.GetDirectoryName(typeof(PythonSsl).Assembly.Location) is { Length: > 0 } beside
                    ? Path.Combine(beside, DefaultFolder)
                    : null,
            ];
        foreach (string? candidate in candidates)
        {
            if (candidate is not null && File.Exists(Path.Combine(candidate, ShimFile)))
            {
                return Path.GetFullPath(candidate);
            }
        }

        throw new FileNotFoundException($"{ShimFile} of IronSsl is not in {candidates[0]}.", ShimFile);
    }
}
