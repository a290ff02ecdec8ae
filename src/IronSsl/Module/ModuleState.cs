using System;
using System.Threading;
using IronPython.Runtime;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;

namespace IronSsl.Module;

/// <summary>
/// What the module keeps for one interpreter: its exception classes. Everything that Python could see to be shared
/// between two interpreters of one process belongs here.
/// </summary>
internal sealed class ModuleState
{
    private static readonly object s_key = typeof(ModuleState);

    private PlatformTlsCrypto? _crypto;

    private ModuleState(PythonContext context, PythonDictionary dict)
    {
        Errors = new PythonSsl.Errors(context, dict);
    }

    internal PythonSsl.Errors Errors { get; }

    /// <summary>Randomness for all connections of the interpreter.</summary>
    internal PlatformRandom Random { get; } = new();

    /// <summary>The primitives of all connections of the interpreter; made when the first one wants them.</summary>
    internal PlatformTlsCrypto Crypto => LazyInitializer.EnsureInitialized(ref _crypto, () => PlatformTlsCrypto.Create(Random));

    /// <summary>Makes the state at the first import and puts the classes of it into the module's dictionary.</summary>
    internal static ModuleState Load(PythonContext context, PythonDictionary dict)
    {
        var state = new ModuleState(context, dict);
        context.SetModuleState(s_key, state);
        return state;
    }

    /// <summary>The state of the interpreter that runs <paramref name="context"/>.</summary>
    internal static ModuleState Of(CodeContext context) => Of(context.LanguageContext);

    /// <inheritdoc cref="Of(CodeContext)"/>
    internal static ModuleState Of(PythonContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (ModuleState)context.GetModuleState(s_key);
    }
}
