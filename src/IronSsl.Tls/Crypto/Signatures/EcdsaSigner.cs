using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>Signs handshakes with an elliptic-curve key held by .NET. As <see cref="RsaSigner"/>, without a
/// lock.</summary>
internal sealed class EcdsaSigner : TlsSigner
{
    // The part of the joined MD5 and SHA-1 that ECDSA signs up to TLS 1.1 (RFC 8422 section 5.4).
    private const int Sha1Offset = 16;
    private const int Sha1Length = 20;

    private readonly ECDsa _key;

    public EcdsaSigner(ECDsa key) => _key = key;

    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm? algorithm, byte[] hash)
    {
        if (algorithm is not null && algorithm.Signature != SignatureAlgorithm.ecdsa
            && !SignatureScheme.IsECDsa(SignatureScheme.From(algorithm)))
        {
            throw new InvalidOperationException("an ECDSA key does not sign " + algorithm);
        }

        ReadOnlySpan<byte> signed = algorithm is null ? hash.AsSpan(Sha1Offset, Sha1Length) : hash;
        try
        {
            return _key.SignHash(signed, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm? algorithm) => null;
}
