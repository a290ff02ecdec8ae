using System;
using System.Collections.Immutable;

namespace IronSsl.X509;

/// <summary>Every fact that `getpeercert()` shows, as text in OpenSSL's form.</summary>
internal sealed class CertificateDescription
{
    /// <summary>RDNs in order; each is its attributes' long names and values.</summary>
    public required ImmutableArray<ImmutableArray<(string Name, string Value)>> Subject { get; init; }

    public required ImmutableArray<ImmutableArray<(string Name, string Value)>> Issuer { get; init; }

    /// <summary>1, 2 or 3.</summary>
    public required long Version { get; init; }

    /// <summary>Hexadecimal digits, in upper case, two a byte.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>As `Jan  5 09:34:43 2018 GMT`.</summary>
    public required string NotBefore { get; init; }

    public required string NotAfter { get; init; }

    /// <summary>Empty when there is none.</summary>
    public required ImmutableArray<SubjectAlternativeName> SubjectAlternativeNames { get; init; }

    /// <summary>Addresses of OCSP responders; empty when there are none, as are the next two.</summary>
    public required ImmutableArray<string> Ocsp { get; init; }

    public required ImmutableArray<string> CaIssuers { get; init; }

    public required ImmutableArray<string> CrlDistributionPoints { get; init; }

    /// <summary>Describes a certificate.</summary>
    /// <exception cref="IronSsl.OpenSsl.TlsFailure">CPython raises an error for this certificate too.</exception>
    public static CertificateDescription From(ParsedCertificate certificate) => throw new NotImplementedException();

    /// <summary>
    /// One pair of `subjectAltName`: the kind as CPython names it, and the text; for a directory name the name itself.
    /// </summary>
    internal sealed record SubjectAlternativeName(
        string Kind, string Value, ImmutableArray<ImmutableArray<(string Name, string Value)>>? DirectoryName);
}
