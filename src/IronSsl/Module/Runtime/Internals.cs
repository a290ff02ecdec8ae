using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;

namespace IronSsl.Module.Runtime;

/// <summary>
/// IronPython's internals as an interpreter's module has found them. Each member is looked for once; all that is made
/// of them is made here.
/// </summary>
internal sealed class Internals
{
    private static readonly Lazy<Internals> s_ofProcess = new(() => new Internals(static member => member.Find()));

    private readonly Func<InternalMember, object?> _find;
    private readonly List<InternalMember> _missing = [];
    private readonly SocketAdapter? _sockets;
    private readonly ExceptionClasses? _exceptions;

    /// <summary>Looks for every member.</summary>
    /// <param name="find">Finds a member, or answers null.</param>
    internal Internals(Func<InternalMember, object?> find)
    {
        _find = find;
        FieldInfo? socket = Find(InternalMembers.Socket);
        FieldInfo? timeout = Find(InternalMembers.Timeout);
        ExceptionClassMaker? createSubType = Find(InternalMembers.CreateSubType);
        ConstructorInfo? osError = Find(InternalMembers.OSError);
        Bytes = new BytesAdapter(Find(InternalMembers.BytesMake), Find(InternalMembers.BytesArray));
        ImmutableTypes = ImmutableTypes.From(
            Find(InternalMembers.MakeSetBinding), Find(InternalMembers.NewType), Find(InternalMembers.NewExceptionType),
            Find(InternalMembers.SetPythonType));
        WarningsModule = Find(InternalMembers.WarningsModule);
        CompileModule = Find(InternalMembers.CompileModule);
        FileObjects = new FileObjectAdapter(
            Find(InternalMembers.MemoryBuffer), Find(InternalMembers.ExpandableObject));
        _sockets = socket is null ? null : new SocketAdapter(socket, timeout);
        _exceptions = createSubType is null || osError is null
            ? null
            : new ExceptionClasses(createSubType, osError, ImmutableTypes);
    }

    /// <summary>The key under which an interpreter keeps them.</summary>
    public static object Key { get; } = typeof(Internals);

    /// <summary>The members that are missing.</summary>
    public IReadOnlyList<InternalMember> Missing => _missing;

    public SocketAdapter Sockets => _sockets ?? throw Lacking();

    public BytesAdapter Bytes { get; }

    public ExceptionClasses Exceptions => _exceptions ?? throw Lacking();

    /// <summary>Null where the types can't be made.</summary>
    public ImmutableTypes? ImmutableTypes { get; }

    public FileObjectAdapter FileObjects { get; }

    /// <summary>Imports the module <c>warnings</c>; null where that can't be done.</summary>
    public Func<PythonContext, object?>? WarningsModule { get; }

    /// <summary>Makes and runs a module; null where that has to be done step by step.</summary>
    public ModuleCompiler? CompileModule { get; }

    /// <summary>Those of an interpreter: the process's, unless it was given others before it imported the
    /// module.</summary>
    public static Internals Of(PythonContext context) =>
        context.GetOrCreateModuleState(Key, static () => s_ofProcess.Value);

    /// <summary>ImportError, naming each of them, if members are missing without which there is no
    /// <c>ssl</c>.</summary>
    public void Require()
    {
        if (_sockets is null || _exceptions is null)
        {
            throw Lacking();
        }
    }

    private Exception Lacking() => PythonOps.CreateThrowable(
        PythonExceptions.ImportError,
        "IronSsl can't do without a member of IronPython: "
        + string.Join("; ", _missing.Where(member => member.IsRequired)));

    private T? Find<T>(InternalMember<T> member)
        where T : class
    {
        var found = (T?)_find(member);
        if (found is null)
        {
            _missing.Add(member);
        }

        return found;
    }
}
