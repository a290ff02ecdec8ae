using System;
using IronSsl.Tls.Caching;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// The certificates that peers have shown last, decoded. Only what follows from the bytes alone is kept (their
/// decoding, the key that signed them); every verification looks at times, names, revocation and trust anew.
/// </summary>
internal sealed class CertificateCache
{
    private readonly PeerCache<ParsedCertificate> _certificates = new();

    /// <summary>The cache of the process.</summary>
    public static CertificateCache Shared { get; } = new();

    /// <summary>Reads a certificate that fills <paramref name="der"/> exactly.</summary>
    /// <exception cref="IronSsl.Tls.OpenSsl.TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public ParsedCertificate Parse(ReadOnlyMemory<byte> der)
    {
        if (_certificates.TryGet(der, out ParsedCertificate? known))
        {
            return known;
        }

        ParsedCertificate certificate = ParsedCertificate.Parse(der.Span);
        return _certificates.Keep(certificate.Der, certificate);
    }
}
