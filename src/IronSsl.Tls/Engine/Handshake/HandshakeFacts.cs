using System.Buffers.Binary;
using System.IO;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>Reads from a peer's messages what BouncyCastle checks but doesn't tell: the signature scheme.
/// Runs before BouncyCastle judges the message, and takes nothing from one that it can't read.</summary>
internal static class HandshakeFacts
{
    /// <summary>The scheme in a CertificateVerify message of TLS 1.2 or 1.3.</summary>
    public static SignatureSchemeEntry? SchemeOfCertificateVerify(HandshakeMessageInput message)
    {
        long start = message.Position;
        SignatureSchemeEntry? scheme = ReadScheme(message);
        message.Position = start;
        return scheme;
    }

    private static SignatureSchemeEntry? ReadScheme(MemoryStream message) =>
        ReadUInt16(message) is { } id ? SignatureSchemeTable.ById(id) : null;

    private static int? ReadUInt16(MemoryStream message)
    {
        System.Span<byte> bytes = stackalloc byte[2];
        return message.Read(bytes) == bytes.Length ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : null;
    }
}
