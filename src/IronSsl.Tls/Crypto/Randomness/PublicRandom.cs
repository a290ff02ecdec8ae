using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Crypto.Randomness;

/// <summary>Random values that go over the network in clear: hello randoms, nonces. The system's generator takes as
/// long for half a kilobyte as for one value, so a thread draws several ahead. Never for keys, which nobody may find
/// before they are used.</summary>
internal static class PublicRandom
{
    private const int DrawnBytes = 512;

    /// <summary>A longer value is drawn by itself.</summary>
    private const int LargestSharedBytes = 64;

    [ThreadStatic]
    private static byte[]? s_drawn;

    [ThreadStatic]
    private static int s_left;

    /// <summary>Fills <paramref name="destination"/> from <paramref name="random"/>. From the system's generator the
    /// thread has drawn the bytes ahead. No byte is given twice.</summary>
    public static void NextPublicBytes(this SecureRandom random, Span<byte> destination)
    {
        if (random is not PlatformRandom || destination.Length > LargestSharedBytes)
        {
            random.NextBytes(destination);
            return;
        }

        byte[] drawn = s_drawn ??= new byte[DrawnBytes];
        if (s_left < destination.Length)
        {
            // If filling fails, no old byte may be given again.
            s_left = 0;
            RandomNumberGenerator.Fill(drawn);
            s_left = DrawnBytes;
        }

        Span<byte> taken = drawn.AsSpan(s_left - destination.Length, destination.Length);
        taken.CopyTo(destination);
        taken.Clear();
        s_left -= destination.Length;
    }
}
