using System.Buffers.Binary;
using System.IO;
using IronSsl.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Engine.Peers;

/// <summary>Reads from a peer's messages what BouncyCastle checks but doesn't tell: the group and the signature schemes.
/// Runs before BouncyCastle judges the message, and takes nothing from one that it can't read.</summary>
internal static class HandshakeFacts
{
    private const int NamedCurve = 3;

    /// <summary>The scheme in a CertificateVerify message of TLS 1.2 or 1.3.</summary>
    public static SignatureSchemeEntry? SchemeOfCertificateVerify(HandshakeMessageInput message)
    {
        long start = message.Position;
        SignatureSchemeEntry? scheme = ReadScheme(message);
        message.Position = start;
        return scheme;
    }

    /// <summary>The group and the scheme in a ServerKeyExchange message of TLS 1.2 and below.</summary>
    /// <remarks>
    /// ECDHE (RFC 8422 section 5.4): curve_type, namedcurve, opaque point&lt;1..2^8-1&gt;, signature. DHE (RFC 5246 section
    /// 7.4.3): opaque p, g and Ys&lt;1..2^16-1&gt;, signature.
    /// </remarks>
    public static void ReadServerKeyExchange(ConnectionFacts facts, int version, HandshakeMessageInput message)
    {
        string? keyExchange = facts.Cipher?.KeyExchange;
        long start = message.Position;
        if (keyExchange == "ECDH" && message.ReadByte() == NamedCurve && ReadUInt16(message) is { } group)
        {
            facts.Group = GroupTable.ById(group);
            int pointLength = System.Math.Max(0, message.ReadByte());
            message.Position += pointLength;
        }
        else if (keyExchange == "DH")
        {
            for (int i = 0; i < 3; i++)
            {
                int length = ReadUInt16(message) ?? 0;
                message.Position += length;
            }
        }

        if (version == TlsVersion.Tls12 && keyExchange is "ECDH" or "DH")
        {
            facts.ServerSignatureScheme = ReadScheme(message);
        }

        message.Position = start;
    }

    private static SignatureSchemeEntry? ReadScheme(MemoryStream message) =>
        ReadUInt16(message) is { } id ? SignatureSchemeTable.ById(id) : null;

    private static int? ReadUInt16(MemoryStream message)
    {
        System.Span<byte> bytes = stackalloc byte[2];
        return message.Read(bytes) == bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : null;
    }
}
