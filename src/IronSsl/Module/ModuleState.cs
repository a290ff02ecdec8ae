using System;
using System.Threading;
using IronPython.Runtime;
using IronSsl.Module.Runtime;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;

namespace IronSsl.Module;

/// <summary>
/// The objects that two interpreters of one process must not share: exception classes, randomness, primitives.
/// </summary>
internal sealed class ModuleState
{
    private static readonly object s_key = typeof(ModuleState);

    private PlatformTlsCrypto? _crypto;

    private ModuleState(PythonContext language, CodeContext module)
    {
        Internals = Internals.Of(language);
        Errors = new PythonSsl.Errors(language, module);
    }

    internal PythonSsl.Errors Errors { get; }

    internal Internals Internals { get; }

    /// <summary>Randomness for all connections of the interpreter.</summary>
    internal PlatformRandom Random { get; } = new();

    /// <summary>The primitives of all connections of the interpreter; made for the first connection.</summary>
    internal PlatformTlsCrypto Crypto =>
        LazyInitializer.EnsureInitialized(ref _crypto, () => PlatformTlsCrypto.Create(Random));

    /// <summary>Makes the state at the first import and puts its classes into the module.</summary>
    internal static void Load(PythonContext language, CodeContext module) =>
        language.SetModuleState(s_key, new ModuleState(language, module));

    /// <summary>The state of the interpreter that runs <paramref name="context"/>.</summary>
    internal static ModuleState Of(CodeContext context) => Of(context.LanguageContext);

    /// <inheritdoc cref="Of(CodeContext)"/>
    internal static ModuleState Of(PythonContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return (ModuleState)context.GetModuleState(s_key);
    }
}
