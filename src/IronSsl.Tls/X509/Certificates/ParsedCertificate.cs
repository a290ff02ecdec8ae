using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Threading;
using IronSsl.Tls.Caching;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// An X.509 certificate, immutable, as strictly decoded as OpenSSL's `d2i_X509` does. Extensions are decoded when asked
/// for; one that is malformed makes <see cref="IsInvalid"/> true, as OpenSSL's `EXFLAG_INVALID`. Equal means equal
/// encoding.
/// </summary>
internal sealed partial class ParsedCertificate : IEquatable<ParsedCertificate>
{
    private const string NestedError = "NESTED_ASN1_ERROR";

    private SubjectPublicKey? _publicKey;
    private ByteKey? _publicKeyHash;

    private ParsedCertificate(byte[] der, ref string reason)
    {
        var outer = new Asn1Cursor(der);
        if (outer.NextIs(UniversalTagNumber.Sequence) && (der[0] & 0x20) == 0)
        {
            reason = "SEQUENCE_NOT_CONSTRUCTED";
        }

        Asn1Cursor certificate = outer.ReadSequence();
        outer.ExpectEnd();

        RequireField(certificate, ref reason);
        TbsDer = certificate.ReadSequenceElement();
        Asn1Cursor tbs = new Asn1Cursor(TbsDer).ReadSequence();
        if (tbs.NextIsContext(0))
        {
            Asn1Cursor version = tbs.ReadContext(0);
            Version = version.ReadInteger();
            version.ExpectEnd();
        }

        SerialNumberBytes = tbs.ReadIntegerBytes();
        TbsSignatureAlgorithmDer = tbs.ReadSequenceElement();
        TbsSignatureAlgorithmOid = ReadAlgorithmOid(TbsSignatureAlgorithmDer);
        Issuer = DistinguishedName.Decode(tbs.ReadSequenceElement());
        Asn1Cursor validity = tbs.ReadSequence();
        NotBeforeField = CertificateTime.Read(ref validity);
        NotAfterField = CertificateTime.Read(ref validity);
        validity.ExpectEnd();
        ReadOnlyMemory<byte> subject = tbs.ReadSequenceElement();
        Subject = subject.Span.SequenceEqual(Issuer.Der.Span) ? Issuer : DistinguishedName.Decode(subject);
        SubjectPublicKeyInfo = tbs.ReadSequenceElement();
        SubjectPublicKey.DecodeOutside(SubjectPublicKeyInfo);
        SkipUniqueIdentifier(ref tbs, 1);
        SkipUniqueIdentifier(ref tbs, 2);
        Extensions = ReadExtensions(ref tbs, 3);
        tbs.ExpectEnd();

        RequireField(certificate, ref reason);
        SignatureAlgorithmDer = certificate.ReadSequenceElement();
        ReadAlgorithmOid(SignatureAlgorithmDer);
        RequireField(certificate, ref reason);
        Signature = certificate.ReadBitString(out int unusedBits);
        SignatureUnusedBits = unusedBits;
        reason = "SEQUENCE_LENGTH_MISMATCH";
        certificate.ExpectEnd();
        Der = Normalize(der);
        _decoded = new Lazy<DecodedExtensions>(DecodeExtensions, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>
    /// The whole encoding, its outermost part in DER, as OpenSSL encodes what it has read. Not to be written to.
    /// </summary>
    public byte[] Der { get; }

    /// <summary>The bytes that are signed, as they were received.</summary>
    public ReadOnlyMemory<byte> TbsDer { get; }

    /// <summary>The AlgorithmIdentifier beside the signature.</summary>
    public ReadOnlyMemory<byte> SignatureAlgorithmDer { get; }

    /// <summary>The AlgorithmIdentifier inside of what is signed; RFC 5280 section 4.1.1.2 wants both to be the
    /// same.</summary>
    public ReadOnlyMemory<byte> TbsSignatureAlgorithmDer { get; }

    public string TbsSignatureAlgorithmOid { get; }

    /// <summary>The content of the signature's BIT STRING.</summary>
    public ReadOnlyMemory<byte> Signature { get; }

    public int SignatureUnusedBits { get; }

    /// <summary>The number as encoded: 0 for version 1, 2 for version 3. Any integer occurs.</summary>
    public BigInteger Version { get; }

    /// <summary>The content octets of the serial number, big-endian two's complement.</summary>
    public ReadOnlyMemory<byte> SerialNumberBytes { get; }

    public BigInteger SerialNumber => new(SerialNumberBytes.Span, isUnsigned: false, isBigEndian: true);

    public DistinguishedName Issuer { get; }

    public DistinguishedName Subject { get; }

    public CertificateTime NotBeforeField { get; }

    public CertificateTime NotAfterField { get; }

    /// <summary>Null when the field has no valid time.</summary>
    public DateTimeOffset? NotBefore => NotBeforeField.Instant;

    /// <summary>Null when the field has no valid time.</summary>
    public DateTimeOffset? NotAfter => NotAfterField.Instant;

    /// <summary>The SubjectPublicKeyInfo as a slice of <see cref="Der"/>.</summary>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public ByteKey PublicKeyHash => _publicKeyHash ??= new ByteKey(SHA256.HashData(SubjectPublicKeyInfo.Span));

    /// <summary>Kind and size of the key.</summary>
    public SubjectPublicKey PublicKey => _publicKey ??= SubjectPublicKey.Decode(SubjectPublicKeyInfo);

    /// <summary>All extensions in order, undecoded.</summary>
    public ImmutableArray<CertificateExtension> Extensions { get; }

    /// <summary>Issuer and subject are the same name (OpenSSL's `EXFLAG_SI`). Says nothing about the
    /// signature.</summary>
    public bool IsSelfIssued => Issuer.Equals(Subject);

    /// <summary>Reads a certificate that fills <paramref name="der"/> exactly.</summary>
    /// <exception cref="TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public static ParsedCertificate Parse(ReadOnlySpan<byte> der)
    {
        string reason = NestedError;
        try
        {
            return new ParsedCertificate(der.ToArray(), ref reason);
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("ASN1", reason, e);
        }
    }

    /// <summary>OpenSSL tells which rule of the outermost SEQUENCE was broken; of the inner ones only that one
    /// was.</summary>
    private static void RequireField(Asn1Cursor certificate, ref string reason) =>
        reason = certificate.IsEmpty
            ? "FIELD_MISSING"
            : certificate.Rest.Span.StartsWith(stackalloc byte[] { 0, 0 }) ? "UNEXPECTED_EOC" : NestedError;

    /// <summary>Reads a certificate at the start of <paramref name="data"/> and tells where it ends.</summary>
    /// <exception cref="TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public static ParsedCertificate ParseFirst(ReadOnlySpan<byte> data, out int consumed) =>
        Parse(data[..(consumed = Asn1Length.First(data))]);

    public bool Equals(ParsedCertificate? other) =>
        other is not null && (ReferenceEquals(this, other) || Der.AsSpan().SequenceEqual(other.Der));

    public override bool Equals(object? obj) => Equals(obj as ParsedCertificate);

    public override int GetHashCode()
    {
        // The tail is the signature: as good as random.
        var hash = new HashCode();
        hash.AddBytes(Der.AsSpan(Math.Max(0, Der.Length - 16)));
        return hash.ToHashCode();
    }

    /// <summary>Replaces lengths that are longer than need be, and a signature in pieces or with unused bits that are
    /// set.</summary>
    private byte[] Normalize(byte[] der)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteBitString(Signature.Span, Signature.IsEmpty ? 0 : SignatureUnusedBits);
        byte[] signature = writer.Encode();
        int contentBytes = TbsDer.Length + SignatureAlgorithmDer.Length + signature.Length;
        int headerBytes = 2 + (contentBytes < 0x80 ? 0 : (39 - BitOperations.LeadingZeroCount((uint)contentBytes)) / 8);
        if (der.Length == headerBytes + contentBytes && der.AsSpan().EndsWith(signature))
        {
            return der;
        }

        // By hand: the writer takes no values in BER, such as the signed part may be in and has to stay in.
        byte[] normalized =
        [
            0x30, (byte)contentBytes, .. new byte[headerBytes - 2],
            .. TbsDer.Span, .. SignatureAlgorithmDer.Span, .. signature,
        ];
        for (int i = headerBytes - 1, rest = contentBytes; i >= 2; i--, rest >>= 8)
        {
            normalized[1] = (byte)(0x80 | (headerBytes - 2));
            normalized[i] = (byte)rest;
        }

        return normalized;
    }

    private static string ReadAlgorithmOid(ReadOnlyMemory<byte> algorithmDer)
    {
        Asn1Cursor algorithm = new Asn1Cursor(algorithmDer).ReadSequence();
        string oid = algorithm.ReadOid();
        if (!algorithm.IsEmpty)
        {
            algorithm.ReadAny();
        }

        algorithm.ExpectEnd();
        return oid;
    }

    private static void SkipUniqueIdentifier(ref Asn1Cursor tbs, int number)
    {
        if (tbs.NextIsContext(number))
        {
            tbs.ReadBitString(out _, new Asn1Tag(TagClass.ContextSpecific, number));
        }
    }

    /// <summary>An optional EXPLICIT Extensions field, of a certificate or CRL.</summary>
    internal static ImmutableArray<CertificateExtension> ReadExtensions(ref Asn1Cursor cursor, int tagNumber)
    {
        if (!cursor.NextIsContext(tagNumber))
        {
            return [];
        }

        Asn1Cursor wrapper = cursor.ReadContext(tagNumber);
        Asn1Cursor sequence = wrapper.ReadSequence();
        wrapper.ExpectEnd();
        return ReadExtensionList(sequence);
    }

    /// <summary>The elements of an Extensions sequence.</summary>
    internal static ImmutableArray<CertificateExtension> ReadExtensionList(Asn1Cursor sequence)
    {
        ImmutableArray<CertificateExtension>.Builder extensions = ImmutableArray.CreateBuilder<CertificateExtension>();
        while (!sequence.IsEmpty)
        {
            Asn1Cursor extension = sequence.ReadSequence();
            string oid = extension.ReadOid();
            bool isCritical = extension.NextIs(UniversalTagNumber.Boolean) && extension.ReadBoolean();
            ReadOnlyMemory<byte> value = extension.ReadOctetString();
            extension.ExpectEnd();
            extensions.Add(new CertificateExtension(oid, isCritical, value));
        }

        return extensions.DrainToImmutable();
    }
}
