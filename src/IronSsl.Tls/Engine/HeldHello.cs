using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.InteropServices;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Rules;
using Org.BouncyCastle.Tls;

namespace IronSsl.Tls.Engine;

/// <summary>
/// Holds the records of a server's first message, the ClientHello, until it is whole and the program has been asked
/// about it. BouncyCastle starts only then, because a server name callback may put another certificate in place.
/// </summary>
internal sealed class HeldHello
{
    // The records as they came, and their handshake bytes.
    private readonly List<byte[]> _records = [];
    private readonly List<byte> _bytes = [];

    /// <summary>The ClientHello taken apart; null before it is whole, and when it is one to be refused.</summary>
    public ClientHelloView? View { get; private set; }

    private ReadOnlySpan<byte> Bytes => CollectionsMarshal.AsSpan(_bytes);

    /// <summary>Keeps a copy of a record. True when it's time to go on: the ClientHello is whole, or the message is
    /// none.
    /// </summary>
    /// <exception cref="FailureAlert">The message announces more bytes than a ClientHello may have.</exception>
    public bool Add(ReadOnlySpan<byte> record, EngineSettings settings)
    {
        _records.Add(record.ToArray());
        _bytes.AddRange(record[Wire.RecordHeaderLength..]);
        if (_bytes[0] != HandshakeType.client_hello)
        {
            return true;
        }

        if (_bytes.Count < Wire.MessageHeaderLength)
        {
            return false;
        }

        int bodyLength = Wire.BodyLength(Bytes);
        if (bodyLength > Wire.MessageLimit(TlsRole.Server, HandshakeType.client_hello))
        {
            throw FailureAlert.Ssl(AlertDescription.illegal_parameter, "EXCESSIVE_MESSAGE_SIZE");
        }

        if (_bytes.Count < Wire.MessageHeaderLength + bodyLength)
        {
            return false;
        }

        View = Accept(Bytes.Slice(Wire.MessageHeaderLength, bodyLength), settings);
        return true;
    }

    /// <summary>Gives up the records, in order; the view stays.</summary>
    public byte[][] Release()
    {
        byte[][] records = [.. _records];
        _records.Clear();
        _bytes.Clear();
        return records;
    }

    // Null for a ClientHello that will be refused: by the protocol, which reads it next and reports it as any other
    // message.
    private static ClientHelloView? Accept(ReadOnlySpan<byte> body, EngineSettings settings)
    {
        try
        {
            ClientHelloView hello = ClientHelloView.Parse(body);
            ClientHelloRules.Check(hello, settings);
            return hello;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
