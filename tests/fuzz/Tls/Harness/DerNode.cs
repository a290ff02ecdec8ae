using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;

namespace IronSsl.Fuzz.Harness;

/// <summary>An element of DER that can be changed; lengths follow from the contents when it is written.</summary>
internal sealed class DerNode
{
    private const int DeepestNesting = 24;
    private const byte Constructed = 0x20;
    private const byte BitString = 0x03;
    private const byte OctetString = 0x04;

    /// <summary>The identifier octets.</summary>
    public required byte[] Tag { get; set; }

    /// <summary>What stands before the children: the count of unused bits of a BIT STRING that holds an
    /// element.</summary>
    public byte[] Content { get; set; } = [];

    /// <summary>The elements inside; null for a primitive one.</summary>
    public List<DerNode>? Children { get; set; }

    /// <summary>The length octets, if they are to say something else than the length.</summary>
    public byte[]? LengthOverride { get; set; }

    /// <summary>What stands after the contents though it doesn't count.</summary>
    public byte[] Trailer { get; set; } = [];

    /// <summary>Reads elements up to the end of the data.</summary>
    public static bool TryParseAll(ReadOnlySpan<byte> data, [NotNullWhen(true)] out List<DerNode>? nodes, int depth = 0)
    {
        nodes = [];
        while (!data.IsEmpty)
        {
            if (!TryParse(ref data, depth, out DerNode? node))
            {
                return false;
            }

            nodes.Add(node);
        }

        return nodes.Count > 0;
    }

    /// <summary>Reads one element.</summary>
    public static bool TryParse(ref ReadOnlySpan<byte> data, int depth, [NotNullWhen(true)] out DerNode? node)
    {
        node = null;
        int tagBytes = 1;
        if (data.Length > 0 && (data[0] & 0x1F) == 0x1F)
        {
            do
            {
                tagBytes++;
            }
            while (tagBytes <= data.Length && data[tagBytes - 1] >= 0x80);
        }

        if (data.Length <= tagBytes || !TryReadLength(data[tagBytes..], out int length, out int lengthBytes)
            || data.Length - tagBytes - lengthBytes < length)
        {
            return false;
        }

        ReadOnlySpan<byte> content = data.Slice(tagBytes + lengthBytes, length);
        node = new DerNode { Tag = data[..tagBytes].ToArray() };
        data = data[(tagBytes + lengthBytes + length)..];
        int unused = node.Tag[0] == BitString && content.Length > 1 && content[0] == 0 ? 1 : 0;
        bool mayHold = (node.Tag[0] & Constructed) != 0 || unused > 0 || node.Tag[0] == OctetString;
        if (mayHold && depth < DeepestNesting && TryParseAll(content[unused..], out List<DerNode>? children, depth + 1))
        {
            node.Content = content[..unused].ToArray();
            node.Children = children;
        }
        else
        {
            node.Content = content.ToArray();
            node.Children = (node.Tag[0] & Constructed) != 0 && content.IsEmpty ? [] : null;
        }

        return true;
    }

    /// <summary>The encoding.</summary>
    public byte[] Encode()
    {
        var content = new List<byte>(Content);
        foreach (DerNode child in Children ?? [])
        {
            content.AddRange(child.Encode());
        }

        return [.. Tag, .. LengthOverride ?? EncodeLength(content.Count), .. content, .. Trailer];
    }

    /// <summary>A copy that shares nothing.</summary>
    public DerNode Clone() => new()
    {
        Tag = [.. Tag],
        Content = [.. Content],
        Children = Children?.ConvertAll(child => child.Clone()),
        LengthOverride = LengthOverride,
        Trailer = Trailer,
    };

    /// <summary>The shortest length octets.</summary>
    public static byte[] EncodeLength(int length) => length switch
    {
        < 0x80 => [(byte)length],
        <= 0xFF => [0x81, (byte)length],
        <= 0xFFFF => [0x82, (byte)(length >> 8), (byte)length],
        _ => [0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length],
    };

    private static bool TryReadLength(ReadOnlySpan<byte> data, out int length, out int lengthBytes)
    {
        length = data[0];
        lengthBytes = 1;
        if (length < 0x80)
        {
            return true;
        }

        int count = length & 0x7F;
        if (count is 0 or > 3 || data.Length <= count)
        {
            return false;
        }

        length = 0;
        for (int i = 1; i <= count; i++)
        {
            length = length << 8 | data[i];
        }

        lengthBytes = 1 + count;
        return true;
    }
}
