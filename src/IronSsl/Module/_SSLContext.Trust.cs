using System;
using System.Text;
using IronPython.Runtime;
using IronSsl.Module.Arguments;
using IronSsl.Module.Results;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Module;

public sealed partial class PythonSsl
{
    // Certificates and CRLs by which peers are judged.
    public partial class _SSLContext
    {
        /// <summary>Adds trusted certificates and CRLs from a file, a hashed directory, and text or DER.</summary>
        public void load_verify_locations(object? cafile = null, object? capath = null, object? cadata = null)
        {
            if (cafile is null && capath is null && cadata is null)
            {
                throw Argument.TypeError("cafile, capath and cadata cannot be all omitted");
            }

            string? file = cafile is null ? null : Argument.Path(cafile, "cafile");
            string? directory = capath is null ? null : Argument.Path(capath, "capath");
            if (cadata is not null)
            {
                LoadData(cadata);
            }

            if (file is not null)
            {
                Load(trust => trust.LoadFile(file));
            }

            if (directory is { Length: 0 })
            {
                throw _state.Errors.OfContext(TlsFailure.Of("X509", "INVALID_DIRECTORY"));
            }

            if (directory is not null)
            {
                Load(trust => trust.AddDirectory(directory));
            }
        }

        /// <summary>
        /// Adds OpenSSL's default file and directory, or those that the environment names. On macOS, where few machines
        /// have either, the system's own trust comes first; CPython leaves that to other packages.
        /// </summary>
        public void set_default_verify_paths() => Load(trust =>
        {
            if (OperatingSystem.IsMacOS())
            {
                trust.LoadDefaults();
            }
            else
            {
                trust.SetDefaultVerifyPaths();
            }
        });

        public PythonDictionary cert_store_stats()
        {
            lock (_gate)
            {
                return new PythonDictionary
                {
                    ["x509"] = _trust.CertificateCount,
                    ["crl"] = _trust.CrlCount,
                    ["x509_ca"] = _trust.CaCount,
                };
            }
        }

        /// <summary>The CA certificates loaded so far, as dictionaries or as DER.</summary>
        public PythonList get_ca_certs(object? binary_form = null)
        {
            bool binary = Argument.Truth(binary_form);
            ParsedCertificate[] certificates;
            lock (_gate)
            {
                certificates = [.. _trust.CaCertificates];
            }

            var list = new PythonList();
            foreach (ParsedCertificate certificate in certificates)
            {
                list.append(binary ? new Bytes(certificate.Der) : CertificateDict.From(certificate, _state.Errors));
            }

            return list;
        }

        // CPython `_add_ca_certs`: once a certificate was found, unreadable bytes behind it are ignored, unless they
        // are labelled as a certificate.
        private void LoadData(object cadata)
        {
            const string Wrong = "cadata should be an ASCII string or a bytes-like object";
            if (Argument.AsString(cadata) is { } text)
            {
                if (!Ascii.IsValid(text))
                {
                    throw Argument.TypeError(Wrong);
                }

                LoadCounted(text.Length, trust => trust.LoadPem(text), "no start line");
                return;
            }

            if (!Argument.TryBytes(cadata, out byte[]? bytes))
            {
                throw Argument.TypeError(Wrong);
            }

            LoadCounted(bytes.Length, trust => trust.LoadDer(bytes), "not enough data");
        }

        private void LoadCounted(int length, Func<TrustStore, int> load, string whenEmpty)
        {
            if (length == 0)
            {
                throw Argument.ValueError("Empty certificate data");
            }

            int count = 0;
            Load(trust => count = load(trust));
            if (count == 0)
            {
                throw _state.Errors.Unnamed(0, $"{whenEmpty}: cadata does not contain a certificate");
            }
        }

        /// <summary>Changes the trust store; connections see what was loaded even if the rest could not be.</summary>
        private void Load(Action<TrustStore> load)
        {
            lock (_gate)
            {
                try
                {
                    Reading<object?>(() =>
                    {
                        load(_trust);
                        return null;
                    });
                }
                finally
                {
                    _configuration = _configuration with { Trust = _trust.Snapshot() };
                }
            }
        }
    }
}
