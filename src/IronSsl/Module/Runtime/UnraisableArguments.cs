using System.ComponentModel;
using IronPython.Runtime.Types;

namespace IronSsl.Module.Runtime;

/// <summary>What <c>sys.unraisablehook</c> is given. Public because Python reads its attributes.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class UnraisableArguments
{
    internal UnraisableArguments(PythonType type, object value, object? traceback, object? source)
    {
        exc_type = type;
        exc_value = value;
        exc_traceback = traceback;
        @object = source;
    }

    public PythonType exc_type { get; }

    public object exc_value { get; }

    public object? exc_traceback { get; }

    public object? err_msg => null;

    public object? @object { get; }
}
