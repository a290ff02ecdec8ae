using System;
using System.Buffers.Binary;
using System.IO;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>
/// Reads the fields of a peer's message in order (RFC 8446 section 3). A structure that ends too early, or goes on
/// where it should end, is a decode_error (section 6: a peer that receives a message which can't be parsed MUST end the
/// connection with it).
/// </summary>
internal ref struct HandshakeReader
{
    private readonly string _reason;
    private ReadOnlySpan<byte> _rest;

    /// <param name="bytes">The structure.</param>
    /// <param name="reason">OpenSSL's reason for this structure when it's malformed.</param>
    public HandshakeReader(ReadOnlySpan<byte> bytes, string reason)
    {
        _rest = bytes;
        _reason = reason;
    }

    /// <summary>The rest of a message that isn't read yet, in place.</summary>
    public static ReadOnlySpan<byte> Rest(MemoryStream message) => message.TryGetBuffer(out ArraySegment<byte> bytes)
        ? bytes.AsSpan((int)message.Position)
        : message.ToArray().AsSpan((int)message.Position);

    public readonly bool IsAtEnd => _rest.IsEmpty;

    public readonly int Remaining => _rest.Length;

    /// <summary>The failure of a malformed structure.</summary>
    public readonly FailureAlert Malformed() => FailureAlert.Ssl(AlertDescription.decode_error, _reason);

    public readonly void RequireEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw Malformed();
        }
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw Malformed();
        }

        ReadOnlySpan<byte> taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    public int ReadUInt8() => Take(1)[0];

    public int ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    public int ReadUInt24() => ReadUInt8() << 16 | ReadUInt16();

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>opaque&lt;minimum..2^8-1&gt;</summary>
    public ReadOnlySpan<byte> ReadVector8(int minimum = 0) => TakeAtLeast(ReadUInt8(), minimum);

    /// <summary>opaque&lt;minimum..2^16-1&gt;</summary>
    public ReadOnlySpan<byte> ReadVector16(int minimum = 0) => TakeAtLeast(ReadUInt16(), minimum);

    /// <summary>opaque&lt;minimum..2^24-1&gt;</summary>
    public ReadOnlySpan<byte> ReadVector24(int minimum = 0) => TakeAtLeast(ReadUInt24(), minimum);

    /// <summary>A list of two-byte numbers that fills the rest, with one at least: uint16&lt;2..2^16-1&gt;.</summary>
    public void RequireUInt16List()
    {
        if (ReadVector16(2).Length % 2 != 0)
        {
            throw Malformed();
        }

        RequireEnd();
    }

    /// <summary>The two-byte numbers of a list.</summary>
    public static int[] Numbers(ReadOnlySpan<byte> list)
    {
        var numbers = new int[list.Length / sizeof(ushort)];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadUInt16BigEndian(list[(sizeof(ushort) * i)..]);
        }

        return numbers;
    }

    private ReadOnlySpan<byte> TakeAtLeast(int count, int minimum) => count < minimum ? throw Malformed() : Take(count);
}
