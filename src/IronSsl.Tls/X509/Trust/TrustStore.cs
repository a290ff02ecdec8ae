using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Pem;

namespace IronSsl.Tls.X509.Trust;

/// <summary>
/// The certificates and CRLs of a context: OpenSSL's `X509_STORE` with its file and directory lookups. Safe for any
/// number of threads; the immutable layers make a snapshot a copy of two references.
/// </summary>
internal sealed class TrustStore
{
    private readonly object _lock = new();

    // Both replaced under _lock.
    private ImmutableArray<TrustLayer> _layers = [];
    private ImmutableArray<HashedDirectory> _directories = [];

    // What was added one by one since the last layer; under _lock.
    private readonly List<TrustAnchor> _loose = [];

    /// <summary>`cert_store_stats()["x509"]`: each certificate counts once, those of directories when they were
    /// used.</summary>
    public int CertificateCount => Snapshot().LoadedAnchors.Count();

    /// <summary>`cert_store_stats()["x509_ca"]`.</summary>
    public int CaCount => CaCertificates.Count();

    /// <summary>`cert_store_stats()["crl"]`.</summary>
    public int CrlCount => Snapshot().LoadedCrls.Count();

    /// <summary>`get_ca_certs()`: those that OpenSSL's `X509_check_ca` takes for authorities.</summary>
    public IEnumerable<ParsedCertificate> CaCertificates =>
        from anchor in Snapshot().LoadedAnchors
        where CertificateRules.GetAuthorityStatus(anchor.Certificate) != AuthorityStatus.None
        select anchor.Certificate;

    /// <summary>`load_verify_locations(cafile)`: PEM certificates and CRLs, all of them or none.</summary>
    /// <exception cref="TlsFailure">X509 with PEM_LIB or NO_CERTIFICATE_OR_CRL_FOUND.</exception>
    /// <exception cref="IOException">Or one of its kind, or <see cref="UnauthorizedAccessException"/>.</exception>
    public void LoadFile(string path)
    {
        byte[] content = BoundedFile.Read(path);
        try
        {
            AddLayer(TrustBundleCache.GetOrParse(content));
        }
        finally
        {
            // A key may stand beside the certificate.
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>
    /// `load_verify_locations(capath)`: directories with hashed names, in one string as in PATH. They are read when a
    /// name is looked up; that one doesn't exist is no error.
    /// </summary>
    public void AddDirectory(string path)
    {
        lock (_lock)
        {
            foreach (string part in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            {
                if (!_directories.Any(known => known.Path == part))
                {
                    _directories = _directories.Add(new HashedDirectory(part));
                }
            }
        }
    }

    /// <summary>`load_verify_locations(cadata)` with text.</summary>
    /// <returns>How many certificates were read; 0 when there is none in it.</returns>
    /// <exception cref="TlsFailure">Of PEM, when a block after a good one is bad; the good ones stay.</exception>
    public int LoadPem(string text)
    {
        byte[] pem = Encoding.Latin1.GetBytes(text);
        int count = 0;
        try
        {
            var reader = new PemReader(pem);
            while (reader.TryRead(PemLabel.IsCertificate, out PemBlock? block))
            {
                PemEncryption.RefuseEncrypted(block);
                Add(ReadCertificate(block));
                count++;
            }
        }
        catch (TlsFailure e) when (count == 0 || e.Reason.Length == 0)
        {
            // CPython reports "no start line" when nothing was found, whatever the reason.
        }

        return count;
    }

    /// <summary>`load_verify_locations(cadata)` with bytes: DER certificates one after the other.</summary>
    /// <returns>How many certificates were read; 0 when there is none in it.</returns>
    /// <exception cref="TlsFailure">Of ASN1, when what follows a certificate is bad; the good ones stay.</exception>
    public int LoadDer(ReadOnlySpan<byte> der)
    {
        int count = 0;
        try
        {
            while (!der.IsEmpty)
            {
                Add(new TrustAnchor(ParsedCertificate.ParseFirst(der, out int consumed)));
                der = der[consumed..];
                count++;
            }
        }
        catch (TlsFailure e) when (count == 0 || e.Reason == "HEADER_TOO_LONG")
        {
            // CPython reports "not enough data" when nothing was found, and takes this reason for the end of the data.
        }

        return count;
    }

    /// <summary>The stores of Windows and macOS, and what <see cref="SetDefaultVerifyPaths"/> finds.</summary>
    public void LoadDefaults()
    {
        foreach (ParsedCertificate certificate in SystemTrust.ReadSystemStores())
        {
            Add(new TrustAnchor(certificate));
        }

        SetDefaultVerifyPaths();
    }

    /// <summary>
    /// `set_default_verify_paths`: OpenSSL's file and directory, or those of the environment. As in OpenSSL's
    /// `SSL_CTX_set_default_verify_paths` it is no error that they are missing or unreadable.
    /// </summary>
    public void SetDefaultVerifyPaths()
    {
        DefaultVerifyPaths paths = SystemTrust.DefaultPaths;
        try
        {
            LoadFile(Environment.GetEnvironmentVariable(paths.FileVariable) ?? paths.File);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TlsFailure)
        {
            // Nothing is trusted that could not be read.
        }

        AddDirectory(Environment.GetEnvironmentVariable(paths.DirectoryVariable) ?? paths.Directory);
    }

    /// <summary>The state of now; cheap, and unaffected by later changes.</summary>
    public TrustSnapshot Snapshot()
    {
        lock (_lock)
        {
            if (_loose.Count > 0)
            {
                _layers = _layers.Add(new TrustLayer([.. _loose], []));
                _loose.Clear();
            }

            return new TrustSnapshot(_layers, _directories);
        }
    }

    private static TrustAnchor ReadCertificate(PemBlock block)
    {
        try
        {
            return new TrustAnchor(ParsedCertificate.ParseFirst(block.Data, out _));
        }
        catch (TlsFailure e)
        {
            throw TlsFailure.Of("PEM", "ASN1_LIB", e);
        }
    }

    private void Add(TrustAnchor anchor)
    {
        lock (_lock)
        {
            _loose.Add(anchor);
        }
    }

    private void AddLayer(TrustLayer layer)
    {
        lock (_lock)
        {
            if (_loose.Count > 0)
            {
                _layers = _layers.Add(new TrustLayer([.. _loose], []));
                _loose.Clear();
            }

            // The same bundle twice is the same layer.
            if (!_layers.Contains(layer))
            {
                _layers = _layers.Add(layer);
            }
        }
    }
}
