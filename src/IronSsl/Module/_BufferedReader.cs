using System;
using System.Dynamic;
using System.Linq.Expressions;
using System.Threading;
using IronPython.Modules;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Module.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>
    /// What SSLSocket.makefile() gives for reading: an io.BufferedReader over the raw file of a connection, with what
    /// each method does in CPython (`_io/bufferedio.c`).
    /// </summary>
    /// <remarks>
    /// IronPython's own (3.4.2) copies all that it reads three times, stores into a caller's buffer byte by byte, reads
    /// on though peek() could answer, and fails where a connection that doesn't block has nothing yet.
    ///
    /// The lock is held while the raw file waits for the peer, as CPython's is: what a second thread reads has to come
    /// after what the first one gets.
    /// </remarks>
    [PythonType("BufferedReader")]
    public sealed class _BufferedReader : PythonIOModule.BufferedReader, IDynamicMetaObjectProvider
    {
        /// <summary>The first array of a read of known length, at most. It grows as the bytes arrive, so that a length
        /// of a gigabyte costs nothing until there is a gigabyte.</summary>
        private const int LargestFirstPiece = 1 << 22;

        /// <summary>The first array of a read up to the end.</summary>
        private const int PieceOfAll = 1 << 16;

        /// <summary>The most that one read of a connection gives (RFC 8446 section 5.1).</summary>
        private const int RecordBytes = 1 << 14;

        private readonly Internals _internals;
        private readonly object _turn = new();
        private bool _isReading;
        private int _capacity;

        // Null while nothing is ahead: a connection that waits holds no buffer. Protected by _turn, like the rest
        // below.
        private byte[]? _ahead;
        private int _position;
        private int _end;

        /// <summary>Arguments are those of <see cref="__init__(CodeContext, object, int)"/>.</summary>
        public _BufferedReader(CodeContext context, params object[] args)
            : base(context, args)
        {
            _internals = Internals.Of(context.LanguageContext);
        }

        /// <summary>A reader over <paramref name="raw"/>; ValueError for a size of no bytes.</summary>
        public new void __init__(CodeContext context, object raw, int buffer_size = PythonIOModule.DEFAULT_BUFFER_SIZE)
        {
            base.__init__(context, raw, buffer_size);
            _capacity = buffer_size;
        }

        /// <summary>The same for a size that is no small int, here and below.</summary>
        public void __init__(CodeContext context, object raw, object? buffer_size)
        {
            long size = Argument.Size(buffer_size);
            if (size > Array.MaxLength)
            {
                throw PythonOps.CreateThrowable(PythonExceptions.MemoryError);
            }

            __init__(context, raw, Clamp(size));
        }

        /// <summary>Bytes of CPython's <c>read(size=-1)</c>; None if the connection doesn't block and has
        /// none.</summary>
        public override object? read(CodeContext context, object? length = null)
        {
            int count = length switch
            {
                null => -1,
                int number => number,
                _ when Argument.IsIndex(length) => Clamp(Argument.Size(length)),
                _ => throw Argument.TypeError(
                    $"argument should be integer or None, not '{Argument.TypeName(length)}'"),
            };
            if (count < -1)
            {
                throw Argument.ValueError("read length must be non-negative or -1");
            }

            Enter("read");
            try
            {
                return count == -1
                    ? Collect(context, int.MaxValue, PieceOfAll)
                    : Collect(context, count, LargestFirstPiece);
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Bytes of at most one read of the raw file; what is ahead comes first.</summary>
        public override Bytes read1(CodeContext context, int length = -1) => ReadOnce(context, length);

        public Bytes read1(CodeContext context, object? length) => ReadOnce(context, Clamp(Argument.Size(length)));

        /// <summary>The bytes that are ahead, which stay there; if there are none, one read of the raw file. The length
        /// is ignored.</summary>
        public override Bytes peek(CodeContext context, int length = 0) => Peek(context);

        public Bytes peek(CodeContext context, object? length)
        {
            Argument.Size(length);
            return Peek(context);
        }

        /// <summary>Fills a buffer and returns the number of bytes; None if the connection doesn't block and has
        /// none.</summary>
        public new object? readinto(CodeContext context, object? buffer) =>
            ReadInto(context, buffer, "readinto", once: false);

        /// <summary>Like <see cref="readinto"/>, with at most one read of the raw file. New in Python 3.5.</summary>
        public object? readinto1(CodeContext context, object? buffer) =>
            ReadInto(context, buffer, "readinto1", once: true);

        /// <summary>Bytes up to and with the next line feed, or <paramref name="limit"/> of them.</summary>
        public override object readline(CodeContext context, int limit) => ReadLine(context, limit);

        public new object readline(CodeContext context, object? limit = null) => ReadLine(context, limit switch
        {
            null => -1,
            _ when Argument.IsIndex(limit) => Clamp(Argument.Size(limit)),
            _ => throw Argument.TypeError(
                $"argument should be integer or None, not '{Argument.TypeName(limit)}'"),
        });

        /// <summary>Leaves the raw file alone from now on, and returns it.</summary>
        public override object detach(CodeContext context)
        {
            RefuseDetached();
            return base.detach(context);
        }

        /// <summary>Finds the attributes of the reader.</summary>
        DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) =>
            _internals.FileObjects.MetaObject(parameter, this);

        private int Ahead => _end - _position;

        private Bytes ReadOnce(CodeContext context, int length)
        {
            Enter("read");
            try
            {
                int wanted = length < 0 ? _capacity : length;
                if (wanted > 0 && Ahead == 0)
                {
                    // No more than a buffer: a length of a gigabyte makes no array of one.
                    byte[] bytes = new byte[Math.Min(wanted, Math.Max(_capacity, RecordBytes))];
                    int count = RawRead(context, bytes, 0, bytes.Length) ?? 0;
                    return _internals.Bytes.Wrap(Shortened(bytes, count));
                }

                byte[] result = new byte[Math.Min(wanted, Ahead)];
                Take(result);
                return _internals.Bytes.Wrap(result);
            }
            finally
            {
                Leave();
            }
        }

        private Bytes Peek(CodeContext context)
        {
            Enter("peek");
            try
            {
                if (Ahead == 0)
                {
                    Fill(context);
                }

                return _internals.Bytes.Wrap(_ahead.AsSpan(_position, Ahead).ToArray());
            }
            finally
            {
                Leave();
            }
        }

        private object ReadLine(CodeContext context, int limit)
        {
            Enter("readline");
            try
            {
                byte[] line = [];
                int length = 0;
                while (true)
                {
                    ReadOnlySpan<byte> ahead = _ahead.AsSpan(_position, Ahead);
                    int room = limit < 0 ? int.MaxValue : limit - length;
                    int end = ahead[..Math.Min(ahead.Length, room)].IndexOf((byte)'\n');
                    int count = end >= 0 ? end + 1 : Math.Min(ahead.Length, room);
                    if (line.Length - length < count)
                    {
                        Grow(ref line, (long)length + count);
                    }

                    length += Take(line.AsSpan(length, count));
                    if (end >= 0 || count == room || Fill(context) is null or 0)
                    {
                        return _internals.Bytes.Wrap(Shortened(line, length));
                    }
                }
            }
            finally
            {
                Leave();
            }
        }

        // No array holds more than an int counts, so no read returns more.
        private static int Clamp(long size) => (int)Math.Clamp(size, int.MinValue, int.MaxValue);

        private object? ReadInto(CodeContext context, object? buffer, string method, bool once)
        {
            using IPythonBuffer target = BufferArgument.Writable(buffer, method + "() argument");
            Enter("readinto");
            try
            {
                int written = Take(target.AsSpan());
                byte[]? piece = null;
                while (written < target.AsReadOnlySpan().Length && !(once && written > 0))
                {
                    int remaining = target.AsReadOnlySpan().Length - written;
                    int? count;
                    if (remaining > _capacity && _capacity < RecordBytes)
                    {
                        // A small buffer is meant to keep the reader from taking too much, not to make it slow.
                        piece ??= new byte[Math.Min(remaining, RecordBytes)];
                        count = RawRead(context, piece, 0, Math.Min(remaining, piece.Length));
                        piece.AsSpan(0, count ?? 0).CopyTo(target.AsSpan()[written..]);
                    }
                    else
                    {
                        count = Fill(context);
                        count = count > 0 ? Take(target.AsSpan()[written..]) : count;
                    }

                    if (count is null && written == 0)
                    {
                        return null;
                    }

                    if (count is null or 0)
                    {
                        break;
                    }

                    written += count.Value;
                }

                return written;
            }
            finally
            {
                Leave();
            }
        }

        /// <summary>Up to <paramref name="wanted"/> bytes; fewer at the end of the data, or if a non-blocking
        /// connection has no more.</summary>
        private Bytes? Collect(CodeContext context, int wanted, int firstPiece)
        {
            byte[] result = new byte[Math.Min(wanted, Math.Max(firstPiece, Ahead))];
            int got = Take(result);
            int? count = got;
            while (got < wanted)
            {
                if (got == result.Length)
                {
                    Grow(ref result, got + 1L, wanted);
                }

                int room = result.Length - got;
                if (room >= _capacity)
                {
                    count = RawRead(context, result, got, room - (room % _capacity));
                }
                else
                {
                    count = Fill(context);
                    count = count > 0 ? Take(result.AsSpan(got)) : count;
                }

                if (count is null or 0)
                {
                    break;
                }

                got += count.Value;
            }

            return count is null && got == 0 ? null : _internals.Bytes.Wrap(Shortened(result, got));
        }

        /// <summary>Reads ahead when no byte is; returns the number of bytes, null if the connection has none
        /// yet.</summary>
        private int? Fill(CodeContext context)
        {
            byte[] bytes = new byte[_capacity];
            int? count = RawRead(context, bytes, 0, bytes.Length);
            if (count > 0)
            {
                (_ahead, _position, _end) = (bytes, 0, count.Value);
            }

            return count;
        }

        /// <summary>Moves what is ahead to <paramref name="destination"/>, as far as there is room.</summary>
        private int Take(Span<byte> destination)
        {
            int count = Math.Min(Ahead, destination.Length);
            _ahead.AsSpan(_position, count).CopyTo(destination);
            _position += count;
            if (Ahead == 0)
            {
                (_ahead, _position, _end) = (null, 0, 0);
            }

            return count;
        }

        /// <summary>One read of the raw file; null stands for its None. OSError if it returns an impossible number of
        /// bytes.</summary>
        private int? RawRead(CodeContext context, byte[] array, int offset, int count)
        {
            // The view is closed afterwards: if the raw file kept it, it can no longer change bytes that we return.
            WritableView view = _internals.FileObjects.View(array, offset, count);
            object? answer = PythonOps.Invoke(context, raw, "readinto", view.Memory);
            view.Close(context);
            if (answer is null)
            {
                return null;
            }

            long read;
            try
            {
                read = Argument.Size(answer);
            }
            catch (Exception cause)
            {
                // CPython `_bufferedreader_raw_read`.
                Exception failure = PythonOps.CreateThrowable(PythonExceptions.OSError, "raw readinto() failed");
                ((PythonExceptions.BaseException)PythonExceptions.ToPython(failure)).__cause__ =
                    (PythonExceptions.BaseException)PythonExceptions.ToPython(cause);
                throw failure;
            }

            return read >= 0 && read <= count
                ? (int)read
                : throw PythonOps.CreateThrowable(
                    PythonExceptions.OSError,
                    $"raw readinto() returned invalid length {read} (should have been between 0 and {count})");
        }

        /// <summary>Makes room for <paramref name="needed"/> bytes and at least doubles the array; MemoryError if no
        /// array holds them.</summary>
        private static void Grow(ref byte[] array, long needed, int most = int.MaxValue)
        {
            if (needed > Array.MaxLength)
            {
                throw PythonOps.CreateThrowable(PythonExceptions.MemoryError);
            }

            Array.Resize(
                ref array, (int)Math.Max(needed, Math.Min(Math.Min(most, Array.MaxLength), 2L * array.Length)));
        }

        private static byte[] Shortened(byte[] array, int count) => count == array.Length ? array : array[..count];

        private void Enter(string verb)
        {
            RefuseDetached();
            if (closed)
            {
                throw Argument.ValueError(verb + " of closed file");
            }

            Monitor.Enter(_turn);
            if (_isReading)
            {
                Monitor.Exit(_turn);
                throw PythonOps.CreateThrowable(
                    PythonExceptions.RuntimeError,
                    "reentrant call inside " + PythonOps.Repr(DefaultContext.Default, this));
            }

            _isReading = true;
        }

        private void RefuseDetached()
        {
            if (raw is null)
            {
                throw Argument.ValueError("raw stream has been detached");
            }
        }

        private void Leave()
        {
            _isReading = false;
            Monitor.Exit(_turn);

            // Its finalizer closes the connection.
            GC.KeepAlive(this);
        }
    }
}
