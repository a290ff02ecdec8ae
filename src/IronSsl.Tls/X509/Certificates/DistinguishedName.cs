using System;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// A Name (RFC 5280 section 4.1.2.4) with OpenSSL's canonical form, by which names are compared and looked up: text as
/// UTF-8 in lower case (ASCII only), without white space at the ends and with single blanks inside.
/// </summary>
internal sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private byte[]? _canonical;

    private DistinguishedName(
        ReadOnlyMemory<byte> der, ImmutableArray<ImmutableArray<NameAttribute>> relativeNames)
    {
        Der = der;
        RelativeNames = relativeNames;
    }

    /// <summary>The encoding as it was read.</summary>
    public ReadOnlyMemory<byte> Der { get; }

    /// <summary>The relative distinguished names in order, each with its attributes in order.</summary>
    public ImmutableArray<ImmutableArray<NameAttribute>> RelativeNames { get; }

    public bool IsEmpty => RelativeNames.IsEmpty;

    /// <summary>
    /// What is compared: the canonical encodings of the RDNs, without the outer SEQUENCE header. Made when first asked
    /// for; two threads may both make it, alike.
    /// </summary>
    public ReadOnlySpan<byte> Canonical => _canonical ??= EncodeCanonical();

    /// <summary>Reads a Name that fills <paramref name="der"/> exactly.</summary>
    /// <exception cref="AsnContentException">It is not a Name, or has text that OpenSSL refuses.</exception>
    internal static DistinguishedName Decode(ReadOnlyMemory<byte> der)
    {
        var outer = new Asn1Cursor(der);
        Asn1Cursor sequence = outer.ReadSequence();
        outer.ExpectEnd();
        ImmutableArray<ImmutableArray<NameAttribute>>.Builder names =
            ImmutableArray.CreateBuilder<ImmutableArray<NameAttribute>>(6);
        while (!sequence.IsEmpty)
        {
            names.Add(DecodeRelativeName(sequence.ReadSet()));
        }

        return new DistinguishedName(der, names.DrainToImmutable());
    }

    /// <summary>The attributes of one RDN; <paramref name="set"/> is the inside of its SET.</summary>
    internal static ImmutableArray<NameAttribute> DecodeRelativeName(Asn1Cursor set)
    {
        ImmutableArray<NameAttribute>.Builder attributes = ImmutableArray.CreateBuilder<NameAttribute>(1);
        while (!set.IsEmpty)
        {
            Asn1Cursor pair = set.ReadSequence();
            string oid = pair.ReadOid();
            ReadOnlyMemory<byte> element = pair.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
            pair.ExpectEnd();
            if (tag.TagClass != TagClass.Universal || !IsAllowed((UniversalTagNumber)tag.TagValue))
            {
                throw new AsnContentException("A name has a value of a type that is not allowed there.");
            }

            if (tag.TagValue == (int)UniversalTagNumber.BitString)
            {
                new Asn1Cursor(element).ReadBitString(out _);
            }

            // BER lets a string come in pieces; DER, which certificates are in, does not.
            if (tag.IsConstructed != (tag.TagValue == (int)UniversalTagNumber.Sequence))
            {
                throw new AsnContentException("A name has a value in pieces.");
            }

            var attribute = new NameAttribute(oid, (UniversalTagNumber)tag.TagValue, content) { Element = element };
            if (attribute.IsText && !attribute.IsWellFormed)
            {
                throw new AsnContentException("A name has text that is not well-formed.");
            }

            attributes.Add(attribute);
        }

        return attributes.DrainToImmutable();
    }

    /// <summary>This name with another RDN at its end; <paramref name="set"/> is the inside of the SET.</summary>
    /// <exception cref="AsnContentException">It is no RDN.</exception>
    internal DistinguishedName With(ReadOnlySpan<byte> set)
    {
        ReadOnlySpan<byte> own = new Asn1Cursor(Der).ReadSequence().Rest.Span;
        byte[] relativeName = Encode(Asn1Tag.SetOf, set);
        return Decode(Encode(Asn1Tag.Sequence, [.. own, .. relativeName]));
    }

    public bool Equals(DistinguishedName? other) => other is not null
        && (Der.Span.SequenceEqual(other.Der.Span) || Canonical.SequenceEqual(other.Canonical));

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

#pragma warning disable CA5350 // SHA-1 names files here, it protects nothing.
    /// <summary>OpenSSL's `X509_NAME_hash`, the file name in a hashed directory.</summary>
    public uint OpenSslHash
    {
        get
        {
            Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
            SHA1.HashData(Canonical, digest);
            return BinaryPrimitives.ReadUInt32LittleEndian(digest);
        }
    }
#pragma warning restore CA5350

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Canonical);
        return hash.ToHashCode();
    }

    /// <summary>OpenSSL's `B_ASN1_PRINTABLE` through its table of tags, which has no VisibleString.</summary>
    private static bool IsAllowed(UniversalTagNumber tag) => (int)tag is 3 or 7 or 8 or 9 or (>= 11 and <= 16)
        or 18 or 19 or 20 or 22 or 28 or 29 or 30;

    private byte[] EncodeCanonical()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        foreach (ImmutableArray<NameAttribute> relativeName in RelativeNames)
        {
            writer.PushSetOf();
            foreach (NameAttribute attribute in relativeName)
            {
                WriteCanonical(writer, attribute);
            }

            writer.PopSetOf();
        }

        return writer.Encode();
    }

    private static void WriteCanonical(AsnWriter writer, NameAttribute attribute)
    {
        writer.PushSequence();
        writer.WriteObjectIdentifier(attribute.Oid);

        // NumericString is text, but not in OpenSSL's `ASN1_MASK_CANON`: it is compared as it stands.
        if (attribute.Tag != UniversalTagNumber.NumericString && attribute.TryGetUtf8(out byte[] utf8))
        {
            writer.WriteCharacterString(
                UniversalTagNumber.UTF8String, Encoding.UTF8.GetString(utf8.AsSpan(0, Fold(utf8))));
        }
        else
        {
            writer.WriteEncodedValue(AsDer(attribute));
        }

        writer.PopSequence();
    }

    /// <summary>The value with the shortest header: BER lets tag and length be longer, or the length come at the
    /// end.</summary>
    private static byte[] AsDer(NameAttribute attribute) => Encode(
        new Asn1Tag(TagClass.Universal, (int)attribute.Tag, attribute.Tag == UniversalTagNumber.Sequence),
        attribute.Value.Span);

    /// <summary>A value of any type but those whose tag takes more than a byte.</summary>
    private static byte[] Encode(Asn1Tag tag, ReadOnlySpan<byte> content)
    {
        var octets = new AsnWriter(AsnEncodingRules.DER);
        octets.WriteOctetString(content);
        byte[] value = octets.Encode();
        tag.Encode(value);
        return value;
    }

    /// <summary>OpenSSL's `asn1_string_canon`, in place; returns the new length.</summary>
    private static int Fold(Span<byte> utf8)
    {
        int length = 0;
        bool blank = false;
        foreach (byte c in utf8)
        {
            if (c is (byte)' ' or (>= 9 and <= 13))
            {
                blank = length > 0;
                continue;
            }

            if (blank)
            {
                utf8[length++] = (byte)' ';
                blank = false;
            }

            utf8[length++] = c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
        }

        return length;
    }
}
