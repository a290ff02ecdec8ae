namespace IronSsl.Tls.OpenSsl.Objects;

/// <summary>An object of OpenSSL's registry; what CPython calls an ASN1Object.</summary>
/// <param name="Nid">OpenSSL's number; 0 for an object identifier that the registry doesn't have.</param>
/// <param name="ShortName">The short name, such as <c>CN</c>; null without one.</param>
/// <param name="LongName">The long name, such as <c>commonName</c>; null without one.</param>
/// <param name="Oid">The object identifier in dotted form; null for OpenSSL's own pseudo objects.</param>
internal sealed record ObjectEntry(int Nid, string? ShortName, string? LongName, string? Oid);
