using System;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.KeySchedule;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;

namespace IronSsl.Tls.Crypto.Signatures;

/// <summary>Signs handshakes with an RSA key held by .NET. Signing reads the key only, which every platform allows on
/// several threads at once; so connections that share a context don't wait for each other here.</summary>
internal sealed class RsaSigner : TlsSigner
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly RSA _key;

    public RsaSigner(PlatformTlsCrypto crypto, RSA key)
    {
        _crypto = crypto;
        _key = key;
    }

    public byte[] GenerateRawSignature(SignatureAndHashAlgorithm? algorithm, byte[] hash)
    {
        // RFC 4346 section 4.7: up to TLS 1.1, PKCS #1 over MD5 and SHA-1 joined, with no DigestInfo around them. .NET
        // has no such padding on any platform.
        if (algorithm is null)
        {
            return new BcTlsRsaSigner(_crypto, _crypto.BouncyCastleKey(_key)).GenerateRawSignature(null, hash);
        }

        int scheme = SignatureScheme.From(algorithm);
        RSASignaturePadding padding;
        if (SignatureScheme.IsRsaPss(scheme))
        {
            padding = RSASignaturePadding.Pss;
        }
        else if (algorithm.Signature == SignatureAlgorithm.rsa)
        {
            padding = RSASignaturePadding.Pkcs1;
        }
        else
        {
            throw new InvalidOperationException("an RSA key does not sign " + algorithm);
        }

        if (!HashNames.TryGetForScheme(scheme, out HashAlgorithmName name))
        {
            return new BcTlsRsaSigner(_crypto, _crypto.BouncyCastleKey(_key)).GenerateRawSignature(algorithm, hash);
        }

        try
        {
            return _key.SignHash(hash, name, padding);
        }
        catch (CryptographicException e)
        {
            // For one, a key too short for the hash and its salt.
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }

    public TlsStreamSigner? GetStreamSigner(SignatureAndHashAlgorithm? algorithm) => null;
}
