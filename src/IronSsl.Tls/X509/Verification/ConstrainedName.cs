using System;
using System.Formats.Asn1;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>
/// A name of a certificate that name constraints are applied to. <paramref name="Kind"/> is the kind of constraint that
/// it is subject to, which for a SmtpUTF8Mailbox (RFC 8398 section 6) is that of mail addresses.
/// </summary>
internal sealed record ConstrainedName(GeneralNameKind Kind, ReadOnlyMemory<byte> Value)
{

    public DistinguishedName? Directory { get; init; }

    /// <summary>The value is a SmtpUTF8Mailbox, an otherName to which constraints on mail addresses apply.</summary>
    public bool IsInternational { get; private init; }

    /// <summary>The text of a SmtpUTF8Mailbox, read once; null when there's none to be read.</summary>
    public ReadOnlyMemory<byte>? Mailbox { get; private init; }

    /// <summary>The name in the certificate that this one was made of; null when it stood in no list of
    /// names.</summary>
    public CertificateGeneralName? Source { get; private init; }

    private string? Oid { get; init; }

    /// <summary>The name in a certificate.</summary>
    public static ConstrainedName Of(CertificateGeneralName name) =>
        name.Kind == GeneralNameKind.OtherName && name.Oid == Oids.SmtpUtf8Mailbox
            ? new ConstrainedName(GeneralNameKind.Email, name.Value)
            {
                IsInternational = true,
                Mailbox = ReadUtf8String(name.Value),
                Source = name,
            }
            : new ConstrainedName(name.Kind, name.Value) { Oid = name.Oid, Directory = name.Directory };

    public bool IsOfKind(CertificateGeneralName subtree) =>
        Kind == subtree.Kind && (Kind != GeneralNameKind.OtherName || Oid == subtree.Oid);

    /// <summary>The text of a SmtpUTF8Mailbox, given as the inner elements of its otherName; null when it's
    /// none.</summary>
    private static ReadOnlyMemory<byte>? ReadUtf8String(ReadOnlyMemory<byte> explicitValue)
    {
        try
        {
            var cursor = new Asn1Cursor(explicitValue);
            cursor.ReadOid();
            Asn1Cursor wrapper = cursor.ReadContext(0);
            wrapper.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
            return tag == new Asn1Tag(UniversalTagNumber.UTF8String) ? content : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
