using System;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>Where the peer's handshake messages begin and end in its records, which BouncyCastle knows and doesn't
/// tell.
/// </summary>
internal sealed class HandshakeFraming
{
    private readonly TlsRole _role;
    private readonly byte[] _header = new byte[Wire.MessageHeaderLength];
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
            int missing =
                _headerBytes < Wire.MessageHeaderLength ? Wire.MessageHeaderLength - _headerBytes : _bytesLeft;
            int count = Math.Min(content.Length, missing);
            if (_headerBytes < Wire.MessageHeaderLength)
            {
                content[..count].CopyTo(_header.AsSpan(_headerBytes));
                _headerBytes += count;
                if (_headerBytes == Wire.MessageHeaderLength)
                {
                    _bytesLeft = Wire.BodyLength(_header);
                    CheckLength();
                }
            }
            else
            {
                _bytesLeft -= count;
            }

            content = content[count..];
            if (_headerBytes == Wire.MessageHeaderLength && _bytesLeft == 0)
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
        if (Wire.MessageLimit(_role, type) is not { } limit)
        {
            throw FailureAlert.Ssl(BcAlert.unexpected_message, "UNEXPECTED_MESSAGE");
        }

        if (_bytesLeft > limit)
        {
            throw FailureAlert.Ssl(BcAlert.illegal_parameter, "EXCESSIVE_MESSAGE_SIZE");
        }
    }
}
