using IronSsl.Tls.X509.Certificates;
using Org.BouncyCastle.Tls;
using SignatureAlgorithm = IronSsl.Tls.X509.Certificates.SignatureAlgorithm;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>Computes the values that tie an authentication inside a connection to that very connection (RFC
/// 5056).</summary>
internal static class ChannelBinding
{
    private const string ExporterLabel = "EXPORTER-Channel-Binding";
    private const int ExporterBytes = 32;

    /// <summary>
    /// "tls-exporter" (RFC 9266 section 2), to be asked for while BouncyCastle reports the end of the handshake: the
    /// secrets don't live longer. Null where the secrets aren't known to be this connection's alone: before TLS 1.3,
    /// without the extended master secret (section 4.2).
    /// </summary>
    public static byte[]? Exporter(TlsContext context) => context.SecurityParameters.IsExtendedMasterSecret

        // The context is a string of no bytes; before TLS 1.3 that is not the same as none (RFC 5705 section 4).
        ? context.ExportKeyingMaterial(ExporterLabel, [], ExporterBytes)
        : null;

    /// <summary>
    /// "tls-server-end-point" (RFC 5929 section 4.1): the digest of the server's certificate, by the algorithm of its
    /// signature, with SHA-256 for MD5 and SHA-1. Null where the RFC doesn't say which, as for Edwards curves.
    /// </summary>
    public static byte[]? ServerEndPoint(ParsedCertificate certificate)
    {
        DigestAlgorithm? digest = SignatureAlgorithm.TryDecode(certificate.SignatureAlgorithmDer)?.Digest;
        if (digest == DigestAlgorithm.Md5 || digest == DigestAlgorithm.Sha1)
        {
            digest = DigestAlgorithm.Sha256;
        }

        return digest?.Compute(certificate.Der);
    }
}
