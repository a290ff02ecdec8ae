using IronSsl.Tls.Caching;
using IronSsl.Tls.X509.Certificates;


namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// The imported public keys of issuers, by SubjectPublicKeyInfo: importing one costs .NET several times what it costs to
/// check a signature with it. Bounded, because peers choose the intermediates they send. An entry is a function of its key
/// and nothing else, so that all contexts may share one cache.
/// </summary>
internal sealed class PublicKeyCache
{
    private const int Capacity = 256;

    /// <summary>A key of unreasonable length is used, but not kept.</summary>
    private const int LongestKeptKeyBytes = 4096;

    private readonly BoundedCache<ByteKey, VerificationKey?> _keys = new(Capacity);

    /// <summary>The cache of the process.</summary>
    public static PublicKeyCache Shared { get; } = new();

    /// <summary>The key of a certificate; null when it cannot be decoded.</summary>
    public VerificationKey? Get(ParsedCertificate certificate)
    {
        var probe = new ByteKey(certificate.SubjectPublicKeyInfo);
        if (_keys.TryGet(probe, out VerificationKey? known))
        {
            return known;
        }

        VerificationKey? key = VerificationKey.TryImport(certificate);
        return certificate.SubjectPublicKeyInfo.Length <= LongestKeptKeyBytes ? _keys.Add(probe.Copy(), key) : key;
    }
}
