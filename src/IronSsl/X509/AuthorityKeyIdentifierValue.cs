using System;
using System.Collections.Immutable;

namespace IronSsl.X509;

/// <summary>The AuthorityKeyIdentifier extension (RFC 5280 section 4.2.1.1); absent fields are null.</summary>
internal sealed record AuthorityKeyIdentifierValue(
    ReadOnlyMemory<byte>? KeyIdentifier,
    ImmutableArray<CertificateGeneralName>? Issuer,
    ReadOnlyMemory<byte>? SerialNumber);
