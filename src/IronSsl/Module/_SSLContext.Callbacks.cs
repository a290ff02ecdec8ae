using System;
using System.IO;
using System.Numerics;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Engine;
using IronSsl.OpenSsl;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public static partial class PythonSsl
{
    public partial class _SSLContext
    {
        // Written under _gate; each connection takes what is set when it's made.
        private object? _serverNameCallback;
        private object? _messageCallback;
        private object? _keyLogName;
        private KeyLogFile? _keyLog;

        public object? sni_callback
        {
            get => _serverNameCallback;
            set
            {
                if (_configuration.Protocol == PROTOCOL_TLS_CLIENT)
                {
                    throw Arguments.ValueError("sni_callback cannot be set on TLS_CLIENT context");
                }

                object? callback = Arguments.Callback(_codeContext, value);
                lock (_gate)
                {
                    _serverNameCallback = callback;
                }
            }
        }

        public object? _msg_callback
        {
            get => _messageCallback;
            set
            {
                object? callback = Arguments.Callback(_codeContext, value);
                lock (_gate)
                {
                    _messageCallback = callback;
                }
            }
        }

        public object? keylog_filename
        {
            get => _keyLogName;
            set
            {
                string? path = value is null ? null : Arguments.Path(value);
                KeyLogFile? opened = path is null ? null : Reading(() => KeyLogFile.Open(path), value);
                KeyLogFile? old;
                lock (_gate)
                {
                    old = _keyLog;
                    _keyLog = opened;
                    _keyLogName = value;
                }

                old?.Dispose();
            }
        }

        /// <summary>The program's functions of now, bound to a connection.</summary>
        private EngineCallbacks CreateCallbacks(_SSLSocket connection, TlsRole role)
        {
            object? serverName;
            object? message;
            KeyLogFile? keyLog;
            lock (_gate)
            {
                serverName = role == TlsRole.Server ? _serverNameCallback : null;
                message = _messageCallback;
                keyLog = _keyLog;
            }

            return serverName is null && message is null && keyLog is null
                ? EngineCallbacks.None
                : new EngineCallbacks
                {
                    ServerName = serverName is null ? null : name => CallServerName(serverName, connection, name),
                    Message = message is null ? null : data => CallMessage(message, connection, data),
                    KeyLogLine = keyLog is null ? null : keyLog.WriteLine,
                };
        }

        /// <summary>CPython `_servername_callback`: None goes on, an int is the alert to fail with.</summary>
        private int CallServerName(object callback, _SSLSocket connection, string? name)
        {
            object? answer;
            try
            {
                answer = PythonCalls.Call(_codeContext, callback, connection.CallbackTarget, name, this);
            }
            catch (Exception raised)
            {
                Unraisable.Write(_codeContext, raised, callback);
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

        /// <summary>CPython `_PySSL_msg_callback`. What it raises comes out of the call that caused the message.</summary>
        private void CallMessage(object callback, _SSLSocket connection, MessageEvent message) =>
            PythonCalls.Call(
                _codeContext, callback, connection.CallbackTarget, message.Outgoing ? "write" : "read", message.Version,
                message.ContentType, message.MessageType, new Bytes(message.Bytes));
    }
}
