using System;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Makes arrays for output, which become the program's own. When a length repeats, it makes a few at
/// once.</summary>
/// <remarks>
/// The runtime cuts small objects out of pieces of 8 KiB, which it clears, and throws the rest of a piece away when
/// something larger is asked for. A record's array and the small objects about it would take turns: clearing a new
/// piece for each record was 2 % of what records in memory cost (.NET 10, by perf).
/// </remarks>
internal static class OutputArrays
{
    private const int Ahead = 3;
    private const int SmallestBytes = 1 << 13;

    [ThreadStatic]
    private static byte[]?[]? s_ahead;

    [ThreadStatic]
    private static int s_count;

    [ThreadStatic]
    private static int s_lastLength;

    /// <summary>An array of that length with arbitrary content, for the caller alone.</summary>
    public static byte[] Take(int length)
    {
        if (length < SmallestBytes)
        {
            return GC.AllocateUninitializedArray<byte>(length);
        }

        byte[]?[] ahead = s_ahead ??= new byte[Ahead][];
        if (length != s_lastLength)
        {
            s_lastLength = length;
            s_count = 0;
            ahead.AsSpan().Clear();
            return GC.AllocateUninitializedArray<byte>(length);
        }

        if (s_count == 0)
        {
            for (; s_count < Ahead; s_count++)
            {
                ahead[s_count] = GC.AllocateUninitializedArray<byte>(length);
            }
        }

        byte[] taken = ahead[--s_count]!;
        ahead[s_count] = null;
        return taken;
    }
}
