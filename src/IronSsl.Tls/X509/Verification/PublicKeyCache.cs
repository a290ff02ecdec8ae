using IronSsl.Tls.Caching;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// The imported public keys of issuers, by SubjectPublicKeyInfo: importing a key takes .NET several times as long as
/// checking a signature with it.
/// </summary>
internal sealed class PublicKeyCache
{
    private readonly PeerCache<VerificationKey?> _keys = new();

    /// <summary>The cache of the process.</summary>
    public static PublicKeyCache Shared { get; } = new();

    /// <summary>The key of a certificate; null when it cannot be decoded.</summary>
    public VerificationKey? Get(ParsedCertificate certificate) =>
        _keys.TryGet(certificate.SubjectPublicKeyInfo, out VerificationKey? known)
            ? known
            : _keys.Keep(certificate.SubjectPublicKeyInfo.ToArray(), VerificationKey.TryImport(certificate));
}
