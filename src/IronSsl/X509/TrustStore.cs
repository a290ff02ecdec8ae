using System;
using System.Collections.Generic;

namespace IronSsl.X509;

/// <summary>The certificates and CRLs of a context: OpenSSL's `X509_STORE` with its file and directory lookups.</summary>
internal sealed class TrustStore
{
    /// <summary>`load_verify_locations(cafile)`: PEM certificates and CRLs.</summary>
    public void LoadFile(string path) => throw new NotImplementedException();

    /// <summary>`load_verify_locations(capath)`: a directory with hashed names, read when a name is looked up.</summary>
    public void AddDirectory(string path) => throw new NotImplementedException();

    /// <summary>`load_verify_locations(cadata)` with text.</summary>
    /// <returns>How many certificates were read; 0 when there is none in it.</returns>
    public int LoadPem(string text) => throw new NotImplementedException();

    /// <summary>`load_verify_locations(cadata)` with bytes: DER certificates one after the other.</summary>
    /// <returns>How many certificates were read; 0 when there is none in it.</returns>
    public int LoadDer(ReadOnlySpan<byte> der) => throw new NotImplementedException();

    /// <summary>`load_default_certs`: what the system trusts, on every platform.</summary>
    public void LoadDefaults() => throw new NotImplementedException();

    /// <summary>`set_default_verify_paths`: OpenSSL's file and directory, or those of the environment.</summary>
    public void SetDefaultVerifyPaths() => throw new NotImplementedException();

    /// <summary>The state of now; cheap, and unaffected by later changes.</summary>
    public TrustSnapshot Snapshot() => throw new NotImplementedException();

    /// <summary>`cert_store_stats()["x509"]`.</summary>
    public int CertificateCount => throw new NotImplementedException();

    /// <summary>`cert_store_stats()["x509_ca"]`.</summary>
    public int CaCount => throw new NotImplementedException();

    /// <summary>`cert_store_stats()["crl"]`.</summary>
    public int CrlCount => throw new NotImplementedException();

    /// <summary>`get_ca_certs()`.</summary>
    public IEnumerable<ParsedCertificate> CaCertificates => throw new NotImplementedException();
}
