using System;
using System.Globalization;

namespace IronSsl.Tls.X509.Certificates;

/// <content>The text of a time, which OpenSSL also gives for forms that it would not compare.</content>
internal readonly partial record struct CertificateTime
{
    private const string BadTime = "Bad time value";

    private static readonly string[] s_months =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

    /// <summary>
    /// OpenSSL's `ASN1_TIME_print`: seconds may be missing, a generalized time may have a fraction, and either may have
    /// an offset, which is taken off.
    /// </summary>
    public string Describe()
    {
        var fields = new Fields(Raw.Span);
        if (!fields.TryTwo(0, 99, out int first) || !TryReadYear(ref fields, first, out int year)
            || !fields.TryTwo(1, 12, out int month)
            || !fields.TryTwo(1, DaysInMonth(year, month), out int day)
            || !fields.TryTwo(0, 23, out int hour)
            || !fields.TryTwo(0, 59, out int minute))
        {
            return BadTime;
        }

        int second = 0;
        string fraction = "";
        if (!fields.IsAtZone && !fields.TryTwo(0, 59, out second))
        {
            return BadTime;
        }

        if (IsGeneralized && !fields.TryFraction(out fraction))
        {
            return BadTime;
        }

        if (!fields.TryZone(out int offsetMinutes))
        {
            return BadTime;
        }

        long minutes = (60 * hour) + minute - offsetMinutes;
        return Format(year, month, day, minutes, second, HasPrintedFraction(fraction) ? fraction : "");
    }

    /// <summary>OpenSSL prints the fraction only where it stands after complete seconds.</summary>
    private bool HasPrintedFraction(string fraction)
    {
        const int FractionOffset = 14;
        return fraction.Length > 0 && Raw.Length > FractionOffset + 1 && Raw.Span[FractionOffset] == (byte)'.';
    }

    private static string Format(
        int year, int month, int day, long minutesOfDay, int second, string fraction)
    {
        // An offset can lead to another day; the proleptic calendar of OpenSSL has a year 0, that of .NET has not.
        int shift = (int)Math.Floor(minutesOfDay / 1440.0);
        int minutes = (int)(minutesOfDay - (1440L * shift));
        day += shift;
        if (day < 1)
        {
            (year, month) = month == 1 ? (year - 1, 12) : (year, month - 1);
            day += DaysInMonth(year, month);
        }
        else if (day > DaysInMonth(year, month))
        {
            day -= DaysInMonth(year, month);
            (year, month) = month == 12 ? (year + 1, 1) : (year, month + 1);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"{s_months[month - 1]} {day,2} {minutes / 60:00}:{minutes % 60:00}:{second:00}{fraction} {year} GMT");
    }

    private static int DaysInMonth(int year, int month) => month switch
    {
        2 => year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28,
        4 or 6 or 9 or 11 => 30,
        _ => 31,
    };

    private bool TryReadYear(ref Fields fields, int first, out int year)
    {
        if (!IsGeneralized)
        {
            year = first < 50 ? 2000 + first : 1900 + first;
            return true;
        }

        bool hasRest = fields.TryTwo(0, 99, out int second);
        year = (100 * first) + second;
        return hasRest;
    }

    /// <summary>Reads a time from left to right.</summary>
    private ref struct Fields(ReadOnlySpan<byte> raw)
    {
        private ReadOnlySpan<byte> _rest = raw;

        public readonly bool IsAtZone => !_rest.IsEmpty && _rest[0] is (byte)'Z' or (byte)'+' or (byte)'-';

        /// <summary>Two digits; something must follow them.</summary>
        public bool TryTwo(int minimum, int maximum, out int value)
        {
            value = 0;
            if (_rest.Length < 3 || !char.IsAsciiDigit((char)_rest[0]) || !char.IsAsciiDigit((char)_rest[1]))
            {
                return false;
            }

            value = Two(_rest, 0);
            _rest = _rest[2..];
            return value >= minimum && value <= maximum;
        }

        /// <summary>A point and at least one digit, if there is a point.</summary>
        public bool TryFraction(out string fraction)
        {
            fraction = "";
            if (_rest.IsEmpty || _rest[0] != (byte)'.')
            {
                return true;
            }

            int length = 1;
            while (length < _rest.Length && char.IsAsciiDigit((char)_rest[length]))
            {
                length++;
            }

            fraction = System.Text.Encoding.ASCII.GetString(_rest[..length]);
            _rest = _rest[length..];
            return length > 1;
        }

        /// <summary>Z or an offset, which must be the last.</summary>
        public readonly bool TryZone(out int offsetMinutes)
        {
            offsetMinutes = 0;
            if (_rest.Length == 1 && _rest[0] == (byte)'Z')
            {
                return true;
            }

            if (_rest.Length != 5 || _rest[0] is not ((byte)'+' or (byte)'-')
                || _rest[1..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return false;
            }

            int hours = Two(_rest, 1);
            int minutes = Two(_rest, 3);
            offsetMinutes = ((60 * hours) + minutes) * (_rest[0] == (byte)'-' ? -1 : 1);
            return hours <= 12 && minutes <= 59;
        }
    }
}
