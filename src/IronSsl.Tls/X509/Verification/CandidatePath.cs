using System.Collections.Generic;
using IronSsl.Tls.X509.Certificates;

namespace IronSsl.Tls.X509.Verification;

/// <summary>A chain to be checked: from the leaf to a certificate of the trust store.</summary>
/// <param name="Certificates">The leaf first.</param>
/// <param name="UntrustedCount">How many of them, from the leaf on, were not taken from the store.</param>
internal sealed record CandidatePath(IReadOnlyList<ParsedCertificate> Certificates, int UntrustedCount);
