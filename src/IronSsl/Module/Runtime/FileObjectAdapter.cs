using System;
using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;
using IronPython.Runtime;
using IronPython.Runtime.Binding;

namespace IronSsl.Module.Runtime;

/// <summary>What a file object of ours needs of the inside of IronPython's own.</summary>
internal sealed class FileObjectAdapter
{
    private readonly ConstructorInfo? _memoryBuffer;
    private readonly ConstructorInfo? _expandableObject;

    /// <param name="memoryBuffer">Makes an object of part of an array, or null.</param>
    /// <param name="expandableObject">Makes what finds the attributes of a file object, or null.</param>
    internal FileObjectAdapter(ConstructorInfo? memoryBuffer, ConstructorInfo? expandableObject)
    {
        _memoryBuffer = memoryBuffer;
        _expandableObject = expandableObject;
    }

    /// <summary>Part of an array, for Python code to write into until it's closed.</summary>
    internal WritableView View(byte[] array, int offset, int count)
    {
        if (_memoryBuffer is null)
        {
            var copy = new ByteArray();
            copy.__init__(count);
            return new WritableView(new MemoryView(copy), array, offset, isCopy: true);
        }

        object part = _memoryBuffer.Invoke([array.AsMemory(offset, count)]);
        return new WritableView(new MemoryView((IBufferProtocol)part), array, offset, isCopy: false);
    }

    /// <summary>
    /// Finds the attributes of <paramref name="file"/>. The rules of IronPython's file types hold for those very types,
    /// so that for a derived one the runtime would look for an attribute without end.
    /// </summary>
    internal DynamicMetaObject MetaObject(Expression parameter, IPythonExpandable file) => _expandableObject is null
        ? new DynamicMetaObject(parameter, BindingRestrictions.Empty, file)
        : (DynamicMetaObject)_expandableObject.Invoke([parameter, file]);
}
