using System;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Turns a CRL that .NET has made into one that it does not make.</summary>
internal static class CrlEditor
{
    private static readonly Asn1Tag s_extensions = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>Adds the extension of a delta CRL (RFC 5280 section 5.2.4) and signs anew.</summary>
    public static byte[] AddDeltaIndicator(byte[] list, int baseNumber, ECDsa key)
    {
        AsnReader outer = new AsnReader(list, AsnEncodingRules.DER).ReadSequence();
        AsnReader body = outer.ReadSequence();
        ReadOnlyMemory<byte> algorithm = outer.ReadEncodedValue();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (!body.PeekTag().HasSameClassAndValue(s_extensions))
            {
                writer.WriteEncodedValue(body.ReadEncodedValue().Span);
            }

            AsnReader extensions = body.ReadSequence(s_extensions).ReadSequence();
            using (writer.PushSequence(s_extensions))
            using (writer.PushSequence())
            {
                while (extensions.HasData)
                {
                    writer.WriteEncodedValue(extensions.ReadEncodedValue().Span);
                }

                var number = new AsnWriter(AsnEncodingRules.DER);
                number.WriteInteger(baseNumber);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier("2.5.29.27");
                    writer.WriteBoolean(true);
                    writer.WriteOctetString(number.Encode());
                }
            }
        }

        byte[] signed = writer.Encode();
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(signed);
            whole.WriteEncodedValue(algorithm.Span);
            whole.WriteBitString(
                key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        return whole.Encode();
    }
}
