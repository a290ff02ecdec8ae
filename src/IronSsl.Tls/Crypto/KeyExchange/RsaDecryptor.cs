using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using RsaKeyExchange = Org.BouncyCastle.Crypto.Tls.TlsRsaKeyExchange;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>The server's side of the RSA key exchange.</summary>
/// <remarks>
/// RFC 5246 section 7.4.7.1: a premaster secret that doesn't decrypt, or names the wrong version, must look to the
/// client like one that does; else the server is the oracle of Bleichenbacher's attack. .NET's <see
/// cref="RSA.Decrypt(byte[], RSAEncryptionPadding)"/> throws for bad padding, and an exception takes long enough to be
/// measured from outside; it has no decryption without padding either. So this one operation is BouncyCastle's, which
/// checks padding and version in constant time and answers with a random secret where they are wrong.
/// </remarks>
internal sealed class RsaDecryptor : TlsCredentialedDecryptor
{
    private readonly PlatformTlsCrypto _crypto;
    private readonly RSA _key;

    public RsaDecryptor(PlatformTlsCrypto crypto, Certificate certificate, RSA key)
    {
        if (certificate.IsEmpty)
        {
            throw new ArgumentException("cannot be empty", nameof(certificate));
        }

        _crypto = crypto;
        _key = key;
        Certificate = certificate;
    }

    public Certificate Certificate { get; }

    public TlsSecret Decrypt(TlsCryptoParameters cryptoParams, byte[] ciphertext)
    {
        RsaPrivateCrtKeyParameters key = _crypto.BouncyCastleKey(_key);

        // RFC 5246 section 7.4.7.1: no alert in any case. OpenSSL has one for the length, which is no secret.
        if (ciphertext.Length == 0 || ciphertext.Length > RsaKeyExchange.GetInputLimit(key))
        {
            return _crypto.GenerateRsaPreMasterSecret(cryptoParams.RsaPreMasterSecretVersion);
        }

        byte[] preMasterSecret = RsaKeyExchange.DecryptPreMasterSecret(
            ciphertext, 0, ciphertext.Length, key, cryptoParams.RsaPreMasterSecretVersion.FullVersion,
            _crypto.SecureRandom);
        try
        {
            return _crypto.CreateSecret(preMasterSecret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(preMasterSecret);
        }
    }
}
