using System;
using System.Numerics;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Engine;
using IronSsl.OpenSsl;

namespace IronSsl.Module;

/// <summary>
/// The program's functions, bound to one connection. The context is held weakly: when a server name callback has put
/// another one in its place, the program may let it go (CPython `_servername_callback` and `_PySSL_msg_callback`).
/// </summary>
internal sealed class ConnectionCallbacks
{
    private readonly CodeContext _codeContext;
    private readonly WeakReference<PythonSsl._SSLContext> _context;
    private readonly PythonSsl._SSLSocket _connection;
    private readonly object? _serverName;
    private readonly object? _message;

    internal ConnectionCallbacks(
        CodeContext codeContext, PythonSsl._SSLContext context, PythonSsl._SSLSocket connection, object? serverName,
        object? message)
    {
        _codeContext = codeContext;
        _context = new WeakReference<PythonSsl._SSLContext>(context);
        _connection = connection;
        _serverName = serverName;
        _message = message;
    }

    /// <summary>The server name callback: None goes on, an int is the alert to fail with.</summary>
    internal int CallServerName(string? name)
    {
        if (!_context.TryGetTarget(out PythonSsl._SSLContext? context))
        {
            return 0;
        }

        object? answer;
        try
        {
            answer = PythonCalls.Call(_codeContext, _serverName, _connection.CallbackTarget, name, context);
        }
        catch (Exception raised)
        {
            Unraisable.Write(_codeContext, raised, _serverName);
            return AlertDescription.HandshakeFailure;
        }

        if (answer is null)
        {
            return 0;
        }

        try
        {
            BigInteger alert = Arguments.Index(answer);

            // Alert 0, close_notify, can't be fatal; nor can a number that is no byte be an alert.
            return alert > 0 && alert <= byte.MaxValue ? (int)alert : AlertDescription.InternalError;
        }
        catch (Exception raised)
        {
            Unraisable.Write(_codeContext, raised, answer);
            return AlertDescription.InternalError;
        }
    }

    /// <summary>The message callback. What it raises comes out of the call that caused the message.</summary>
    internal void CallMessage(MessageEvent message) =>
        PythonCalls.Call(
            _codeContext, _message, _connection.CallbackTarget, message.Outgoing ? "write" : "read", message.Version,
            message.ContentType, message.MessageType, new Bytes(message.Bytes));
}
