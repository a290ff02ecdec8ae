using System;
using System.Buffers;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using IronPython.Modules;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Module.Runtime;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Transport;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>
    /// A TLS connection over a socket or over two memory BIOs. Made by the `_wrap_…` methods of `_SSLContext`; the
    /// public classes SSLSocket and SSLObject are built on it.
    /// </summary>
    /// <remarks>
    /// The Python socket is held weakly, as CPython holds it: it usually owns this object. Its time-out is read at the
    /// start of each call.
    /// </remarks>
    [PythonType]
    public sealed partial class _SSLSocket
    {
        /// <summary>A read without a buffer to fill gives one record at most: RFC 8446 section 5.1.</summary>
        private const int LargestRecordBytes = 1 << 14;

        private const int BadFileDescriptor = 9;

        // The call that failed or could not go on.
        private enum Operation
        {
            Handshake,
            Read,
            Write,
            Shutdown,
            Request,
        }

        private readonly WeakReference<PythonSocket.socket>? _socket;
        private readonly ITransport _transport;
        private readonly TlsRole _role;
        private readonly Errors _errors;
        private readonly Internals _internals;
        private _SSLContext _context;
        private TransportPump _pump;
        private WeakReference<object>? _owner;

        // Whether a call has raised the connection's failure. Never reset; two threads at once may both raise it.
        private volatile bool _failureIsTold;

        /// <summary>Only contexts make connections. CPython's constructor makes one that is of no use.</summary>
        public static object __new__(
            PythonType cls, [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments) =>
            throw Argument.TypeError("cannot create '_ssl._SSLSocket' instances");

        /// <summary>A connection over a socket; <paramref name="owner"/> may be null.</summary>
        internal _SSLSocket(
            _SSLContext sslContext, PythonSocket.socket socket, TlsRole role, string? serverHostname,
            object? owner)
            : this(
                sslContext, TransportOf(sslContext.State.Internals.Sockets, socket), role, serverHostname, owner)
        {
            _socket = new WeakReference<PythonSocket.socket>(socket);
        }

        /// <summary>A connection over two memory BIOs.</summary>
        internal _SSLSocket(
            _SSLContext sslContext, MemoryBIO incoming, MemoryBIO outgoing, TlsRole role,
            string? serverHostname, object? owner)
            : this(sslContext, new MemoryTransport(incoming.Queue, outgoing.Queue), role, serverHostname, owner)
        {
        }

        private _SSLSocket(
            _SSLContext sslContext, ITransport transport, TlsRole role, string? serverHostname, object? owner)
        {
            _context = sslContext;
            _errors = sslContext.State.Errors;
            _internals = sslContext.State.Internals;
            _transport = transport;
            _role = role;
            server_hostname = serverHostname;
            if (owner is not null)
            {
                SetOwner(owner);
            }

            _pump = new TransportPump(
                new TlsEngine(sslContext.CreateSettings(this, _role, serverHostname, session: null)), transport);
        }

        /// <summary>The connection's state, for the module's other files.</summary>
        internal TlsEngine Engine => _pump.Engine;

        /// <summary>
        /// The connection as a callback of the program gets it: the owner, else the socket, else this object. Owner and
        /// socket are held weakly; null once they are gone, because CPython's `_servername_callback` then passes None,
        /// not this object.
        /// </summary>
        internal object? CallbackTarget
        {
            get
            {
                if (_owner is not null)
                {
                    return _owner.TryGetTarget(out object? target) ? target : null;
                }

                return _socket is null ? this : _socket.TryGetTarget(out PythonSocket.socket? socket) ? socket : null;
            }
        }

        [Documentation("Do the TLS handshake.")]
        public void do_handshake()
        {
            object? keepAlive = LiveSocket();
            PumpStatus status;
            try
            {
                status = _pump.Handshake();
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                throw Translate(exception, Operation.Handshake);
            }

            if (status is not PumpStatus.Done)
            {
                throw Unfinished(status, Operation.Handshake);
            }

            GC.KeepAlive(keepAlive);
        }

        [Documentation("read(size[, buffer])\n\n"
            + "Read up to size bytes and return them; with a buffer, put them there and return their number.")]
        public Bytes read(object? size)
        {
            long wanted = Argument.Size(size);
            if (wanted < 0)
            {
                throw Argument.ValueError("size should not be negative");
            }

            int count = (int)Math.Min(wanted, LargestRecordBytes);

            object? keepAlive = LiveSocket();
            if (count == 0)
            {
                return _internals.Bytes.Wrap([]);
            }

            byte[] buffer = ArrayPool<byte>.Shared.Rent(count);
            try
            {
                int read = Read(buffer.AsSpan(0, count));
                byte[] result = GC.AllocateUninitializedArray<byte>(read);
                buffer.AsSpan(0, read).CopyTo(result);
                GC.KeepAlive(keepAlive);
                return _internals.Bytes.Wrap(result);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        [Documentation("")]
        public int read(object? size, object? buffer)
        {
            long count = Argument.Size(size);
            using IPythonBuffer target = BufferArgument.Writable(buffer, "read() argument 2");
            object? keepAlive = LiveSocket();
            Span<byte> destination = target.AsSpan();
            if (count > 0 && count < destination.Length)
            {
                destination = destination[..(int)count];
            }

            int read = destination.IsEmpty ? 0 : Read(destination);
            GC.KeepAlive(keepAlive);
            return read;
        }

        [Documentation(
            "Write the bytes of a bytes-like object; returns the number of bytes written, which is all of them.")]
        public int write(object? b)
        {
            using IPythonBuffer buffer = BufferArgument.Readable(b);
            object? keepAlive = LiveSocket();
            ReadOnlySpan<byte> source = buffer.AsReadOnlySpan();
            PumpStatus status;
            try
            {
                status = _pump.Write(source);
            }
            catch (SocketException exception) when (HasBrokenOff(exception))
            {
                throw _pump.PeerHadClosed ? _errors.ZeroReturn() : _errors.BrokenOff();
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                throw Translate(exception, Operation.Write);
            }

            GC.KeepAlive(keepAlive);
            return status is PumpStatus.Done
                ? source.Length
                : throw Unfinished(status, Operation.Write);
        }

        [Documentation("The number of decrypted bytes that can be read without the network.")]
        public int pending() => Engine.PendingPlaintextBytes;

        [Documentation("Close the TLS connection in both directions; returns the socket, or None for memory BIOs.")]
        public object? shutdown()
        {
            object? socket = LiveSocket();
            PumpStatus status;
            try
            {
                status = _pump.Shutdown();
            }
            catch (ObjectDisposedException)
            {
                throw ConnectionGone();
            }
            catch (SocketException) when (_pump.PeerHadClosed)
            {
                throw _errors.ZeroReturn();
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                throw Translate(exception, Operation.Shutdown);
            }

            return status switch
            {
                PumpStatus.Done or PumpStatus.Closed => socket,
                PumpStatus.WriteTimedOut => throw Unfinished(status, Operation.Write),
                _ => throw Unfinished(status, Operation.Read),
            };
        }

        [Documentation("Send close_notify before the socket is closed, if that can be done at once.\n\n"
            + "Not in CPython, whose close() leaves the peer in doubt; servers of FTP take that for a broken upload.")]
        public void _say_goodbye() => _pump.SayGoodbye();

        [Documentation("Ask the client for a certificate after the handshake (TLS 1.3, server side).\n\n"
            + "The request goes out with the next write or read, which also takes the answer.")]
        public void verify_client_post_handshake()
        {
            try
            {
                _pump.RequestClientAuthentication();
            }
            catch (TlsFailure failure) when (!ReferenceEquals(failure, Engine.Failure))
            {
                // CPython asks OpenSSL's queue of errors here, not the connection: the number is the reason's.
                throw _errors.OfContext(failure);
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                throw Translate(exception, Operation.Request);
            }
        }

        [Documentation("Refused: a connection is neither copied nor pickled.")]
        public object __reduce__() => throw Copying.Refuse(this);

        [Documentation("Refused: a connection is neither copied nor pickled.")]
        public object __reduce_ex__(object? protocol) => throw Copying.Refuse(this, protocol);

        [Documentation("The attributes of an instance of a derived class, or None.")]
        public object? __getstate__() => Copying.State(this);

        private int Read(Span<byte> destination)
        {
            PumpStatus status;
            int count;
            try
            {
                status = _pump.Read(destination, out count);
            }
            catch (SocketException exception) when (HasBrokenOff(exception))
            {
                throw _errors.BrokenOff();
            }
            catch (TlsFailure failure) when (
                _failureIsTold && failure.IsReceivedAlert && !_pump.HasShutDown
                    && ReferenceEquals(failure, Engine.Failure))
            {
                // OpenSSL `ssl3_read_bytes`: a fatal alert ends what the peer says, as close_notify does.
                return 0;
            }
            catch (Exception exception) when (IsFailure(exception))
            {
                throw Translate(exception, Operation.Read);
            }

            return status switch
            {
                PumpStatus.Done => count,

                // CPython `_ssl__SSLSocket_read_impl`: the end of the data, unless this side has said goodbye as well.
                PumpStatus.Closed when !_pump.HasShutDown => 0,
                _ => throw Unfinished(status, Operation.Read),
            };
        }

        /// <summary>
        /// The Python socket, to be kept alive during the call; null over memory BIOs. Raises when it is gone.
        /// </summary>
        private PythonSocket.socket? LiveSocket()
        {
            if (_socket is null)
            {
                return null;
            }

            if (_socket.TryGetTarget(out PythonSocket.socket? socket)
                && _internals.Sockets.SocketOf(socket) is not null)
            {
                return socket;
            }

            throw ConnectionGone();
        }

        private Exception ConnectionGone() => _errors.Unnamed(0, "Underlying socket connection gone");

        private static SocketTransport TransportOf(SocketAdapter sockets, PythonSocket.socket socket)
        {
            Socket inner = sockets.SocketOf(socket)
                ?? throw PythonOps.CreateThrowable(
                    PythonExceptions.OSError, BadFileDescriptor, "Bad file descriptor");

            // The transport lives as long as this object, which must not keep the Python socket alive.
            var weak = new WeakReference<PythonSocket.socket>(socket);
            return new SocketTransport(
                inner,
                () => weak.TryGetTarget(out PythonSocket.socket? owner)
                    ? sockets.TimeoutSeconds(owner, inner)
                    : 0);
        }

        private static bool IsFailure(Exception exception) =>
            exception is TlsFailure or SocketException or ObjectDisposedException;

        /// <summary>
        /// Whether the peer left in the middle of a read or a write. CPython 3.11 `PySSL_SetError` raises SSLEOFError
        /// then, which the socket classes treat as an end without close_notify. Handshakes and unwrap() raise the
        /// system's error.
        /// </summary>
        private static bool HasBrokenOff(SocketException exception) => exception.SocketErrorCode
            is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown;

        private Exception Translate(Exception exception, Operation operation)
        {
            return exception switch
            {
                TlsFailure failure when ReferenceEquals(failure, Engine.Failure) =>
                    PermanentFailure(failure, operation),
                TlsFailure failure => _errors.ToPython(failure),
                SocketException failure => Errors.OSError(failure),

                // The .NET socket was closed under the call.
                _ => PythonOps.CreateThrowable(PythonExceptions.OSError, BadFileDescriptor, "Bad file descriptor"),
            };
        }

        /// <summary>
        /// A connection raises the reason of its failure once. Later calls find the connection at its end (OpenSSL
        /// `ossl_statem_set_error`), so that a program that swallows errors and reads on stops, too.
        /// </summary>
        private Exception PermanentFailure(TlsFailure failure, Operation operation)
        {
            if (!_failureIsTold)
            {
                _failureIsTold = true;
                return _errors.ToPython(failure);
            }

            return operation switch
            {
                Operation.Shutdown => _errors.ToPython(TlsFailure.Ssl("SHUTDOWN_WHILE_IN_INIT")),
                Operation.Request => _errors.OfContext(TlsFailure.Ssl("STILL_IN_INIT")),
                _ => failure.IsReceivedAlert ? _errors.ZeroReturn() : _errors.BrokenOff(),
            };
        }

        // Takes no texts: in a block that throws, the runtime looks up each string literal anew on every call.
        private Exception Unfinished(PumpStatus status, Operation operation, [CallerLineNumber] int line = 0)
        {
            return status switch
            {
                PumpStatus.WantRead => _errors.WantRead(),
                PumpStatus.WantWrite => _errors.WantWrite(),
                PumpStatus.Closed => _errors.ZeroReturn(),
                PumpStatus.ReadTimedOut or PumpStatus.WriteTimedOut => _errors.TimedOut(operation switch
                {
                    // CPython puts the place in its source before this text, and before this one alone.
                    Operation.Handshake =>
                        FormattableString.Invariant($"_ssl.c:{line}: The handshake operation timed out"),
                    Operation.Read => "The read operation timed out",
                    _ => "The write operation timed out",
                }),
                _ => throw new InvalidOperationException($"Unknown pump status {status}."),
            };
        }
    }
}
