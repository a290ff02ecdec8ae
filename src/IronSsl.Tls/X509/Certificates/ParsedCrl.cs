using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using System.Threading;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// A certificate revocation list (RFC 5280 section 5), immutable; the rules are those of OpenSSL's `crl_cb`. The
/// entries are read when the first number is looked up, since lists of some megabytes exist.
/// </summary>
internal sealed class ParsedCrl : IEquatable<ParsedCrl>
{
    private readonly ReadOnlyMemory<byte> _entries;
    private readonly Lazy<Dictionary<BigInteger, RevokedEntry>?> _index;

    private ParsedCrl(byte[] der)
    {
        Der = der;
        var outer = new Asn1Cursor(der);
        Asn1Cursor list = outer.ReadSequence();
        outer.ExpectEnd();
        TbsDer = list.ReadSequenceElement();
        SignatureAlgorithmDer = list.ReadSequenceElement();
        Signature = list.ReadBitString(out int unusedBits);
        SignatureUnusedBits = unusedBits;
        list.ExpectEnd();

        Asn1Cursor tbs = new Asn1Cursor(TbsDer).ReadSequence();
        if (tbs.NextIs(UniversalTagNumber.Integer))
        {
            tbs.ReadInteger();
        }

        TbsSignatureAlgorithmDer = tbs.ReadSequenceElement();
        Issuer = DistinguishedName.Decode(tbs.ReadSequenceElement());
        ThisUpdateField = CertificateTime.Read(ref tbs);
        if (CertificateTime.IsNext(tbs))
        {
            NextUpdateField = CertificateTime.Read(ref tbs);
        }

        if (tbs.NextIs(UniversalTagNumber.Sequence))
        {
            _entries = tbs.ReadSequenceElement();
            CheckEntries(new Asn1Cursor(_entries).ReadSequence());
        }

        Extensions = ParsedCertificate.ReadExtensions(ref tbs, 0);
        tbs.ExpectEnd();

        var decoder = new ExtensionDecoder(Extensions);
        Number = decoder.DecodeValue<BigInteger>(Oids.CrlNumber, ReadInteger);
        BaseNumber = decoder.DecodeValue<BigInteger>(Oids.DeltaCrlIndicator, ReadInteger);
        AuthorityKeyIdentifier =
            decoder.Decode(Oids.AuthorityKeyIdentifier, ExtensionDecoder.ReadAuthorityKeyIdentifier);
        IssuingDistributionPoint =
            decoder.Decode(Oids.IssuingDistributionPoint, IssuingDistributionPointValue.Read);
        foreach (CertificateExtension extension in Extensions)
        {
            // OpenSSL's `crl_cb`: these three are understood, whatever else is critical is not.
            HasUnhandledCriticalExtension |= extension.IsCritical && extension.Oid is not
                (Oids.IssuingDistributionPoint or Oids.AuthorityKeyIdentifier or Oids.DeltaCrlIndicator);
        }

        IsInvalid = decoder.FoundMalformed || (BaseNumber is not null && Number is null);
        _index = new Lazy<Dictionary<BigInteger, RevokedEntry>?>(
            ReadEntries, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>The whole encoding. Not to be written to.</summary>
    public byte[] Der { get; }

    public ReadOnlyMemory<byte> TbsDer { get; }

    public ReadOnlyMemory<byte> SignatureAlgorithmDer { get; }

    public ReadOnlyMemory<byte> TbsSignatureAlgorithmDer { get; }

    public ReadOnlyMemory<byte> Signature { get; }

    public int SignatureUnusedBits { get; }

    public DistinguishedName Issuer { get; }

    public CertificateTime ThisUpdateField { get; }

    /// <summary>Null when absent.</summary>
    public CertificateTime? NextUpdateField { get; }

    public ImmutableArray<CertificateExtension> Extensions { get; }

    public BigInteger? Number { get; }

    /// <summary>The base of a delta CRL; null when the list is complete.</summary>
    public BigInteger? BaseNumber { get; }

    public AuthorityKeyIdentifierValue? AuthorityKeyIdentifier { get; }

    public IssuingDistributionPointValue? IssuingDistributionPoint { get; }

    public bool HasUnhandledCriticalExtension { get; }

    /// <summary>An extension is malformed or the list contradicts itself (OpenSSL's `EXFLAG_INVALID`).</summary>
    public bool IsInvalid { get; }

    /// <summary>
    /// Whether an entry has a critical extension that is not understood; then the list as a whole decides nothing (RFC
    /// 5280 section 5.3), nor does one whose entries are malformed.
    /// </summary>
    public bool HasUnhandledEntries => _index.Value is null;

    /// <summary>Reads a CRL that fills <paramref name="der"/> exactly.</summary>
    /// <exception cref="TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public static ParsedCrl Parse(ReadOnlySpan<byte> der)
    {
        try
        {
            return new ParsedCrl(der.ToArray());
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("ASN1", "NESTED_ASN1_ERROR", e);
        }
    }

    /// <summary>Reads a CRL at the start of <paramref name="data"/>; what follows is ignored.</summary>
    /// <exception cref="TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public static ParsedCrl ParseFirst(ReadOnlySpan<byte> data) => Parse(data[..Asn1Length.First(data)]);

    /// <summary>The entry of a serial number, null when it is not revoked by this list.</summary>
    /// <exception cref="InvalidOperationException"><see cref="HasUnhandledEntries"/> is true.</exception>
    public RevokedEntry? FindEntry(BigInteger serialNumber)
    {
        Dictionary<BigInteger, RevokedEntry> entries = _index.Value
            ?? throw new InvalidOperationException("The entries of this list cannot be relied on.");
        return entries.GetValueOrDefault(serialNumber);
    }

    public bool Equals(ParsedCrl? other) =>
        other is not null && (ReferenceEquals(this, other) || Der.AsSpan().SequenceEqual(other.Der));

    public override bool Equals(object? obj) => Equals(obj as ParsedCrl);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Der.AsSpan(Math.Max(0, Der.Length - 16)));
        return hash.ToHashCode();
    }

    private static BigInteger ReadInteger(ref Asn1Cursor cursor) => cursor.ReadInteger();

    /// <summary>The form of the entries alone, which takes no memory.</summary>
    private static void CheckEntries(Asn1Cursor list)
    {
        while (!list.IsEmpty)
        {
            Asn1Cursor fields = list.ReadSequence();
            fields.ReadIntegerBytes();
            CertificateTime.Read(ref fields);
            if (!fields.IsEmpty)
            {
                ParsedCertificate.ReadExtensionList(fields.ReadSequence());
            }

            fields.ExpectEnd();
        }
    }

    private Dictionary<BigInteger, RevokedEntry>? ReadEntries()
    {
        var index = new Dictionary<BigInteger, RevokedEntry>();
        if (_entries.IsEmpty)
        {
            return index;
        }

        try
        {
            Asn1Cursor list = new Asn1Cursor(_entries).ReadSequence();
            ImmutableArray<CertificateGeneralName>? issuer = null;
            while (!list.IsEmpty)
            {
                RevokedEntry entry = RevokedEntry.Read(ref list, issuer);
                if (entry.HasUnhandledCriticalExtension)
                {
                    return null;
                }

                // RFC 5280 section 5.3.3: an indirect entry's issuer holds until another is named.
                issuer = entry.CertificateIssuer;
                index.TryAdd(entry.SerialNumber, entry);
            }

            return index;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }
}
