using System;
using System.Collections.Immutable;
using IronPython.Runtime;
using IronPython.Runtime.Exceptions;
using IronPython.Runtime.Operations;
using IronSsl.Module.Arguments;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.OpenSsl.Objects;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    public partial class _SSLContext
    {
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
                    // CPython has no better error for what OpenSSL `SSL_CTX_set_alpn_protos` refuses.
                    throw PythonOps.CreateThrowable(PythonExceptions.MemoryError);
                }

                protocols.Add(bytes.AsSpan(start + 1, length).ToArray());
                start += length + 1;
            }

            Change(configuration => configuration with { AlpnProtocols = protocols.DrainToImmutable() });
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

            // A name that OpenSSL knows, of an object that is no curve or one that nobody here can compute with.
            throw ObjectTable.ByName(text, oidOnly: false)?.ShortName == text
                ? _state.Errors.OfContext(TlsFailure.Of("EC", "UNKNOWN_GROUP"))
                : Argument.ValueError($"unknown elliptic curve name {PythonOps.Repr(context, name)}");
        }

        /// <summary>Sets the Diffie-Hellman group of a server from a PEM file.</summary>
        public void load_dh_params(object? path)
        {
            string file = Argument.Path(path);
            DhGroup group = Reading(() => DhParameterFile.Read(file, _configuration.SecurityLevel), path);
            Change(configuration => configuration with { DhParameters = new DhParameters(group.Prime, group.Generator) });
        }

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
