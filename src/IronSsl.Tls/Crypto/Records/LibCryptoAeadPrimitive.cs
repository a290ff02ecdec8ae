using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Native;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>An AEAD by <see cref="LibCrypto"/>: the same code as under .NET's classes, without what they add to every
/// record.</summary>
/// <remarks>OpenSSL's EVP_EncryptInit(3), "AEAD interface". The key is OpenSSL's from the start, which clears it when
/// the context is freed.</remarks>
internal sealed partial class LibCryptoAeadPrimitive : AeadPrimitive
{
    /// <summary>Bytes in a nonce.</summary>
    public const int NonceLength = 12;

    /// <summary>Bytes in an authentication tag.</summary>
    public const int TagLength = 16;

    private const int ToDecrypt = 0;
    private const int ToEncrypt = 1;

    // EVP_CTRL_AEAD_GET_TAG and EVP_CTRL_AEAD_SET_TAG.
    private const int GetTag = 0x10;
    private const int SetTag = 0x11;

    private readonly LibCryptoHandle _context;

    public LibCryptoAeadPrimitive(LibCryptoCipher cipher, ReadOnlySpan<byte> key)
    {
        ArgumentNullException.ThrowIfNull(cipher);
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, cipher.KeyLength, nameof(key));
        _context = new LibCryptoHandle(NewContext(), FreeContext);
        if (_context.IsInvalid || Import(_context, cipher.Handle, in Start(key), 0, ToEncrypt, 0) != 1)
        {
            _context.Dispose();
            throw LibCrypto.Failure("AEAD");
        }
    }

    public override void Encrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData) =>
        Seal(nonce, plaintext, [], ciphertext, tag, additionalData);

    public override void EncryptInner(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> content, byte contentType, Span<byte> ciphertext, Span<byte> tag,
        ReadOnlySpan<byte> additionalData) =>
        Seal(nonce, content, [contentType], ciphertext, tag, additionalData);

    public override void Decrypt(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> tag, Span<byte> plaintext,
        ReadOnlySpan<byte> additionalData)
    {
        CheckLengths(nonce, ciphertext.Length, plaintext, tag);
        bool isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            nint context = _context.DangerousGetHandle();
            Span<byte> expected = stackalloc byte[TagLength];
            tag.CopyTo(expected);
            if (!Begin(context, ToDecrypt, nonce, additionalData)
                || !Process(context, ciphertext, plaintext)
                || Control(context, SetTag, TagLength, ref Start(expected)) != 1)
            {
                CryptographicOperations.ZeroMemory(plaintext);
                throw LibCrypto.Failure("Decryption");
            }

            // Compares the tags in constant time.
            if (Finish(context, ref Start(expected), out _) != 1)
            {
                CryptographicOperations.ZeroMemory(plaintext);
                LibCrypto.ClearErrors();
                throw new AuthenticationTagMismatchException();
            }
        }
        finally
        {
            if (isHeld)
            {
                _context.DangerousRelease();
            }
        }
    }

    public override void Dispose() => _context.Dispose();

    private void Seal(
        ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, Span<byte> ciphertext,
        Span<byte> tag,
        ReadOnlySpan<byte> additionalData)
    {
        CheckLengths(nonce, text.Length + rest.Length, ciphertext, tag);
        bool isHeld = false;
        try
        {
            _context.DangerousAddRef(ref isHeld);
            nint context = _context.DangerousGetHandle();
            if (!Begin(context, ToEncrypt, nonce, additionalData)
                || !Process(context, text, ciphertext[..text.Length])
                || !Process(context, rest, ciphertext[text.Length..])
                || Finish(context, ref Start(tag), out _) != 1
                || Control(context, GetTag, TagLength, ref Start(tag)) != 1)
            {
                throw LibCrypto.Failure("Encryption");
            }
        }
        finally
        {
            if (isHeld)
            {
                _context.DangerousRelease();
            }
        }
    }

    private static bool Begin(
        nint context, int direction, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> additionalData) =>
        SetNonce(context, 0, 0, in Start(nonce), direction, 0) == 1
        && (additionalData.IsEmpty
            || Authenticate(context, 0, out _, in Start(additionalData), additionalData.Length) == 1);

    // An empty span has no address, and OpenSSL takes an output without one for additional data.
    private static bool Process(nint context, ReadOnlySpan<byte> input, Span<byte> output) =>
        input.IsEmpty
        || (Update(context, ref Start(output), out int count, in Start(input), input.Length) == 1
            && count == input.Length);

    // OpenSSL relies on all of them.
    private static void CheckLengths(
        ReadOnlySpan<byte> nonce, int inputLength, ReadOnlySpan<byte> output, ReadOnlySpan<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceLength, nameof(nonce));
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, inputLength, nameof(output));
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, TagLength, nameof(tag));
    }

    private static ref readonly byte Start(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes);

    private static ref byte Start(Span<byte> bytes) => ref MemoryMarshal.GetReference(bytes);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CIPHER_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CIPHER_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CipherInit_ex2")]
    private static partial int Import(
        LibCryptoHandle context, nint cipher, in byte key, nint nonce, int direction, nint parameters);

    // These are done in a fraction of a microsecond and never wait, so the collector need not be told of them.
    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CipherInit_ex2")]
    [SuppressGCTransition]
    private static partial int SetNonce(
        nint context, nint cipher, nint key, in byte nonce, int direction, nint parameters);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CipherUpdate")]
    [SuppressGCTransition]
    private static partial int Authenticate(
        nint context, nint output, out int count, in byte additionalData, int length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CipherUpdate")]
    private static partial int Update(nint context, ref byte output, out int count, in byte input, int length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CipherFinal_ex")]
    [SuppressGCTransition]
    private static partial int Finish(nint context, ref byte output, out int count);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_CIPHER_CTX_ctrl")]
    [SuppressGCTransition]
    private static partial int Control(nint context, int command, int length, ref byte tag);
}
