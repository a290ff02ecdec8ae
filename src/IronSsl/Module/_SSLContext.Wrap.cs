using IronPython.Modules;
using IronSsl.Engine;
using IronSsl.OpenSsl;

namespace IronSsl.Module;

public static partial class PythonSsl
{
    public partial class _SSLContext
    {
        /// <summary>A connection over a socket.</summary>
        public _SSLSocket _wrap_socket(
            object? sock, object? server_side, object? server_hostname = null,
            object? owner = null, object? session = null)
        {
            PythonSocket.socket socket = sock as PythonSocket.socket
                ?? throw Arguments.TypeError(
                    $"_wrap_socket() argument 'sock' must be _socket.socket, not {Arguments.TypeNameOrNone(sock)}");
            (TlsRole role, ServerName? name) = CheckWrap(server_side, server_hostname);
            return WithSession(
                new _SSLSocket(this, socket, role == TlsRole.Server, name?.Text, owner, session: null), session);
        }

        /// <summary>A connection over two queues in memory.</summary>
        public _SSLSocket _wrap_bio(
            object? incoming, object? outgoing, object? server_side,
            object? server_hostname = null, object? owner = null, object? session = null)
        {
            MemoryBIO input = Bio(incoming, "incoming");
            MemoryBIO output = Bio(outgoing, "outgoing");
            (TlsRole role, ServerName? name) = CheckWrap(server_side, server_hostname);
            return WithSession(
                new _SSLSocket(this, input, output, role == TlsRole.Server, name?.Text, owner, session: null), session);
        }

        private static _SSLSocket WithSession(_SSLSocket connection, object? session)
        {
            if (session is not null)
            {
                connection.session = session;
            }

            return connection;
        }

        private static MemoryBIO Bio(object? value, string name) =>
            value as MemoryBIO
            ?? throw Arguments.TypeError(
                $"_wrap_bio() argument '{name}' must be _ssl.MemoryBIO, not {Arguments.TypeNameOrNone(value)}");

        private (TlsRole Role, ServerName? Name) CheckWrap(object? serverSide, object? serverHostName)
        {
            TlsRole role = Arguments.Int32(serverSide) != 0 ? TlsRole.Server : TlsRole.Client;
            string? wrong = (role, _configuration.Protocol) switch
            {
                (TlsRole.Server, PROTOCOL_TLS_CLIENT) =>
                    "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context",
                (TlsRole.Client, PROTOCOL_TLS_SERVER) =>
                    "Cannot create a client socket with a PROTOCOL_TLS_SERVER context",
                _ => null,
            };
            if (wrong is not null)
            {
                throw _state.Errors.Unnamed(0, wrong);
            }

            try
            {
                return (role, ServerName.From(serverHostName));
            }
            catch (TlsFailure failure)
            {
                throw _state.Errors.OfContext(failure);
            }
        }
    }
}
