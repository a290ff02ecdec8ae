using System;
using System.Formats.Asn1;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// One GeneralName. <paramref name="Value"/> holds the content octets: the characters of a mail address, DNS name or
/// URI (any byte may occur), the 4, 8, 16 or 32 octets of an address, the DER of a directory's Name, the content of the
/// object identifier, and the inner elements of the other kinds.
/// </summary>
internal sealed record CertificateGeneralName(GeneralNameKind Kind, ReadOnlyMemory<byte> Value)
{
    /// <summary>The OID of an otherName or registeredID, else null.</summary>
    public string? Oid { get; private init; }

    /// <summary>The name of a directory, else null. Decoded once: constraints and names are compared each with
    /// each.</summary>
    public DistinguishedName? Directory { get; private init; }

    /// <summary>The whole element with its context tag.</summary>
    public ReadOnlyMemory<byte> Encoded { get; private init; }

    /// <summary>Reads the next element of a GeneralNames or a field of that type.</summary>
    /// <exception cref="AsnContentException">It is not a GeneralName.</exception>
    internal static CertificateGeneralName Read(ref Asn1Cursor cursor)
    {
        ReadOnlyMemory<byte> encoded = cursor.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
        if (tag.TagClass != TagClass.ContextSpecific || tag.TagValue > (int)GeneralNameKind.RegisteredId)
        {
            throw new AsnContentException("Not a GeneralName.");
        }

        var kind = (GeneralNameKind)tag.TagValue;
        bool wantsConstructed = kind is GeneralNameKind.OtherName or GeneralNameKind.X400Address
            or GeneralNameKind.Directory or GeneralNameKind.EdiParty;
        if (wantsConstructed && !tag.IsConstructed)
        {
            throw new AsnContentException("A GeneralName of this kind is constructed.");
        }

        string? oid = null;
        DistinguishedName? directory = null;
        var inner = new Asn1Cursor(content);
        switch (kind)
        {
            case GeneralNameKind.OtherName:
                oid = inner.ReadOid();
                Asn1Cursor value = inner.ReadContext(0);
                value.ReadAny();
                value.ExpectEnd();
                inner.ExpectEnd();
                break;

            case GeneralNameKind.Directory:
                // Name is a CHOICE, hence the tag is explicit.
                content = inner.ReadSequenceElement();
                inner.ExpectEnd();
                directory = DistinguishedName.Decode(content);
                break;

            case GeneralNameKind.EdiParty:
                SkipEdiPartyName(ref inner);
                break;

            case GeneralNameKind.RegisteredId:
                oid = new Asn1Cursor(encoded).ReadOid(tag);
                break;

            case GeneralNameKind.Email or GeneralNameKind.Dns or GeneralNameKind.Uri or GeneralNameKind.IpAddress
                when tag.IsConstructed:
                content = new Asn1Cursor(encoded).ReadOctetString(tag);
                break;
        }

        return new CertificateGeneralName(kind, content) { Oid = oid, Directory = directory, Encoded = encoded };
    }

    /// <summary>EDIPartyName (RFC 5280 section 4.2.1.6): [0] the assigner, if there is one, and [1] the name.</summary>
    private static void SkipEdiPartyName(ref Asn1Cursor fields)
    {
        for (int field = 0; field < 2; field++)
        {
            if (field == 1 || fields.NextIsContext(field))
            {
                Asn1Cursor text = fields.ReadContext(field);
                if (!IsDirectoryString(text))
                {
                    throw new AsnContentException("Not a DirectoryString.");
                }

                text.ReadAny();
                text.ExpectEnd();
            }
        }

        fields.ExpectEnd();
    }

    // OpenSSL's `DIRECTORYSTRING`.
    private static bool IsDirectoryString(Asn1Cursor text) =>
        text.NextIs(UniversalTagNumber.PrintableString) || text.NextIs(UniversalTagNumber.T61String)
        || text.NextIs(UniversalTagNumber.BMPString) || text.NextIs(UniversalTagNumber.UniversalString)
        || text.NextIs(UniversalTagNumber.UTF8String);
}
