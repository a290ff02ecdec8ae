using System;
using IronSsl.Tls.Caching;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// The certificates that peers have shown last, by their encoding: a program meets the same few again and again. What is
/// kept is what follows from the bytes alone (their decoding, the key that signed them); times, names, revocation and
/// trust are looked at anew by every verification. Bounded, because peers choose what they send.
/// </summary>
internal sealed class CertificateCache
{
    private const int Capacity = 256;

    /// <summary>A longer certificate is used, but not kept.</summary>
    private const int LongestKeptBytes = 8192;

    private readonly BoundedCache<ByteKey, ParsedCertificate> _certificates = new(Capacity);

    /// <summary>The cache of the process.</summary>
    public static CertificateCache Shared { get; } = new();

    /// <summary>Reads a certificate that fills <paramref name="der"/> exactly.</summary>
    /// <exception cref="IronSsl.Tls.OpenSsl.TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public ParsedCertificate Parse(ReadOnlyMemory<byte> der)
    {
        if (_certificates.TryGet(new ByteKey(der), out ParsedCertificate? known))
        {
            return known;
        }

        ParsedCertificate certificate = ParsedCertificate.Parse(der.Span);
        return der.Length <= LongestKeptBytes ? _certificates.Add(new ByteKey(certificate.Der), certificate) : certificate;
    }
}
