using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Puts a chain to <see cref="ChainVerifier"/> at <see cref="CertificatePlan.Now"/>.</summary>
internal static class ChainQuestion
{
    public static readonly VerificationPolicy Policy = new() { SecurityLevel = 2, Time = CertificatePlan.Now };

    public static ChainVerification Ask(
        MadeCertificate leaf,
        IEnumerable<MadeCertificate> sent,
        IEnumerable<MadeCertificate> trusted,
        VerificationPolicy? policy = null) =>
        ChainVerifier.Verify(leaf.Certificate, [.. sent.Select(m => m.Certificate)], Trust(trusted), policy ?? Policy);

    public static VerificationPolicy With(VerifyFlag flags) => Policy with { Flags = Policy.Flags | flags };

    public static TrustSnapshot Trust(IEnumerable<MadeCertificate> trusted)
    {
        var store = new TrustStore();
        foreach (MadeCertificate certificate in trusted)
        {
            store.LoadDer(certificate.Certificate.Der);
        }

        return store.Snapshot();
    }
}
