using System;
using System.Buffers;
using System.Text;
using System.Text.Unicode;
using IronSsl.Tls.OpenSsl;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>UTF-8 as Python decodes it, strictly, with Python's account of what is wrong.</summary>
internal static class Utf8Text
{
    private const byte FirstLead = 0xC2;
    private const byte LastLead = 0xF4;

    /// <exception cref="TlsFailure">Caused by a <see cref="Utf8TextException"/>.</exception>
    public static string Decode(ReadOnlySpan<byte> utf8) =>
        Utf8.IsValid(utf8) ? Encoding.UTF8.GetString(utf8) : throw TlsFailure.Of("", "", FindFault(utf8));

    /// <summary>CPython `utf8_decode`: the longest start of a sequence that could be one is the fault.</summary>
    private static Utf8TextException FindFault(ReadOnlySpan<byte> utf8)
    {
        int start = 0;
        OperationStatus status;
        int consumed;
        while ((status = Rune.DecodeFromUtf8(utf8[start..], out _, out consumed)) == OperationStatus.Done)
        {
            start += consumed;
        }

        if (status == OperationStatus.NeedMoreData)
        {
            return new Utf8TextException(utf8.ToArray(), start, utf8.Length, "unexpected end of data");
        }

        string reason =
            utf8[start] is >= FirstLead and <= LastLead ? "invalid continuation byte" : "invalid start byte";
        return new Utf8TextException(utf8.ToArray(), start, start + consumed, reason);
    }
}
