using System;
using System.Collections.Generic;
using IronPython.Modules;
using IronSsl.Module.Arguments;
using IronSsl.Module.Configuration;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using Microsoft.Scripting;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Connections and the settings that they take from the context.
    public partial class _SSLContext
    {
        // owner and session are given by keyword only, which IronPython can't say of a parameter.
        private static readonly ClinicSignature s_wrapSocket = new(
            "_wrap_socket", ["sock", "server_side", "server_hostname", "owner", "session"], required: 2, positional: 3);

        private static readonly ClinicSignature s_wrapBio = new(
            "_wrap_bio", ["incoming", "outgoing", "server_side", "server_hostname", "owner", "session"],
            required: 3, positional: 4);

        // The settings that connections of one role share until the configuration changes. Replaced, never changed; two
        // threads may both make one, and either will do.
        private volatile SettingsTemplate? _clientTemplate;
        private volatile SettingsTemplate? _serverTemplate;

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
            return WithSession(new _SSLSocket(this, socket, role, name?.Text, owner: given[3]), given[4]);
        }

        [Documentation(
            "_wrap_bio(incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None)\n\n"
            + "A connection over two queues in memory.")]
        public _SSLSocket _wrap_bio(
            [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments)
        {
            object?[] given = s_wrapBio.Bind(arguments, keywords);
            MemoryBIO input = Bio(given[0], "incoming");
            MemoryBIO output = Bio(given[1], "outgoing");
            (TlsRole role, ServerName? name) = CheckWrap(given[2], given[3]);
            return WithSession(new _SSLSocket(this, input, output, role, name?.Text, owner: given[4]), given[5]);
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

        /// <summary>The settings of a new connection: those of the context's configuration, and those of the connection
        /// alone.</summary>
        /// <param name="connection">The connection that callbacks are given.</param>
        /// <param name="role">Which end of the connection it is.</param>
        /// <param name="serverHostname">The checked name that the program gave; null when it gave none.</param>
        /// <param name="session">The session to resume, or null.</param>
        internal EngineSettings CreateSettings(
            _SSLSocket connection, TlsRole role, string? serverHostname, EngineSession? session)
        {
            ContextConfiguration configuration = _configuration;
            ServerName? serverName = ServerName.From(serverHostname);
            EngineSettings template = Template(configuration, role);
            bool checksName = configuration.CheckHostName && serverName is not null;
            return template with
            {
                ServerName = role == TlsRole.Client && serverName is { Address: null } ? serverName.Text : null,
                Requirements = checksName
                    ? template.Requirements with
                    {
                        HostName = serverName!.Address is null ? serverName.Text : null,
                        IpAddress = serverName.Address,
                        DisplayName = serverName.Text,
                    }
                    : template.Requirements,
                Resume = session,
                Callbacks = CreateCallbacks(connection, role),
            };
        }

        private EngineSettings Template(ContextConfiguration configuration, TlsRole role)
        {
            SettingsTemplate? template = role == TlsRole.Client ? _clientTemplate : _serverTemplate;
            if (template is null || !ReferenceEquals(template.Configuration, configuration))
            {
                template = new SettingsTemplate(configuration, CreateTemplate(configuration, role));
                if (role == TlsRole.Client)
                {
                    _clientTemplate = template;
                }
                else
                {
                    _serverTemplate = template;
                }
            }

            return template.Settings;
        }

        private EngineSettings CreateTemplate(ContextConfiguration configuration, TlsRole role)
        {
            return new EngineSettings
            {
                Role = role,
                Versions = configuration.Versions,
                Options = configuration.Options,
                Ciphers = configuration.EffectiveCiphers,
                SecurityLevel = configuration.SecurityLevel,
                Groups = configuration.Groups,
                SignatureAlgorithms = configuration.SignatureSchemes,
                ClientSignatureAlgorithms = configuration.ClientSignatureSchemes,
                AlpnProtocols = configuration.AlpnProtocols,
                Credentials = configuration.Credentials,
                VerifyMode = configuration.VerifyMode,
                Requirements = new PeerRequirements
                {
                    Flags = configuration.VerifyFlags,
                    CheckCommonName = (configuration.HostFlags & HOSTFLAG_NEVER_CHECK_SUBJECT) == 0,
                },
                Trust = configuration.Trust,
                DhParameters = configuration.DhParameters,
                PostHandshakeAuth = configuration.PostHandshakeAuth,
                TicketCount = (int)Math.Min(configuration.TicketCount, int.MaxValue),
                Sessions = Sessions,
                Random = _state.Random,
                Crypto = _state.Crypto,
            };
        }

        private sealed record SettingsTemplate(ContextConfiguration Configuration, EngineSettings Settings);
    }
}
