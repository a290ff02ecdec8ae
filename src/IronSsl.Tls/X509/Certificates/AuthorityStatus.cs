namespace IronSsl.Tls.X509.Certificates;

/// <summary>On what ground a certificate counts as an authority's (OpenSSL's `X509_check_ca`).</summary>
internal enum AuthorityStatus
{
    /// <summary>The certificate is not an authority's.</summary>
    None,

    /// <summary>Its basic constraints say so; the only ground that counts for an intermediate.</summary>
    Authority,

    /// <summary>A self-signed certificate of X.509 version 1, which knows no extensions.</summary>
    Version1Root,

    /// <summary>No basic constraints, but a key usage that allows to sign certificates.</summary>
    KeyUsageOnly,

    /// <summary>No basic constraints, but Netscape's own extension says so.</summary>
    NetscapeOnly,
}
