using System;
using System.Buffers;
using System.Buffers.Binary;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Crypto.Records;

/// <summary>Hands sealed records straight to the engine, past BouncyCastle's queue: it holds them in the buffer that
/// the cipher sealed them into until they are sent.</summary>
/// <remarks>
/// BouncyCastle's record layer copies what a cipher gives it into a queue, from which it would have to be copied once
/// more in order to be sent. It's told of an empty record instead, after the same checks, and what it then queues is to
/// be dropped (<see cref="TakePlaceholderBytes"/>). There is no way to pass an argument through it to a cipher, hence
/// one output for each thread, open only during <see cref="Open"/>'s scope (as <see cref="PlaintextSlot"/> is).
/// </remarks>
internal sealed class SealedOutput
{
    [ThreadStatic]
    private static SealedOutput? s_open;

    // What the record layer queues instead of a record.
    private readonly byte[] _placeholder = new byte[RecordSizes.HeaderLength];

    private byte[] _buffer = [];
    private bool _isRented;
    private int _roomWanted;
    private int _placeholderBytes;

    /// <summary>Bytes of sealed records.</summary>
    public int Length { get; private set; }

    /// <summary>Has the ciphers of this thread leave their records here until the scope is disposed.</summary>
    /// <param name="roomWanted">Bytes that will do for all of them; 0 for an array of just the size of the one that is
    /// to come.</param>
    public Scope Open(int roomWanted)
    {
        _roomWanted = roomWanted;
        var scope = new Scope(s_open);
        s_open = this;
        return scope;
    }

    /// <summary>How much the record layer has queued for the records that are here; it's asked for once.</summary>
    public int TakePlaceholderBytes()
    {
        int count = _placeholderBytes;
        _placeholderBytes = 0;
        return count;
    }

    /// <summary>Takes all records as an array of just their size that is the caller's, if they lie in one; else
    /// null.</summary>
    public byte[]? TakeArray() =>
        Length > 0 && !_isRented && Length == _buffer.Length ? Detach() : null;

    /// <summary>Takes all records in an array of the shared pool, to be returned to it, if they lie in one; else
    /// null.</summary>
    public byte[]? TakeRented(out int length)
    {
        length = Length;
        return length > 0 && _isRented ? Detach() : null;
    }

    /// <summary>Copies all records to the start of <paramref name="destination"/> and forgets them.</summary>
    public void MoveTo(Span<byte> destination)
    {
        _buffer.AsSpan(0, Length).CopyTo(destination);
        bool isRented = _isRented;
        byte[] buffer = Detach();
        if (isRented)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Room for a record that a cipher is about to seal: here, or in the thread's own buffer.</summary>
    internal static RecordRoom Room(RecordBuffers buffers, int headerLength, int bodyLength)
    {
        int length = headerLength + bodyLength;
        if (s_open is not { } output || headerLength != RecordSizes.HeaderLength)
        {
            return new RecordRoom(null, buffers.ForThisThread(length), 0, headerLength, bodyLength);
        }

        output.MakeRoom(length);
        return new RecordRoom(output, output._buffer, output.Length, headerLength, bodyLength);
    }

    /// <summary>What the cipher answers once the record is sealed.</summary>
    internal TlsEncodeResult Add(in RecordRoom room, short recordType, ProtocolVersion version)
    {
        Span<byte> header = room.Array.AsSpan(room.Start, RecordSizes.HeaderLength);
        header[0] = (byte)recordType;
        BinaryPrimitives.WriteUInt16BigEndian(header[RecordSizes.VersionOffset..], (ushort)version.FullVersion);
        BinaryPrimitives.WriteUInt16BigEndian(header[RecordSizes.LengthOffset..], checked((ushort)room.BodyLength));
        Length += RecordSizes.HeaderLength + room.BodyLength;
        _placeholderBytes += RecordSizes.HeaderLength;
        return new TlsEncodeResult(_placeholder, 0, RecordSizes.HeaderLength, recordType);
    }

    private void MakeRoom(int length)
    {
        if (_buffer.Length - Length >= length)
        {
            return;
        }

        if (Length == 0 && _roomWanted == 0)
        {
            (_buffer, _isRented) = (OutputArrays.Take(length), false);
            return;
        }

        byte[] larger = ArrayPool<byte>.Shared.Rent(checked(Length + Math.Max(length, _roomWanted)));
        if (Length > 0)
        {
            int count = Length;
            MoveTo(larger);
            Length = count;
        }

        (_buffer, _isRented) = (larger, true);
    }

    private byte[] Detach()
    {
        byte[] buffer = _buffer;
        (_buffer, _isRented, Length) = ([], false, 0);
        return buffer;
    }

    /// <summary>Closes the output when it's disposed.</summary>
    public readonly ref struct Scope
    {
        private readonly SealedOutput? _outer;

        internal Scope(SealedOutput? outer)
        {
            _outer = outer;
        }

        public void Dispose() => s_open = _outer;
    }
}
