using System;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>The slice of a buffer that a record is encrypted into, and how to finish the record.</summary>
internal readonly struct RecordRoom
{
    private readonly SealedOutput? _output;

    /// <summary>Room in <paramref name="array"/>, which is that of <paramref name="output"/> or, if there is none, a
    /// buffer that the record layer will copy the record from.</summary>
    public RecordRoom(SealedOutput? output, byte[] array, int start, int headerLength, int bodyLength)
    {
        _output = output;
        Array = array;
        Start = start;
        HeaderLength = headerLength;
        BodyLength = bodyLength;
    }

    /// <summary>Where the record goes.</summary>
    public byte[] Array { get; }

    /// <summary>Where its header begins.</summary>
    public int Start { get; }

    /// <summary>Bytes left for the header, which the cipher doesn't write.</summary>
    public int HeaderLength { get; }

    /// <summary>Bytes of the record after its header.</summary>
    public int BodyLength { get; }

    /// <summary>Where the body begins.</summary>
    public int BodyStart => Start + HeaderLength;

    /// <summary>The record after its header.</summary>
    public Span<byte> Body => Array.AsSpan(BodyStart, BodyLength);

    /// <summary>What the cipher answers once the body is sealed.</summary>
    public TlsEncodeResult Finish(short recordType, ProtocolVersion version) => _output is null
        ? new TlsEncodeResult(Array, Start, HeaderLength + BodyLength, recordType)
        : _output.Add(this, recordType, version);
}
