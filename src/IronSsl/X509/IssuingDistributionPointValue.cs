namespace IronSsl.X509;

/// <summary>The IssuingDistributionPoint extension of a CRL (RFC 5280 section 5.2.5).</summary>
internal sealed record IssuingDistributionPointValue(
    DistributionPointValue Point,
    bool OnlyUserCertificates,
    bool OnlyAuthorityCertificates,
    int? OnlySomeReasons,
    bool IsIndirect,
    bool OnlyAttributeCertificates)
{
    internal static IssuingDistributionPointValue Read(ref Asn1Cursor cursor)
    {
        Asn1Cursor fields = cursor.ReadSequence();
        DistributionPointValue point = ExtensionDecoder.ReadPointName(ref fields);
        bool onlyUser = ReadFlag(ref fields, 1);
        bool onlyAuthority = ReadFlag(ref fields, 2);
        int? reasons = fields.NextIsContext(3) ? ExtensionDecoder.ReadReasons(ref fields, 3) : null;
        bool isIndirect = ReadFlag(ref fields, 4);
        bool onlyAttribute = ReadFlag(ref fields, 5);
        fields.ExpectEnd();
        return new IssuingDistributionPointValue(point, onlyUser, onlyAuthority, reasons, isIndirect, onlyAttribute);
    }

    private static bool ReadFlag(ref Asn1Cursor fields, int number) =>
        fields.NextIsContext(number) && fields.ReadBoolean(ExtensionDecoder.ContextTag(number));
}
