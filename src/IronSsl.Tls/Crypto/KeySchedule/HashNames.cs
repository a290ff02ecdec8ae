using System.Security.Cryptography;
using BcTls = Org.BouncyCastle.Tls;
using BcTlsCrypto = Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.KeySchedule;

/// <summary>.NET's name for each hash that TLS numbers.</summary>
internal static class HashNames
{
    /// <summary>The name for one of BouncyCastle's <c>CryptoHashAlgorithm</c> numbers; false where .NET has
    /// none.</summary>
    public static bool TryGet(int cryptoHashAlgorithm, out HashAlgorithmName name)
    {
        name = cryptoHashAlgorithm switch
        {
            BcTlsCrypto.CryptoHashAlgorithm.md5 => HashAlgorithmName.MD5,
            BcTlsCrypto.CryptoHashAlgorithm.sha1 => HashAlgorithmName.SHA1,
            BcTlsCrypto.CryptoHashAlgorithm.sha256 => HashAlgorithmName.SHA256,
            BcTlsCrypto.CryptoHashAlgorithm.sha384 => HashAlgorithmName.SHA384,
            BcTlsCrypto.CryptoHashAlgorithm.sha512 => HashAlgorithmName.SHA512,
            _ => default,
        };
        return name.Name is not null;
    }

    /// <summary>The hash that a signature scheme signs; false where .NET has none (SHA-224, SM3) or the scheme hashes
    /// by itself (EdDSA).</summary>
    public static bool TryGetForScheme(int signatureScheme, out HashAlgorithmName name) =>
        TryGet(BcTls.SignatureScheme.GetCryptoHashAlgorithm(signatureScheme), out name);
}
