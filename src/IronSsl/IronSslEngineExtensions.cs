using System;
using System.IO;
using IronPython.Hosting;
using IronPython.Runtime;
using IronSsl.Module;
using IronSsl.Module.Runtime;
using Microsoft.Scripting.Hosting;

namespace IronSsl;

/// <summary>Gives a Python engine that a .NET program has made the <c>ssl</c> module of this package.</summary>
public static class IronSslEngineExtensions
{
    private const string ShimFile = "ssl.py";
    private const string DefaultFolder = "pylib";

    /// <summary>
    /// Makes <c>import ssl</c> find this package's module. Best called before any Python code runs: code that has
    /// already bound names of another <c>ssl</c> keeps them.
    /// </summary>
    /// <remarks>
    /// <c>ssl.py</c> is part of this assembly; no file is needed. To work on a copy of it, name its folder, or put it
    /// into a folder <c>pylib</c> beside the program or beside this assembly. A folder goes before all others on
    /// <c>sys.path</c>; without one <c>sys.meta_path</c> gets an importer, and <c>ssl.__file__</c> is a path below that
    /// of this assembly, where no file is.
    /// </remarks>
    /// <param name="engine">An engine of IronPython.</param>
    /// <param name="libraryFolder">
    /// The folder with <c>ssl.py</c>; null for the folder <c>pylib</c>, if there's one, or else for that of the
    /// assembly.
    /// </param>
    /// <returns><paramref name="engine"/>.</returns>
    /// <exception cref="FileNotFoundException">The folder that was named has no <c>ssl.py</c>.</exception>
    public static ScriptEngine UseIronSsl(this ScriptEngine engine, string? libraryFolder = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        string? folder = FindFolder(libraryFolder);

        // Registers `_ssl` in place of IronPython's own; a module that was imported before stays until it's forgotten.
        engine.Runtime.LoadAssembly(typeof(PythonSsl).Assembly);
        ScriptScope sys = engine.GetSysModule();
        var modules = (PythonDictionary)Variable(sys, "modules");
        modules.Remove("_ssl");
        modules.Remove("ssl");

        var importers = (PythonList)Variable(sys, "meta_path");
        for (int i = importers.Count - 1; i >= 0; i--)
        {
            if (importers[i] is EmbeddedLibrary)
            {
                importers.pop(i);
            }
        }

        if (folder is null)
        {
            importers.insert(0, new EmbeddedLibrary());
            return engine;
        }

        var path = (PythonList)Variable(sys, "path");
        if (path.Count == 0 || !Equals(path[0], folder))
        {
            path.insert(0, folder);
        }

        return engine;
    }

    // As an object: to convert the `dynamic` that GetVariable answers takes C#'s run-time binder, 100 ms when cold.
    private static object Variable(ScriptScope scope, string name) => scope.GetVariable(name);

    private static string? FindFolder(string? libraryFolder)
    {
        if (libraryFolder is not null)
        {
            return HasLibrary(libraryFolder)
                ? Path.GetFullPath(libraryFolder)
                : throw new FileNotFoundException($"{ShimFile} of IronSsl is not in {libraryFolder}.", ShimFile);
        }

        foreach (string? parent in (ReadOnlySpan<string?>)[
            AppContext.BaseDirectory, Path.GetDirectoryName(typeof(PythonSsl).Assembly.Location)])
        {
            if (parent is { Length: > 0 } && HasLibrary(Path.Combine(parent, DefaultFolder)))
            {
                return Path.GetFullPath(Path.Combine(parent, DefaultFolder));
            }
        }

        return null;
    }

    private static bool HasLibrary(string folder) => File.Exists(Path.Combine(folder, ShimFile));
}
