using System.Runtime.CompilerServices;
using IronPython.Runtime;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Makes Python bytes of an array, and the other way round, without copying it. The public constructors of IronPython's
/// <c>Bytes</c> (3.4.2) all copy, once more for every record that is read.
/// </summary>
internal static class BytesAdapter
{
    /// <summary>The array belongs to the result afterwards: nobody may write to it again.</summary>
    internal static Bytes Wrap(byte[] bytes) => Make(null, bytes);

    /// <summary>The array of the bytes: nobody may ever write to it.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_UnsafeByteArray")]
    internal static extern byte[] Unwrap(Bytes bytes);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "Make")]
    private static extern Bytes Make(Bytes? type, byte[] bytes);
}
