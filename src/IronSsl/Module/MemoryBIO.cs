using IronPython.Runtime;

namespace IronSsl.Module;

public static partial class PythonSsl
{
    /// <summary>A queue of bytes.</summary>
    [PythonType]
    public sealed class MemoryBIO
    {
    }
}
