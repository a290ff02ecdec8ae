using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Native;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>X25519 by <see cref="LibCrypto"/>: a third cheaper than BouncyCastle's. To go when .NET has
/// it.</summary>
/// <remarks>OpenSSL's EVP_PKEY(3), EVP_PKEY_new(3) and EVP_PKEY_derive(3). The key is OpenSSL's from the start, which
/// clears it when it's freed.</remarks>
internal sealed partial class LibCryptoX25519Key : X25519Key
{
    // NID_X25519, which is EVP_PKEY_X25519.
    private const int KeyType = 1034;

    // Any public key, made by the probe: a copy that is given a peer's value costs half of a new key, which OpenSSL
    // looks up by its name.
    private static nint s_anyPublicKey;

    private readonly LibCryptoHandle _key;

    [ThreadStatic]
    private static LibCryptoHandle? s_generator;

    public LibCryptoX25519Key(ReadOnlySpan<byte> privateKey)
        : this(NewPrivateKey(KeyType, 0, in Start(privateKey, Length), Length))
    {
    }

    private LibCryptoX25519Key(nint key)
    {
        _key = new LibCryptoHandle(key, FreeKey);
        if (_key.IsInvalid)
        {
            throw Failure();
        }
    }

    /// <summary>Whether the library is there and can do it; a library that is restricted to FIPS 140 can't.</summary>
    public static bool IsSupported { get; } = LibCrypto.IsPresent && Probe();

    /// <summary>A new key from OpenSSL's generator for private values, which .NET's keys come from, too.</summary>
    public static LibCryptoX25519Key Generate()
    {
        nint key = 0;
        if (Generate(s_generator ??= NewGenerator(), ref key) != 1)
        {
            throw Failure();
        }

        return new LibCryptoX25519Key(key);
    }

    public override void WritePublicKey(Span<byte> destination)
    {
        nuint length = Length;
        if (GetPublicKey(_key, ref Start(destination, Length), ref length) != 1 || length != Length)
        {
            throw Failure();
        }
    }

    public override bool TryAgree(ReadOnlySpan<byte> peerPublicKey, Span<byte> secret)
    {
        ref readonly byte value = ref Start(peerPublicKey, Length);
        nint context = 0;
        nint peer = Copy(s_anyPublicKey);
        try
        {
            // Nothing about a peer's value is to be validated beforehand: RFC 7748 section 5 takes every one.
            context = NewContext(_key, 0);
            if (peer == 0 || context == 0 || SetPublicKey(peer, in value, Length) != 1 || DeriveInit(context) != 1
                || DeriveSetPeer(context, peer, validatePeer: 0) != 1)
            {
                throw Failure();
            }

            // What is left to fail is the secret of zeros.
            nuint length = Length;
            if (Derive(context, ref Start(secret, Length), ref length) == 1 && length == Length)
            {
                return true;
            }

            LibCrypto.ClearErrors();
            CryptographicOperations.ZeroMemory(secret);
            return false;
        }
        finally
        {
            FreeContext(context);
            FreeKey(peer);
        }
    }

    public override void Dispose() => _key.Dispose();

    private static bool Probe()
    {
        Span<byte> privateKey = stackalloc byte[Length];
        RandomNumberGenerator.Fill(privateKey);
        try
        {
            s_anyPublicKey = NewPublicKey(KeyType, 0, in BasePoint()[0], Length);
            using var key = new LibCryptoX25519Key(privateKey);
            using LibCryptoX25519Key made = Generate();
            Span<byte> publicKey = stackalloc byte[Length];
            key.WritePublicKey(publicKey);
            return made.TryAgree(publicKey, privateKey);
        }
        catch (Exception e) when (e is CryptographicException or EntryPointNotFoundException)
        {
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private static LibCryptoHandle NewGenerator()
    {
        var generator = new LibCryptoHandle(NewContext(KeyType, 0), FreeContext);
        if (generator.IsInvalid || GenerateInit(generator) != 1)
        {
            throw Failure();
        }

        return generator;
    }

    // RFC 7748 section 4.1.
    private static ReadOnlySpan<byte> BasePoint() =>
        [9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    // OpenSSL is told the length that it has to rely on.
    private static ref readonly byte Start(ReadOnlySpan<byte> bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, length);
        return ref MemoryMarshal.GetReference(bytes);
    }

    private static ref byte Start(Span<byte> bytes, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, length);
        return ref MemoryMarshal.GetReference(bytes);
    }

    private static CryptographicException Failure() => LibCrypto.Failure("X25519");

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_new_raw_private_key")]
    private static partial nint NewPrivateKey(int type, nint engine, in byte key, nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_new_raw_public_key")]
    private static partial nint NewPublicKey(int type, nint engine, in byte key, nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_dup")]
    private static partial nint Copy(nint key);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_set1_encoded_public_key")]
    private static partial int SetPublicKey(nint key, in byte encoded, nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_get_raw_public_key")]
    private static partial int GetPublicKey(LibCryptoHandle key, ref byte destination, ref nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_CTX_new_id")]
    private static partial nint NewContext(int type, nint engine);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_keygen_init")]
    private static partial int GenerateInit(LibCryptoHandle context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_generate")]
    private static partial int Generate(LibCryptoHandle context, ref nint key);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_CTX_new")]
    private static partial nint NewContext(LibCryptoHandle key, nint engine);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_derive_init")]
    private static partial int DeriveInit(nint context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_derive_set_peer_ex")]
    private static partial int DeriveSetPeer(nint context, nint peer, int validatePeer);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_derive")]
    private static partial int Derive(nint context, ref byte secret, ref nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_PKEY_free")]
    private static partial void FreeKey(nint key);
}
