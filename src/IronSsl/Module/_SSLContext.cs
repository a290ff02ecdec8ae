using System;
using System.Globalization;
using System.IO;
using IronPython.Runtime;
using IronPython.Runtime.Operations;
using IronPython.Runtime.Types;
using IronSsl.Module.Arguments;
using IronSsl.Module.Configuration;
using IronSsl.Module.Runtime;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Trust;
using Microsoft.Scripting.Runtime;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    /// <summary>
    /// The settings that connections share; base class of <c>ssl.SSLContext</c>. All of it may be used by several
    /// threads: the configuration is replaced under a lock and read without one.
    /// </summary>
    /// <remarks>
    /// The parts: Attributes (what is read and assigned), Trust (certificates by which peers are judged), Credentials
    /// (own ones), Algorithms, Callbacks (functions of the program, and the key log), Sessions, and Wrap (connections,
    /// with the settings that they get).
    /// </remarks>
    [PythonType]
    public partial class _SSLContext
    {
        public const string __module__ = "_ssl";

        private const SslOption DeprecatedOptions = SslOption.OP_NO_SSL_MASK;

        private readonly ModuleState _state;
        private readonly CodeContext _codeContext;
        private readonly object _gate = new();

        // Under _gate, with every change of it published through _configuration.
        private readonly TrustStore _trust = new();

        // Written under _gate.
        private volatile ContextConfiguration _configuration;

        public _SSLContext(CodeContext context, object? protocol)
        {
            int number = Argument.Int32(protocol);
            _state = ModuleState.Of(context);
            _codeContext = context;
            _configuration = InitialConfiguration(number)
                ?? throw Argument.ValueError(
                    string.Create(CultureInfo.InvariantCulture, $"invalid or unsupported protocol version {number}"));
            WarnOfOldProtocol(context, number);
        }

        [Documentation("Refused: a context is neither copied nor pickled.")]
        public object __reduce__() => throw Copying.Refuse(this);

        [Documentation(
            "Refused, unless a derived class has a __reduce__ of its own: a context is neither copied nor pickled.")]
        public object? __reduce_ex__(CodeContext context, object? protocol) => Copying.HasOwnReduce(context, this)
            ? PythonOps.Invoke(context, this, "__reduce__")
            : throw Copying.Refuse(this, protocol);

        [Documentation("The attributes of an instance of a derived class, or None.")]
        public object? __getstate__() => Copying.State(this);

        /// <summary>The interpreter's state, for the connections of this context.</summary>
        internal ModuleState State => _state;

        /// <summary>Replaces the configuration by what <paramref name="change"/> makes of it.</summary>
        private void Change(Func<ContextConfiguration, ContextConfiguration> change)
        {
            lock (_gate)
            {
                _configuration = change(_configuration);
            }
        }

        /// <summary>Calls a function that reads a file, and turns its failures into Python's.</summary>
        /// <param name="read">Reads the file.</param>
        /// <param name="fileName">The argument, if CPython's exception has the name of the file; else null.</param>
        private T Reading<T>(Func<T> read, object? fileName = null)
        {
            try
            {
                return read();
            }
            catch (TlsFailure failure)
            {
                throw _state.Errors.OfContext(failure);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw Errors.OSError(failure, fileName);
            }
        }

        /// <summary>CPython `_ssl__SSLContext_impl`; null for a protocol that isn't spoken.</summary>
        private static ContextConfiguration? InitialConfiguration(int protocol)
        {
            var configuration = new ContextConfiguration
            {
                Protocol = protocol,
                Options = (SslOption)(ulong)OP_ALL | SslOption.OP_NO_SSLv3 | SslOption.OP_NO_COMPRESSION
                    | SslOption.OP_CIPHER_SERVER_PREFERENCE | SslOption.OP_ENABLE_MIDDLEBOX_COMPAT,
                Ciphers = Defaults.Ciphers,
                HostFlags = HOSTFLAG_NO_PARTIAL_WILDCARDS,
            };
            switch (protocol)
            {
                case PROTOCOL_TLS_CLIENT:
                    return configuration with
                    {
                        VerifyMode = VerifyMode.Required,
                        CheckHostName = true,
                    };
                case PROTOCOL_TLS:
                    // Programs of that time compare it with the version they want, and lower it where it's higher: it
                    // has to be the bound in force.
                    return configuration with { MinimumVersion = TlsVersion.Tls12 };
                case PROTOCOL_TLS_SERVER or PROTOCOL_TLSv1 or PROTOCOL_TLSv1_1 or PROTOCOL_TLSv1_2:
                    return configuration;
                default:
                    return null;
            }
        }

        private static void WarnOfOldProtocol(CodeContext context, int protocol)
        {
            string? name = protocol switch
            {
                PROTOCOL_TLS => "PROTOCOL_TLS",
                PROTOCOL_TLSv1 => "PROTOCOL_TLSv1",
                PROTOCOL_TLSv1_1 => "PROTOCOL_TLSv1_1",
                PROTOCOL_TLSv1_2 => "PROTOCOL_TLSv1_2",
                _ => null,
            };
            if (name is not null)
            {
                Warnings.Deprecated(context, $"ssl.{name} is deprecated", stackLevel: 2);
            }
        }
    }
}
