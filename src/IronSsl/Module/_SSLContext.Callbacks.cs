using IronSsl.Engine;

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

            if (serverName is null && message is null && keyLog is null)
            {
                return EngineCallbacks.None;
            }

            var callbacks = new ConnectionCallbacks(_codeContext, this, connection, serverName, message);
            return new EngineCallbacks
            {
                ServerName = serverName is null ? null : callbacks.CallServerName,
                Message = message is null ? null : callbacks.CallMessage,
                KeyLogLine = keyLog is null ? null : keyLog.WriteLine,
            };
        }
    }
}
