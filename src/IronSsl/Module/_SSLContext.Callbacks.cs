using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Module.Configuration;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public partial class _SSLContext
    {
        // Written under _gate; each connection takes what is set when it's made.
        private object? _serverNameCallback;
        private object? _messageCallback;
        private object? _pskClientCallback;
        private object? _pskServerCallback;
        private byte[]? _pskIdentityHint;
        private object? _keyLogName;
        private KeyLogFile? _keyLog;

        public object? sni_callback
        {
            get => _serverNameCallback;
            set
            {
                if (_configuration.Protocol == PROTOCOL_TLS_CLIENT)
                {
                    throw Argument.ValueError("sni_callback cannot be set on TLS_CLIENT context");
                }

                object? callback = Argument.Callback(_codeContext, value);
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
                object? callback = Argument.Callback(_codeContext, value);
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
                string? path = value is null ? null : Argument.Path(value);
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

        /// <summary>
        /// Sets the function that gives a client its pre-shared key: called with the server's hint or None, it answers
        /// (identity or None, key).
        /// </summary>
        public void set_psk_client_callback(object? callback)
        {
            if (_configuration.Protocol == PROTOCOL_TLS_SERVER)
            {
                throw _state.Errors.Unnamed(0, "Cannot add PSK client callback to a PROTOCOL_TLS_SERVER context");
            }

            object? checkedCallback = PskCallback(callback);
            lock (_gate)
            {
                _pskClientCallback = checkedCallback;
            }
        }

        /// <summary>
        /// Sets the function that gives a server the key of a client: called with the identity or None, it answers the
        /// key.
        /// </summary>
        public void set_psk_server_callback(object? callback, object? identity_hint = null)
        {
            if (_configuration.Protocol == PROTOCOL_TLS_CLIENT)
            {
                throw _state.Errors.Unnamed(0, "Cannot add PSK server callback to a PROTOCOL_TLS_CLIENT context");
            }

            object? checkedCallback = PskCallback(callback);
            byte[]? hint = identity_hint is null
                ? null
                : Argument.Utf8(
                    Argument.AsString(identity_hint) ?? throw Argument.TypeError(
                        "set_psk_server_callback() argument 'identity_hint' must be str or None, not "
                        + Argument.TypeName(identity_hint)));
            if (hint is { Length: > ConnectionCallbacks.MaximumPskIdentityBytes })
            {
                throw _state.Errors.OfContext(TlsFailure.Ssl("DATA_LENGTH_TOO_LONG"));
            }

            lock (_gate)
            {
                _pskServerCallback = checkedCallback;
                _pskIdentityHint = checkedCallback is null ? null : hint;
            }
        }

        private object? PskCallback(object? callback) =>
            callback is null || PythonOps.IsCallable(_codeContext, callback)
                ? callback
                : throw Argument.TypeError("callback must be callable");

        /// <summary>The program's functions of now, bound to a connection.</summary>
        private EngineCallbacks CreateCallbacks(_SSLSocket connection, TlsRole role)
        {
            lock (_gate)
            {
                object? serverName = role == TlsRole.Server ? _serverNameCallback : null;
                object? psk = role == TlsRole.Server ? _pskServerCallback : _pskClientCallback;
                if (serverName is null && psk is null && _messageCallback is null && _keyLog is null)
                {
                    return EngineCallbacks.None;
                }

                var callbacks = new ConnectionCallbacks(
                    _codeContext, this, connection, serverName, _messageCallback, psk);
                return new EngineCallbacks
                {
                    ServerName = serverName is null ? null : callbacks.CallServerName,
                    PskClient = psk is null || role == TlsRole.Server ? null : callbacks.CallPskClient,
                    PskServer = psk is null || role == TlsRole.Client ? null : callbacks.CallPskServer,
                    PskIdentityHint = role == TlsRole.Server ? _pskIdentityHint : null,
                    Message = _messageCallback is null ? null : callbacks.CallMessage,
                    KeyLogLine = _keyLog is null ? null : _keyLog.WriteLine,
                };
            }
        }
    }
}
