namespace IronSsl.Tls.X509.Certificates;

/// <summary>
/// One attribute of a name as `getpeercert()` shows it: OpenSSL's long name and the value, which is null for a BIT
/// STRING without bits, where CPython shows None.
/// </summary>
internal sealed record DescribedAttribute(string Name, string? Value)
{
    /// <summary>The value of an attribute that is a BIT STRING, which CPython shows as bytes; null for text.</summary>
    public byte[]? Octets { get; init; }
}
