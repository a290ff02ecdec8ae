using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Native;

/// <summary>HMAC by <see cref="LibCrypto"/>, for the many small ones of a key schedule.</summary>
/// <remarks>OpenSSL's HMAC(3), which .NET uses too. A thread's context is kept, but neither key nor state of
/// it.</remarks>
internal sealed partial class LibCryptoHmac
{
    private static readonly nint s_sha256 = Find("SHA256");
    private static readonly nint s_sha384 = Find("SHA384");

    [ThreadStatic]
    private static LibCryptoHmac? s_ownSha256;

    [ThreadStatic]
    private static LibCryptoHmac? s_ownSha384;

    private readonly nint _hash;
    private readonly LibCryptoHandle _owner;

    // The address in _owner. The owner lives as long as the thread that calls, so that no call has to hold it.
    private readonly nint _context;
    private bool _hasBegun;

    private LibCryptoHmac(nint hash, int hashLength)
    {
        _hash = hash;
        HashLength = hashLength;
        _context = NewContext();
        _owner = new LibCryptoHandle(_context, FreeContext);
        if (_owner.IsInvalid)
        {
            throw LibCrypto.Failure("HMAC");
        }
    }

    /// <summary>Bytes in a result.</summary>
    public int HashLength { get; }

    /// <summary>The calling thread's own instance; null for rare hashes, and where the library is missing.</summary>
    public static LibCryptoHmac? For(HashAlgorithmName hash) =>
        s_sha384 != 0 && hash == HashAlgorithmName.SHA384 ? s_ownSha384 ??= new LibCryptoHmac(s_sha384, 48)
        : s_sha256 != 0 && hash == HashAlgorithmName.SHA256 ? s_ownSha256 ??= new LibCryptoHmac(s_sha256, 32)
        : null;

    /// <summary>HMAC of one text after the other into <paramref name="destination"/>, which has the hash's length.
    /// </summary>
    public void Compute(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, Span<byte> destination)
    {
        SetKey(key);
        try
        {
            ComputeNext(text, rest, destination);
        }
        finally
        {
            ClearKey();
        }
    }

    /// <summary>Sets the key of what is computed until <see cref="ClearKey"/>, which must follow.</summary>
    public void SetKey(ReadOnlySpan<byte> key)
    {
        // An absent key would be the last one; one of no bytes is one of zeros (RFC 2104 section 2).
        ReadOnlySpan<byte> actualKey = key.IsEmpty ? [0] : key;
        if (Begin(_context, in Start(actualKey), actualKey.Length, _hash, 0) != 1)
        {
            ClearKey();
            throw LibCrypto.Failure("HMAC");
        }

        _hasBegun = true;
    }

    /// <summary>HMAC with the key that was set.</summary>
    public void ComputeNext(ReadOnlySpan<byte> text, ReadOnlySpan<byte> rest, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, HashLength, nameof(destination));

        // Without a key, it begins anew with the one that it has.
        bool hasBegun = _hasBegun || BeginAgain(_context, 0, 0, 0, 0) == 1;
        _hasBegun = false;
        if (!hasBegun
            || !Update(text)
            || !Update(rest)
            || Finish(_context, ref MemoryMarshal.GetReference(destination), 0) != 1)
        {
            throw LibCrypto.Failure("HMAC");
        }
    }

    /// <summary>Forgets the key and what was computed with it.</summary>
    public void ClearKey()
    {
        _hasBegun = false;
        Clear(_context);
        GC.KeepAlive(_owner);
    }

    private static nint Find(string hash)
    {
        if (!LibCrypto.IsPresent)
        {
            return 0;
        }

        try
        {
            nint found = Fetch(0, hash, null);
            if (found != 0)
            {
                FreeContext(NewContext());
                return found;
            }
        }
        catch (EntryPointNotFoundException)
        {
            // A library that was made without its older functions.
            return 0;
        }

        LibCrypto.ClearErrors();
        return 0;
    }

    private bool Update(ReadOnlySpan<byte> text) =>
        text.IsEmpty || Update(_context, in Start(text), (nuint)text.Length) == 1;

    private static ref readonly byte Start(ReadOnlySpan<byte> bytes) => ref MemoryMarshal.GetReference(bytes);

    [LibraryImport(LibCrypto.Name, EntryPoint = "EVP_MD_fetch", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Fetch(nint library, string algorithm, string? properties);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_Init_ex")]
    private static partial int Begin(nint context, in byte key, int length, nint hash, nint engine);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_Init_ex")]
    private static partial int BeginAgain(nint context, nint key, int length, nint hash, nint engine);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_Update")]
    private static partial int Update(nint context, in byte text, nuint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_Final")]
    private static partial int Finish(nint context, ref byte destination, nint length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "HMAC_CTX_reset")]
    private static partial int Clear(nint context);
}
