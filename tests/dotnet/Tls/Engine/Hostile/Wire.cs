using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;

namespace IronSsl.Tls.Tests.Engine.Hostile;

/// <summary>The presentation language of TLS (RFC 8446 section 3), for writing: numbers, and vectors with their
/// length.</summary>
internal static class Wire
{
    public static byte[] U16(int value) => [(byte)(value >> 8), (byte)value];

    public static byte[] U24(int value) => [(byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] U32(uint value) => [.. U16((int)(value >> 16)), .. U16((int)(value & 0xFFFF))];

    public static byte[] U64(ulong value)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, value);
        return bytes;
    }

    public static byte[] Opaque8(params byte[] data) => [(byte)data.Length, .. data];

    public static byte[] Opaque16(params byte[] data) => [.. U16(data.Length), .. data];

    public static byte[] Opaque24(params byte[] data) => [.. U24(data.Length), .. data];

    /// <summary>A vector of two-byte numbers with a length of two bytes, such as supported_groups.</summary>
    public static byte[] List16(params IEnumerable<int> values) => Opaque16([.. values.SelectMany(U16)]);

    /// <summary>A handshake message with its header (RFC 8446 section 4).</summary>
    public static byte[] Message(byte type, params byte[] body) => [type, .. Opaque24(body)];

    /// <summary>A record as it is, unprotected (RFC 8446 section 5.1).</summary>
    public static byte[] Record(byte contentType, int version, params byte[] content) =>
        [contentType, .. U16(version), .. Opaque16(content)];
}
