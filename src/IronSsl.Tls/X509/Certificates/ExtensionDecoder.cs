using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography.X509Certificates;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// Decodes extension values (RFC 5280 sections 4.2 and 5.2). One that is malformed or occurs twice counts as absent and
/// is remembered in <see cref="FoundMalformed"/>.
/// </summary>
internal sealed class ExtensionDecoder(ImmutableArray<CertificateExtension> extensions)
{
    /// <summary>Reads the one element of an extension's value.</summary>
    internal delegate T Reader<out T>(ref Asn1Cursor cursor);

    public bool FoundMalformed { get; private set; }

    public T? Decode<T>(string oid, Reader<T> read)
        where T : class => TryDecode(oid, read, out T? value) ? value : null;

    public T? DecodeValue<T>(string oid, Reader<T> read)
        where T : struct => TryDecode(oid, read, out T value) ? value : null;

    internal static BasicConstraintsValue ReadBasicConstraints(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        bool isAuthority = fields.NextIs(UniversalTagNumber.Boolean) && fields.ReadBoolean();
        BigInteger? pathLength = fields.IsEmpty ? null : fields.ReadInteger();
        fields.ExpectEnd();
        return new BasicConstraintsValue(isAuthority, pathLength);
    }

    internal static ProxyCertInfoValue ReadProxyCertInfo(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        BigInteger? pathLength = fields.NextIs(UniversalTagNumber.Integer) ? fields.ReadInteger() : null;
        Asn1Cursor proxyPolicy = fields.ReadSequence();
        proxyPolicy.ReadOid();
        if (proxyPolicy.NextIs(UniversalTagNumber.OctetString))
        {
            proxyPolicy.ReadOctetString();
        }

        proxyPolicy.ExpectEnd();
        fields.ExpectEnd();
        return new ProxyCertInfoValue(pathLength);
    }

    internal static X509KeyUsageFlags ReadKeyUsage(ref Asn1Cursor cursor)
    {
        ReadOnlySpan<byte> bits = cursor.ReadBitString(out _).Span;
        int low = bits.Length > 0 ? bits[0] : 0;
        int high = bits.Length > 1 ? bits[1] : 0;
        return (X509KeyUsageFlags)(low | (high << 8));
    }

    internal static int ReadNetscapeCertType(ref Asn1Cursor cursor)
    {
        ReadOnlySpan<byte> bits = cursor.ReadBitString(out _).Span;
        return bits.Length > 0 ? bits[0] : 0;
    }

    internal static ImmutableArray<string> ReadOidList(ref Asn1Cursor cursor) => ReadOids(cursor.ReadSequence());

    internal static ImmutableArray<string> ReadOids(Asn1Cursor list)
    {
        ImmutableArray<string>.Builder oids = ImmutableArray.CreateBuilder<string>();
        while (!list.IsEmpty)
        {
            oids.Add(list.ReadOid());
        }

        return oids.DrainToImmutable();
    }

    internal static ReadOnlyMemory<byte> ReadOctets(ref Asn1Cursor cursor) => cursor.ReadOctetString();

    internal static AuthorityKeyIdentifierValue ReadAuthorityKeyIdentifier(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        ReadOnlyMemory<byte>? keyIdentifier = null;
        ImmutableArray<CertificateGeneralName>? issuer = null;
        ReadOnlyMemory<byte>? serialNumber = null;
        if (fields.NextIsContext(0))
        {
            keyIdentifier = fields.ReadOctetString(ContextTag(0));
        }

        if (fields.NextIsContext(1))
        {
            issuer = ReadGeneralNameList(fields.ReadContext(1));
        }

        if (fields.NextIsContext(2))
        {
            serialNumber = fields.ReadIntegerBytes(ContextTag(2));
        }

        fields.ExpectEnd();
        return new AuthorityKeyIdentifierValue(keyIdentifier, issuer, serialNumber);
    }

    internal static ImmutableArray<CertificateGeneralName> ReadGeneralNames(ref Asn1Cursor cursor) =>
        ReadGeneralNameList(cursor.ReadSequence());

    internal static NameConstraintsValue ReadNameConstraints(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        ImmutableArray<NameConstraintsValue.Subtree> permitted = ReadSubtrees(ref fields, 0);
        ImmutableArray<NameConstraintsValue.Subtree> excluded = ReadSubtrees(ref fields, 1);
        fields.ExpectEnd();
        return new NameConstraintsValue(permitted, excluded);
    }

