using System;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// The old encryption of PEM blocks (RFC 1421 headers `Proc-Type` and `DEK-Info`): the key is one round of MD5 over
/// password and salt, the salt is the start of the initialization vector. OpenSSL's `PEM_get_EVP_CIPHER_INFO` and
/// `PEM_do_header`.
/// </summary>
internal static class PemEncryption
{
    private const int SaltBytes = 8;

    /// <summary>The data in the clear; a copy that the caller owns. A block without headers is returned as it
    /// is.</summary>
    /// <exception cref="TlsFailure">
    /// PEM with BAD_PASSWORD_READ (there is no password), BAD_DECRYPT, UNSUPPORTED_ENCRYPTION, or the reason why the
    /// header is malformed.
    /// </exception>
    public static byte[] Decrypt(PemBlock block, PasswordSource? password)
    {
        if (!block.IsEncrypted)
        {
            return block.Data.AsSpan().ToArray();
        }

        LegacyCipher cipher = ReadHeader(block.Header, out byte[] iv);
        byte[] secret = password?.Read() ?? throw Failure("BAD_PASSWORD_READ");
        byte[] key = [];
        try
        {
            // A cipher without IV salts with zeros.
            Span<byte> salt = stackalloc byte[SaltBytes];
            iv.AsSpan(0, Math.Min(iv.Length, SaltBytes)).CopyTo(salt);
            key = DeriveKey(secret, salt, cipher.KeyBytes);
            return cipher.Decrypt(key, iv, block.Data) ?? throw Failure("BAD_DECRYPT");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>For blocks that are public, where no password is asked for.</summary>
    /// <exception cref="TlsFailure">The block has a header: what is wrong with it, or BAD_PASSWORD_READ.</exception>
    public static void RefuseEncrypted(PemBlock block)
    {
        if (block.IsEncrypted)
        {
            CheckHeader(block);
            throw Failure("BAD_PASSWORD_READ");
        }
    }

    /// <summary>Checks the header without decrypting anything.</summary>
    /// <exception cref="TlsFailure">PEM, with the reason why it is malformed.</exception>
    public static void CheckHeader(PemBlock block) => ReadHeader(block.Header, out _);

    private static LegacyCipher ReadHeader(string header, out byte[] iv)
    {
        ReadOnlySpan<char> rest = header;
        if (!TrySkip(ref rest, "Proc-Type:"))
        {
            throw Failure("NOT_PROC_TYPE");
        }

        rest = rest.TrimStart(" \t");
        if (!TrySkip(ref rest, "4,"))
        {
            throw Failure("");
        }

        rest = rest.TrimStart(" \t");
        if (!TrySkip(ref rest, "ENCRYPTED") || rest.IsEmpty || !" \t\r\n".Contains(rest[0]))
        {
            throw Failure("NOT_ENCRYPTED");
        }

        rest = rest.TrimStart(" \t\r");
        if (!TrySkip(ref rest, "\n"))
        {
            throw Failure("SHORT_HEADER");
        }

        if (!TrySkip(ref rest, "DEK-Info:"))
        {
            throw Failure("NOT_DEK_INFO");
        }

        rest = rest.TrimStart(" \t");
        int nameLength = rest.IndexOfAny(" \t,");
        string name = (nameLength < 0 ? rest : rest[..nameLength]).ToString();
        LegacyCipher cipher = LegacyCipher.Find(name) ?? throw Failure("UNSUPPORTED_ENCRYPTION");
        rest = nameLength < 0 ? [] : rest[nameLength..].TrimStart(" \t");
        bool hasComma = TrySkip(ref rest, ",");
        if (hasComma != (cipher.IvBytes > 0))
        {
            throw Failure(hasComma ? "UNEXPECTED_DEK_IV" : "MISSING_DEK_IV");
        }

        rest = rest.TrimStart(" \t");
        int digits = 2 * cipher.IvBytes;
        if (rest.Length < digits || rest[..digits].ContainsAnyExcept(s_hexDigits))
        {
            throw Failure("BAD_IV_CHARS");
        }

        iv = Convert.FromHexString(rest[..digits]);
        return cipher;
    }

    private static readonly System.Buffers.SearchValues<char> s_hexDigits =
        System.Buffers.SearchValues.Create("0123456789ABCDEFabcdef");

    private static bool TrySkip(ref ReadOnlySpan<char> rest, string prefix)
    {
        if (!rest.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        rest = rest[prefix.Length..];
        return true;
    }

    private static TlsFailure Failure(string reason) => TlsFailure.Of(reason.Length == 0 ? "" : "PEM", reason);

#pragma warning disable CA5351 // MD5 is what the format prescribes; files in it exist, none is written.
    /// <summary>OpenSSL's `EVP_BytesToKey` with MD5 and one round.</summary>
    private static byte[] DeriveKey(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int keyBytes)
    {
        byte[] key = new byte[keyBytes];
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        for (int filled = 0; filled < keyBytes; filled += digest.Length)
        {
            if (filled > 0)
            {
                md5.AppendData(digest);
            }

            md5.AppendData(password);
            md5.AppendData(salt);
            md5.GetHashAndReset(digest);
            digest[..Math.Min(digest.Length, keyBytes - filled)].CopyTo(key.AsSpan(filled));
        }

        CryptographicOperations.ZeroMemory(digest);
        return key;
    }
#pragma warning restore CA5351
}
