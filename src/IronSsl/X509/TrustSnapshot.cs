using System;
using System.Collections.Generic;

namespace IronSsl.X509;

/// <summary>
/// A trust store as it was at one moment, for a connection: certificates by subject, CRLs by issuer, and the hashed directories,
/// which are read when a name is looked up. Safe for any number of threads.
/// </summary>
internal sealed class TrustSnapshot
{
    /// <summary>A store without any certificate.</summary>
    public static TrustSnapshot Empty { get; } = new();

    /// <summary>The certificates with this subject, in the order in which OpenSSL would try them.</summary>
    public IReadOnlyList<TrustAnchor> FindBySubject(DistinguishedName subject) => throw new NotImplementedException();

    /// <summary>The entry with exactly this certificate, or null.</summary>
    public TrustAnchor? Find(ParsedCertificate certificate) => throw new NotImplementedException();

    /// <summary>The CRLs of this issuer.</summary>
    public IReadOnlyList<ParsedCrl> FindCrls(DistinguishedName issuer) => throw new NotImplementedException();
}
