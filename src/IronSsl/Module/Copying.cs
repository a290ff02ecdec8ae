using System;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;

namespace IronSsl.Module;

/// <summary>
/// The module's types refuse <c>copy</c> and <c>pickle</c> with CPython's TypeErrors. IronPython would call the type's
/// constructor and lose the state: the copy of a context would verify nothing.
/// </summary>
internal static class Copying
{
    /// <summary>From this protocol on CPython's `object.__reduce_ex__` does not call `copyreg._reduce_ex`.</summary>
    private const int NewObjectProtocol = 2;

    /// <summary>`object.__reduce_ex__` for an instance of a type that says nothing about its state.</summary>
    public static Exception Refuse(object instance, object? protocol) =>
        Refuse(instance, Argument.Int32(protocol));

    /// <summary>`object.__reduce__`, which is the oldest protocol.</summary>
    public static Exception Refuse(object instance) => Refuse(instance, 0);

    /// <summary>Whether a derived class says itself how it is copied, which `object.__reduce_ex__` asks
    /// first.</summary>
    public static bool HasOwnReduce(CodeContext context, object instance) =>
        instance is IPythonObject derived
        && PythonOps.GetBoundAttr(context, derived.PythonType, "__reduce__") is not BuiltinMethodDescriptor;

    /// <summary>`object.__getstate__`: the attributes that a program has given to an instance of a class of its
    /// own.</summary>
    public static object? State(object instance) =>
        instance is IPythonObject { Dict: { Count: > 0 } attributes } ? attributes : null;

    private static Exception Refuse(object instance, int protocol)
    {
        string name = Argument.TypeName(instance);
        if (instance is IPythonObject)
        {
            // For an old protocol `copyreg._reduce_ex` calls the base class with the instance as its argument.
            return Argument.TypeError(protocol < NewObjectProtocol
                ? $"'{name}' object cannot be interpreted as an integer"
                : $"cannot pickle '{name}' object");
        }

        // CPython `object_getstate_default` names a type of C with its module.
        return Argument.TypeError(protocol < NewObjectProtocol
            ? $"cannot pickle '{name}' object"
            : $"cannot pickle '_ssl.{name}' object");
    }
}
