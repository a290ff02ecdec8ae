using System;
using System.Reflection;

namespace IronSsl.Module.Runtime;

/// <summary>
/// A member of IronPython that IronPython keeps to itself, or makes public only for the code that it generates: another
/// version may lack it.
/// </summary>
internal abstract class InternalMember
{
    private protected InternalMember(Assembly assembly, string name, string? loss)
    {
        AssemblyName = assembly.GetName().Name!;
        Name = name.Replace('+', '.');
        Loss = loss;
    }

    /// <summary>The assembly that has the member.</summary>
    public string AssemblyName { get; }

    /// <summary>The member's name with those of its type and its namespace.</summary>
    public string Name { get; }

    /// <summary>What a program notices without the member; null if there is no <c>ssl</c> without it.</summary>
    public string? Loss { get; }

    /// <summary>Whether <c>import ssl</c> fails without the member.</summary>
    public bool IsRequired => Loss is null;

    /// <summary>Looks for the member; null if it's missing or has another signature.</summary>
    public abstract object? Find();

    /// <summary>Names the member, the assembly and the version that lacks it.</summary>
    public override string ToString() => $"{Name} is missing from {AssemblyName} {IronPythonVersion}";

    /// <summary>The version of IronPython that runs.</summary>
    public static Version IronPythonVersion { get; } =
        typeof(IronPython.Runtime.Types.PythonType).Assembly.GetName().Version!;
}

/// <summary>An <see cref="InternalMember"/> with the type by which it's used: a delegate, a constructor, a
/// field.</summary>
internal sealed class InternalMember<T> : InternalMember
    where T : class
{
    private readonly Func<T?> _look;

    public InternalMember(Assembly assembly, string name, string? loss, Func<T?> look)
        : base(assembly, name, loss)
    {
        _look = look;
    }

    public override object? Find() => _look();
}
