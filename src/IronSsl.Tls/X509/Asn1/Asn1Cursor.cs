using System;
using System.Formats.Asn1;
using System.Numerics;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>
/// Reads one level of an ASN.1 value as slices of the buffer it lies in, so that the signed bytes are kept as they
/// came. BER is accepted where OpenSSL's `d2i` functions accept it: long and indefinite lengths, strings in pieces.
/// Every violation raises <see cref="AsnContentException"/>; the callers turn it into a <c>TlsFailure</c>.
/// </summary>
internal struct Asn1Cursor(ReadOnlyMemory<byte> data)
{
    private const int MaxOidBytes = 512;

    /// <summary>OpenSSL's `ASN1_MAX_STRING_NEST`.</summary>
    private const int MaxPieceDepth = 5;

    private ReadOnlyMemory<byte> _rest = data;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlyMemory<byte> Rest => _rest;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public readonly bool NextIs(Asn1Tag tag) =>
        Asn1Header.TryReadTag(_rest.Span, out Asn1Tag next, out _) && next.HasSameClassAndValue(tag);

    public readonly bool NextIs(UniversalTagNumber tag) => NextIs(new Asn1Tag(tag));

    /// <summary>The next element with its tag and length.</summary>
    public ReadOnlyMemory<byte> ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content)
    {
        if (!Asn1Header.TryRead(_rest.Span, out Asn1Header header) || header.IsEndOfContents
            || !header.TryFindEnd(_rest.Span, out int contentBytes, out int valueBytes))
        {
            throw new AsnContentException("Not a value.");
        }

        tag = header.Tag;
        content = _rest.Slice(header.HeaderBytes, contentBytes);
        ReadOnlyMemory<byte> element = _rest[..valueBytes];
        _rest = _rest[valueBytes..];
        return element;
    }

    public ReadOnlyMemory<byte> ReadElement() => ReadElement(out _, out _);

    /// <summary>The next element, whole, that must be a SEQUENCE.</summary>
    public ReadOnlyMemory<byte> ReadSequenceElement()
    {
        ReadOnlyMemory<byte> element = ReadElement(out Asn1Tag tag, out _);
        return tag == Asn1Tag.Sequence ? element : throw WrongTag();
    }

    public Asn1Cursor ReadSequence() => ReadConstructed(Asn1Tag.Sequence);

    public Asn1Cursor ReadSet() => ReadConstructed(Asn1Tag.SetOf);

    /// <summary>Enters the next element, which must be constructed and have this tag.</summary>
    public Asn1Cursor ReadConstructed(Asn1Tag expected)
    {
        ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
        return tag.HasSameClassAndValue(expected) && tag.IsConstructed ? new Asn1Cursor(content) : throw WrongTag();
    }

    /// <summary>Enters a context-specific constructed element: an EXPLICIT tag or an IMPLICIT one of a
    /// SEQUENCE.</summary>
    public Asn1Cursor ReadContext(int number) =>
        ReadConstructed(new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true));

    public readonly bool NextIsContext(int number) => NextIs(new Asn1Tag(TagClass.ContextSpecific, number));

    /// <summary>
    /// The next element of whatever type, as OpenSSL's `ASN1_ANY` is read: of the types that it knows the content is
    /// checked.
    /// </summary>
    public ReadOnlyMemory<byte> ReadAny()
    {
        Asn1Cursor start = this;
        ReadOnlyMemory<byte> element = ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
        if (tag.TagClass != TagClass.Universal)
        {
            return element;
        }

        var type = (UniversalTagNumber)tag.TagValue;
        bool isValid = true;
        switch (type)
        {
            case UniversalTagNumber.Sequence or UniversalTagNumber.Set:
                isValid = tag.IsConstructed;
                break;
            case UniversalTagNumber.ObjectIdentifier:
                start.ReadOid();
                break;
            case UniversalTagNumber.Integer or UniversalTagNumber.Enumerated:
                start.ReadIntegerBytes(tag);
                break;
            case UniversalTagNumber.Boolean:
                start.ReadBoolean();
                break;
            case UniversalTagNumber.Null:
                isValid = !tag.IsConstructed && content.IsEmpty;
                break;
            case UniversalTagNumber.BitString:
                start.ReadBitString(out _);
                break;
            default:
                int length = start.ReadOctetString(tag).Length;
                int width =
                    type == UniversalTagNumber.BMPString ? 2 : type == UniversalTagNumber.UniversalString ? 4 : 1;
                isValid = length % width == 0;
                break;
        }

        return isValid ? element : throw new AsnContentException("Not a value of its type.");
    }

    /// <exception cref="AsnContentException">
    /// Also for one that is longer than any in use: turning a large number into decimal digits takes quadratic time.
    /// </exception>
    public string ReadOid(Asn1Tag? tag = null)
    {
        ReadOnlySpan<byte> content = ReadPrimitive(tag ?? Asn1Tag.ObjectIdentifier).Span;
        if (content.Length > MaxOidBytes)
        {
            throw new AsnContentException("Not an object identifier of sensible size.");
        }

        // With the header that .NET wants: BER has others.
        Span<byte> encoded = stackalloc byte[MaxOidBytes + 4];
        int headerBytes = content.Length < 0x80 ? 2 : 4;
        encoded[0] = (byte)UniversalTagNumber.ObjectIdentifier;
        encoded[1] = headerBytes == 2 ? (byte)content.Length : (byte)0x82;
        if (headerBytes == 4)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(encoded[2..], (ushort)content.Length);
        }

        content.CopyTo(encoded[headerBytes..]);
        return AsnDecoder.ReadObjectIdentifier(encoded[..(headerBytes + content.Length)], AsnEncodingRules.BER, out _);
    }

    /// <summary>The content octets of an INTEGER: at least one, without padding, big-endian two's complement.</summary>
    public ReadOnlyMemory<byte> ReadIntegerBytes(Asn1Tag? tag = null)
    {
        ReadOnlyMemory<byte> content = ReadPrimitive(tag ?? Asn1Tag.Integer);
        ReadOnlySpan<byte> bytes = content.Span;
        bool isPadded = bytes.Length > 1
            && ((bytes[0] == 0 && bytes[1] < 0x80) || (bytes[0] == 0xFF && bytes[1] >= 0x80));
        return bytes.IsEmpty || isPadded ? throw new AsnContentException("Not an INTEGER.") : content;
    }

    /// <summary>
    /// The content octets of an INTEGER in a key, which OpenSSL's `BIGNUM` fields take for a number without sign,
    /// whatever they are.
    /// </summary>
    public ReadOnlyMemory<byte> ReadUnsignedBytes() => ReadPrimitive(Asn1Tag.Integer);

    public BigInteger ReadInteger(Asn1Tag? tag = null) =>
        new(ReadIntegerBytes(tag).Span, isUnsigned: false, isBigEndian: true);

    public bool ReadBoolean(Asn1Tag? tag = null)
    {
        ReadOnlySpan<byte> content = ReadPrimitive(tag ?? Asn1Tag.Boolean).Span;
        return content.Length == 1 ? content[0] != 0 : throw new AsnContentException("Not a BOOLEAN.");
    }

    /// <summary>The octets of a string, put together when it comes in pieces.</summary>
    public ReadOnlyMemory<byte> ReadOctetString(Asn1Tag? tag = null)
    {
        ReadElement(out Asn1Tag actual, out ReadOnlyMemory<byte> content);
        if (!actual.HasSameClassAndValue(tag ?? Asn1Tag.PrimitiveOctetString))
        {
            throw WrongTag();
        }

        return actual.IsConstructed ? Join(content) : content;
    }

    public ReadOnlyMemory<byte> ReadBitString(out int unusedBits, Asn1Tag? tag = null)
    {
        ReadOnlyMemory<byte> content = ReadOctetString(tag ?? Asn1Tag.PrimitiveBitString);
        unusedBits = content.IsEmpty ? byte.MaxValue : content.Span[0];
        if (unusedBits > 7)
        {
            throw new AsnContentException("Not a BIT STRING.");
        }

        ReadOnlyMemory<byte> bits = content[1..];
        int mask = (1 << unusedBits) - 1;
        if (!bits.IsEmpty && (bits.Span[^1] & mask) != 0)
        {
            byte[] masked = bits.ToArray();
            masked[^1] &= (byte)~mask;
            bits = masked;
        }

        return bits;
    }

    /// <summary>Refuses what is left over.</summary>
    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty)
        {
            throw new AsnContentException("Unexpected data after the last field.");
        }
    }

    private ReadOnlyMemory<byte> ReadPrimitive(Asn1Tag expected)
    {
        ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
        return tag.HasSameClassAndValue(expected) && !tag.IsConstructed ? content : throw WrongTag();
    }

    /// <summary>OpenSSL's `asn1_collect`: the contents of the pieces, whatever type they have.</summary>
    private static byte[] Join(ReadOnlyMemory<byte> pieces)
    {
        // The pieces are shorter than what they lie in.
        byte[] joined = new byte[pieces.Length];
        int length = 0;
        Join(pieces, joined, ref length, depth: 0);
        Array.Resize(ref joined, length);
        return joined;
    }

    private static void Join(ReadOnlyMemory<byte> pieces, Span<byte> joined, ref int length, int depth)
    {
        var cursor = new Asn1Cursor(pieces);
        while (!cursor.IsEmpty)
        {
            cursor.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
            if (!tag.IsConstructed)
            {
                content.Span.CopyTo(joined[length..]);
                length += content.Length;
            }
            else if (depth < MaxPieceDepth)
            {
                Join(content, joined, ref length, depth + 1);
            }
            else
            {
                throw new AsnContentException("A string in pieces of pieces, too deep.");
            }
        }
    }

    private static AsnContentException WrongTag() => new("Wrong tag.");
}
