using System;
using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Pem;

/// <summary>
/// Finds PEM blocks in text as OpenSSL's `PEM_read_bio` does, tolerances and all: anything may stand between blocks,
/// lines may end in CR LF or in white space, and are read in pieces of 254 bytes. Where a block is malformed it raises
/// OpenSSL's reason.
/// </summary>
internal ref struct PemReader(ReadOnlySpan<byte> text)
{
    /// <summary>What OpenSSL's line buffer holds.</summary>
    private const int MaxPieceBytes = 254;

    /// <summary>In a block with headers each line but the last has this many characters.</summary>
    private const int FullLineBytes = 64;

    private const int TailBytes = 5;

    private ReadOnlySpan<byte> _rest = text;

    private enum HeaderState
    {
        Possible,
        Inside,
        Done,
    }

    private static ReadOnlySpan<byte> BeginMarker => "-----BEGIN "u8;

    private static ReadOnlySpan<byte> EndMarker => "-----END "u8;

    private static ReadOnlySpan<byte> Tail => "-----"u8;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The next block of whatever label.</summary>
    /// <returns>False when there is no other begin line: OpenSSL's NO_START_LINE.</returns>
    /// <exception cref="TlsFailure">
    /// PEM with BAD_END_LINE or BAD_BASE64_DECODE; with no reason where OpenSSL fails without giving one.
    /// </exception>
    public bool TryRead([NotNullWhen(true)] out PemBlock? block)
    {
        block = null;
        if (!TryReadLabel(out string label))
        {
            return false;
        }

        byte[] header = [];
        int bound = BodyBound();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(bound);
        int length = 0;
        try
        {
            ReadBody(label, buffer, ref header, ref length);
            byte[] data = Decode(buffer.AsSpan(0, length));
            block = new PemBlock(label, Encoding.Latin1.GetString(header), data);
            return true;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer.AsSpan(0, bound));
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>The next block with a label that is wanted; others are passed over, but must be well-formed.</summary>
    public bool TryRead(Func<string, bool> isWanted, [NotNullWhen(true)] out PemBlock? block)
    {
        while (TryRead(out block))
        {
            if (isWanted(block.Label))
            {
                return true;
            }

            block.Dispose();
        }

        return false;
    }

    private static TlsFailure Failure(string reason) => TlsFailure.Of(reason.Length == 0 ? "" : "PEM", reason);

    /// <summary>`EVP_DecodeUpdate`: white space is skipped, a hyphen ends the data.</summary>
    private static byte[] Decode(Span<byte> base64)
    {
        if (base64.IsEmpty)
        {
            throw Failure("");
        }

        int hyphen = base64.IndexOf((byte)'-');
        if (hyphen >= 0)
        {
            base64 = base64[..hyphen];
        }

        return Base64.DecodeFromUtf8InPlace(base64, out int written) == OperationStatus.Done
            ? base64[..written].ToArray()
            : throw Failure("BAD_BASE64_DECODE");
    }

    /// <summary>Cuts what is not part of the line's text: white space, control characters and bytes above
    /// ASCII.</summary>
    private static ReadOnlySpan<byte> TrimEnd(ReadOnlySpan<byte> line)
    {
        int length = line.Length;
        while (length > 0 && line[length - 1] is <= (byte)' ' or >= 0x80)
        {
            length--;
        }

        return line[..length];
    }

    private bool TryReadLabel(out string label)
    {
        bool isFirst = true;
        while (TryReadPiece(out ReadOnlySpan<byte> piece, out _))
        {
            if (isFirst && piece.StartsWith(ByteOrderMark))
            {
                piece = piece[ByteOrderMark.Length..];
            }

            isFirst = false;
            if (!piece.StartsWith(BeginMarker))
            {
                continue;
            }

            ReadOnlySpan<byte> line = TrimEnd(piece);
            if (line.Length >= BeginMarker.Length + TailBytes && line.EndsWith(Tail))
            {
                label = Encoding.Latin1.GetString(line[BeginMarker.Length..^TailBytes]);
                return true;
            }
        }

        label = "";
        return false;
    }

    /// <summary>
    /// Collects the base64 text in <paramref name="buffer"/>. Whether the first lines are headers is known only at the
    /// first empty line or at the end.
    /// </summary>
    private void ReadBody(string label, Span<byte> buffer, ref byte[] header, ref int length)
    {
        HeaderState state = HeaderState.Possible;
        bool wasPartial = false;
        bool sawShortLine = false;
        while (TryReadPiece(out ReadOnlySpan<byte> piece, out bool isPartial))
        {
            bool continues = wasPartial;
            wasPartial = isPartial;
            if (state == HeaderState.Possible && piece.Contains((byte)':'))
            {
                state = HeaderState.Inside;
            }

            ReadOnlySpan<byte> line = TrimEnd(piece);
            if (line.IsEmpty)
            {
                if (!continues)
                {
                    if (state == HeaderState.Done)
                    {
                        throw Failure("BAD_END_LINE");
                    }

                    state = HeaderState.Done;
                    header = buffer[..length].ToArray();
                    length = 0;
                }

                continue;
            }

            if (line.StartsWith(EndMarker))
            {
                CheckEnd(line, label);
                if (state == HeaderState.Inside)
                {
                    length = 0;
                }

                return;
            }

            if (sawShortLine)
            {
                throw Failure("BAD_END_LINE");
            }

            // OpenSSL takes the line for a C string.
            int nul = line.IndexOf((byte)0);
            ReadOnlySpan<byte> kept = nul >= 0 ? line[..nul] : line;
            kept.CopyTo(buffer[length..]);
            length += kept.Length;
            if (nul < 0)
            {
                buffer[length++] = (byte)'\n';
            }

            if (state == HeaderState.Done)
            {
                if (line.Length > FullLineBytes)
                {
                    throw Failure("");
                }

                sawShortLine = line.Length < FullLineBytes;
            }
        }

        throw Failure("BAD_END_LINE");
    }

    private static void CheckEnd(ReadOnlySpan<byte> line, string label)
    {
        ReadOnlySpan<byte> name = line[EndMarker.Length..];
        if (!name.EndsWith(Tail) || Encoding.Latin1.GetString(name[..^TailBytes]) != label)
        {
            throw Failure("BAD_END_LINE");
        }
    }

    /// <summary>How far it is to the next end marker: enough for the body, however malformed.</summary>
    private readonly int BodyBound()
    {
        int bound = 0;
        while (bound < _rest.Length && !IsEnd(_rest[bound..]))
        {
            int lineFeed = _rest[bound..].IndexOf("\n-----END "u8);
            bound = lineFeed < 0 ? _rest.Length : bound + lineFeed + 1;
        }

        // A piece without a line feed gets one.
        return bound + (bound / MaxPieceBytes) + 2;
    }

    // Of a marker alone the space is cut off, and then it is none.
    private static bool IsEnd(ReadOnlySpan<byte> start)
    {
        ReadOnlySpan<byte> window = start[..Math.Min(start.Length, MaxPieceBytes)];
        int lineFeed = window.IndexOf((byte)'\n');
        return TrimEnd(lineFeed >= 0 ? window[..lineFeed] : window).StartsWith(EndMarker);
    }

    /// <summary>A line with its line feed, or as much of it as OpenSSL's buffer holds.</summary>
    private bool TryReadPiece(out ReadOnlySpan<byte> piece, out bool isPartial)
    {
        piece = default;
        isPartial = false;
        if (_rest.IsEmpty || _rest[0] == 0)
        {
            // OpenSSL takes a line for a C string, and an empty one for the end.
            return false;
        }

        ReadOnlySpan<byte> window = _rest[..Math.Min(_rest.Length, MaxPieceBytes)];
        int lineFeed = window.IndexOf((byte)'\n');
        piece = lineFeed >= 0 ? window[..(lineFeed + 1)] : window;
        isPartial = lineFeed < 0 && piece.Length == MaxPieceBytes;
        _rest = _rest[piece.Length..];
        return true;
    }
}
