using System;
using System.Collections.Immutable;
using System.Dynamic;
using System.Linq;
using System.Linq.Expressions;
using System.Net.Sockets;
using System.Reflection;
using System.Runtime.CompilerServices;
using IronPython.Modules;
using IronPython.Runtime;
using IronPython.Runtime.Binding;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Types;
using Microsoft.Scripting;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Makes a class of exceptions: interpreter, bases, .NET type of the instances, name, module, documentation, and what
/// makes the .NET exception of a message and an inner one.
/// </summary>
internal delegate PythonType ExceptionClassMaker(
    PythonContext context, PythonType[] bases, Type underlying, string name, string module, string documentation,
    Func<string, Exception, Exception> maker);

/// <summary>Makes a module of a source: file name, module name, source, and whether its code is run at once.</summary>
internal delegate PythonModule ModuleCompiler(
    PythonContext context, string fileName, string moduleName, SourceUnit sourceCode, ModuleOptions options);

/// <summary>
/// Every member of IronPython that is looked for when the module is loaded. The table of docs/architecture.md is this
/// list.
/// </summary>
internal static class InternalMembers
{
    private const BindingFlags Anything =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private const string MutableTypes = "programs can write to the types of the module";

    private static readonly Assembly s_ironPython = typeof(PythonType).Assembly;

    /// <summary>The .NET socket of a Python socket; null once it was detached.</summary>
    public static readonly InternalMember<FieldInfo> Socket =
        Field(typeof(PythonSocket.socket), "_socket", typeof(Socket), loss: null);

    /// <summary>The time-out of a Python socket in milliseconds; 0 for none.</summary>
    public static readonly InternalMember<FieldInfo> Timeout =
        Field(typeof(PythonSocket.socket), "_timeout", typeof(int),
            "each call asks the system for the time-out of the socket");

    /// <summary>Makes a class of exceptions that a program may write to.</summary>
    public static readonly InternalMember<ExceptionClassMaker> CreateSubType =
        Method<ExceptionClassMaker>(typeof(PythonExceptions), "CreateSubType", loss: null);

    /// <summary>The instance of a class derived from <c>OSError</c>, not yet initialised.</summary>
    public static readonly InternalMember<ConstructorInfo> OSError = Constructor(
        "IronPython.Runtime.Exceptions.PythonExceptions+_OSError", loss: null, typeof(PythonType));

    /// <summary>Makes Python bytes of an array without copying it.</summary>
    public static readonly InternalMember<Func<byte[], Bytes>> BytesMake =
        Method<Func<byte[], Bytes>>(typeof(Bytes), "Make", "all that is read is copied once more");

    /// <summary>The array of Python bytes.</summary>
    public static readonly InternalMember<Func<Bytes, byte[]>> BytesArray = Method<Func<Bytes, byte[]>>(
        typeof(Bytes), "get_UnsafeByteArray", "all that is written to a MemoryBIO is copied once more");

    /// <summary>What a type object is asked for when it's written to.</summary>
    public static readonly InternalMember<MethodInfo> MakeSetBinding = new(
        s_ironPython, "IronPython.Runtime.Binding.IFastSettable.MakeSetBinding", MutableTypes, FindMakeSetBinding);

    /// <summary>The Python type of a .NET type.</summary>
    public static readonly InternalMember<ConstructorInfo> NewType =
        Constructor(typeof(PythonType).FullName!, MutableTypes, typeof(Type));

    /// <summary>Like <see cref="CreateSubType"/>, on a type object that was made before.</summary>
    public static readonly InternalMember<ConstructorInfo> NewExceptionType = Constructor(
        typeof(PythonType).FullName!, MutableTypes,
        typeof(PythonContext), typeof(PythonType[]), typeof(Type), typeof(string), typeof(string), typeof(string),
        typeof(Func<string, Exception, Exception>));

