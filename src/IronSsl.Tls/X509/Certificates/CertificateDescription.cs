using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Globalization;
using System.Linq;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Objects;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>Every fact that `getpeercert()` shows, as text in OpenSSL's form (CPython `_decode_certificate`).</summary>
internal sealed class CertificateDescription
{

    /// <summary>CPython reads one line of OpenSSL's output, which breaks after so many bytes.</summary>
    private const int SerialLineBytes = 35;

    /// <summary>What CPython's buffer takes of such a line.</summary>
    private const int LongestLineBytes = 2046;

    /// <summary>RDNs in order; each is its attributes' long names and values.</summary>
    public required ImmutableArray<ImmutableArray<DescribedAttribute>> Subject { get; init; }

    public required ImmutableArray<ImmutableArray<DescribedAttribute>> Issuer { get; init; }

    /// <summary>1, 2 or 3 in certificates that make sense.</summary>
    public required long Version { get; init; }

    /// <summary>Hexadecimal digits, in upper case, two a byte.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>As `Jan  5 09:34:43 2018 GMT`; `Bad time value` for what is no time.</summary>
    public required string NotBefore { get; init; }

    public required string NotAfter { get; init; }

    /// <summary>Whether there is such an extension and it is well-formed; it may be empty.</summary>
    public required bool HasSubjectAlternativeNames { get; init; }

    public required ImmutableArray<SubjectAlternativeName> SubjectAlternativeNames { get; init; }

    /// <summary>Addresses of OCSP responders; empty when there are none, as are the next two.</summary>
    public required ImmutableArray<string> Ocsp { get; init; }

    public required ImmutableArray<string> CaIssuers { get; init; }

    public required ImmutableArray<string> CrlDistributionPoints { get; init; }

    /// <summary>Describes a certificate.</summary>
    /// <exception cref="TlsFailure">
    /// A name has a value that is no text; without a reason, as OpenSSL gives none. Caused by a <see
    /// cref="Utf8TextException"/>: a name or address is not UTF-8.
    /// </exception>
    public static CertificateDescription From(ParsedCertificate certificate)
    {
        var decoder = new ExtensionDecoder(certificate.Extensions);
        ImmutableArray<CertificateGeneralName>? names =
            decoder.DecodeValue<ImmutableArray<CertificateGeneralName>>(
                Oids.SubjectAltName, ExtensionDecoder.ReadGeneralNames);
        ImmutableArray<(string Method, CertificateGeneralName Location)> access =
            decoder.DecodeValue<ImmutableArray<(string, CertificateGeneralName)>>(
                Oids.AuthorityInfoAccess, ReadAccessDescriptions) ?? [];
        return new CertificateDescription
        {
            Subject = DescribeName(certificate.Subject),
            Issuer = DescribeName(certificate.Issuer),
            Version = DescribeVersion(certificate.Version),
            SerialNumber = DescribeSerialNumber(certificate),
            NotBefore = certificate.NotBeforeField.Describe(),
            NotAfter = certificate.NotAfterField.Describe(),
            HasSubjectAlternativeNames = names is not null,
            SubjectAlternativeNames = [.. (names ?? []).Select(DescribeAlternativeName)],
            Ocsp = DescribeAccess(access, Oids.OcspMethod),
            CaIssuers = DescribeAccess(access, Oids.CaIssuersMethod),
            CrlDistributionPoints = DescribeDistributionPoints(certificate.CrlDistributionPoints ?? []),
        };
    }

    private static ImmutableArray<(string Method, CertificateGeneralName Location)> ReadAccessDescriptions(
        ref Asn1Cursor cursor)
    {
        ImmutableArray<(string, CertificateGeneralName)>.Builder access =
            ImmutableArray.CreateBuilder<(string, CertificateGeneralName)>();
        Asn1Cursor list = cursor.ReadSequence();
        while (!list.IsEmpty)
        {
            Asn1Cursor fields = list.ReadSequence();
            string method = fields.ReadOid();
            access.Add((method, CertificateGeneralName.Read(ref fields)));
            fields.ExpectEnd();
        }

        return access.DrainToImmutable();
    }

    private static ImmutableArray<ImmutableArray<DescribedAttribute>> DescribeName(DistinguishedName name) =>
    [
        .. from relativeName in name.RelativeNames
           where !relativeName.IsEmpty
           select ImmutableArray.CreateRange(relativeName.Select(DescribeAttribute)),
    ];

    private static DescribedAttribute DescribeAttribute(NameAttribute attribute)
    {
        string name = LongName(attribute.Oid);
        if (attribute.Tag == UniversalTagNumber.BitString)
        {
            ReadOnlyMemory<byte> bits = new Asn1Cursor(attribute.Element).ReadBitString(out _);
            return bits.IsEmpty
                ? new DescribedAttribute(name, null) : new DescribedAttribute(name, "") { Octets = bits.ToArray() };
        }

        return attribute.TryGetUtf8(out byte[] utf8)
            ? new DescribedAttribute(name, Utf8Text.Decode(utf8))
            : throw TlsFailure.Of("", ""); // OpenSSL `ASN1_STRING_to_UTF8` fails without a reason.
    }

    /// <summary>CPython adds one to what OpenSSL's `ASN1_INTEGER_get` gives, which is -1 for a number that fits no
    /// `long`.</summary>
    private static long DescribeVersion(System.Numerics.BigInteger version) =>
        version >= long.MinValue && version < long.MaxValue ? (long)version + 1 : 0;

