using System;
using System.Threading;
using IronSsl.Module.Arguments;
using IronSsl.Module.Configuration;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public partial class _SSLContext
    {
        // What connections of one role share until the configuration changes. Replaced, never changed; two threads may
        // both make one, and either will do.
        private volatile SettingsTemplate? _clientTemplate;
        private volatile SettingsTemplate? _serverTemplate;

        private SessionStore? _sessions;

        /// <summary>The session cache, ticket keys and counters, made when they're first wanted.</summary>
        private SessionStore Sessions => LazyInitializer.EnsureInitialized(
            ref _sessions, () => new SessionStore(_state.Random, TimeProvider.System));

        /// <summary>The settings of a new connection: the configuration of now, and what is its own.</summary>
        /// <param name="connection">Whom the callbacks will be told of.</param>
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
                Policy = checksName
                    ? template.Policy with
                    {
                        HostName = serverName!.Address is null ? serverName.Text : null,
                        IpAddress = serverName.Address,
                        DisplayName = serverName.Text,
                    }
                    : template.Policy,
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
                Policy = new VerificationPolicy
                {
                    Purpose = role == TlsRole.Client ? CertificatePurpose.TlsServer : CertificatePurpose.TlsClient,
                    Flags = configuration.VerifyFlags,
                    SecurityLevel = configuration.SecurityLevel,
                    CheckCommonName = (configuration.HostFlags & HOSTFLAG_NEVER_CHECK_SUBJECT) == 0,
                    Time = TimeProvider.System.GetUtcNow(),
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
