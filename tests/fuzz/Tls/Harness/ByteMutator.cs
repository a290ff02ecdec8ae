using System;
using System.Collections.Immutable;

namespace IronSsl.Fuzz.Harness;

/// <summary>Changes bytes of which nothing is known.</summary>
internal sealed class ByteMutator(Random random, ImmutableArray<byte[]> tokens)
{
    private static readonly byte[] s_edges =
        [0, 1, 2, 0x10, 0x1F, 0x20, 0x30, 0x7F, 0x80, 0x81, 0x82, 0xA0, 0xFE, 0xFF];

    public Random Random { get; } = random;

    /// <summary>One change at a random place.</summary>
    public byte[] Mutate(byte[] data, byte[] other)
    {
        if (data.Length == 0)
        {
            return other.Length > 0 ? Part(other) : [(byte)Random.Next(256)];
        }

        byte[] copy = [.. data];
        int at = Random.Next(data.Length);
        switch (Random.Next(tokens.IsEmpty ? 11 : 14))
        {
            case 0:
                copy[at] ^= (byte)(1 << Random.Next(8));
                return copy;
            case 1:
                copy[at] = (byte)Random.Next(256);
                return copy;
            case 2:
                copy[at] = s_edges[Random.Next(s_edges.Length)];
                return copy;
            case 3:
                copy[at] += (byte)(Random.Next(2) == 0 ? 1 : 255);
                return copy;
            case 4:
                return Remove(data, at, Size());
            case 5:
                return Insert(data, at, Part(data));
            case 6:
                return Insert(data, at, Part(other.Length > 0 ? other : data));
            case 7:
                return Insert(data, at, Filling());
            case 8:
                byte[] part = Part(other.Length > 0 ? other : data);
                part.AsSpan(0, Math.Min(part.Length, copy.Length - at)).CopyTo(copy.AsSpan(at));
                return copy;
            case 9:
                return data[..at];
            case 10:
                int otherAt = Random.Next(other.Length + 1);
                return [.. data[..at], .. other[otherAt..]];
            case 11:
                return Insert(data, at, Token());
            case 12:
                return Insert(Remove(data, at, Size()), at, Token());
            default:
                byte[] token = Token();
                token.AsSpan(0, Math.Min(token.Length, copy.Length - at)).CopyTo(copy.AsSpan(at));
                return copy;
        }
    }

    /// <summary>Puts bytes between others.</summary>
    public static byte[] Insert(byte[] data, int at, byte[] more)
    {
        at = Math.Min(at, data.Length);
        return [.. data[..at], .. more, .. data[at..]];
    }

    /// <summary>Takes bytes away, as many of them as there are.</summary>
    public static byte[] Remove(byte[] data, int at, int count) =>
        [.. data[..at], .. data[Math.Min(data.Length, at + count)..]];

    /// <summary>A random length, mostly small.</summary>
    public int Size() => 1 + Random.Next(Random.Next(8) switch { 0 => 300, 1 or 2 => 32, _ => 4 });

    private byte[] Part(byte[] data)
    {
        int start = Random.Next(data.Length);
        return data[start..Math.Min(data.Length, start + Size())];
    }

    private byte[] Filling()
    {
        byte[] filling = new byte[Size()];
        if (Random.Next(2) == 0)
        {
            Random.NextBytes(filling);
        }
        else
        {
            Array.Fill(filling, s_edges[Random.Next(s_edges.Length)]);
        }

        return filling;
    }

    private byte[] Token() => tokens[Random.Next(tokens.Length)];
}
