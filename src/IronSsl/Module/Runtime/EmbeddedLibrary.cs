using System;
using System.ComponentModel;
using System.IO;
using System.Reflection;
using System.Text;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using Microsoft.Scripting;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Imports the Python modules that are resources of this assembly: an entry of <c>sys.meta_path</c> (PEP 302). The
/// methods are Python's; programs of .NET call <see cref="IronSslEngineExtensions.UseIronSsl"/>.
/// </summary>
/// <remarks>
/// A module's <c>__file__</c> is its name below the path of the assembly, as that of a module in a zip file is. No such
/// file exists: <c>inspect</c> and <c>traceback</c> ask <see cref="get_source"/> for the text.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EmbeddedLibrary
{
    private static readonly Assembly s_assembly = typeof(EmbeddedLibrary).Assembly;

    internal EmbeddedLibrary()
    {
    }

    /// <summary>This object if it has the module, else None.</summary>
    public object? find_module(string fullname, object? path = null) => Has(fullname) ? this : null;

    /// <summary>Imports a module, or runs the code of an imported one anew.</summary>
    public object load_module(CodeContext context, string fullname)
    {
        ArgumentNullException.ThrowIfNull(context);
        PythonContext language = context.LanguageContext;
        var modules = (PythonDictionary)PythonOps.GetBoundAttr(context, language.SystemState, "modules");
        if (modules.TryGetValue(fullname, out object? imported) && imported is PythonModule module)
        {
            Execute(context, module, fullname);
        }
        else if (Internals.Of(language).CompileModule is { } compile)
        {
            SourceUnit source =
                language.CreateSnippet(get_source(fullname), get_filename(fullname), SourceCodeKind.File);
            module = compile(
                language, source.Path, fullname, source, ModuleOptions.Initialize | ModuleOptions.Optimized);
        }
        else
        {
            module = new PythonModule();
            module.__init__(fullname);
            language.PublishModule(fullname, module);
            try
            {
                Execute(context, module, fullname);
            }
            catch
            {
                modules.Remove(fullname);
                throw;
            }
        }

        PythonOps.SetAttr(context, module, "__loader__", this);
        return module;
    }

    /// <summary>The text of a module; ImportError if there's none of that name.</summary>
    public string get_source(string fullname)
    {
        using Stream resource = s_assembly.GetManifestResourceStream(ResourceName(fullname)) ?? throw Unknown(fullname);
        using var reader = new StreamReader(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The <c>__file__</c> of a module; ImportError if there's none of that name.</summary>
    public string get_filename(string fullname)
    {
        if (!Has(fullname))
        {
            throw Unknown(fullname);
        }

        // No path if the program is a single file.
        string path = s_assembly.Location.Length > 0 ? s_assembly.Location : s_assembly.GetName().Name + ".dll";
        return Path.Combine(path, fullname + ".py");
    }

    /// <summary>False: none is a package. ImportError if there's none of that name.</summary>
    public bool is_package(string fullname) => Has(fullname) ? false : throw Unknown(fullname);

    private static bool Has(string fullname) => s_assembly.GetManifestResourceInfo(ResourceName(fullname)) is not null;

    private static string ResourceName(string fullname) => $"pylib/{fullname}.py";

    private static Exception Unknown(string fullname) =>
        PythonOps.CreateThrowable(PythonExceptions.ImportError, $"IronSsl has no module named '{fullname}'");

    /// <summary>Runs the code of a module in its dictionary.</summary>
    private void Execute(CodeContext context, PythonModule module, string fullname)
    {
        string path = get_filename(fullname);
        PythonOps.SetAttr(context, module, "__file__", path);
        object? code = Builtin(context, "compile", get_source(fullname), path, "exec");
        Builtin(context, "exec", code, PythonOps.GetBoundAttr(context, module, "__dict__"));
    }

    private static object? Builtin(CodeContext context, string name, params object?[] arguments)
    {
        var modules = (PythonDictionary)PythonOps.GetBoundAttr(context, context.LanguageContext.SystemState, "modules");
        return PythonCalls.Call(context, PythonOps.GetBoundAttr(context, modules["builtins"], name), arguments);
    }
}
