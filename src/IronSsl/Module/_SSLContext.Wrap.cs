using System.Collections.Generic;
using IronPython.Modules;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public partial class _SSLContext
    {
        // owner and session are given by keyword only, which IronPython can't say of a parameter.
        private static readonly ClinicSignature s_wrapSocket = new(
            "_wrap_socket", ["sock", "server_side", "server_hostname", "owner", "session"], required: 2, positional: 3);

        private static readonly ClinicSignature s_wrapBio = new(
            "_wrap_bio", ["incoming", "outgoing", "server_side", "server_hostname", "owner", "session"],
            required: 3, positional: 4);

        [Documentation("_wrap_socket(sock, server_side, server_hostname=None, *, owner=None, session=None)\n\n"
            + "A connection over a socket.")]
        public _SSLSocket _wrap_socket(
            [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments)
        {
            object?[] given = s_wrapSocket.Bind(arguments, keywords);
            PythonSocket.socket socket = given[0] as PythonSocket.socket
                ?? throw Argument.TypeError(
                    $"_wrap_socket() argument 'sock' must be _socket.socket, not {Argument.TypeNameOrNone(given[0])}");
            (TlsRole role, ServerName? name) = CheckWrap(given[1], given[2]);
            return WithSession(
                new _SSLSocket(this, socket, role == TlsRole.Server, name?.Text, owner: given[3], session: null), given[4]);
        }

        [Documentation("_wrap_bio(incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)\n\n"
            + "A connection over two queues in memory.")]
        public _SSLSocket _wrap_bio(
            [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments)
        {
            object?[] given = s_wrapBio.Bind(arguments, keywords);
            MemoryBIO input = Bio(given[0], "incoming");
            MemoryBIO output = Bio(given[1], "outgoing");
            (TlsRole role, ServerName? name) = CheckWrap(given[2], given[3]);
            return WithSession(
                new _SSLSocket(this, input, output, role == TlsRole.Server, name?.Text, owner: given[4], session: null),
                given[5]);
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
            ?? throw Argument.TypeError(
                $"_wrap_bio() argument '{name}' must be _ssl.MemoryBIO, not {Argument.TypeNameOrNone(value)}");

        private (TlsRole Role, ServerName? Name) CheckWrap(object? serverSide, object? serverHostName)
        {
            TlsRole role = Argument.Int32(serverSide) != 0 ? TlsRole.Server : TlsRole.Client;
            string? text = ServerName.TextOf(serverHostName);
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
                return (role, ServerName.From(text));
            }
            catch (TlsFailure failure)
            {
                throw _state.Errors.OfContext(failure);
            }
        }
    }
}
