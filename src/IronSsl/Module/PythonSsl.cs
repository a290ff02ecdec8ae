using System.Runtime.CompilerServices;
using IronPython.Runtime;
using IronSsl.Module.Runtime;

[assembly: PythonModule("_ssl", typeof(IronSsl.Module.PythonSsl))]

namespace IronSsl.Module;

/// <summary>
/// The module <c>_ssl</c>: the surface of CPython's extension module of that name, which both CPython's own
/// <c>ssl.py</c> and ours stand on. Every public member is visible to Python.
/// </summary>
public static partial class PythonSsl
{
    public const string __doc__ =
        "TLS for the ssl module, made of BouncyCastle and .NET. Use the ssl module; this one is its private part.";

    /// <summary>Called by IronPython when the module is imported or reloaded.</summary>
    [SpecialName]
    public static void PerformModuleReload(PythonContext context, PythonDictionary dict)
    {
        ImmutableType.Register();
        ModuleState.Load(context, dict);
    }
}
