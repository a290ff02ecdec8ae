using System.Security.Cryptography;
using IronSsl.Tls.X509.Keys;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Signs with any scheme that a key can be made to sign with, whatever the RFC says about it.</summary>
internal static class SchemeSigner
{
    /// <summary>The scheme that is right for the key, in TLS 1.2 and 1.3.</summary>
    public static int HonestScheme(PrivateKey key) => key.Kind switch
    {
        PrivateKeyKind.RsaPss => 0x080A,
        PrivateKeyKind.Rsa => 0x0804,
        _ => 0x0403,
    };

    /// <summary>The signature; zeros, as many as it would be, where .NET can't or the key isn't of that kind.</summary>
    public static byte[] Sign(PrivateKey key, int scheme, byte[] content)
    {
        HashAlgorithmName hash = (scheme >> 8 == 8 ? scheme & 0xF : scheme >> 8) switch
        {
            2 => HashAlgorithmName.SHA1,
            4 or 9 => HashAlgorithmName.SHA256,
            5 or 0xA => HashAlgorithmName.SHA384,
            6 or 0xB => HashAlgorithmName.SHA512,
            _ => default,
        };
        if (hash == default)
        {
            return new byte[256];
        }

        if (key.Rsa is { } rsa)
        {
            return rsa.SignData(content, hash, scheme >> 8 == 8 ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1);
        }

        return key.Ecdsa is { } ecdsa
            ? ecdsa.SignData(content, hash, DSASignatureFormat.Rfc3279DerSequence)
            : new byte[64];
    }
}
