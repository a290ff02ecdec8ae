using System;
using System.Runtime.CompilerServices;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronSsl.Module.Runtime;

[assembly: PythonModule("_ssl", typeof(IronSsl.Module.PythonSsl))]

namespace IronSsl.Module;

/// <summary>
/// The module <c>_ssl</c>: the surface of CPython's extension module of that name, which both CPython's own
/// <c>ssl.py</c> and ours stand on. Every public member that is declared here is visible to Python.
/// </summary>
/// <remarks>
/// The members are static. The class is not, because IronPython loads a static one by reflection: Python would be told
/// of a TargetInvocationException instead of the ImportError.
/// </remarks>
public sealed partial class PythonSsl : BuiltinPythonModule
{
    public const string __doc__ =
        "TLS for the ssl module, made of BouncyCastle and .NET. Use the ssl module; this one is its private part.";

    /// <summary>Called by IronPython when an interpreter imports the module.</summary>
    public PythonSsl(PythonContext context)
        : base(context)
    {
    }

    /// <summary>Fills the module.</summary>
    protected override void PerformModuleReload()
    {
        try
        {
            Load(Context, Globals);
        }
        catch (Exception lacking) when (lacking is MissingMemberException or TypeLoadException)
        {
            // What the compiler bound to one version, and the runtime doesn't find in another. Its message names it.
            throw PythonOps.CreateThrowable(
                PythonExceptions.ImportError,
                $"IronSsl was not built for IronPython {InternalMember.IronPythonVersion}: {lacking.Message}");
        }
    }

    // Apart from its caller, which the runtime has to compile before it can catch anything.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Load(PythonContext language, CodeContext module)
    {
        Internals internals = Internals.Of(language);
        internals.Require();
        internals.ImmutableTypes?.Register();
        ModuleState.Load(language, module);
        foreach (InternalMember member in internals.Missing)
        {
            Warnings.Import(module, $"{member}: {member.Loss}");
        }
    }
}
