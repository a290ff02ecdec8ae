using System;
using System.Numerics;
using System.Text;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Module.Runtime;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module.Configuration;

/// <summary>
/// The program's functions, bound to one connection. The context is held weakly: when a server name callback has put
/// another one in its place, the program may let it go (CPython `_servername_callback` and `_PySSL_msg_callback`).
/// </summary>
internal sealed class ConnectionCallbacks
{
    /// <summary>OpenSSL `PSK_MAX_IDENTITY_LEN`.</summary>
    internal const int MaximumPskIdentityBytes = 256;

    /// <summary>OpenSSL `PSK_MAX_PSK_LEN`.</summary>
    private const int MaximumPskBytes = 512;

    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly CodeContext _codeContext;
    private readonly WeakReference<PythonSsl._SSLContext> _context;
    private readonly PythonSsl._SSLSocket _connection;
    private readonly object? _serverName;
    private readonly object? _message;
    private readonly object? _psk;

    internal ConnectionCallbacks(
        CodeContext codeContext, PythonSsl._SSLContext context, PythonSsl._SSLSocket connection, object? serverName,
        object? message, object? psk)
    {
        _codeContext = codeContext;
        _context = new WeakReference<PythonSsl._SSLContext>(context);
        _connection = connection;
        _serverName = serverName;
        _message = message;
        _psk = psk;
    }

    /// <summary>
    /// The server name callback: None goes on, an int is the alert to fail with. It isn't called for a connection whose
    /// object is gone, and the handshake fails.
    /// </summary>
    internal int CallServerName(string? name)
    {
        if (!_context.TryGetTarget(out PythonSsl._SSLContext? context))
        {
            return 0;
        }

        if (_connection.CallbackTarget is not { } target)
        {
            return AlertDescription.InternalError;
        }

        object? answer;
        try
        {
            answer = PythonCalls.Call(_codeContext, _serverName, target, name, context);
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
            BigInteger alert = Argument.Index(answer);

            // Alert 0, close_notify, can't be fatal; nor can a number that is no byte be an alert.
            return alert > 0 && alert <= byte.MaxValue ? (int)alert : AlertDescription.InternalError;
        }
        catch (Exception raised)
        {
            Unraisable.Write(_codeContext, raised, answer);
            return AlertDescription.InternalError;
        }
    }

    /// <summary>
    /// The message callback. What it raises comes out of the call that caused the message. The connection is None when
    /// its object is gone.
    /// </summary>
    internal void CallMessage(MessageEvent message) =>
        PythonCalls.Call(
            _codeContext, _message, _connection.CallbackTarget, message.Outgoing ? "write" : "read", message.Version,
            message.ContentType, message.MessageType, new Bytes(message.Bytes));

    /// <summary>
    /// The client's pre-shared key; null when the function has none, raises, or answers something else than an identity
    /// and a key (CPython `psk_client_callback`).
    /// </summary>
    internal (byte[] Identity, byte[] Key)? CallPskClient(string? hint)
    {
        try
        {
            object? answer = PythonCalls.Call(_codeContext, _psk, hint);
            if (answer is not PythonTuple { Count: 2 } pair)
            {
                throw Argument.TypeError("the PSK client callback must return (identity, key)");
            }

            byte[] identity = pair[0] is null
                ? []
                : Argument.Utf8(
                    Argument.AsString(pair[0]) ?? throw Argument.TypeError(
                        $"the PSK identity must be str or None, not {Argument.TypeName(pair[0])}"));
            byte[] key = Argument.Bytes(pair[1]);
            return identity.Length <= MaximumPskIdentityBytes && IsUsable(key) ? (identity, key) : null;
        }
        catch (Exception raised)
        {
            Unraisable.Write(_codeContext, raised, _psk);
            return null;
        }
    }

    /// <summary>The key of a client's identity; null for none (CPython `psk_server_callback`).</summary>
    internal byte[]? CallPskServer(byte[] identity)
    {
        try
        {
            string? name = identity.Length == 0 ? null : s_strictUtf8.GetString(identity);
            byte[] key = Argument.Bytes(PythonCalls.Call(_codeContext, _psk, name));
            return IsUsable(key) ? key : null;
        }
        catch (Exception raised)
        {
            Unraisable.Write(_codeContext, raised, _psk);
            return null;
        }
    }

    private static bool IsUsable(byte[] key) => key.Length is > 0 and <= MaximumPskBytes;
}
