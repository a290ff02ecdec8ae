using System;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace IronSsl.Tls.Crypto.Native;

/// <summary>Direct calls into the libcrypto that .NET loads on Linux, for what .NET lacks or does slowly. Every caller
/// has a managed fallback.</summary>
internal static partial class LibCrypto
{
    /// <summary>OpenSSL 3, whose functions are the same in all of its versions.</summary>
    public const string Name = "libcrypto.so.3";

    /// <summary>Whether the library could be loaded.</summary>
    public static bool IsPresent { get; } = OperatingSystem.IsLinux() && Load();

    /// <summary>The exception for a function that failed although its arguments are right.</summary>
    public static CryptographicException Failure(string what)
    {
        // The errors stay with the thread, where .NET would take them for those of its own calls.
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