    /// <summary>OpenSSL's long name of an object, else its number.</summary>
    private static string LongName(string oid) => ObjectTable.ByOid(oid)?.LongName ?? oid;

    /// <summary>OpenSSL's `i2a_ASN1_INTEGER`: the magnitude's bytes.</summary>
    private static string DescribeSerialNumber(ParsedCertificate certificate)
    {
        System.Numerics.BigInteger value = certificate.SerialNumber;
        byte[] magnitude = System.Numerics.BigInteger.Abs(value).ToByteArray(isUnsigned: true, isBigEndian: true);
        string sign = value.Sign < 0 ? "-" : "";
        return magnitude.Length <= SerialLineBytes
            ? sign + Convert.ToHexString(magnitude)
            : sign + Convert.ToHexString(magnitude, 0, SerialLineBytes) + "\\\n";
    }

    private static SubjectAlternativeName DescribeAlternativeName(CertificateGeneralName name) => name.Kind switch
    {
        GeneralNameKind.Directory =>
            new("DirName", "", DescribeName(DistinguishedName.Decode(name.Value))),
        GeneralNameKind.Email => new("email", Utf8Text.Decode(name.Value.Span), null),
        GeneralNameKind.Dns => new("DNS", Utf8Text.Decode(name.Value.Span), null),
        GeneralNameKind.Uri => new("URI", Utf8Text.Decode(name.Value.Span), null),
        GeneralNameKind.RegisteredId => new("Registered ID", LongName(name.Oid!), null),
        GeneralNameKind.IpAddress => new("IP Address", DescribeAddress(name.Value.Span), null),
        GeneralNameKind.X400Address => new("X400Name", "<unsupported>", null),
        GeneralNameKind.EdiParty => new("EdiPartyName", "<unsupported>", null),
        _ => new("othername", DescribeOtherName(name), null),
    };

    private static string DescribeAddress(ReadOnlySpan<byte> address)
    {
        switch (address.Length)
        {
            case 4:
                return string.Create(
                    CultureInfo.InvariantCulture, $"{address[0]}.{address[1]}.{address[2]}.{address[3]}");
            case 16:
                var text = new StringBuilder(39);
                for (int i = 0; i < address.Length; i += 2)
                {
                    int group = (address[i] << 8) | address[i + 1];
                    text.Append(i == 0 ? "" : ":").Append(group.ToString("X", CultureInfo.InvariantCulture));
                }

                return text.ToString();
            default:
                return "<invalid>";
        }
    }

    /// <summary>OpenSSL's `GENERAL_NAME_print`, which knows a few kinds when their value has the type that it
    /// should.</summary>
    private static string DescribeOtherName(CertificateGeneralName name)
    {
        string? label = name.Oid switch
        {
            Oids.SmtpUtf8Mailbox => "SmtpUTF8Mailbox",
            Oids.XmppAddress => "XmppAddr",
            Oids.ServiceName => "SRVName",
            Oids.UserPrincipalName => "UPN",
            Oids.NaiRealm => "NAIRealm",
            _ => null,
        };
        var inner = new Asn1Cursor(name.Value);
        inner.ReadOid();
        inner.ReadContext(0).ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> value);
        var wanted = new Asn1Tag(label == "SRVName" ? UniversalTagNumber.IA5String : UniversalTagNumber.UTF8String);
        if (label is null || !tag.HasSameClassAndValue(wanted))
        {
            return "<unsupported>";
        }

        // Printed as a C string, and CPython takes one line of it, if it is not too long.
        ReadOnlySpan<byte> text = value.Span;
        int nul = text.IndexOf((byte)0);
        byte[] line = [.. Encoding.ASCII.GetBytes(label), (byte)':', .. nul >= 0 ? text[..nul] : text];
        int lineFeed = line.AsSpan().IndexOf((byte)'\n');
        int length = Math.Min(lineFeed >= 0 ? lineFeed + 1 : line.Length, LongestLineBytes - "othername:".Length);
        return Utf8Text.Decode(line.AsSpan(0, length));
    }

    private static ImmutableArray<string> DescribeAccess(
        ImmutableArray<(string Method, CertificateGeneralName Location)> access, string method) =>
    [
        .. from entry in access
           where entry.Method == method && entry.Location.Kind == GeneralNameKind.Uri
           select Utf8Text.Decode(entry.Location.Value.Span),
    ];

    private static ImmutableArray<string> DescribeDistributionPoints(ImmutableArray<DistributionPointValue> points)
    {
        ImmutableArray<string>.Builder addresses = ImmutableArray.CreateBuilder<string>();
        foreach (DistributionPointValue point in points)
        {
            IEnumerable<CertificateGeneralName> names = point.FullName ?? [];
            addresses.AddRange(
                from name in names
                where name.Kind == GeneralNameKind.Uri
                select Utf8Text.Decode(name.Value.Span));
        }

        return addresses.DrainToImmutable();
    }

    /// <summary>
    /// One pair of `subjectAltName`: the kind as CPython names it, and the text; for a directory name the name itself.
    /// </summary>
    internal sealed record SubjectAlternativeName(
        string Kind, string Value, ImmutableArray<ImmutableArray<DescribedAttribute>>? DirectoryName);
}
