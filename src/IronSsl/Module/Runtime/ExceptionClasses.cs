using System;
using System.Reflection;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Types;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module.Runtime;

/// <summary>Makes classes derived from <c>OSError</c>, and their instances.</summary>
internal sealed class ExceptionClasses
{
    private readonly ExceptionClassMaker _createSubType;
    private readonly Type _underlying;
    private readonly ConstructorInvoker _new;
    private readonly ImmutableTypes? _immutableTypes;

    /// <param name="createSubType">Makes a class that a program may write to.</param>
    /// <param name="osError">Makes an instance that is not yet initialised.</param>
    /// <param name="immutableTypes">Makes a class that refuses to be written to, or null.</param>
    internal ExceptionClasses(
        ExceptionClassMaker createSubType, ConstructorInfo osError, ImmutableTypes? immutableTypes)
    {
        _createSubType = createSubType;
        _underlying = osError.DeclaringType!;
        _new = ConstructorInvoker.Create(osError);
        _immutableTypes = immutableTypes;
    }

    /// <summary>A class that a program may write to, like those that CPython's `PyErr_NewException` makes.</summary>
    internal PythonType Create(
        PythonContext context, PythonType[] bases, string name, string module, string documentation) =>
        _createSubType(context, bases, _underlying, name, module, documentation, MakeClrException);

    /// <summary>A class that refuses to be written to, if such classes can be made.</summary>
    internal PythonType CreateImmutable(
        PythonContext context, PythonType[] bases, string name, string module, string documentation) =>
        _immutableTypes is null
            ? Create(context, bases, name, module, documentation)
            : _immutableTypes.CreateException(
                context, bases, _underlying, name, module, documentation, MakeClrException);

    /// <summary>
    /// An instance, as a call of the class would make it. An exception is how a call that doesn't block says that it
    /// isn't done yet, and IronPython's own way is by reflection for each.
    /// </summary>
    internal PythonExceptions.BaseException Make(PythonType type, params object?[] arguments)
    {
        var exception = (PythonExceptions.BaseException)_new.Invoke(type)!;
        exception.__init__(arguments);
        return exception;
    }

    /// <summary>
    /// Gives a class a method. It's a Python function, because no .NET object of a foreign assembly binds to an
    /// instance, and no .NET exception type of one can be subclassed correctly from Python (seen with IronPython 3.4.2:
    /// `DynamicBaseTypeAttribute` and `PythonTypeSlot.TryGetValue` are internal).
    /// </summary>
    /// <param name="context">Of the module.</param>
    /// <param name="type">The class, which may be immutable.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="lambda">The method as a Python expression.</param>
    internal static void AddMethod(CodeContext context, PythonType type, string name, string lambda)
    {
        SourceUnit source = context.LanguageContext.CreateSnippet(lambda, SourceCodeKind.Expression);
        var method = (PythonFunction)source.Execute(new Scope());
        method.__name__ = name;

        // The type's own method, because `setattr()` is what an immutable type refuses.
        type.__setattr__(context, name, method);
    }

    private static Exception MakeClrException(string message, Exception inner) => new OSException(message, inner);
}
