using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Native;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>An AEAD of <see cref="LibCrypto"/>'s, looked up once: EVP_CIPHER_fetch(3).</summary>
internal sealed partial class LibCryptoCipher
{
    private LibCryptoCipher(nint handle, int keyLength)
    {
        Handle = handle;
        KeyLength = keyLength;
    }

    /// <summary>AES-GCM with a key of 16 bytes, if the library is there and has it.</summary>
    public static LibCryptoCipher? Aes128Gcm { get; } = Find("AES-128-GCM", 16);

    /// <summary>AES-GCM with a key of 32 bytes, if the library is there and has it.</summary>
    public static LibCryptoCipher? Aes256Gcm { get; } = Find("AES-256-GCM", 32);

    /// <summary>ChaCha20-Poly1305, if the library is there and has it; one that is restricted to FIPS 140 has
    /// not.</summary>
    public static LibCryptoCipher? ChaCha20Poly1305 { get; } = Find("ChaCha20-Poly1305", 32);

    /// <summary>The EVP_CIPHER; lives as long as the process.</summary>
    public nint Handle { get; }

    /// <summary>Bytes of key.</summary>
    public int KeyLength { get; }

    private static LibCryptoCipher? Find(string name, int keyLength)
    {
        if (!LibCrypto.IsPresent)
        {
            return null;
        }

        try
        {
            nint handle = Fetch(0, name, null);
            if (handle != 0)
            {
                var cipher = new LibCryptoCipher(handle, keyLength);
                if (cipher.Works())
                {
                    return cipher;
                }

                Free(handle);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // Another library by this name.
            return null;
        }

        LibCrypto.ClearErrors();
        return null;
    }

    private bool Works()
    {
        Span<byte> key = stackalloc byte[KeyLength];
        RandomNumberGenerator.Fill(key);
        Span<byte> nonce = stackalloc byte[LibCryptoAeadPrimitive.NonceLength];
        Span<byte> tag = stackalloc byte[LibCryptoAeadPrimitive.TagLength];
        Span<byte> text = stackalloc byte[KeyLength];
        key.CopyTo(text);
        try
        {
            using var primitive = new LibCryptoAeadPrimitive(this, key);
            primitive.Encrypt(nonce, text, text, tag, nonce);
            primitive.Decrypt(nonce, text, tag, text, nonce);
            return text.SequenceEqual(key);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CIPHER_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint library, string algorithm, string? properties);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CIPHER_free")]
    private static partial void Free(nint cipher);
}