    internal static ImmutableArray<DistributionPointValue> ReadDistributionPoints(ref Asn1Cursor cursor)
    {
        ImmutableArray<DistributionPointValue>.Builder points = ImmutableArray.CreateBuilder<DistributionPointValue>();
        Asn1Cursor list = cursor.ReadSequence();
        while (!list.IsEmpty)
        {
            Asn1Cursor fields = list.ReadSequence();
            DistributionPointValue point = ReadPointName(ref fields);
            if (fields.NextIsContext(1))
            {
                point = point with { Reasons = ReadReasons(ref fields, 1) };
            }

            if (fields.NextIsContext(2))
            {
                point = point with { CrlIssuer = ReadGeneralNameList(fields.ReadContext(2)) };
            }

            fields.ExpectEnd();
            if (point is { FullName: null, RelativeName: null } && point.CrlIssuer is null or { IsEmpty: true })
            {
                // RFC 5280 section 4.2.1.13: a point that names neither itself nor an issuer points nowhere.
                throw new AsnContentException("A distribution point without a name.");
            }

            points.Add(point);
        }

        return points.DrainToImmutable();
    }

    /// <summary>An optional `[0] DistributionPointName`, the first field of both kinds of point.</summary>
    internal static DistributionPointValue ReadPointName(ref Asn1Cursor fields)
    {
        if (!fields.NextIsContext(0))
        {
            return new DistributionPointValue();
        }

        Asn1Cursor name = fields.ReadContext(0);
        DistributionPointValue point;
        if (name.NextIsContext(0))
        {
            point = new DistributionPointValue { FullName = ReadGeneralNameList(name.ReadContext(0)) };
        }
        else
        {
            Asn1Cursor relative = name.ReadContext(1);
            DistinguishedName.DecodeRelativeName(relative);
            point = new DistributionPointValue { RelativeName = relative.Rest };
        }

        name.ExpectEnd();
        return point;
    }

    internal static int ReadReasons(ref Asn1Cursor fields, int tagNumber)
    {
        ReadOnlySpan<byte> bits = fields.ReadBitString(out _, ContextTag(tagNumber)).Span;
        return (bits.Length > 0 ? bits[0] : 0) | (bits.Length > 1 ? bits[1] << 8 : 0);
    }

    internal static Asn1Tag ContextTag(int number) => new(TagClass.ContextSpecific, number);

    private static ImmutableArray<CertificateGeneralName> ReadGeneralNameList(Asn1Cursor list)
    {
        ImmutableArray<CertificateGeneralName>.Builder names = ImmutableArray.CreateBuilder<CertificateGeneralName>();
        while (!list.IsEmpty)
        {
            names.Add(CertificateGeneralName.Read(ref list));
        }

        return names.DrainToImmutable();
    }

    private static ImmutableArray<NameConstraintsValue.Subtree> ReadSubtrees(ref Asn1Cursor fields, int tagNumber)
    {
        if (!fields.NextIsContext(tagNumber))
        {
            return [];
        }

        ImmutableArray<NameConstraintsValue.Subtree>.Builder trees =
            ImmutableArray.CreateBuilder<NameConstraintsValue.Subtree>();
        Asn1Cursor list = fields.ReadContext(tagNumber);
        while (!list.IsEmpty)
        {
            Asn1Cursor tree = list.ReadSequence();
            CertificateGeneralName name = CertificateGeneralName.Read(ref tree);
            bool hasMinimum = tree.NextIsContext(0) && !tree.ReadInteger(ContextTag(0)).IsZero;
            bool hasMaximum = tree.NextIsContext(1);
            if (hasMaximum)
            {
                tree.ReadInteger(ContextTag(1));
            }

            tree.ExpectEnd();
            trees.Add(new NameConstraintsValue.Subtree(name, hasMinimum || hasMaximum));
        }

        return trees.DrainToImmutable();
    }

    private bool TryDecode<T>(string oid, Reader<T> read, out T? value)
    {
        value = default;
        CertificateExtension? found = null;
        foreach (CertificateExtension extension in extensions)
        {
            if (extension.Oid == oid)
            {
                if (found is not null)
                {
                    // RFC 5280 section 4.2: a certificate MUST NOT include more than one instance of an extension.
                    FoundMalformed = true;
                    return false;
                }

                found = extension;
            }
        }

        if (found is null)
        {
            return false;
        }

        try
        {
            var cursor = new Asn1Cursor(found.Value);
            value = read(ref cursor);
            return true;
        }
        catch (AsnContentException)
        {
            FoundMalformed = true;
            return false;
        }
    }
}
