using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Security.Cryptography;
using IronSsl.Tls.Crypto.Records;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>The sizes of TLS on the wire, how they are read, and the limits on them: of records and of handshake
/// messages.
/// </summary>
internal static class Wire
{
    /// <summary>The bytes of a record before its fragment (RFC 8446 section 5.1).</summary>
    public const int RecordHeaderLength = RecordSizes.HeaderLength;

    /// <summary>The longest fragment before encryption (RFC 8446 section 5.1); OpenSSL's
    /// `SSL3_RT_MAX_PLAIN_LENGTH`.</summary>
    public const int MaximumPlaintextBytes = RecordSizes.MaximumPlaintextBytes;

    /// <summary>The longest fragment that is taken in TLS 1.2 and below. RFC 5246 section 6.2.3 allows 2^14 + 2048;
    /// without compression OpenSSL's buffer holds `SSL3_RT_MAX_ENCRYPTED_OVERHEAD` more than the plaintext.</summary>
    public const int MaximumFragmentBytes = MaximumPlaintextBytes + 320;

    /// <summary>The longest fragment of TLS 1.3 (RFC 8446 section 5.2).</summary>
    public const int MaximumFragmentBytes13 = MaximumPlaintextBytes + 256;

    /// <summary>The most that a record is longer than its plaintext, header included (RFC 5246 section
    /// 6.2.3).</summary>
    public const int MaximumOverheadBytes = RecordHeaderLength + RecordSizes.MaximumExpansionBytes;

    /// <summary>The bytes of a handshake message before its body: struct { HandshakeType msg_type; uint24 length; }
    /// (RFC 8446 section 4).</summary>
    public const int MessageHeaderLength = 4;

    /// <summary>The random of a hello (RFC 8446 section 4.1.2).</summary>
    public const int RandomLength = 32;

    /// <summary>The longest session id (RFC 8446 section 4.1.2).</summary>
    public const int MaximumSessionIdLength = 32;

    /// <summary>The longest message that brings certificates or keys; OpenSSL's `SSL_MAX_CERT_LIST_DEFAULT`.</summary>
    public const int MaximumLongMessageBytes = 100 * 1024;

    /// <summary>The limit that BouncyCastle is told for a message: above any that there can be, as
    /// <see cref="MessageLimit"/> has bounded it before.</summary>
    public const int AnyMessageBytes = 1 << 24;

    /// <summary>The limit that BouncyCastle is told for a chain: more certificates than a message of
    /// <see cref="MaximumLongMessageBytes"/> holds. The verifier bounds the work that a chain may cause.</summary>
    public const int AnyChainLength = 1 << 15;

    private const int ShortMessageBytes = 1 << 14;

    private static readonly byte[] s_retryRandom = SHA256.HashData("HelloRetryRequest"u8);

    /// <summary>The random of a ServerHello that is a HelloRetryRequest: SHA-256 of that word (RFC 8446 section
    /// 4.1.3).</summary>
    public static ReadOnlySpan<byte> RetryRandom => s_retryRandom;

    /// <summary>The version in a record's header.</summary>
    public static int RecordVersion(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[RecordSizes.VersionOffset..]);

    /// <summary>The length of a record's fragment, as its header has it.</summary>
    public static int FragmentLength(ReadOnlySpan<byte> header) =>
        BinaryPrimitives.ReadUInt16BigEndian(header[RecordSizes.LengthOffset..]);

    /// <summary>The length of a message's body, as its header has it.</summary>
    public static int BodyLength(ReadOnlySpan<byte> header) => header[1] << 16 | header[2] << 8 | header[3];

    /// <summary>The length of the message that begins here, header included; more than any there is while the header
    /// isn't whole.</summary>
    public static int MessageLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < MessageHeaderLength ? int.MaxValue : MessageHeaderLength + BodyLength(bytes);

    /// <summary>The longest body that this role takes of a message; null for a type that nobody sends to it. OpenSSL
    /// `ossl_statem_client_max_message_size` and `ossl_statem_server_max_message_size`.</summary>
    public static int? MessageLimit(TlsRole role, short type) => (role, type) switch
    {
        (TlsRole.Client, HandshakeType.hello_request) => ShortMessageBytes,
        (TlsRole.Client, HandshakeType.server_hello) => 65_607,
        (TlsRole.Client, HandshakeType.new_session_ticket) => 131_338,
        (TlsRole.Client, HandshakeType.encrypted_extensions) => 20_000,
        (TlsRole.Client, HandshakeType.server_key_exchange) => MaximumLongMessageBytes,
        (TlsRole.Client, HandshakeType.certificate_request) => MaximumLongMessageBytes,
        (TlsRole.Client, HandshakeType.server_hello_done) => ShortMessageBytes,
        (TlsRole.Client, HandshakeType.certificate_status) => ShortMessageBytes,
        (TlsRole.Server, HandshakeType.client_hello) => 131_396,
        (TlsRole.Server, HandshakeType.end_of_early_data) => ShortMessageBytes,
        (TlsRole.Server, HandshakeType.client_key_exchange) => MaximumLongMessageBytes,
        (_, HandshakeType.certificate) => MaximumLongMessageBytes,
        (_, HandshakeType.certificate_verify) => ShortMessageBytes,
        (_, HandshakeType.finished) => ShortMessageBytes,
        (_, HandshakeType.key_update) => ShortMessageBytes,
        _ => null,
    };

    /// <summary>A handshake message: header and body.</summary>
    public static byte[] Message(short type, byte[] body) =>
        [(byte)type, (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];

    /// <summary>A handshake message in parts that each fit into a record.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Fragments(ReadOnlyMemory<byte> message)
    {
        for (int start = 0; start < message.Length; start += MaximumPlaintextBytes)
        {
            yield return message.Slice(start, Math.Min(MaximumPlaintextBytes, message.Length - start));
        }
    }
}
