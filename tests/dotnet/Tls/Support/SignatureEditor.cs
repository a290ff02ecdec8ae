using System.Formats.Asn1;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Puts another signature, or another BIT STRING around it, into a certificate or CRL.</summary>
internal static class SignatureEditor
{
    /// <summary>The signature in it.</summary>
    public static byte[] Read(byte[] signed)
    {
        AsnReader outer = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        outer.ReadEncodedValue();
        outer.ReadEncodedValue();
        return outer.ReadBitString(out _);
    }

    /// <summary>The same certificate or CRL with another signature.</summary>
    public static byte[] Replace(byte[] signed, byte[] signature, int unusedBits = 0)
    {
        AsnReader outer = new AsnReader(signed, AsnEncodingRules.DER).ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(outer.ReadEncodedValue().Span);
            writer.WriteEncodedValue(outer.ReadEncodedValue().Span);
            writer.WriteBitString(signature, unusedBits);
        }

        return writer.Encode();
    }

    /// <summary>The same certificate with another signature.</summary>
    public static MadeCertificate Replace(MadeCertificate made, byte[] signature, int unusedBits = 0) =>
        made with { Certificate = ParsedCertificate.Parse(Replace(made.Certificate.Der, signature, unusedBits)) };
}