    /// <summary>Sets the Python type of a .NET type in IronPython's table.</summary>
    public static readonly InternalMember<Func<Type, PythonType, PythonType>> SetPythonType =
        Method<Func<Type, PythonType, PythonType>>(typeof(PythonType), "SetPythonType", MutableTypes);

    /// <summary>Imports the module <c>warnings</c>; null when it can't be imported.</summary>
    public static readonly InternalMember<Func<PythonContext, object?>> WarningsModule =
        Method<Func<PythonContext, object?>>(
            typeof(PythonContext), "GetWarningsModule", "a warning blames ssl.py instead of the program");

    /// <summary>Part of an array as an object of which Python can take a memoryview.</summary>
    public static readonly InternalMember<ConstructorInfo> MemoryBuffer = Constructor(
        "IronPython.Runtime.MemoryBufferProtocolWrapper", "a file of makefile() copies all that is read once more",
        typeof(Memory<byte>));

    /// <summary>Finds the attributes of a file object, those that the program gave it included.</summary>
    public static readonly InternalMember<ConstructorInfo> ExpandableObject = new(
        s_ironPython, "IronPython.Runtime.Binding.MetaExpandable(Expression, IPythonExpandable)",
        "a file of makefile() takes no attributes", FindExpandableObject);

    /// <summary>Makes and runs a module, of whose globals the code knows the places.</summary>
    public static readonly InternalMember<ModuleCompiler> CompileModule = Method<ModuleCompiler>(
        typeof(PythonContext), "CompileModule", "ssl.py out of the assembly looks each of its globals up by name");

    /// <summary>All of them.</summary>
    public static ImmutableArray<InternalMember> All { get; } =
    [
        Socket, Timeout, CreateSubType, OSError, BytesMake, BytesArray, MakeSetBinding, NewType, NewExceptionType,
        SetPythonType, WarningsModule, MemoryBuffer, ExpandableObject, CompileModule,
    ];

    private static InternalMember<FieldInfo> Field(Type owner, string name, Type type, string? loss) => new(
        owner.Assembly, $"{owner.FullName}.{name}", loss,
        () => owner.GetField(name, Anything) is { } field && field.FieldType == type ? field : null);

    private static InternalMember<T> Method<T>(Type owner, string name, string? loss)
        where T : Delegate => new(owner.Assembly, $"{owner.FullName}.{name}", loss, () =>
    {
        foreach (MemberInfo member in owner.GetMember(name, MemberTypes.Method, Anything))
        {
            // Null for an overload with another signature.
            if (member is MethodInfo { IsGenericMethod: false } method
                && Delegate.CreateDelegate(typeof(T), method, throwOnBindFailure: false) is T found)
            {
                return found;
            }
        }

        return null;
    });

    private static InternalMember<ConstructorInfo> Constructor(string owner, string? loss, params Type[] parameters) =>
        new(
            s_ironPython,
            $"{owner}({string.Join(", ", parameters.Select(parameter => parameter.Name!.Split('`')[0]))})",
            loss,
            () => s_ironPython.GetType(owner)?.GetConstructor(Anything, parameters));

    private static MethodInfo? FindMakeSetBinding()
    {
        MethodInfo? method =
            s_ironPython.GetType("IronPython.Runtime.Binding.IFastSettable")?.GetMethod("MakeSetBinding");
        return method is { IsGenericMethodDefinition: true }
            && method.GetGenericArguments() is [Type target]
            && method.ReturnType == target
            && method.GetParameters() is [var site, var binder]
            && site.ParameterType == typeof(CallSite<>).MakeGenericType(target)
            && binder.ParameterType.IsAssignableTo(typeof(SetMemberBinder))
            ? method
            : null;
    }

    private static ConstructorInfo? FindExpandableObject() =>
        s_ironPython.GetType("IronPython.Runtime.Binding.MetaExpandable`1")
            ?.MakeGenericType(typeof(PythonSsl._BufferedReader))
            .GetConstructor(Anything, [typeof(Expression), typeof(IPythonExpandable)]);
}
