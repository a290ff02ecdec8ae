using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;

namespace IronSsl.Module.Runtime;

/// <summary>Warnings by Python's <c>warnings</c> module, which the program may have turned into errors.</summary>
internal static class Warnings
{
    /// <summary>Issues a DeprecationWarning.</summary>
    /// <param name="context">Of the Python code that called us.</param>
    /// <param name="message">The text, as CPython has it.</param>
    /// <param name="stackLevel">
    /// The frame that the warning names: 1 for our caller, 2 for our caller's caller. IronPython counts frames only
    /// when it runs with -X:Frames; otherwise the warning names our caller.
    /// </param>
    internal static void Deprecated(CodeContext context, string message, int stackLevel)
    {
        if (Internals.Of(context.LanguageContext).WarningsModule is not { } import)
        {
            PythonOps.Warn(context, PythonExceptions.DeprecationWarning, "{0}", message);
            return;
        }

        if (import(context.LanguageContext) is { } warnings)
        {
            PythonOps.CallWithContext(
                context, PythonOps.GetBoundAttr(context, warnings, "warn"), message,
                PythonExceptions.DeprecationWarning,
                stackLevel);
        }
    }

    /// <summary>Issues an ImportWarning, which a program sees that asks for all warnings.</summary>
    internal static void Import(CodeContext context, string message) =>
        PythonOps.Warn(context, PythonExceptions.ImportWarning, "{0}", message);
}
