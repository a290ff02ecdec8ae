using System;
using System.Collections.Generic;
using IronSsl.Fuzz.Peer;

namespace IronSsl.Fuzz.Harness;

/// <summary>Changes a peer's script: its frames, or the bytes in one, most often with the lengths around
/// them.</summary>
internal static class ScriptMutator
{
    private const int HandshakeHeaderBytes = 4;

    private static readonly FrameKind[] s_kinds = [.. Enum.GetValues<FrameKind>(), (FrameKind)24, 0, (FrameKind)0x7F];

    private static readonly byte[] s_messageTypes =
        [0, 1, 2, 3, 4, 5, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 23, 24, 25, 254];

    /// <summary>Numbers of extensions that some code here looks at.</summary>
    private static readonly int[] s_extensions =
    [
        0, 1, 4, 5, 10, 11, 13, 14, 16, 18, 21, 22, 23, 27, 28, 35, 41, 42, 43, 44, 45, 47, 49, 50, 51, 0x3374, 0xFF01,
        0x0A0A,
    ];

    /// <summary>One change.</summary>
    public static byte[] Mutate(byte[] data, byte[] other, ByteMutator bytes)
    {
        PeerScript script = PeerScript.Parse(data);
        List<(FrameKind Kind, byte[] Body)> frames = script.Frames;
        if (frames.Count == 0)
        {
            return bytes.Mutate(data, other);
        }

        Random random = bytes.Random;
        int index = random.Next(frames.Count);
        (FrameKind kind, byte[] body) = frames[index];
        switch (random.Next(16))
        {
            case 0:
                frames.RemoveAt(index);
                break;
            case 1:
                for (int times = random.Next(12) == 0 ? random.Next(80) : 1; times > 0; times--)
                {
                    frames.Insert(index, frames[index]);
                }

                break;
            case 2:
                int with = random.Next(frames.Count);
                (frames[index], frames[with]) = (frames[with], frames[index]);
                break;
            case 3:
                List<(FrameKind, byte[])> others = PeerScript.Parse(other).Frames;
                if (others.Count > 0)
                {
                    frames.Insert(random.Next(frames.Count + 1), others[random.Next(others.Count)]);
                }

                break;
            case 4:
                frames[index] = (s_kinds[random.Next(s_kinds.Length)], body);
                break;
            case 5 when body.Length > 1:
                // Fragments of one message.
                int cut = random.Next(1, body.Length);
                frames[index] = (kind, body[..cut]);
                frames.Insert(index + 1, (kind, body[cut..]));
                break;
            case 6 when index + 1 < frames.Count:
                // Messages in one record.
                frames[index] = (kind, [.. body, .. frames[index + 1].Body]);
                frames.RemoveAt(index + 1);
                break;
            case 7 when body.Length > 0:
                byte[] retyped = [.. body];
                retyped[0] = s_messageTypes[random.Next(s_messageTypes.Length)];
                frames[index] = (kind, retyped);
                break;
            case 8:
                frames[index] = (kind, InsertExtension(body, random));
                break;
            case 9 when FindDer(body, random) is (int start, int length):
                byte[] changed = DerMutator.Mutate(body[start..(start + length)], other, bytes);
                frames[index] = (kind, LengthRepair.Replace(body, start, length, changed, random));
                break;
            case 10 when frames.Count > 1:
                frames.RemoveRange(index, frames.Count - index);
                break;
            case 11:
                byte[] small = new byte[random.Next(4)];
                random.NextBytes(small);
                frames.Insert(index, (s_kinds[random.Next(s_kinds.Length)], small));
                break;
            default:
                frames[index] = (kind, ChangeBody(body, other, bytes));
                break;
        }

        return script.Encode();
    }

    private static byte[] ChangeBody(byte[] body, byte[] other, ByteMutator bytes)
    {
        Random random = bytes.Random;
        if (body.Length <= HandshakeHeaderBytes || random.Next(3) == 0)
        {
            return bytes.Mutate(body, other);
        }

        int start = random.Next(body.Length);
        int length = Math.Min(body.Length - start, random.Next(3) == 0 ? 0 : bytes.Size());
        byte[] replacement = random.Next(3) == 0 ? [] : bytes.Mutate(body[start..(start + length)], other);
        return LengthRepair.Replace(body, start, length, replacement, random);
    }

    // Where one extension may begin or end, another may stand: at the end of a message, or before bytes that look like
    // one.
    private static byte[] InsertExtension(byte[] body, Random random)
    {
        int number = s_extensions[random.Next(s_extensions.Length)];
        byte[] value = new byte[random.Next(6)];
        random.NextBytes(value);
        byte[] extension = [(byte)(number >> 8), (byte)number, 0, (byte)value.Length, .. value];
        int at = body.Length;
        for (int i = 0; i < 8 && body.Length > HandshakeHeaderBytes; i++)
        {
            int candidate = random.Next(HandshakeHeaderBytes, body.Length);
            if (candidate + 3 < body.Length && body[candidate] == 0
                && Array.IndexOf(s_extensions, body[candidate + 1]) >= 0 && body[candidate + 2] == 0)
            {
                at = candidate;
                break;
            }
        }

        return LengthRepair.Replace(body, at, 0, extension, random);
    }

    private static (int Start, int Length)? FindDer(byte[] body, Random random)
    {
        for (int i = 0; i < 16 && body.Length > 0; i++)
        {
            int start = Array.IndexOf(body, (byte)0x30, random.Next(body.Length));
            if (start < 0)
            {
                continue;
            }

            ReadOnlySpan<byte> rest = body.AsSpan(start);
            if (DerNode.TryParse(ref rest, 0, out DerNode? node) && node.Children is { Count: > 0 })
            {
                return (start, body.Length - start - rest.Length);
            }
        }

        return null;
    }
}
