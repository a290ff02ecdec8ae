using System;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Pem;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace IronSsl.Tls.X509.Keys;

/// <summary>
/// Opens EncryptedPrivateKeyInfo (RFC 5208 section 6) with what OpenSSL 3's default provider has: PBES2 (RFC 8018) with
/// PBKDF2 or scrypt (RFC 7914), and PKCS#12's two and three key triple DES.
/// </summary>
internal static class Pkcs8Encryption
{

    /// <summary>About the time that a person waits for. OpenSSL has no limit; files in use have up to a
    /// million.</summary>
    private const int MaxIterations = 10_000_000;

    /// <summary>OpenSSL's `SCRYPT_MAX_MEM`.</summary>
    private const long MaxScryptBytes = 32 << 20;

    /// <summary>What may be mixed in all: eight times OpenSSL's default, for which it has no limit.</summary>
    private const long MaxScryptWork = 8L * 128 * 8 * 16_384;

    /// <summary>What is stretched before and after the mixing; a kilobyte by default.</summary>
    private const int MaxScryptBlockBytes = 1 << 20;

    /// <summary>Whether it has the form of an EncryptedPrivateKeyInfo (OpenSSL's `X509_SIG`).</summary>
    public static bool IsEncrypted(byte[] der)
    {
        try
        {
            Asn1Cursor fields = new Asn1Cursor(der).ReadSequence();
            Asn1Cursor algorithm = fields.ReadSequence();
            algorithm.ReadOid();
            if (!algorithm.IsEmpty)
            {
                algorithm.ReadAny();
            }

            algorithm.ExpectEnd();
            fields.ReadOctetString();
            fields.ExpectEnd();
            return true;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>The PrivateKeyInfo inside; the caller zeroes it.</summary>
    /// <exception cref="AsnContentException">It is malformed.</exception>
    /// <exception cref="TlsFailure">The password is missing or wrong, or the encryption is not supported.</exception>
    public static byte[] Decrypt(byte[] der, PasswordSource? password)
    {
        Asn1Cursor fields = new Asn1Cursor(der).ReadSequence();
        Asn1Cursor algorithm = fields.ReadSequence();
        byte[] ciphertext = fields.ReadOctetString().ToArray();
        byte[] secret = password?.Read() ?? throw TlsFailure.Of("PEM", "BAD_PASSWORD_READ");
        try
        {
            return Decrypt(algorithm, ciphertext, secret) ?? throw TlsFailure.Of("PEM", "BAD_DECRYPT");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    private static byte[]? Decrypt(Asn1Cursor algorithm, byte[] ciphertext, byte[] password)
    {
        string oid = algorithm.ReadOid();
        Asn1Cursor parameters = algorithm.ReadSequence();
        if (oid is Oids.Pkcs12ThreeKeyTripleDes or Oids.Pkcs12TwoKeyTripleDes)
        {
            return DecryptPkcs12(oid == Oids.Pkcs12ThreeKeyTripleDes, parameters, ciphertext, password);
        }

        if (oid != Oids.Pbes2)
        {
            throw Unsupported();
        }

        // RFC 8018 appendix A.4: the derivation, then the cipher whose parameter is its IV.
        Asn1Cursor derivation = parameters.ReadSequence();
        Asn1Cursor encryption = parameters.ReadSequence();
        LegacyCipher cipher = LegacyCipher.Find(encryption.ReadOid()) ?? throw Unsupported();
        byte[] iv = encryption.ReadOctetString().ToArray();
        if (iv.Length != cipher.IvBytes)
        {
            throw new AsnContentException("The IV has not the length of a block.");
        }

        string function = derivation.ReadOid();
        Asn1Cursor settings = derivation.ReadSequence();
        byte[] key = function switch
        {
            Oids.Pbkdf2 => DerivePbkdf2(settings, password, cipher.KeyBytes),
            Oids.Scrypt => DeriveScrypt(settings, password, cipher.KeyBytes),
            _ => throw Unsupported(),
        };
        try
        {
            return cipher.Decrypt(key, iv, ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>RFC 8018 appendix A.2: salt, iterations, key length, pseudo-random function (HMAC-SHA-1 when
    /// absent).</summary>
    private static byte[] DerivePbkdf2(Asn1Cursor settings, byte[] password, int keyBytes)
    {
        ReadOnlyMemory<byte> salt = settings.ReadOctetString();
        int iterations = ReadSize(ref settings, MaxIterations);
        CheckKeyLength(ref settings, keyBytes);
        string function = settings.IsEmpty ? Oids.HmacWithSha1 : settings.ReadSequence().ReadOid();
        HashAlgorithmName? hash = function switch
        {
            Oids.HmacWithSha1 => HashAlgorithmName.SHA1,
            Oids.HmacWithSha256 => HashAlgorithmName.SHA256,
            Oids.HmacWithSha384 => HashAlgorithmName.SHA384,
            Oids.HmacWithSha512 => HashAlgorithmName.SHA512,
            _ => null,
        };
        if (hash is { } platformHash)
        {
            return Rfc2898DeriveBytes.Pbkdf2(password, salt.Span, iterations, platformHash, keyBytes);
        }

        IDigest digest = function switch
        {
            Oids.HmacWithMd5 => new MD5Digest(),
            Oids.HmacWithSha224 => new Sha224Digest(),
            Oids.HmacWithSha512With224 => new Sha512tDigest(224),
            Oids.HmacWithSha512With256 => new Sha512tDigest(256),
            _ => throw Unsupported(),
        };
        var generator = new Pkcs5S2ParametersGenerator(digest);
        generator.Init(password, salt.ToArray(), iterations);
        return ((KeyParameter)generator.GenerateDerivedParameters("AES", 8 * keyBytes)).GetKey();
    }

    /// <summary>RFC 7914 section 7: salt, N, r, p, key length.</summary>
    private static byte[] DeriveScrypt(Asn1Cursor settings, byte[] password, int keyBytes)
    {
        ReadOnlyMemory<byte> salt = settings.ReadOctetString();
        int cost = ReadSize(ref settings, int.MaxValue);
        int blockSize = ReadSize(ref settings, int.MaxValue);
        int parallelism = ReadSize(ref settings, int.MaxValue);
        CheckKeyLength(ref settings, keyBytes);

        // OpenSSL `scrypt_alg`: the memory for V and for B, and N a power of two above one.
        BigInteger memory = 128 * new BigInteger(blockSize) * (new BigInteger(cost) + parallelism + 2);
        BigInteger work = 128 * new BigInteger(blockSize) * cost * parallelism;
        if (memory > MaxScryptBytes || work > MaxScryptWork || work > MaxScryptBlockBytes * new BigInteger(cost)
            || cost < 2 || !BitOperations.IsPow2(cost))
        {
            throw TlsFailure.Of("EVP", "MEMORY_LIMIT_EXCEEDED");
        }

        return SCrypt.Generate(password, salt.ToArray(), cost, blockSize, parallelism, keyBytes);
    }

    /// <summary>RFC 7292 appendix B: the password is UTF-16 with a terminating zero, key and IV are both
    /// derived.</summary>
    private static byte[]? DecryptPkcs12(bool threeKeys, Asn1Cursor settings, byte[] ciphertext, byte[] password)
    {
        byte[] salt = settings.ReadOctetString().ToArray();
        int iterations = ReadSize(ref settings, MaxIterations);
        char[] characters = Encoding.UTF8.GetChars(password);
        byte[] wide = PbeParametersGenerator.Pkcs12PasswordToBytes(characters);
        var generator = new Pkcs12ParametersGenerator(new Sha1Digest());
        generator.Init(wide, salt, iterations);
        LegacyCipher cipher = LegacyCipher.Find(threeKeys ? "DES-EDE3-CBC" : "DES-EDE-CBC")!;
        var parameters = (ParametersWithIV)generator.GenerateDerivedParameters(
            "DESEDE", 8 * cipher.KeyBytes, 8 * cipher.IvBytes);
        byte[] key = ((KeyParameter)parameters.Parameters).GetKey();
        try
        {
            return cipher.Decrypt(key, parameters.GetIV(), ciphertext);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(wide);
            Array.Clear(characters);
        }
    }

    private static int ReadSize(ref Asn1Cursor settings, int maximum)
    {
        BigInteger value = settings.ReadInteger();
        return value.Sign > 0 && value <= maximum
            ? (int)value
            : throw new AsnContentException("A parameter of the key derivation is out of range.");
    }

    private static void CheckKeyLength(ref Asn1Cursor settings, int keyBytes)
    {
        if (settings.NextIs(UniversalTagNumber.Integer) && settings.ReadInteger() != keyBytes)
        {
            throw TlsFailure.Of("EVP", "UNSUPPORTED_KEYLENGTH");
        }
    }

    private static TlsFailure Unsupported() => TlsFailure.Of("EVP", "UNSUPPORTED_ALGORITHM");
}
