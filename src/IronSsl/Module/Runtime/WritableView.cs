using System;
using IronPython.Runtime;

namespace IronSsl.Module.Runtime;

/// <summary>A memoryview of part of an array that Python code may write into, until it's closed.</summary>
internal readonly struct WritableView
{
    private readonly byte[] _array;
    private readonly int _offset;
    private readonly bool _isCopy;

    internal WritableView(MemoryView memory, byte[] array, int offset, bool isCopy)
    {
        Memory = memory;
        _array = array;
        _offset = offset;
        _isCopy = isCopy;
    }

    /// <summary>What Python gets.</summary>
    internal MemoryView Memory { get; }

    /// <summary>Releases the view: whoever kept it can't change the array any more.</summary>
    internal void Close(CodeContext context)
    {
        if (_isCopy)
        {
            using IPythonBuffer written = ((IBufferProtocol)Memory).GetBuffer();
            written.AsReadOnlySpan().CopyTo(_array.AsSpan(_offset));
        }

        Memory.release(context);
    }
}
