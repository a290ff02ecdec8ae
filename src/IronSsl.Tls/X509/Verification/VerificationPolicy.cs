using System;
using System.Net;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// Everything that a verification depends on besides the certificates: OpenSSL's `X509_VERIFY_PARAM`. The default is
/// the strictest that needs no argument: a server's certificate, at the level of a new context.
/// </summary>
internal sealed record VerificationPolicy
{
    /// <summary>OpenSSL's own default, `X509_STORE_CTX` "default" of a TLS connection: a hundred
    /// intermediates.</summary>
    public const int DefaultMaximumDepth = 100;

    /// <summary>What the leaf is used for; checked on the whole path, as OpenSSL does.</summary>
    public CertificatePurpose Purpose { get; init; } = CertificatePurpose.TlsServer;

    /// <summary>`SSLContext.verify_flags`.</summary>
    public VerifyFlag Flags { get; init; } = Defaults.VerifyFlags;

    /// <summary>0 to 5; judges key sizes and digests of the chain. The connection's level, as in
    /// `ssl_verify_cert_chain`.</summary>
    public int SecurityLevel { get; init; } = Defaults.SecurityLevel;

    /// <summary>The greatest number of intermediate certificates; null for OpenSSL's default of 100.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>The DNS name to be found in the leaf, null when no name is checked.</summary>
    public string? HostName { get; init; }

    /// <summary>The address to be found in the leaf, null when no address is checked.</summary>
    public IPAddress? IpAddress { get; init; }

    /// <summary>The name as the user wrote it, for the message of a mismatch; null for <see cref="HostName"/> or the
    /// address.</summary>
    public string? DisplayName { get; init; }

    /// <summary>
    /// Whether a leaf without any DNS name may be matched by its common name: `hostname_checks_common_name`, the
    /// opposite of `X509_CHECK_FLAG_NEVER_CHECK_SUBJECT`.
    /// </summary>
    public bool CheckCommonName { get; init; } = true;

    /// <summary>The keys that no path may hold.</summary>
    public DistrustedKeys DistrustedKeys { get; init; } = DistrustedKeys.Published;

    /// <summary>The time to judge at. Callers read it from their <see cref="TimeProvider"/>.</summary>
    public required DateTimeOffset Time { get; init; }
}
