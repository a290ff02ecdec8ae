using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>The client's side of the RSA key exchange.</summary>
internal sealed class RsaEncryptor : TlsEncryptor
{
    private readonly RSA _key;

    public RsaEncryptor(RSA key) => _key = key;

    public byte[] Encrypt(byte[] input, int inOff, int length)
    {
        try
        {
            return _key.Encrypt(input.AsSpan(inOff, length), RSAEncryptionPadding.Pkcs1);
        }
        catch (CryptographicException e)
        {
            throw new TlsFatalAlert(AlertDescription.internal_error, e);
        }
    }
}
