using System;
using System.Linq;
using System.Text;

namespace IronSsl.Fuzz.Peer;

/// <summary>The messages of a handshake as bytes: RFC 8446 section 4, RFC 5246 section 7.4, RFC 8422, RFC
/// 5077.</summary>
internal static class HandshakeWriter
{
    public const int ServerName = 0;
    public const int StatusRequest = 5;
    public const int SupportedGroups = 10;
    public const int PointFormats = 11;
    public const int SignatureAlgorithms = 13;
    public const int Alpn = 16;
    public const int EncryptThenMac = 22;
    public const int ExtendedMasterSecret = 23;
    public const int SessionTicket = 35;
    public const int PreSharedKey = 41;
    public const int SupportedVersions = 43;
    public const int Cookie = 44;
    public const int PskModes = 45;
    public const int PostHandshakeAuth = 49;
    public const int KeyShare = 51;
    public const int RenegotiationInfo = 0xFF01;

    /// <summary>The public key of <see cref="PeerIdentity.ExchangeKey"/>.</summary>
    public static byte[] Share { get; } =
        new Org.BouncyCastle.Crypto.Parameters.X25519PrivateKeyParameters(PeerIdentity.ExchangeKey).GeneratePublicKey()
            .GetEncoded();

    public static byte[] Message(byte type, params byte[] body) => [type, .. Number(body.Length, 3), .. body];

    /// <summary>A ClientHello without a session to resume, unless an id is given.</summary>
    public static byte[] ClientHello(int version, int[] suites, byte[][] extensions, byte[]? sessionId = null) =>
        Message(
        1,
        [
            .. Number(version, 2), .. Enumerable.Repeat((byte)0x11, 32), .. Vector(1, sessionId ?? new byte[32]),
            .. Vector(2, [.. suites.SelectMany(suite => Number(suite, 2))]), 1, 0, .. Extensions(extensions),
        ]);

    /// <summary>A ServerHello; its session id of 32 bytes is to be replaced by the client's.</summary>
    public static byte[] ServerHello(
        int version, int suite, byte[][] extensions, byte[]? random = null, byte[]? sessionId = null) =>
        Message(
            2,
            [
                .. Number(version, 2), .. random ?? [.. Enumerable.Repeat((byte)0x22, 32)],
                .. Vector(1, sessionId ?? new byte[32]), .. Number(suite, 2), 0, .. Extensions(extensions),
            ]);

    public static byte[] Extension(int type, params byte[] body) => [.. Number(type, 2), .. Vector(2, body)];

    public static byte[] Extensions(params byte[][] extensions) => Vector(2, [.. extensions.SelectMany(each => each)]);

    /// <summary>What nearly every ClientHello has.</summary>
    public static byte[][] Usual(string name = "localhost", int[]? groups = null) =>
    [
        Extension(ServerName, Vector(2, [0, .. Vector(2, Encoding.ASCII.GetBytes(name))])),
        Extension(SupportedGroups, Vector(2, [.. (groups ?? [29, 23, 24]).SelectMany(group => Number(group, 2))])),
        Extension(SignatureAlgorithms, Vector(2, 4, 3, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1, 6, 1, 2, 3, 2, 1)),
        Extension(Alpn, Vector(2, [.. Vector(1, "h2"u8), .. Vector(1, "http/1.1"u8)])),
    ];

    /// <summary>What a ClientHello of TLS 1.3 has besides; without a share the server has to ask for one.</summary>
    public static byte[][] Tls13(bool hasShare = true) =>
    [
        Extension(SupportedVersions, 4, 3, 4, 3, 3),
        Extension(PskModes, 1, 1),
        Extension(KeyShare, Vector(2, hasShare ? [0, 29, .. Vector(2, Share)] : [])),
    ];

    /// <summary>What a ClientHello of TLS 1.2 has besides.</summary>
    public static byte[][] Tls12(params byte[] ticket) =>
    [
        Extension(ExtendedMasterSecret), Extension(RenegotiationInfo, 0), Extension(PointFormats, 1, 0),
        Extension(SessionTicket, ticket), Extension(StatusRequest, 1, 0, 0, 0, 0),
    ];

    /// <summary>A Certificate message of TLS 1.3.</summary>
    public static byte[] Certificate13(byte[] context, params byte[][] chain) => Message(
        11, [.. Vector(1, context), .. Vector(3, [.. chain.SelectMany(der => (byte[])[.. Vector(3, der), 0, 0])])]);

    /// <summary>A Certificate message of TLS 1.2.</summary>
    public static byte[] Certificate12(params byte[][] chain) =>
        Message(11, Vector(3, [.. chain.SelectMany(der => Vector(3, der))]));

    /// <summary>The one extension that a CertificateRequest of TLS 1.3 needs.</summary>
    public static byte[] CertificateRequest13(params byte[] context) => Message(
        13, [.. Vector(1, context), .. Extensions(Extension(SignatureAlgorithms, Vector(2, 4, 3, 8, 4, 5, 3)))]);

    public static byte[] CertificateRequest12() => Message(
        13, [.. Vector(1, 64, 1), .. Vector(2, 4, 3, 8, 4),
        .. Vector(2, Vector(2, PeerIdentity.Root.Subject.Der.ToArray()))]);

    /// <summary>A NewSessionTicket of TLS 1.3.</summary>
    public static byte[] Ticket13(params byte[][] extensions) => Message(
        4, [0, 0, 28, 32, 1, 2, 3, 4, .. Vector(1, 9), .. Vector(2, "ticket"u8), .. Extensions(extensions)]);

    /// <summary>A NewSessionTicket of TLS 1.2.</summary>
    public static byte[] Ticket12() => Message(4, [0, 0, 28, 32, .. Vector(2, "ticket"u8)]);

    public static byte[] Vector(int lengthBytes, params ReadOnlySpan<byte> content) =>
        [.. Number(content.Length, lengthBytes), .. content];

    public static byte[] Number(int value, int bytes) =>
        [.. Enumerable.Range(0, bytes).Select(i => (byte)(value >> (8 * (bytes - 1 - i))))];
}
