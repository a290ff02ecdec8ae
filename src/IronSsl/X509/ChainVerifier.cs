using System;
using System.Collections.Generic;

namespace IronSsl.X509;

/// <summary>Decides whether a peer's chain is to be trusted: OpenSSL's `X509_verify_cert`.</summary>
internal static class ChainVerifier
{
    /// <summary>Judges <paramref name="leaf"/>.</summary>
    /// <param name="leaf">The peer's own certificate.</param>
    /// <param name="others">What the peer sent besides, in any order.</param>
    /// <param name="trust">What the context trusts.</param>
    /// <param name="policy">Purpose, names, time and flags.</param>
    public static ChainVerification Verify(
        ParsedCertificate leaf,
        IReadOnlyList<ParsedCertificate> others,
        TrustSnapshot trust,
        VerificationPolicy policy) => throw new NotImplementedException();
}
