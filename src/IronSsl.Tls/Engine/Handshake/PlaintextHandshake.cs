using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>
/// Reads along the handshake messages that a peer sends in the clear (TLS 1.2 and below), to see the points where the
/// program has to be asked for a pre-shared key before BouncyCastle may go on.
/// </summary>
internal sealed class PlaintextHandshake
{
    private const int ServerHelloSessionIdOffset = sizeof(ushort) + Wire.RandomLength;

    private readonly List<byte> _bytes = [];
    private bool _isStopped;

    /// <summary>The number of the suite in the ServerHello; 0 before it was seen.</summary>
    public int CipherSuite { get; private set; }

    /// <summary>The opaque&lt;0..2^16-1&gt; at the start of a key exchange message: the hint of a ServerKeyExchange,
    /// the identity of a ClientKeyExchange. Null when there was none.</summary>
    public byte[]? FirstField { get; private set; }

    /// <summary>Takes the body of a record that is about to be processed; true when it completes a message of the type
    /// asked for.</summary>
    public bool Completes(short messageType, byte contentType, ReadOnlySpan<byte> body)
    {
        if (_isStopped
            || contentType != ContentType.handshake
            || _bytes.Count + body.Length > Wire.MaximumLongMessageBytes)
        {
            // The records after a ChangeCipherSpec are encrypted; a message too long will be refused anyhow.
            _isStopped = true;
            return false;
        }

        _bytes.AddRange(body);
        bool isComplete = false;
        int length;
        while ((length = Wire.MessageLength(CollectionsMarshal.AsSpan(_bytes))) <= _bytes.Count)
        {
            Read(_bytes[0], [.. _bytes[Wire.MessageHeaderLength..length]]);
            isComplete |= _bytes[0] == messageType;
            _bytes.RemoveRange(0, length);
        }

        return isComplete;
    }

    private void Read(byte type, byte[] body)
    {
        switch ((short)type)
        {
            case HandshakeType.server_hello when body.Length > ServerHelloSessionIdOffset:
                int suiteOffset = ServerHelloSessionIdOffset + 1 + body[ServerHelloSessionIdOffset];
                if (suiteOffset + 2 <= body.Length)
                {
                    CipherSuite = BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(suiteOffset));
                }

                break;
            case HandshakeType.server_key_exchange or HandshakeType.client_key_exchange
                when body.Length >= sizeof(ushort):
                int length = BinaryPrimitives.ReadUInt16BigEndian(body);
                FirstField = body.Length >= sizeof(ushort) + length
                    ? body[sizeof(ushort)..(sizeof(ushort) + length)]
                    : null;
                break;
        }
    }
}
