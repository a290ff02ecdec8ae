using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Engine.Sessions;

/// <summary>The bytes that stand for a session inside a sealed ticket. Read back only after the seal was found whole,
/// yet bounded like anything that comes from the wire.</summary>
/// <remarks>
/// struct {
///     uint8 format; uint16 version; uint16 cipher_suite; uint8 flags; uint64 time; uint32 timeout; uint32 age_add;
///     opaque secret&lt;0..255&gt;; opaque server_name&lt;0..255&gt;; opaque server_end_point&lt;0..255&gt;;
///     uint8 count; opaque certificate&lt;1..2^24-1&gt;[count];
/// } SessionState;
/// </remarks>
internal static class SessionCodec
{
    private const byte Format = 2;
    private const byte ExtendedMasterSecretFlag = 1;
    private const byte EncryptThenMacFlag = 2;
    private const byte HasServerNameFlag = 4;
    private const int FixedLength = 1 + 2 + 2 + 1 + 8 + 4 + 4;

    /// <summary>Writes a session; null when its secret was destroyed or it doesn't fit. The caller zeroes the
    /// result.</summary>
    public static byte[]? Encode(EngineSession session)
    {
        byte[]? secret = session.CopySecret();
        byte[] name = Encoding.UTF8.GetBytes(session.ServerName ?? string.Empty);
        if (secret is null)
        {
            return null;
        }

        if (secret.Length > byte.MaxValue || name.Length > byte.MaxValue
            || session.PeerChain.Length > byte.MaxValue)
        {
            CryptographicOperations.ZeroMemory(secret);
            return null;
        }

        byte[] endPoint = session.ServerEndPoint ?? [];
        int length = FixedLength + 1 + secret.Length + 1 + name.Length + 1 + endPoint.Length + 1;
        foreach (ParsedCertificate certificate in session.PeerChain)
        {
            length += 3 + certificate.Der.Length;
        }

        var bytes = new byte[length];
        bytes[0] = Format;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)session.Version);
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(3), (ushort)session.CipherSuite);
        bytes[5] = (byte)((session.IsExtendedMasterSecret ? ExtendedMasterSecretFlag : 0)
            | (session.IsEncryptThenMac ? EncryptThenMacFlag : 0)
            | (session.ServerName is not null ? HasServerNameFlag : 0));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(6), session.TimeSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(14), (uint)session.TimeoutSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(18), session.TicketAgeAdd);
        int position = FixedLength;
        Write(bytes, ref position, secret, 1);
        Write(bytes, ref position, name, 1);
        Write(bytes, ref position, endPoint, 1);
        bytes[position++] = (byte)session.PeerChain.Length;
        foreach (ParsedCertificate certificate in session.PeerChain)
        {
            Write(bytes, ref position, certificate.Der, 3);
        }

        CryptographicOperations.ZeroMemory(secret);
        return bytes;
    }

    /// <summary>Reads a session; null when it isn't one.</summary>
    public static EngineSession? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength || bytes[0] != Format)
        {
            return null;
        }

        byte flags = bytes[5];
        int position = FixedLength;
        if (!TryRead(bytes, ref position, 1, out ReadOnlySpan<byte> secret)
            || !TryRead(bytes, ref position, 1, out ReadOnlySpan<byte> name)
            || !TryRead(bytes, ref position, 1, out ReadOnlySpan<byte> endPoint)
            || position >= bytes.Length)
        {
            return null;
        }

        int count = bytes[position++];
        var chain = ImmutableArray.CreateBuilder<ParsedCertificate>(count);
        for (int i = 0; i < count; i++)
        {
            if (!TryRead(bytes, ref position, 3, out ReadOnlySpan<byte> der))
            {
                return null;
            }

            try
            {
                chain.Add(ParsedCertificate.Parse(der));
            }
            catch (TlsFailure)
            {
                return null;
            }
        }

        return position != bytes.Length
            ? null
            : new EngineSession(secret.ToArray())
            {
                Id = [],
                Version = BinaryPrimitives.ReadUInt16BigEndian(bytes[1..]),
                CipherSuite = BinaryPrimitives.ReadUInt16BigEndian(bytes[3..]),
                IsExtendedMasterSecret = (flags & ExtendedMasterSecretFlag) != 0,
                IsEncryptThenMac = (flags & EncryptThenMacFlag) != 0,
                TimeSeconds = BinaryPrimitives.ReadInt64BigEndian(bytes[6..]),
                TimeoutSeconds = BinaryPrimitives.ReadUInt32BigEndian(bytes[14..]),
                TicketAgeAdd = BinaryPrimitives.ReadUInt32BigEndian(bytes[18..]),
                ServerName = (flags & HasServerNameFlag) != 0 ? Encoding.UTF8.GetString(name) : null,
                PeerChain = chain.MoveToImmutable(),
                ServerEndPoint = endPoint.IsEmpty ? null : endPoint.ToArray(),
            };
    }

    private static void Write(byte[] bytes, ref int position, byte[] value, int lengthBytes)
    {
        for (int i = lengthBytes - 1; i >= 0; i--)
        {
            bytes[position++] = (byte)(value.Length >> (8 * i));
        }

        value.CopyTo(bytes, position);
        position += value.Length;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> bytes, ref int position, int lengthBytes, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (bytes.Length - position < lengthBytes)
        {
            return false;
        }

        int length = 0;
        for (int i = 0; i < lengthBytes; i++)
        {
            length = length << 8 | bytes[position++];
        }

        if (bytes.Length - position < length)
        {
            return false;
        }

        value = bytes.Slice(position, length);
        position += length;
        return true;
    }
}
