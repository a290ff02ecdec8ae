using System;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>Reads what an honest engine wrote; what doesn't fit is a failure of the test.</summary>
internal sealed class WireReader
{
    private readonly byte[] _bytes;
    private int _position;

    public WireReader(byte[] bytes) => _bytes = bytes;

    public bool IsAtEnd => _position == _bytes.Length;

    public int Number(int bytes)
    {
        int value = 0;
        foreach (byte b in Take(bytes))
        {
            value = value << 8 | b;
        }

        return value;
    }

    public byte[] Take(int count)
    {
        byte[] taken = _bytes.AsSpan(_position, count).ToArray();
        _position += count;
        return taken;
    }

    /// <summary>A vector whose length takes that many bytes.</summary>
    public byte[] Opaque(int lengthBytes) => Take(Number(lengthBytes));
}
