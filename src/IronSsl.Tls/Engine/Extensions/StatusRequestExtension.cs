using System;
using IronSsl.Tls.Engine.Handshake;

namespace IronSsl.Tls.Engine.Extensions;

/// <summary>status_request (RFC 6066 section 8), which is neither sent nor answered; OpenSSL reads it all the
/// same.</summary>
internal static class StatusRequestExtension
{
    private const byte OcspStatus = 1;

    // ASN.1: identifier octets.
    private const byte SequenceTag = 0x30;
    private const byte OctetStringTag = 0x04;
    private const byte ByNameTag = 0xa1;
    private const byte ByKeyTag = 0xa2;

    /// <summary>Server: struct { CertificateStatusType status_type; ResponderID responder_id_list&lt;0..2^16-1&gt;;
    /// Extensions request_extensions&lt;0..2^16-1&gt;; }, the latter two for OCSP.</summary>
    public static void RequireRequest(ReadOnlySpan<byte> data)
    {
        var reader = new HandshakeReader(data, "BAD_EXTENSION");
        if (reader.ReadUInt8() != OcspStatus)
        {
            return;
        }

        var responders = new HandshakeReader(reader.ReadVector16(), "BAD_EXTENSION");
        ReadOnlySpan<byte> extensions = reader.ReadVector16();
        reader.RequireEnd();
        while (!responders.IsAtEnd)
        {
            // opaque ResponderID<1..2^16-1>;
            if (!IsResponder(responders.ReadVector16(1)))
            {
                throw responders.Malformed();
            }
        }

        if (!extensions.IsEmpty && !IsValue(extensions, SequenceTag, out _))
        {
            throw reader.Malformed();
        }
    }

    // RFC 6960 section 4.2.1: ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }
    private static bool IsResponder(ReadOnlySpan<byte> responder) =>
        (IsValue(responder, ByNameTag, out ReadOnlySpan<byte> name) && IsValue(name, SequenceTag, out _))
        || (IsValue(responder, ByKeyTag, out ReadOnlySpan<byte> key) && IsValue(key, OctetStringTag, out _));

    // One value with this tag, and nothing after it.
    private static bool IsValue(ReadOnlySpan<byte> bytes, byte tag, out ReadOnlySpan<byte> content)
    {
        int length = EncodedValue.LengthOf(bytes, out content);
        return length > 0 && length == bytes.Length && bytes[0] == tag;
    }
}
