namespace IronSsl.Tls.X509.Certificates;

/// <summary>What a certificate is to be used for: OpenSSL's purposes as far as TLS needs them.</summary>
internal enum CertificatePurpose
{
    /// <summary>No purpose is checked.</summary>
    Any,

    /// <summary>The peer is a TLS server (`sslserver`).</summary>
    TlsServer,

    /// <summary>The peer is a TLS client (`sslclient`).</summary>
    TlsClient,
}
