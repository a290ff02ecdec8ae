using System;
using System.Linq;
using IronPython.Runtime;

namespace IronSsl.Module.Runtime;

/// <summary>
/// Makes Python bytes of an array, and the other way round, without copying it. The public constructors of IronPython's
/// <c>Bytes</c> (3.4.2) all copy, once more for every record that is read.
/// </summary>
internal sealed class BytesAdapter
{
    private readonly Func<byte[], Bytes> _make;
    private readonly Func<Bytes, byte[]> _array;

    /// <param name="make">Makes bytes of an array without copying it, or null.</param>
    /// <param name="array">The array of bytes, or null.</param>
    internal BytesAdapter(Func<byte[], Bytes>? make, Func<Bytes, byte[]>? array)
    {
        _make = make ?? (static bytes => new Bytes(bytes));
        _array = array ?? (static bytes => bytes.ToArray());
    }

    /// <summary>The array belongs to the result afterwards: nobody may write to it again.</summary>
    internal Bytes Wrap(byte[] bytes) => _make(bytes);

    /// <summary>The array of the bytes: nobody may ever write to it.</summary>
    internal byte[] Unwrap(Bytes bytes) => _array(bytes);
}
