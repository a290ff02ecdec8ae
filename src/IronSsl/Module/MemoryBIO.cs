using System;
using System.Collections.Generic;
using IronPython.Runtime;
using IronSsl.Module.Arguments;
using IronSsl.Module.Runtime;
using IronSsl.Tls.Transport;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>
    /// A queue of bytes between a program that moves them itself and a connection made by `_wrap_bio`.
    /// </summary>
    [PythonType]
    public sealed class MemoryBIO
    {
        private readonly BytesAdapter _bytes;

        /// <summary>Takes no arguments; the parameters only exist to refuse them in CPython's words.</summary>
        public MemoryBIO(
            CodeContext context, [ParamDictionary] IDictionary<object, object> keywords, params object[] arguments)
        {
            ArgumentNullException.ThrowIfNull(context);
            ArgumentNullException.ThrowIfNull(keywords);
            ArgumentNullException.ThrowIfNull(arguments);
            if (arguments.Length > 0)
            {
                throw Argument.TypeError("MemoryBIO() takes no positional arguments");
            }

            if (keywords.Count > 0)
            {
                throw Argument.TypeError("MemoryBIO() takes no keyword arguments");
            }

            _bytes = Internals.Of(context.LanguageContext).Bytes;
        }

        /// <summary>The bytes; what a connection sees of this object.</summary>
        internal ByteQueue Queue { get; } = new();

        [Documentation("The number of bytes that can be read.")]
        public int pending => Queue.Length;

        [Documentation("True when the end was marked and every byte before it was read.")]
        public bool eof => Queue.IsAtEnd;

        [Documentation("read(size=-1)\n\n"
            + "Read at most size bytes; everything there is when size is negative. b'' means that there is\n"
            + "nothing now or, when eof is True, that nothing will come.")]
        public Bytes read() => _bytes.Wrap(Queue.Read(int.MaxValue));

        [Documentation("")]
        public Bytes read(object? size)
        {
            int count = Argument.Int32(size);
            return _bytes.Wrap(Queue.Read(count < 0 ? int.MaxValue : count));
        }

        [Documentation("Append the bytes of a bytes-like object; returns their number.")]
        public int write(CodeContext context, object? data)
        {
            if (data is Bytes immutable)
            {
                byte[] array = _bytes.Unwrap(immutable);
                return Queue.TryGive(array) ? array.Length : throw Ended(context);
            }

            using IPythonBuffer buffer = BufferArgument.Readable(data);
            ReadOnlySpan<byte> bytes = buffer.AsReadOnlySpan();
            return Queue.TryWrite(bytes) ? bytes.Length : throw Ended(context);
        }

        [Documentation("Mark the end: nothing can be written any more, and eof becomes True once all was read.")]
        public void write_eof() => Queue.End();

        [Documentation("Refused: a queue is neither copied nor pickled.")]
        public object __reduce__() => throw Copying.Refuse(this);

        [Documentation("Refused: a queue is neither copied nor pickled.")]
        public object __reduce_ex__(object? protocol) => throw Copying.Refuse(this, protocol);

        [Documentation("The attributes of an instance of a derived class, or None.")]
        public object? __getstate__() => Copying.State(this);

        private static Exception Ended(CodeContext context) =>
            ModuleState.Of(context).Errors.Plain("cannot write() after write_eof()");
    }
}
