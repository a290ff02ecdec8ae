using System;
using System.Buffers.Binary;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>Where the peer's handshake messages begin and end in its records, which BouncyCastle knows and doesn't tell.
/// </summary>
internal sealed class HandshakeFraming
{
    // struct { HandshakeType msg_type; uint24 length; } (RFC 8446 section 4)
    private const int HeaderLength = 4;

    private readonly TlsRole _role;
    private readonly byte[] _header = new byte[HeaderLength];
    private int _headerBytes;
    private int _bytesLeft;
    private int _ends;

    public HandshakeFraming(TlsRole role) => _role = role;

    /// <summary>Whether a message has begun that hasn't ended.</summary>
    public bool IsWithinMessage => _headerBytes > 0;

    /// <summary>Whether the message that is processed is the last in its record, and ends with it.</summary>
    public bool IsAtRecordBoundary => _ends == 0 && !IsWithinMessage;

    /// <summary>A record of the handshake came in.</summary>
    public void AddRecord(ReadOnlySpan<byte> content)
    {
        _ends = 0;
        while (!content.IsEmpty)
        {
            int count = Math.Min(content.Length, _headerBytes < HeaderLength ? HeaderLength - _headerBytes : _bytesLeft);
            if (_headerBytes < HeaderLength)
            {
                content[..count].CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += count;
                if (_headerBytes == HeaderLength)
                {
                    _bytesLeft = BinaryPrimitives.ReadInt32BigEndian(_header) & 0x00FF_FFFF;
                    CheckLength();
                }
            }
            else
            {
                _bytesLeft -= count;
            }

            content = content[count..];
            if (_headerBytes == HeaderLength && _bytesLeft == 0)
            {
                _headerBytes = 0;
                _ends++;
            }
        }
    }

    /// <summary>A message is about to be processed.</summary>
    public void BeginMessage() => _ends--;

    // Before any more of the message is kept: OpenSSL `tls_get_message_header`.
    private void CheckLength()
    {
        short type = _header[0];
        if (Limit(type) is not { } limit)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "UNEXPECTED_MESSAGE");
        }

        if (_bytesLeft > limit)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "EXCESSIVE_MESSAGE_SIZE");
        }
    }

    // OpenSSL `ossl_statem_client_max_message_size` and `ossl_statem_server_max_message_size`, and SSL_MAX_CERT_LIST_DEFAULT;
    // null for what nobody sends to this role.
    private int? Limit(short type) => (_role, type) switch
    {
        (TlsRole.Client, HandshakeType.hello_request) => 1 << 14,
        (TlsRole.Client, HandshakeType.server_hello) => 65_607,
        (TlsRole.Client, HandshakeType.new_session_ticket) => 131_338,
        (TlsRole.Client, HandshakeType.encrypted_extensions) => 20_000,
        (TlsRole.Client, HandshakeType.server_key_exchange) => 102_400,
        (TlsRole.Client, HandshakeType.certificate_request) => 102_400,
        (TlsRole.Client, HandshakeType.server_hello_done) => 1 << 14,
        (TlsRole.Client, HandshakeType.certificate_status) => 1 << 14,
        (TlsRole.Server, HandshakeType.client_hello) => 131_396,
        (TlsRole.Server, HandshakeType.end_of_early_data) => 1 << 14,
        (TlsRole.Server, HandshakeType.client_key_exchange) => 102_400,
        (_, HandshakeType.certificate) => 102_400,
        (_, HandshakeType.certificate_verify) => 1 << 14,
        (_, HandshakeType.finished) => 1 << 14,
        (_, HandshakeType.key_update) => 1 << 14,
        _ => null,
    };
}
