using System.Formats.Asn1;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// The two extensions of RFC 3779, address space and system numbers: only whether they are well-formed, since no chain
/// with one that is critical is accepted here.
/// </summary>
internal static class ResourceExtensions
{
    /// <summary>IPAddrBlocks (section 2.2.3).</summary>
    internal static object ReadAddressBlocks(ref Asn1Cursor cursor)
    {
        Asn1Cursor families = cursor.ReadSequence();
        while (!families.IsEmpty)
        {
            Asn1Cursor family = families.ReadSequence();
            family.ReadOctetString();
            ReadChoice(ref family, new Asn1Tag(UniversalTagNumber.BitString));
            family.ExpectEnd();
        }

        return true;
    }

    /// <summary>ASIdentifiers (section 3.2.3).</summary>
    internal static object ReadSystemNumbers(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        for (int kind = 0; kind < 2; kind++)
        {
            if (fields.NextIsContext(kind))
            {
                Asn1Cursor choice = fields.ReadContext(kind);
                ReadChoice(ref choice, Asn1Tag.Integer);
                choice.ExpectEnd();
            }
        }

        fields.ExpectEnd();
        return true;
    }

    /// <summary>NULL for what the issuer has, or a list of single values and of ranges.</summary>
    private static void ReadChoice(ref Asn1Cursor fields, Asn1Tag single)
    {
        if (fields.NextIs(UniversalTagNumber.Null))
        {
            fields.ReadAny();
            return;
        }

        Asn1Cursor list = fields.ReadSequence();
        while (!list.IsEmpty)
        {
            if (list.NextIs(UniversalTagNumber.Sequence))
            {
                Asn1Cursor range = list.ReadSequence();
                ReadSingle(ref range, single);
                ReadSingle(ref range, single);
                range.ExpectEnd();
            }
            else
            {
                ReadSingle(ref list, single);
            }
        }
    }

    private static void ReadSingle(ref Asn1Cursor fields, Asn1Tag single)
    {
        if (!fields.NextIs(single))
        {
            throw new AsnContentException("Neither a value nor a range.");
        }

        fields.ReadAny();
    }
}
