using System;
using System.Dynamic;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Types that refuse to be written to, in CPython's words (there they have `Py_TPFLAGS_IMMUTABLETYPE`).
/// </summary>
/// <remarks>
/// <para>IronPython asks a type object that is written to for its <c>IFastSettable</c> before anything else. A class
/// derived from <see cref="PythonType"/> that implements this interface anew therefore sees each write, by assignment
/// and by
/// <c>setattr()</c>. Python does not see the class: the type of such a type is <c>type</c>, so classes derived from it
/// are made by <c>type</c> and may be written to, and may have metaclasses of their own.</para>
/// <para>The interface is internal to IronPython. So the class is emitted, into an assembly that the runtime lets look
/// into IronPython's, as it does with .NET's own `DispatchProxy`.</para>
/// </remarks>
internal sealed class ImmutableTypes
{
    // Made once for the process, as IronPython's table of types is; written under the gate.
    private static readonly object s_gate = new();
    private static Type? s_class;

    private readonly MethodInfo _makeSetBinding;
    private readonly ConstructorInfo _newType;
    private readonly ConstructorInfo _newExceptionType;
    private readonly Func<Type, PythonType, PythonType> _setPythonType;

    private ImmutableTypes(
        MethodInfo makeSetBinding, ConstructorInfo newType, ConstructorInfo newExceptionType,
        Func<Type, PythonType, PythonType> setPythonType)
    {
        _makeSetBinding = makeSetBinding;
        _newType = newType;
        _newExceptionType = newExceptionType;
        _setPythonType = setPythonType;
    }

    /// <summary>Null if one of the members is: the types need all four.</summary>
    /// <param name="makeSetBinding">What a type object is asked for when it's written to.</param>
    /// <param name="newType">The Python type of a .NET type.</param>
    /// <param name="newExceptionType">A class of exceptions.</param>
    /// <param name="setPythonType">Sets the Python type of a .NET type.</param>
    public static ImmutableTypes? From(
        MethodInfo? makeSetBinding, ConstructorInfo? newType, ConstructorInfo? newExceptionType,
        Func<Type, PythonType, PythonType>? setPythonType) =>
        makeSetBinding is null || newType is null || newExceptionType is null || setPythonType is null
            ? null
            : new ImmutableTypes(makeSetBinding, newType, newExceptionType, setPythonType);

    /// <summary>
    /// Gives the module's .NET types their immutable Python types. To be called before Python sees one of them:
    /// IronPython makes the type of a .NET type when it's first asked for.
    /// </summary>
    public void Register() => _ = Class();

    /// <summary>A new exception class: IronPython's `PythonExceptions.CreateSubType`, but immutable.</summary>
    /// <remarks>
    /// To IronPython it is no system type, whose methods would be .NET's alone. So it still deletes what it is told to,
    /// and <c>type.__setattr__(cls, …)</c>, which asks no interface, writes.
    /// </remarks>
    public PythonType CreateException(
        PythonContext context, PythonType[] bases, Type underlying, string name, string module, string documentation,
        Func<string, Exception, Exception> maker)
    {
        var type = (PythonType)RuntimeHelpers.GetUninitializedObject(Class());
        _newExceptionType.Invoke(type, [context, bases, underlying, name, module, documentation, maker]);
        return type;
    }

    /// <summary>What the emitted class does for a write, by a call site of whatever kind.</summary>
    public static T Refuse<T>(PythonType type, SetMemberBinder binder)
        where T : class
    {
        object module = PythonOps.GetBoundAttr(DefaultContext.Default, type, "__module__");
        throw Argument.TypeError(
            $"cannot set '{binder.Name}' attribute of immutable type '{module}.{PythonType.Get__name__(type)}'");
    }

    private Type Class()
    {
        lock (s_gate)
        {
            return s_class ??= EmitAndRegister();
        }
    }

    private Type EmitAndRegister()
    {
        Type emitted = Emit();
        PythonType metaclass = DynamicHelpers.GetPythonTypeFromType(typeof(PythonType));
        _setPythonType(emitted, metaclass);
        foreach (Type type in (ReadOnlySpan<Type>)[
            typeof(PythonSsl._SSLContext), typeof(PythonSsl._SSLSocket), typeof(PythonSsl.MemoryBIO),
            typeof(PythonSsl.Certificate), typeof(PythonSsl.SSLSession)])
        {
            var immutable = (PythonType)RuntimeHelpers.GetUninitializedObject(emitted);
            _newType.Invoke(immutable, [type]);
            _setPythonType(type, immutable);
        }

        return emitted;
    }

    private Type Emit()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName("IronSsl.ImmutableTypes"), AssemblyBuilderAccess.Run);
        ModuleBuilder module = assembly.DefineDynamicModule("IronSsl.ImmutableTypes");
        AllowAccess(assembly, module, typeof(PythonType).Assembly, typeof(ImmutableTypes).Assembly);
        Type fastSettable = _makeSetBinding.DeclaringType!;
        TypeBuilder builder = module.DefineType(
            "ImmutableType", TypeAttributes.Sealed | TypeAttributes.NotPublic, typeof(PythonType), [fastSettable]);
        MethodBuilder method = builder.DefineMethod(
            $"{fastSettable.FullName}.{_makeSetBinding.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot);
        GenericTypeParameterBuilder parameter = method.DefineGenericParameters("T")[0];
        parameter.SetGenericParameterAttributes(GenericParameterAttributes.ReferenceTypeConstraint);
        method.SetReturnType(parameter);
        method.SetParameters(
            typeof(CallSite<>).MakeGenericType(parameter), _makeSetBinding.GetParameters()[1].ParameterType);
        ILGenerator code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, typeof(ImmutableTypes).GetMethod(nameof(Refuse))!.MakeGenericMethod(parameter));
        code.Emit(OpCodes.Ret);
        builder.DefineMethodOverride(method, _makeSetBinding);
        return builder.CreateType();
    }

    /// <summary>
    /// Puts an `IgnoresAccessChecksToAttribute` on the assembly for each of the others. The runtime knows the attribute
    /// by its name; whoever uses it declares it (as `DispatchProxy` does).
    /// </summary>
    private static void AllowAccess(
        AssemblyBuilder assembly, ModuleBuilder module, params ReadOnlySpan<Assembly> others)
    {
        TypeBuilder attribute = module.DefineType(
            "System.Runtime.CompilerServices.IgnoresAccessChecksToAttribute", TypeAttributes.NotPublic,
            typeof(Attribute));
        ConstructorBuilder constructor = attribute.DefineConstructor(
            MethodAttributes.Public, CallingConventions.HasThis, [typeof(string)]);
        ILGenerator code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(Attribute).GetConstructor(
            BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes)!);
        code.Emit(OpCodes.Ret);
        ConstructorInfo made = attribute.CreateType().GetConstructor([typeof(string)])!;
        foreach (Assembly other in others)
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(made, [other.GetName().Name!]));
        }
    }
}
