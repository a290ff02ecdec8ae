using System;
using System.Formats.Asn1;
using System.Numerics;

namespace IronSsl.X509;

/// <summary>
/// Reads one level of an ASN.1 value as slices of the buffer it lies in, so that the signed bytes are kept as they came.
/// BER is accepted where OpenSSL's `d2i` functions accept it (long lengths, indefinite lengths).
/// Every violation raises <see cref="AsnContentException"/>; the callers turn it into a <c>TlsFailure</c>.
/// </summary>
internal struct Asn1Cursor(ReadOnlyMemory<byte> data)
{
    private const AsnEncodingRules Rules = AsnEncodingRules.BER;
    private const int MaxOidBytes = 512;

    private ReadOnlyMemory<byte> _rest = data;

    /// <summary>What has not been read yet.</summary>
    public readonly ReadOnlyMemory<byte> Rest => _rest;

    public readonly bool IsEmpty => _rest.IsEmpty;

    public readonly bool NextIs(Asn1Tag tag) =>
        !_rest.IsEmpty && Asn1Tag.TryDecode(_rest.Span, out Asn1Tag next, out _) && next.HasSameClassAndValue(tag);

    public readonly bool NextIs(UniversalTagNumber tag) => NextIs(new Asn1Tag(tag));

    /// <summary>The next element with its tag and length.</summary>
    public ReadOnlyMemory<byte> ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content)
    {
        tag = AsnDecoder.ReadEncodedValue(_rest.Span, Rules, out int contentOffset, out int contentLength, out int consumed);
        content = _rest.Slice(contentOffset, contentLength);
        ReadOnlyMemory<byte> element = _rest[..consumed];
        _rest = _rest[consumed..];
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

    /// <summary>Enters a context-specific constructed element: an EXPLICIT tag or an IMPLICIT one of a SEQUENCE.</summary>
    public Asn1Cursor ReadContext(int number) =>
        ReadConstructed(new Asn1Tag(TagClass.ContextSpecific, number, isConstructed: true));

    public readonly bool NextIsContext(int number) => NextIs(new Asn1Tag(TagClass.ContextSpecific, number));

    /// <exception cref="AsnContentException">
    /// Also for one that is longer than any in use: turning a large number into decimal digits takes quadratic time.
    /// </exception>
    public string ReadOid(Asn1Tag? tag = null)
    {
        if (!AsnDecoder.TryReadEncodedValue(_rest.Span, Rules, out _, out _, out int contentLength, out _)
            || contentLength > MaxOidBytes)
        {
            throw new AsnContentException("Not an object identifier of sensible size.");
        }

        string oid = AsnDecoder.ReadObjectIdentifier(_rest.Span, Rules, out int consumed, tag);
        _rest = _rest[consumed..];
        return oid;
    }

    /// <summary>The content octets of an INTEGER: at least one, without padding, big-endian two's complement.</summary>
    public ReadOnlyMemory<byte> ReadIntegerBytes(Asn1Tag? tag = null)
    {
        int length = AsnDecoder.ReadIntegerBytes(_rest.Span, Rules, out int consumed, tag).Length;
        ReadOnlyMemory<byte> bytes = _rest[(consumed - length)..consumed];
        _rest = _rest[consumed..];
        return bytes;
    }

    public BigInteger ReadInteger(Asn1Tag? tag = null) =>
        new(ReadIntegerBytes(tag).Span, isUnsigned: false, isBigEndian: true);

    public bool ReadBoolean(Asn1Tag? tag = null)
    {
        bool value = AsnDecoder.ReadBoolean(_rest.Span, Rules, out int consumed, tag);
        _rest = _rest[consumed..];
        return value;
    }

    public ReadOnlyMemory<byte> ReadOctetString(Asn1Tag? tag = null)
    {
        Asn1Tag wanted = tag ?? Asn1Tag.PrimitiveOctetString;
        if (NextIs(wanted) && (_rest.Span[0] & 0x20) == 0)
        {
            ReadElement(out _, out ReadOnlyMemory<byte> content);
            return content;
        }

        byte[] joined = AsnDecoder.ReadOctetString(_rest.Span, Rules, out int consumed, wanted);
        _rest = _rest[consumed..];
        return joined;
    }

    public ReadOnlyMemory<byte> ReadBitString(out int unusedBits, Asn1Tag? tag = null)
    {
        byte[] bits = AsnDecoder.ReadBitString(_rest.Span, Rules, out unusedBits, out int consumed, tag);
        _rest = _rest[consumed..];
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

    private static AsnContentException WrongTag() => new("Wrong tag.");
}
