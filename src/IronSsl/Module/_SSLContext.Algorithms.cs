using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.OpenSsl.Objects;
using IronSsl.Tls.X509.Pem;
using Microsoft.Scripting;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // What connections may agree on: suites, groups, signature schemes, application protocols.
    public partial class _SSLContext
    {
        private static readonly ClinicSignature s_getGroups = new(
            "get_groups", ["include_aliases"], required: 0, positional: 0);

        /// <summary>Sets the suites of TLS 1.2 and older by an OpenSSL cipher string; those of TLS 1.3 stay.</summary>
        public void set_ciphers(object? cipherlist)
        {
            string text = Argument.Text(cipherlist, "set_ciphers() argument");
            bool selected = false;
            Change(configuration =>
            {
                selected = CipherString.TryParse(text, configuration.Ciphers, out CipherList ciphers);
                return configuration with { Ciphers = ciphers };
            });
            if (!selected)
            {
                throw _state.Errors.Plain("No cipher can be selected.");
            }
        }

        /// <summary>Sets the suites of TLS 1.3 by their names, joined by colons.</summary>
        public void set_ciphersuites(object? ciphersuites)
        {
            string text = Argument.Text(ciphersuites, "set_ciphersuites() argument");
            if (!CipherString.TryParseTls13(text, out ImmutableArray<CipherSuite> suites))
            {
                throw _state.Errors.Plain("No cipher suite can be selected.");
            }

            Change(configuration => configuration with
            {
                Ciphers = configuration.Ciphers with { Tls13 = suites },
            });
        }

        /// <summary>A dictionary for each suite, in order of preference.</summary>
        public PythonList get_ciphers()
        {
            var list = new PythonList();
            foreach (CipherSuite suite in _configuration.EffectiveCiphers.All)
            {
                list.append(Describe(suite));
            }

            return list;
        }

        /// <summary>Sets the one curve for ephemeral keys, by OpenSSL's short name.</summary>
        public void set_ecdh_curve(CodeContext context, object? name)
        {
            string text = Argument.Path(name);
            if (GroupTable.ByObjectName(text) is { IsCurve: true } group)
            {
                Change(configuration => configuration with { Groups = [group] });
                return;
            }

            // OpenSSL knows the name, but the object is no curve, or a curve that is not implemented here.
            throw ObjectTable.ByName(text, oidOnly: false)?.ShortName == text
                ? _state.Errors.OfContext(TlsFailure.Of("EC", "UNKNOWN_GROUP"))
                : Argument.ValueError($"unknown elliptic curve name {PythonOps.Repr(context, name)}");
        }

        /// <summary>Sets the Diffie-Hellman group of a server from a PEM file.</summary>
        public void load_dh_params(object? path)
        {
            string file = Argument.Path(path);
            DhGroup group = Reading(() => DhParameterFile.Read(file, _configuration.SecurityLevel), path);
            Change(
                configuration => configuration with { DhParameters = new DhParameters(group.Prime, group.Generator) });
        }

        /// <summary>Sets the groups for key agreement, joined by colons, in order of preference.</summary>
        public void set_groups(object? grouplist)
        {
            string text = Argument.Text(grouplist, "set_groups() argument");
            if (!GroupTable.TryParse(text, out ImmutableArray<NamedGroupEntry> groups))
            {
                throw _state.Errors.Unnamed(0, "unrecognized group");
            }

            Change(configuration => configuration with { Groups = groups });
        }

        /// <summary>The names of all groups that the versions of this context can use.</summary>
        public PythonList get_groups(
            [ParamDictionary] IDictionary<object, object?> keywords, params object?[] arguments)
        {
            bool withAliases = Argument.Truth(s_getGroups.Bind(arguments, keywords)[0]);
            VersionRange versions = _configuration.Versions;
            var list = new PythonList();
            foreach (NamedGroupEntry group in GroupTable.All)
            {
                if (!versions.Meets(group.MinimumVersion, group.MaximumVersion))
                {
                    continue;
                }

                list.append(group.Name);
                if (!withAliases)
                {
                    continue;
                }

                foreach (string alias in group.Aliases)
                {
                    list.append(alias);
                }
            }

            return list;
        }

        /// <summary>Sets the signature schemes of client certificates, joined by colons.</summary>
        public void set_client_sigalgs(object? sigalgslist)
        {
            ImmutableArray<SignatureSchemeEntry> schemes = Schemes(sigalgslist, "set_client_sigalgs() argument");
            Change(configuration => configuration with { ClientSignatureSchemes = schemes });
        }

        /// <summary>Sets the signature schemes that are offered and accepted, joined by colons.</summary>
        public void set_server_sigalgs(object? sigalgslist)
        {
            ImmutableArray<SignatureSchemeEntry> schemes = Schemes(sigalgslist, "set_server_sigalgs() argument");
            Change(configuration => configuration with { SignatureSchemes = schemes });
        }

        /// <summary>Sets the protocols of ALPN, each with its length before it.</summary>
        public void _set_alpn_protocols(object? protos)
        {
            byte[] bytes = Argument.Bytes(protos);
            ImmutableArray<byte[]>.Builder protocols = ImmutableArray.CreateBuilder<byte[]>();
            for (int start = 0; start < bytes.Length;)
            {
                int length = bytes[start];
                if (length == 0 || length > bytes.Length - start - 1)
                {
                    // CPython raises MemoryError for each list that OpenSSL `SSL_CTX_set_alpn_protos` refuses.
                    throw PythonOps.CreateThrowable(PythonExceptions.MemoryError);
                }

                protocols.Add(bytes.AsSpan(start + 1, length).ToArray());
                start += length + 1;
            }

            Change(configuration => configuration with { AlpnProtocols = protocols.DrainToImmutable() });
        }

        private ImmutableArray<SignatureSchemeEntry> Schemes(object? value, string owner) =>
            SignatureSchemeTable.TryParse(Argument.Text(value, owner), out ImmutableArray<SignatureSchemeEntry> schemes)
                ? schemes
                : throw _state.Errors.Unnamed(0, "unrecognized signature algorithm");

        private static PythonDictionary Describe(CipherSuite suite) => new()
        {
            ["id"] = suite.OpenSslId,
            ["name"] = suite.Name,
            ["protocol"] = suite.ProtocolName,
            ["description"] = suite.Description,
            ["strength_bits"] = suite.StrengthBits,
            ["alg_bits"] = suite.AlgorithmBits,
            ["aead"] = suite.IsAead,
            ["symmetric"] = suite.Symmetric,
            ["digest"] = suite.Digest,
            ["kea"] = suite.KeyExchangeName,
            ["auth"] = suite.AuthenticationName,
        };
    }
}
