using System;
using System.Globalization;
using System.Numerics;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Module.Runtime;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public partial class _SSLContext
    {
        // The flags that the name check honours; any other flag of `X509_check_host` is refused, because it would have
        // no effect.
        private const uint SupportedHostFlags = HOSTFLAG_NO_PARTIAL_WILDCARDS | HOSTFLAG_NEVER_CHECK_SUBJECT;

        // The flags that the verifier honours; any other is refused, because it would have no effect.
        private const VerifyFlag SupportedVerifyFlags =
            VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL
            | VerifyFlag.X509_V_FLAG_IGNORE_CRITICAL
            | VerifyFlag.X509_V_FLAG_X509_STRICT | VerifyFlag.X509_V_FLAG_ALLOW_PROXY_CERTS
            | VerifyFlag.X509_V_FLAG_CHECK_SS_SIGNATURE | VerifyFlag.X509_V_FLAG_TRUSTED_FIRST
            | VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN | VerifyFlag.X509_V_FLAG_NO_ALT_CHAINS
            | VerifyFlag.X509_V_FLAG_NO_CHECK_TIME;

        public object protocol
        {
            get => _configuration.Protocol;
            set => throw NotWritable(nameof(protocol));
        }

        public object verify_mode
        {
            get => (int)_configuration.VerifyMode;
            set
            {
                int mode = Argument.SignedInt(value);
                if (mode is < CERT_NONE or > CERT_REQUIRED)
                {
                    throw Argument.ValueError("invalid value for verify_mode");
                }

                Change(configuration => mode == CERT_NONE && configuration.CheckHostName
                    ? throw Argument.ValueError(
                        "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
                    : configuration with { VerifyMode = (VerifyMode)mode });
            }
        }

        public object? check_hostname
        {
            get => _configuration.CheckHostName;
            set
            {
                bool check = Argument.Truth(value);
                Change(configuration => configuration with
                {
                    CheckHostName = check,
                    VerifyMode = check && configuration.VerifyMode == VerifyMode.None
                        ? VerifyMode.Required
                        : configuration.VerifyMode,
                });
            }
        }

        public object options
        {
            get => Argument.Number((long)_configuration.Options);
            set => SetOptions(_codeContext, Argument.SignedLong(value));
        }

        public object verify_flags
        {
            get => Argument.Number((uint)_configuration.VerifyFlags);
            set
            {
                ulong flags = Argument.UnsignedLongMask(value);
                if ((flags & ~(ulong)SupportedVerifyFlags) != 0)
                {
                    throw Argument.ValueError(
                        string.Create(CultureInfo.InvariantCulture, $"unsupported verify_flags 0x{flags:x}"));
                }

                Change(configuration => configuration with { VerifyFlags = (VerifyFlag)flags });
            }
        }

        public object minimum_version
        {
            get => _configuration.MinimumVersion is var version and not 0 ? version : PROTO_MINIMUM_SUPPORTED;
            set
            {
                int version = VersionArgument(value);
                int bound = version switch
                {
                    PROTO_MINIMUM_SUPPORTED => 0,
                    PROTO_MAXIMUM_SUPPORTED => TlsVersion.Tls13,
                    _ => version,
                };
                Change(configuration => configuration with { MinimumVersion = bound });
            }
        }

        public object maximum_version
        {
            get => _configuration.MaximumVersion is var version and not 0 ? version : PROTO_MAXIMUM_SUPPORTED;
            set
            {
                int version = VersionArgument(value);
                int bound = version switch
                {
                    PROTO_MINIMUM_SUPPORTED => TlsVersion.Tls10,
                    PROTO_MAXIMUM_SUPPORTED => 0,
                    _ => version,
                };
                Change(configuration => configuration with { MaximumVersion = bound });
            }
        }

        public object security_level
        {
            get => _configuration.SecurityLevel;
            set => throw NotWritable(nameof(security_level));
        }

        public object num_tickets
        {
            get => Argument.Number(_configuration.TicketCount);
            set
            {
                long count = Argument.SignedLong(value);
                if (count < 0)
                {
                    throw Argument.ValueError("value must be non-negative");
                }

                if (_configuration.Protocol != PROTOCOL_TLS_SERVER)
                {
                    throw Argument.ValueError("SSLContext is not a server context.");
                }

                Change(configuration => configuration with { TicketCount = count });
            }
        }

        public object? post_handshake_auth
        {
            get => _configuration.PostHandshakeAuth;
            set
            {
                bool offered = Argument.Truth(value);
                Change(configuration => configuration with { PostHandshakeAuth = offered });
            }
        }

        public object _host_flags
        {
            get => Argument.Number(_configuration.HostFlags);
            set
            {
                uint flags = Argument.UnsignedIntMask(value);
                if ((flags & ~SupportedHostFlags) != 0 || (flags & HOSTFLAG_NO_PARTIAL_WILDCARDS) == 0)
                {
                    throw Argument.ValueError(
                        string.Create(CultureInfo.InvariantCulture, $"unsupported host flags 0x{flags:x}"));
                }

                Change(configuration => configuration with { HostFlags = flags });
            }
        }

        // On an instance of a derived class IronPython would store the value in the instance's dictionary, where
        // nothing reads it.
        private static Exception NotWritable(string name) => PythonOps.CreateThrowable(
            PythonExceptions.AttributeError, $"attribute '{name}' of '_ssl._SSLContext' objects is not writable");

        // OP_NO_* bits are deprecated in favour of the version bounds, and warned of when they're added.
        private void SetOptions(CodeContext context, long value)
        {
            var wanted = (SslOption)(ulong)value;
            if ((wanted & ~_configuration.Options & DeprecatedOptions) != 0)
            {
                Warnings.Deprecated(context, "ssl.OP_NO_SSL*/ssl.OP_NO_TLS* options are deprecated", stackLevel: 2);
            }

            Change(configuration => configuration with { Options = wanted });
        }

        /// <summary>CPython `set_min_max_proto_version`.</summary>
        private int VersionArgument(object? value)
        {
            BigInteger number = Argument.SignedLong(value);
            if (number > int.MaxValue)
            {
                throw Argument.Overflow("Option is too long");
            }

            if (_configuration.Protocol is not (PROTOCOL_TLS or PROTOCOL_TLS_CLIENT or PROTOCOL_TLS_SERVER))
            {
                throw Argument.ValueError(
                    "The context's protocol doesn't support modification of highest and lowest version.");
            }

            int version = number < int.MinValue ? 0 : (int)number;
            string? deprecated = version switch
            {
                PROTO_SSLv3 => "SSLv3",
                PROTO_TLSv1 => "TLSv1",
                PROTO_TLSv1_1 => "TLSv1_1",
                PROTO_MINIMUM_SUPPORTED or PROTO_MAXIMUM_SUPPORTED or PROTO_TLSv1_2 or PROTO_TLSv1_3 => null,
                _ => throw Argument.ValueError(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Unsupported TLS/SSL version 0x{(uint)(number & uint.MaxValue):x}")),
            };
            if (deprecated is not null)
            {
                Warnings.Deprecated(_codeContext, $"ssl.TLSVersion.{deprecated} is deprecated", stackLevel: 2);
            }

            return version;
        }
    }
}
