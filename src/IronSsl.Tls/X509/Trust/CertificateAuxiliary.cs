using System;
using System.Collections.Immutable;
using System.Formats.Asn1;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Trust;

/// <summary>Reads what OpenSSL puts behind the certificate in a `TRUSTED CERTIFICATE` block
/// (`X509_CERT_AUX`).</summary>
internal static class CertificateAuxiliary
{
    /// <summary>A certificate and its settings, if there are any; `d2i_X509_AUX`.</summary>
    /// <exception cref="TlsFailure">ASN1, with OpenSSL's reason.</exception>
    public static TrustAnchor Read(ReadOnlySpan<byte> der)
    {
        ParsedCertificate certificate = ParsedCertificate.ParseFirst(der, out int consumed);
        if (consumed == der.Length)
        {
            return new TrustAnchor(certificate);
        }

        try
        {
            return Decode(certificate, der[consumed..].ToArray());
        }
        catch (AsnContentException e)
        {
            throw TlsFailure.Of("ASN1", "NESTED_ASN1_ERROR", e);
        }
    }

    private static TrustAnchor Decode(ParsedCertificate certificate, byte[] settings)
    {
        Asn1Cursor fields = new Asn1Cursor(settings).ReadSequence();
        ImmutableArray<string>? trusted = null;
        ImmutableArray<string> rejected = [];
        if (fields.NextIs(UniversalTagNumber.Sequence))
        {
            trusted = ExtensionDecoder.ReadOidList(ref fields);
        }

        if (fields.NextIsContext(0))
        {
            rejected = ExtensionDecoder.ReadOids(fields.ReadContext(0));
        }

        if (fields.NextIs(UniversalTagNumber.UTF8String))
        {
            fields.ReadElement();
        }

        if (fields.NextIs(UniversalTagNumber.OctetString))
        {
            fields.ReadOctetString();
        }

        if (fields.NextIsContext(1))
        {
            fields.ReadElement();
        }

        fields.ExpectEnd();
        return new TrustAnchor(certificate) { TrustedPurposes = trusted, RejectedPurposes = rejected };
    }
}
