using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Native;

/// <summary>The OpenSSL that .NET itself uses on Linux, for what .NET lacks or makes dear. Whoever calls it has another way
/// where it isn't.</summary>
internal static partial class LibCrypto
{
    /// <summary>OpenSSL 3, whose functions are the same in all of its versions.</summary>
    public const string Name = "libcrypto.so.3";

    /// <summary>Whether the library is there.</summary>
    public static bool IsPresent { get; } = OperatingSystem.IsLinux() && Load();

    /// <summary>What to throw when a function has failed that can't.</summary>
    public static CryptographicException Failure(string what)
    {
        // They are this thread's, and would be taken for somebody else's.
        ClearErrors();
        return new CryptographicException($"{what} failed in libcrypto.");
    }

    /// <summary>Forgets the reasons of a failure that was expected.</summary>
    [LibraryImport(Name, EntryPoint = "ERR_clear_error")]
    public static partial void ClearErrors();

    private static bool Load()
    {
        // .NET starts OpenSSL in its own way, so that nothing is torn down while threads still run: let it be first.
        Span<byte> any = stackalloc byte[1];
        RandomNumberGenerator.Fill(any);
        return NativeLibrary.TryLoad(Name, typeof(LibCrypto).Assembly, null, out _);
    }
}
