using System;
using System.Collections.Generic;

namespace IronSsl.Fuzz.Harness;

/// <summary>Changes the tree of a DER encoding, so that what is around the change stays well-formed.</summary>
internal static class DerMutator
{
    private static readonly byte[] s_tags =
    [
        0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x09, 0x0A, 0x0C, 0x13, 0x14, 0x16, 0x17, 0x18, 0x1A, 0x1C, 0x1E, 0x24,
        0x30,
        0x31, 0x80, 0x81, 0x82, 0x84, 0x86, 0x87, 0x88, 0xA0, 0xA1, 0xA2, 0xA3, 0xA4,
    ];

    // Contents at the edges of what the types allow.
    private static readonly byte[][] s_contents =
    [
        [], [0], [1], [0xFF], [0x80], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0xFF, 0xFF, 0xFF, 0xFF], [0x80, 0, 0, 0],
        [0x2A, 0x80, 0x01], [0x2A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x00, 0x00],
        [0xC3, 0x28], [0xD8, 0x00, 0xD8, 0x00], [0xFF, 0xFE], [0x07, 0x80], [0x09, 0xFF],
        "20240229000000Z"u8.ToArray(), "000000000000Z"u8.ToArray(), "99991231235959Z"u8.ToArray(),
        "240101000000+0100"u8.ToArray(), "20240101000000.5Z"u8.ToArray(), "*.example.com"u8.ToArray(),
        "a\0b"u8.ToArray(), ".."u8.ToArray(), "http://[::1"u8.ToArray(),
    ];

    /// <summary>One change; with bytes that aren't DER, one of their bytes.</summary>
    public static byte[] Mutate(byte[] data, byte[] other, ByteMutator bytes)
    {
        if (!DerNode.TryParseAll(data, out List<DerNode>? roots))
        {
            return bytes.Mutate(data, other);
        }

        Random random = bytes.Random;
        List<(List<DerNode> Siblings, int Index)> places = Places(roots);
        (List<DerNode> siblings, int index) = places[random.Next(places.Count)];
        DerNode node = siblings[index];
        switch (random.Next(14))
        {
            case 0:
                siblings.RemoveAt(index);
                break;
            case 1:
                Repeat(siblings, index, 1 + (random.Next(8) == 0 ? random.Next(200) : 0));
                break;
            case 2:
                int with = random.Next(siblings.Count);
                (siblings[index], siblings[with]) = (siblings[with], siblings[index]);
                break;
            case 3 or 4:
                siblings.Insert(index, Foreign(other, random) ?? node.Clone());
                break;
            case 5:
                siblings[index] = Foreign(other, random) ?? node;
                break;
            case 6:
                node.Tag = [s_tags[random.Next(s_tags.Length)]];
                break;
            case 7:
                siblings[index] = new DerNode { Tag = [s_tags[random.Next(s_tags.Length)]], Children = [node] };
                break;
            case 8:
                node.LengthOverride = random.Next(3) switch
                {
                    0 => [0x80],
                    1 => [0x82, 0, (byte)Math.Min(255, node.Content.Length)],
                    _ => [(byte)random.Next(256)],
                };
                node.Trailer = random.Next(2) == 0 ? [0, 0] : [];
                break;
            case 9:
                node.Children = null;
                node.Content = s_contents[random.Next(s_contents.Length)];
                break;
            case 10 when places.Count > 1:
                (List<DerNode> from, int at) = places[random.Next(places.Count)];
                siblings[index] = from[at].Clone();
                break;
            default:
                if (node.Children is null)
                {
                    node.Content = bytes.Mutate(node.Content, other);
                }
                else
                {
                    node.Children.Add(Foreign(data, random) ?? node.Clone());
                }

                break;
        }

        var result = new List<byte>();
        foreach (DerNode root in roots)
        {
            result.AddRange(root.Encode());
        }

        return [.. result];
    }

    private static List<(List<DerNode> Siblings, int Index)> Places(List<DerNode> roots)
    {
        var places = new List<(List<DerNode>, int)>();
        Collect(roots, places);
        return places;
    }

    private static void Collect(List<DerNode> siblings, List<(List<DerNode>, int)> places)
    {
        for (int i = 0; i < siblings.Count; i++)
        {
            places.Add((siblings, i));
            if (siblings[i].Children is { } children)
            {
                Collect(children, places);
            }
        }
    }

    private static void Repeat(List<DerNode> siblings, int index, int times)
    {
        for (int i = 0; i < times; i++)
        {
            siblings.Insert(index, siblings[index].Clone());
        }
    }

    private static DerNode? Foreign(byte[] other, Random random)
    {
        if (!DerNode.TryParseAll(other, out List<DerNode>? roots))
        {
            return null;
        }

        List<(List<DerNode> Siblings, int Index)> places = Places(roots);
        (List<DerNode> siblings, int index) = places[random.Next(places.Count)];
        return siblings[index].Clone();
    }
}
