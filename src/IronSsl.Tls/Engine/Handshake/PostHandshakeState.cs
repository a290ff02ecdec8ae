namespace IronSsl.Tls.Engine.Handshake;

/// <summary>A server's view of post-handshake authentication: OpenSSL's `SSL_PHA_STATE`.</summary>
internal enum PostHandshakeState
{
    /// <summary>No request is out.</summary>
    Idle,

    /// <summary>A request was sent; the client's Certificate is due.</summary>
    CertificateDue,

    /// <summary>A certificate came; the proof that its key is the client's is due.</summary>
    CertificateVerifyDue,

    /// <summary>Finished is due.</summary>
    FinishedDue,
}
