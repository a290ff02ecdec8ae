using System;
using System.Formats.Asn1;
using System.Text;
using IronSsl.Tls.X509.Asn1;

namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// A Time field as it was encoded. OpenSSL keeps a certificate with a time that makes no sense and fails when it
/// compares it, so both views are offered: the instant, if there is one, and the raw characters.
/// </summary>
internal readonly partial record struct CertificateTime(bool IsGeneralized, ReadOnlyMemory<byte> Raw)
{
    private const int UtcLength = 13;
    private const int GeneralizedLength = 15;

    /// <summary>
    /// The instant, or null when the field is not in the one form that OpenSSL's `X509_cmp_time` compares (RFC 5280
    /// section 4.1.2.5): seconds present, no fraction, ending in Z.
    /// </summary>
    public DateTimeOffset? Instant
    {
        get
        {
            ReadOnlySpan<byte> raw = Raw.Span;
            if (raw.Length != (IsGeneralized ? GeneralizedLength : UtcLength) || raw[^1] != (byte)'Z')
            {
                return null;
            }

            foreach (byte c in raw[..^1])
            {
                if (c is < (byte)'0' or > (byte)'9')
                {
                    return null;
                }
            }

            int year = IsGeneralized ? (100 * Two(raw, 0)) + Two(raw, 2) : Two(raw, 0);
            ReadOnlySpan<byte> rest = raw[(IsGeneralized ? 4 : 2)..];
            if (!IsGeneralized)
            {
                year += year < 50 ? 2000 : 1900;
            }

            int month = Two(rest, 0);
            int day = Two(rest, 2);
            int hour = Two(rest, 4);
            int minute = Two(rest, 6);
            int second = Two(rest, 8);
            if (year == 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
                || hour > 23 || minute > 59 || second > 59)
            {
                return null;
            }

            return new DateTimeOffset(year, month, day, hour, minute, second, TimeSpan.Zero);
        }
    }

    public override string ToString() => Encoding.Latin1.GetString(Raw.Span);

    internal static bool IsNext(Asn1Cursor cursor) =>
        cursor.NextIs(UniversalTagNumber.UtcTime) || cursor.NextIs(UniversalTagNumber.GeneralizedTime);

    internal static CertificateTime Read(ref Asn1Cursor cursor)
    {
        cursor.ReadElement(out Asn1Tag tag, out ReadOnlyMemory<byte> content);
        if (tag.TagClass == TagClass.Universal && !tag.IsConstructed)
        {
            switch ((UniversalTagNumber)tag.TagValue)
            {
                case UniversalTagNumber.UtcTime:
                    return new CertificateTime(IsGeneralized: false, content);
                case UniversalTagNumber.GeneralizedTime:
                    return new CertificateTime(IsGeneralized: true, content);
            }
        }

        throw new AsnContentException("Not a time.");
    }

    private static int Two(ReadOnlySpan<byte> digits, int offset) =>
        (10 * (digits[offset] - '0')) + (digits[offset + 1] - '0');
}
