using System.Collections.Generic;
using System.Collections.Immutable;
using IronPython.Runtime;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Microsoft.Scripting;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Names of CPython 3.15.
    public partial class _SSLContext
    {
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

        private static readonly ClinicSignature s_getGroups = new(
            "get_groups", ["include_aliases"], required: 0, positional: 0);

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

        private ImmutableArray<SignatureSchemeEntry> Schemes(object? value, string owner) =>
            SignatureSchemeTable.TryParse(Argument.Text(value, owner), out ImmutableArray<SignatureSchemeEntry> schemes)
                ? schemes
                : throw _state.Errors.Unnamed(0, "unrecognized signature algorithm");
    }
}
