using System;
using System.Buffers;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.Engine;

/// <summary>
/// Collects exactly one record: five header bytes, then the body they announce. The caller never reads past the
/// record, so that what follows on the stream still belongs to the caller.
/// </summary>
/// <remarks>
/// struct { ContentType type; ProtocolVersion legacy_record_version; uint16 length; opaque fragment[length]; }
/// (RFC 8446 section 5.1). Refuses as OpenSSL `ssl3_get_record` does.
/// </remarks>
internal sealed class RecordReader : IDisposable
{
    private readonly TlsRole _role;
    private readonly byte[] _header = new byte[Wire.RecordHeaderLength];
    private byte[]? _record;
    private int _have;
    private int _length;
    private bool _isFirst = true;
    private bool _isLent;
    private int _version;
    private bool _isProtected;

    public RecordReader(TlsRole role) => _role = role;

    /// <summary>Says what is spoken from now on (0: not known yet), and whether it is encrypted.</summary>
    public void Expect(int version, bool isProtected)
    {
        _version = version;
        _isProtected = isProtected;
    }

    /// <summary>Bytes up to the end of the header or of the body.</summary>
    public int Wanted => (_record is null ? Wire.RecordHeaderLength : _length) - _have;

    /// <summary>True when a whole record is there.</summary>
    public bool IsComplete => _record is not null && _have == _length;

    /// <summary>True when nothing of a next record has come.</summary>
    public bool IsAtBoundary => _have == 0;

    /// <summary>The buffer with the record at its start, valid until <see cref="Release"/>; decrypted in
    /// place.</summary>
    public byte[] Buffer => _record!;

    /// <summary>Header and body of the record.</summary>
    public int Length => _length;

    /// <summary>The content type of the record.</summary>
    public byte ContentType => _record![0];

    /// <summary>Bytes of the record that <paramref name="bytes"/> begin with, header included, if all of it is there
    /// and it would be read like any other; else 0.</summary>
    public int WholeRecordLength(ReadOnlySpan<byte> bytes)
    {
        if (!IsAtBoundary || _isLent || bytes.Length < Wire.RecordHeaderLength || Check(bytes) is not null)
        {
            return 0;
        }

        int length = LengthOf(bytes);
        return length <= bytes.Length ? length : 0;
    }

    /// <summary>Takes at most <see cref="Wanted"/> bytes; a failure says why the stream is no TLS.</summary>
    public TlsFailure? Add(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Wanted)
        {
            throw new ArgumentException("more input than was asked for", nameof(bytes));
        }

        bytes.CopyTo((_record ?? _header).AsSpan(_have));
        return Advance(bytes.Length);
    }

    /// <summary>The place for the bytes wanted; <see cref="TakeBack"/> says how many were put there. It may be
    /// written to whatever happens to the reader meanwhile.</summary>
    public Memory<byte> Lend()
    {
        _isLent = true;
        return (_record ?? _header).AsMemory(_have, Wanted);
    }

    /// <summary>Ends <see cref="Lend"/>; a failure says why the stream is no TLS.</summary>
    public TlsFailure? TakeBack(int count)
    {
        _isLent = false;
        return Advance(count);
    }

    /// <summary>Gives the record's buffer back and waits for the next header.</summary>
    public void Release()
    {
        if (_record is { } record)
        {
            _record = null;

            // One that is lent may still be written to; the pool must not lend it to another connection.
            if (!_isLent)
            {
                ArrayPool<byte>.Shared.Return(record);
            }
        }

        _have = 0;
        _length = 0;
    }

    /// <summary>Like <see cref="Release"/>, but the buffer becomes the caller's, to be returned to the shared
    /// pool.</summary>
    public byte[] Detach()
    {
        byte[] record = _record ?? throw new InvalidOperationException("There is no record.");
        _record = null;
        Release();
        return record;
    }

    public void Dispose() => Release();

    private TlsFailure? Advance(int count)
    {
        _have += count;
        if (_record is not null || _have < Wire.RecordHeaderLength)
        {
            return null;
        }

        if (Check(_header) is { } failure)
        {
            return failure;
        }

        _isFirst = false;
        _length = LengthOf(_header);
        _record = ArrayPool<byte>.Shared.Rent(_length);
        _header.CopyTo(_record, 0);
        return null;
    }

    private static int LengthOf(ReadOnlySpan<byte> header) => Wire.RecordHeaderLength + Wire.FragmentLength(header);

    private TlsFailure? Check(ReadOnlySpan<byte> header)
    {
        int version = Wire.RecordVersion(header);
        if (version >> 8 != TlsVersion.Tls10 >> 8)
        {
            // A stream that doesn't look like TLS at all gets no alert.
            return _isFirst
                ? NotTls(header)
                : TlsFailure.Ssl("WRONG_VERSION_NUMBER", AlertDescription.ProtocolVersion);
        }

        if (!IsExpected(version))
        {
            return WrongVersion(header[0]);
        }

        int length = Wire.FragmentLength(header);
        if (length > Wire.MaximumFragmentBytes)
        {
            return TlsFailure.Ssl("PACKET_LENGTH_TOO_LONG", AlertDescription.RecordOverflow);
        }

        // RFC 8446 section 5.2.
        return _version == TlsVersion.Tls13 && length > Wire.MaximumFragmentBytes13
            ? TlsFailure.Ssl("ENCRYPTED_LENGTH_TOO_LONG", AlertDescription.RecordOverflow)
            : null;
    }

    // RFC 8446 section 5.1: in the clear it MUST be ignored in TLS 1.3; section 5.2: then it is that of TLS 1.2.
    private bool IsExpected(int version) => _version switch
    {
        0 => true,
        TlsVersion.Tls13 => !_isProtected || version == TlsVersion.Tls12,
        _ => version == _version,
    };

    // An alert in the clear is most likely the end of the connection, and no answer is worth its while.
    private TlsFailure WrongVersion(byte contentType)
    {
        const byte Alert = 21;
        return _version == TlsVersion.Tls13
            ? TlsFailure.Ssl("WRONG_VERSION_NUMBER", AlertDescription.DecodeError)
            : TlsFailure.Ssl(
                "WRONG_VERSION_NUMBER",
                contentType == Alert && !_isProtected ? null : AlertDescription.ProtocolVersion);
    }

    private TlsFailure NotTls(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("GET "u8) || start.StartsWith("POST "u8) || start.StartsWith("HEAD "u8)
            || start.StartsWith("PUT "u8))
        {
            return TlsFailure.Ssl("HTTP_REQUEST");
        }

        if (start.StartsWith("CONNE"u8))
        {
            return TlsFailure.Ssl("HTTPS_PROXY_REQUEST");
        }

        // struct { uint16 msg_length (top bit set); uint8 msg_type (1); … }: the ClientHello of SSL 2.0, which OpenSSL
        // still reads, though it has no version below TLS 1.0 to answer with.
        const byte LongHeaderBit = 0x80;
        return _role == TlsRole.Server && (start[0] & LongHeaderBit) != 0 && start[2] == 1
            ? TlsFailure.Ssl("UNKNOWN_PROTOCOL", AlertDescription.ProtocolVersion)
            : TlsFailure.Ssl("WRONG_VERSION_NUMBER");
    }
}
