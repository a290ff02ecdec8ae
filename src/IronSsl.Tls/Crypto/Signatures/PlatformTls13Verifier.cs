using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.SignatureForms;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>Verifies a CertificateVerify of TLS 1.3 with a key held by .NET.</summary>
internal sealed class PlatformTls13Verifier : Tls13Verifier
{
    private readonly PlatformPublicKey _key;
    private readonly int _signatureScheme;
    private readonly HashAlgorithmName _hash;
    private readonly DigestStream _message;

    /// <param name="key">The peer's key.</param>
    /// <param name="signatureScheme">The scheme of the signature; it must be one for this kind of key.</param>
    /// <param name="hash">The scheme's hash.</param>
    public PlatformTls13Verifier(PlatformPublicKey key, int signatureScheme, HashAlgorithmName hash)
    {
        _key = key;
        _signatureScheme = signatureScheme;
        _hash = hash;
        _message = new DigestStream(hash);
    }

    public Stream Stream => _message;

    public bool VerifySignature(byte[] signature)
    {
        byte[] hash = _message.Finish();
        if (_key.Ecdsa is { } ecdsa)
        {
            return EcdsaSignature.Verify(ecdsa, hash, signature);
        }

        RSASignaturePadding padding = SignatureScheme.IsRsaPss(_signatureScheme)
            ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return RsaSignature.Verify(_key.Rsa!, hash, signature, _hash, padding);
    }
}
