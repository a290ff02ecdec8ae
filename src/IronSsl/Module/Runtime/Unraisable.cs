using System;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Reports an exception that a callback raised where nobody can catch it: CPython's `PyErr_WriteUnraisable`. It goes to
/// <c>sys.unraisablehook</c> if the program has set one (CPython's own tests do), otherwise to standard error. No
/// exception of the report itself leaves this class: the caller would take it for the callback's answer.
/// </summary>
internal static class Unraisable
{
    internal static void Write(CodeContext context, Exception exception, object? source)
    {
        object raised = PythonExceptions.ToPython(exception);
        PythonType type = DynamicHelpers.GetPythonType(raised);
        object? traceback = raised is PythonExceptions.BaseException python ? python.__traceback__ : null;
        PythonModule sys = context.LanguageContext.SystemState;
        if (PythonOps.TryGetBoundAttr(context, sys, "unraisablehook", out object? hook) && hook is not null)
        {
            try
            {
                PythonCalls.Call(context, hook, new UnraisableArguments(type, raised, traceback, source));
                return;
            }
            catch (Exception failure)
            {
                exception = failure;
                source = hook;
            }
        }

        try
        {
            if (PythonOps.TryGetBoundAttr(context, sys, "stderr", out object? stderr) && stderr is not null)
            {
                string trace = context.LanguageContext.FormatException(exception);
                string text = $"Exception ignored in: {Describe(context, source)}\n{trace}\n";
                PythonCalls.Call(context, PythonOps.GetBoundAttr(context, stderr, "write"), text);
            }
        }
        catch (Exception)
        {
            // Nothing is left to report to; CPython gives up here, too.
        }
    }

    private static string Describe(CodeContext context, object? source)
    {
        try
        {
            return PythonOps.Repr(context, source);
        }
        catch (Exception)
        {
            return "<object repr() failed>";
        }
    }
}
