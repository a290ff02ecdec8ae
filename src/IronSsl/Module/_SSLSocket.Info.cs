using System;
using System.Collections.Immutable;
using System.Linq;
using System.Runtime.InteropServices;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Module.Results;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.Transport;
using IronSsl.Tls.X509.Certificates;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public sealed partial class _SSLSocket
    {
        [Documentation(
            "The SSLContext of the connection. Setting it inside the SNI callback makes the handshake go on\n"
            + "with the certificates of the other context.")]
        public object context
        {
            get => _context;
            set
            {
                if (value is not _SSLContext other)
                {
                    throw Argument.TypeError("The value must be a SSLContext");
                }

                Engine.ReplaceSettings(other.CreateSettings(this, _role, server_hostname, session: null));
                _context = other;
            }
        }

        [Documentation("The object that callbacks get as the connection, held weakly.")]
        public object? owner
        {
            get => _owner is not null && _owner.TryGetTarget(out object? target) ? target : null;
            set => SetOwner(value);
        }

        [Documentation("True on the server's side of the connection.")]
        public bool server_side => _role is TlsRole.Server;

        [Documentation("The name of the server that was asked for, or None.")]
        public string? server_hostname { get; }

        [Documentation("The SSLSession of the connection; a client may set one before the handshake to resume it.")]
        public object? session
        {
            get
            {
                // Before the end of the handshake, that of the ClientHello.
                if ((Engine.Session ?? Engine.Settings.Resume) is { } session)
                {
                    return new SSLSession(_context, session);
                }

                // CPython `PySSL_get_session` copies what it shows, and half a session can't be copied.
                return Engine.State is EngineState.Created ? null : throw Argument.ValueError("i2d() failed.");
            }

            set
            {
                if (value is not SSLSession wanted)
                {
                    throw Argument.TypeError("Value is not a SSLSession.");
                }

                if (wanted.Context != _context)
                {
                    throw Argument.ValueError("Session refers to a different SSLContext.");
                }

                if (_role is TlsRole.Server)
                {
                    throw Argument.ValueError("Cannot set session for server-side SSLSocket.");
                }

                if (Engine.State is not EngineState.Created)
                {
                    throw Argument.ValueError("Cannot set session after handshake.");
                }

                // Nothing has been sent yet: a connection with other settings may take this one's place.
                _pump = new TransportPump(
                    new TlsEngine(_context.CreateSettings(this, _role, server_hostname, wanted.Session)), _transport);
            }
        }

        [Documentation("True when the handshake resumed an earlier session.")]
        public bool session_reused => Engine.SessionReused;

        [Documentation("(name, protocol, secret bits) of the cipher suite in use, or None.")]
        public PythonTuple? cipher() => Engine.Cipher is { } suite ? Describe(suite) : null;

        [Documentation(
            "Server: the client's cipher suites that are also its own. None before a ClientHello, and on a client.")]
        public PythonList? shared_ciphers()
        {
            ImmutableArray<CipherSuite> suites = Engine.SharedCiphers;
            return suites.IsDefault ? null : PythonListOf(suites.Select(suite => (object?)Describe(suite)));
        }

        [Documentation("The protocol version in use, such as 'TLSv1.3', or None.")]
        public string? version() =>
            !IsHandshakeDone || Engine.NegotiatedVersion == 0 ? null : TlsVersion.Name(Engine.NegotiatedVersion);

        [Documentation("Always None: compression inside TLS is unsafe and never offered.")]
        public string? compression() => null;

        [Documentation("The protocol that ALPN chose, or None.")]
        public string? selected_alpn_protocol() => Engine.Alpn;

        [Documentation("The name of the key exchange group, or None.")]
        public string? group() => Engine.Group?.Name;

        [Documentation("The name of the scheme with which the client signed, or None.")]
        public string? client_sigalg() => Engine.ClientSignatureScheme?.Name;

        [Documentation("The name of the scheme with which the server signed, or None.")]
        public string? server_sigalg() => Engine.ServerSignatureScheme?.Name;

        [Documentation("getpeercert(der=False)\n\n"
            + "The peer's certificate: its DER bytes, or a dict of what it says (an empty one when it was not\n"
            + "verified). None when the peer showed none.")]
        public object? getpeercert(object? der = null)
        {
            bool binary = Argument.Truth(der);
            if (!IsHandshakeDone)
            {
                throw Argument.ValueError("handshake not done yet");
            }

            ImmutableArray<ParsedCertificate> chain = Engine.PeerChain;
            if (chain.IsDefaultOrEmpty)
            {
                return null;
            }

            if (binary)
            {
                return new Bytes(chain[0].Der);
            }

            return Engine.Settings.VerifyMode is VerifyMode.None
                ? new PythonDictionary()
                : CertificateDict.From(chain[0], _errors);
        }

        [Documentation(
            "The peer's chain as verified, from its certificate to the trusted one, or None. With CERT_NONE, which\n"
            + "verifies nothing, it is the path that the names in the certificates make.")]
        public PythonList? get_verified_chain()
        {
            if (Engine.VerifiedChain is { } verified)
            {
                return CertificateList(verified.Certificates);
            }

            // OpenSSL builds the path in either case, and CPython shows it.
            EngineSettings settings = Engine.Settings;
            return settings.VerifyMode == VerifyMode.None && Engine.PeerChain is { IsDefaultOrEmpty: false } chain
                ? CertificateList(PeerVerifier.Presume(settings, chain))
                : null;
        }

        [Documentation("The certificates as the peer sent them, or None.")]
        public PythonList? get_unverified_chain()
        {
            ImmutableArray<ParsedCertificate> chain = Engine.PeerChain;
            return chain.IsDefaultOrEmpty ? null : CertificateList(chain);
        }

        [Documentation("get_channel_binding(cb_type='tls-unique')\n\n"
            + "The data of a channel binding, or None before the handshake: 'tls-unique' and\n"
            + "'tls-server-end-point' (RFC 5929) or 'tls-exporter' (RFC 9266), which are None, too,\n"
            + "where the connection has none.")]
        public Bytes? get_channel_binding(
            [Optional, DefaultParameterValue("tls-unique")] object? cb_type)
        {
            string type = Argument.Text(cb_type, "get_channel_binding() argument 'cb_type'");
            byte[]? data = type switch
            {
                "tls-unique" => Engine.TlsUnique,
                "tls-exporter" => Engine.TlsExporter,
                "tls-server-end-point" => Engine.TlsServerEndPoint,
                _ => throw Argument.ValueError($"'{type}' channel binding type not implemented"),
            };
            return data is null ? null : new Bytes(data);
        }

        // OpenSSL `SSL_is_init_finished`: a connection that has failed is back at its beginning.
        private bool IsHandshakeDone => Engine.State is EngineState.Open or EngineState.Closed;

        private void SetOwner(object? value)
        {
            if (value is not IWeakReferenceable)
            {
                throw Argument.TypeError($"cannot create weak reference to '{Argument.TypeName(value)}' object");
            }

            _owner = new WeakReference<object>(value);
        }

        private static PythonTuple Describe(CipherSuite suite) =>
            PythonOps.MakeTuple(suite.Name, suite.ProtocolName, suite.StrengthBits);

        private PythonList CertificateList(ImmutableArray<ParsedCertificate> certificates) =>
            PythonListOf(certificates.Select(certificate => (object?)new Certificate(_errors, certificate)));

        private static PythonList PythonListOf(System.Collections.Generic.IEnumerable<object?> items)
        {
            var list = new PythonList();
            foreach (object? item in items)
            {
                list.append(item);
            }

            return list;
        }
    }
}
