using System.Net;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>A program's requirements on its peer's chain. Purpose, security level and time follow from the connection,
/// and <see cref="PeerVerifier"/> adds them.</summary>
internal sealed record PeerRequirements
{
    /// <summary>`SSLContext.verify_flags`.</summary>
    public VerifyFlag Flags { get; init; } = VerifyFlag.X509_V_FLAG_TRUSTED_FIRST;

    /// <summary>The greatest number of intermediate certificates; null for OpenSSL's default of 100.</summary>
    public int? MaximumDepth { get; init; }

    /// <summary>The DNS name to be found in the leaf, null when no name is checked.</summary>
    public string? HostName { get; init; }

    /// <summary>The address to be found in the leaf, null when no address is checked.</summary>
    public IPAddress? IpAddress { get; init; }

    /// <summary>The name as the user wrote it, for the message of a mismatch.</summary>
    public string? DisplayName { get; init; }

    /// <summary>`hostname_checks_common_name`: whether a leaf without any DNS name may be matched by its common
    /// name.</summary>
    public bool CheckCommonName { get; init; } = true;
}
