using System;

namespace IronSsl.Tls.X509.Asn1;

/// <summary>Octets that should be UTF-8 and are not: what Python's UnicodeDecodeError tells.</summary>
internal sealed class Utf8TextException(byte[] octets, int start, int end, string reason) : Exception(reason)
{
    public byte[] Octets { get; } = octets;

    /// <summary>The first octet that is wrong.</summary>
    public int Start { get; } = start;

    /// <summary>Behind the last octet that is wrong.</summary>
    public int End { get; } = end;

    /// <summary>In CPython's words.</summary>
    public string Reason { get; } = reason;
}
