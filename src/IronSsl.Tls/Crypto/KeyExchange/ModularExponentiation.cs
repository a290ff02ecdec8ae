using System;
using System.Runtime.InteropServices;
using IronSsl.Tls.Crypto.Native;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Utilities;

namespace IronSsl.Tls.Crypto.KeyExchange;

/// <summary>Raises public numbers to secret exponents, for Diffie-Hellman over finite fields, which .NET lacks. <see
/// cref="LibCrypto"/> takes a fifth of BouncyCastle's time, and the same time for every exponent of one
/// length.</summary>
/// <remarks>OpenSSL's BN_mod_exp_mont_consttime(3). Where the library is missing, BouncyCastle computes. Its time
/// depends on the exponent, as that of .NET's <c>BigInteger</c> does, which is slower. An exponent is used twice and
/// then erased.
/// </remarks>
internal static partial class ModularExponentiation
{
    /// <summary>Writes the power, as long as the modulus, to <paramref name="result"/>.</summary>
    /// <param name="number">Below the modulus.</param>
    /// <param name="exponent">Big-endian; secret.</param>
    /// <param name="modulus">Odd, unless a program brings one of its own that is worth nothing.</param>
    /// <param name="result">As many bytes as the modulus has.</param>
    public static void Power(
        ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus, Span<byte> result)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Length, modulus.Length);
        if (LibCrypto.IsPresent && (modulus[^1] & 1) != 0)
        {
            PowerByLibCrypto(number, exponent, modulus, result);
        }
        else
        {
            PowerByBouncyCastle(number, exponent, modulus, result);
        }
    }

    internal static void PowerByLibCrypto(
        ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus, Span<byte> result)
    {
        using LibCryptoHandle context = new(NewContext(), FreeContext);
        using LibCryptoHandle a = Read(number);
        using LibCryptoHandle p = Read(exponent);
        using LibCryptoHandle m = Read(modulus);
        using LibCryptoHandle r = new(NewNumber(), ClearFree);
        if (context.IsInvalid || r.IsInvalid || PowerConstantTime(r, a, p, m, context, 0) != 1
            || Write(r, ref MemoryMarshal.GetReference(result), result.Length) != result.Length)
        {
            throw LibCrypto.Failure("A modular exponentiation");
        }
    }

    internal static void PowerByBouncyCastle(
        ReadOnlySpan<byte> number, ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus, Span<byte> result)
    {
        var power = new BigInteger(1, number).ModPow(new BigInteger(1, exponent), new BigInteger(1, modulus));
        BigIntegers.AsUnsignedByteArray(power, result);
    }

    private static LibCryptoHandle Read(ReadOnlySpan<byte> bigEndian)
    {
        var number = new LibCryptoHandle(
            Read(in MemoryMarshal.GetReference(bigEndian), bigEndian.Length, 0), ClearFree);
        return number.IsInvalid ? throw LibCrypto.Failure("A number") : number;
    }

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_CTX_new")]
    private static partial nint NewContext();

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_CTX_free")]
    private static partial void FreeContext(nint context);

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_new")]
    private static partial nint NewNumber();

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_clear_free")]
    private static partial void ClearFree(nint number);

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_bin2bn")]
    private static partial nint Read(in byte bigEndian, int length, nint number);

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_bn2binpad")]
    private static partial int Write(LibCryptoHandle number, ref byte destination, int length);

    [LibraryImport(LibCrypto.Name, EntryPoint = "BN_mod_exp_mont_consttime")]
    private static partial int PowerConstantTime(
        LibCryptoHandle result, LibCryptoHandle number, LibCryptoHandle exponent, LibCryptoHandle modulus,
        LibCryptoHandle context, nint montgomery);
}
