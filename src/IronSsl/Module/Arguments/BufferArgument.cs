using System;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;

namespace IronSsl.Module.Arguments;

/// <summary>
/// Bytes-like arguments, without copying: bytes, bytearray, memoryview (the part that it shows), array, mmap, ctypes.
/// Until the buffer is disposed the object can't be resized, so its span stays valid even while a call waits.
/// </summary>
internal static class BufferArgument
{
    /// <summary>The bytes of <paramref name="value"/>, whatever its items are; TypeError if it has none.</summary>
    internal static IPythonBuffer Readable(object? value) =>
        value is IBufferProtocol exporter
            ? exporter.GetBuffer()
            : throw Argument.TypeError(
                $"a bytes-like object is required, not '{Argument.TypeName(value)}'");

    /// <summary>Bytes that can be written to; TypeError in CPython's words, which name the method and the
    /// position.</summary>
    internal static IPythonBuffer Writable(object? value, string argument)
    {
        if (value is IBufferProtocol exporter)
        {
            try
            {
                IPythonBuffer buffer = exporter.GetBuffer(BufferFlags.Writable);
                if (!buffer.IsReadOnly)
                {
                    return buffer;
                }

                buffer.Dispose();
            }
            catch (Exception refused) when (refused is BufferException or ValueErrorException)
            {
                // Read-only objects and released views raise these; CPython raises TypeError.
            }
        }

        string name = value is null ? "None" : Argument.TypeName(value);
        throw Argument.TypeError($"{argument} must be read-write bytes-like object, not {name}");
    }
}
