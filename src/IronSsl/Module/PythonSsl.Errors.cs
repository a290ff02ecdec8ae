using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Runtime;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>
    /// The exception classes of one interpreter, and the only place where a failure becomes a Python exception. The
    /// texts are those of CPython `_ssl.c` `PySSL_SetError` and `fill_and_set_sslerror`.
    /// </summary>
    internal sealed class Errors
    {
        private readonly PythonContext _language;
        private readonly CodeContext _context;
        private readonly ExceptionClasses _classes;
        private readonly Lazy<PythonType> _timeout;

        internal Errors(PythonContext language, CodeContext module)
        {
            _language = language;
            _context = module;
            _classes = Internals.Of(language).Exceptions;
            PythonDictionary dict = module.ModuleContext.Globals;
            SslError = Class(dict, "SSLError", MakeSslError);
            ZeroReturnError = Class(
                dict, "SSLZeroReturnError", [SslError], "The peer closed the TLS connection cleanly.");
            WantReadError = Class(
                dict, "SSLWantReadError", [SslError], "More data from the peer is needed before the call can succeed.");
            WantWriteError = Class(
                dict, "SSLWantWriteError", [SslError], "Data must be sent before the call can succeed.");

            // Never raised: a socket that fails tells the system's own error.
            Class(dict, "SSLSyscallError", [SslError], "The transport below TLS failed.");
            EofError = Class(
                dict, "SSLEOFError", [SslError], "The stream ended without the closing message of TLS.");
            CertVerificationError = Class(
                dict, "SSLCertVerificationError", [SslError, PythonExceptions.ValueError],
                "The peer's certificate was refused.");
            _timeout = new Lazy<PythonType>(MakeTimeoutClass);
        }

        internal PythonType SslError { get; }

        internal PythonType ZeroReturnError { get; }

        internal PythonType WantReadError { get; }

        internal PythonType WantWriteError { get; }

        internal PythonType EofError { get; }

        internal PythonType CertVerificationError { get; }

        /// <summary>`SSLWantReadError` as every non-blocking call raises it.</summary>
        internal Exception WantRead() =>
            Make(WantReadError, SSL_ERROR_WANT_READ, "The operation did not complete (read)");

        /// <summary>`SSLWantWriteError` as every non-blocking call raises it.</summary>
        internal Exception WantWrite() =>
            Make(WantWriteError, SSL_ERROR_WANT_WRITE, "The operation did not complete (write)");

        /// <summary>`SSLZeroReturnError`: the peer has closed the connection cleanly.</summary>
        internal Exception ZeroReturn() =>
            Make(ZeroReturnError, SSL_ERROR_ZERO_RETURN, "TLS/SSL connection has been closed (EOF)");

        /// <summary>`SSLEOFError`: the stream ended where TLS had more to come.</summary>
        internal Exception UnexpectedEof() =>
            Make(
                EofError, SSL_ERROR_EOF, "EOF occurred in violation of protocol", "SSL",
                "UNEXPECTED_EOF_WHILE_READING");

        /// <summary>`SSLEOFError` where OpenSSL has no reason to tell: the connection broke off, or has failed
        /// before.</summary>
        internal Exception BrokenOff() => Make(EofError, SSL_ERROR_EOF, "EOF occurred in violation of protocol");

        /// <summary>The exception for the failure of a connection.</summary>
        internal Exception ToPython(TlsFailure failure, [CallerLineNumber] int line = 0) => failure.Kind switch
        {
            FailureKind.UnexpectedEof => UnexpectedEof(),
            FailureKind.CertificateVerification => Verification(failure, line),
            _ => WithCause(failure, Make(SslError, SSL_ERROR_SSL, failure, line)),
        };

        /// <summary>
        /// The exception for the failure of a call on a context: its number is the reason's, where that of a connection
        /// is SSL_ERROR_SSL (CPython `_ssl.c` `_setSSLError`).
        /// </summary>
        internal Exception OfContext(TlsFailure failure, [CallerLineNumber] int line = 0) =>
            WithCause(failure, failure.InnerException is Utf8TextException text
                ? Undecodable(text)
                : Make(SslError, ErrorTable.ReasonNumber(failure.Library, failure.Reason), failure, line));

        /// <summary>The `OSError` of a socket, of the class that its number stands for.</summary>
        internal static Exception OSError(SocketException failure) =>
            PythonOps.CreateThrowable(PythonExceptions.OSError, failure.NativeErrorCode, failure.Message);

        /// <summary>The `OSError` of a file that could not be read or written.</summary>
        /// <param name="failure">Of .NET.</param>
        /// <param name="fileName">The name as the program gave it; null where CPython's exception has none.</param>
        internal static Exception OSError(Exception failure, object? fileName = null)
        {
            (int number, string text) = failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => (2, "No such file or directory"),
                UnauthorizedAccessException => (13, "Permission denied"),
                PathTooLongException => (36, "File name too long"),

                // On Unix HResult is the number of the system; on Windows it wraps one of its own, which Python tells
                // as EIO.
                _ => (failure.HResult is > 0 and < 0x1000 ? failure.HResult : 5, failure.Message),
            };
            return fileName is null
                ? PythonOps.CreateThrowable(PythonExceptions.OSError, number, text)
                : PythonOps.CreateThrowable(PythonExceptions.OSError, number, text, fileName);
        }

        /// <summary>`SSLError` with a number and a text of CPython's own, without library and reason.</summary>
        internal Exception Unnamed(int number, string text, [CallerLineNumber] int line = 0) =>
            Make(SslError, number, text, line: line);

        /// <summary>A call that took longer than the socket's time-out.</summary>
        /// <param name="what">Such as "The read operation timed out".</param>
        internal Exception TimedOut(string what) => PythonOps.CreateThrowable(_timeout.Value, what);

        /// <summary>`SSLError` with a text alone, as CPython raises it if OpenSSL's queue of errors is empty.</summary>
        internal Exception Plain(string message) => PythonOps.CreateThrowable(SslError, message);

        private static Exception Undecodable(Utf8TextException text) =>
            PythonOps.CreateThrowable(
                PythonExceptions.UnicodeDecodeError, "utf-8", new Bytes(text.Octets), text.Start, text.End,
                text.Reason);

        private Exception Verification(TlsFailure failure, int line)
        {
            Exception exception = Make(
                CertVerificationError, SSL_ERROR_SSL, $"{failure.Message}: {failure.VerifyMessage}", failure.Library,
                failure.Reason, line);
            PythonDictionary attributes = Attributes(exception);
            attributes["verify_code"] = failure.VerifyCode;
            attributes["verify_message"] = failure.VerifyMessage;
            return exception;
        }

        private Exception Make(PythonType type, int number, TlsFailure failure, int line) =>
            Make(
                type, number, failure.Message, NullIfEmpty(failure.Library),
                ErrorTable.PublicReason(failure.Library, failure.Reason), line);

        /// <summary>
        /// A TLS exception with its number and text; library and reason are those of OpenSSL, or None.
        /// </summary>
        private Exception Make(
            PythonType type, int number, string text, string? library = null, string? reason = null,
            [CallerLineNumber] int line = 0)
        {
            string words = library is null ? text : reason is null ? $"[{library}] {text}"
                : $"[{library}: {reason}] {text}";
            PythonExceptions.BaseException exception = _classes.Make(
                type, number, string.Create(CultureInfo.InvariantCulture, $"{words} (_ssl.c:{line})"));
            PythonDictionary attributes = exception.__dict__;
            attributes["library"] = library;
            attributes["reason"] = reason;
            return exception.clsException;
        }

        /// <summary>
        /// Keeps the failure, with what caused it, for a program that looks at the .NET side of the exception. An
        /// INTERNAL_ERROR is a defect: Python sees the .NET exception behind it, too, as <c>__cause__</c>.
        /// </summary>
        private static Exception WithCause(TlsFailure failure, Exception exception)
        {
            exception.Data[nameof(TlsFailure)] = failure;
            if (failure.InnerException is { } cause && failure.Reason == "INTERNAL_ERROR")
            {
                var python = (PythonExceptions.BaseException)PythonExceptions.ToPython(exception);
                python.__cause__ = (PythonExceptions.BaseException)PythonExceptions.ToPython(cause);
            }

            return exception;
        }

        private static PythonDictionary Attributes(Exception exception) =>
            ((PythonExceptions.BaseException)PythonExceptions.ToPython(exception)).__dict__;

        // OpenSSL has no library and no reason where a name is no text.
        private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

        /// <summary>
        /// Makes a class at the first import into an interpreter; later ones find the same class, so that an
        /// <c>except</c> clause bound before a reload still matches.
        /// </summary>
        private PythonType Class(PythonDictionary dict, string name, Func<PythonType> make)
        {
            PythonType type = _language.GetOrCreateModuleState(("IronSsl", name), make);
            dict[name] = type;
            return type;
        }

        private PythonType Class(PythonDictionary dict, string name, PythonType[] bases, string documentation) =>
            Class(dict, name, () => _classes.Create(_language, bases, name, "ssl", documentation));

        // In CPython it is the one of the classes that is immutable; the others are made by `PyErr_NewException`.
        private PythonType MakeSslError()
        {
            PythonType type = _classes.CreateImmutable(
                _language, [PythonExceptions.OSError], "SSLError", "ssl",
                "An error of the TLS implementation, named by its library and reason.");

            // The message alone, where `OSError` would print "[Errno 1] message": CPython `_ssl.c` `SSLError_str`.
            ExceptionClasses.AddMethod(
                _context, type, "__str__",
                "lambda self: self.strerror if isinstance(self.strerror, str) else str(self.args)");
            return type;
        }

        private PythonType MakeTimeoutClass()
        {
            // Only sockets time out, so `_socket` has been imported; a program may have replaced it in sys.modules.
            var bases = new List<PythonType>();
            var modules = (PythonDictionary)PythonOps.GetBoundAttr(_context, _language.SystemState, "modules");
            if (modules.TryGetValue("_socket", out object? module)
                && PythonOps.TryGetBoundAttr(_context, module, "timeout", out object? timeout)
                && timeout is PythonType socketTimeout)
            {
                bases.Add(socketTimeout);
            }

            bases.Add(PythonExceptions.TimeoutError);
            PythonType type = _classes.Create(
                _language, [.. bases], "timeout", "socket", "A TLS call took longer than the time-out of its socket.");

            // The joined class has no name of its own in any module, so a pickle holds the first of its bases.
            ExceptionClasses.AddMethod(
                _context, type, "__reduce_ex__", "lambda self, protocol: (type(self).__bases__[0], self.args)");
            return type;
        }
    }
}
