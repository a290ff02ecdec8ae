using System.Collections.Generic;
using System.Formats.Asn1;
using System.IO;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>The settings of a `TRUSTED CERTIFICATE` go before what the certificate says.</summary>
public class TrustSettingsTests
{
    private const string Server = "1.3.6.1.5.5.7.3.1";
    private const string Client = "1.3.6.1.5.5.7.3.2";
    private const string Any = "2.5.29.37.0";

    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();
    private static readonly MadeCertificate s_intermediate =
        CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
    private static readonly MadeCertificate s_leaf = CertificatePlan.MakeLeaf(s_intermediate);

    [Theory]
    [InlineData(Server, null, true)]
    [InlineData(Any, null, true)]
    [InlineData(Client, null, false)]
    [InlineData(null, Server, false)]
    [InlineData(null, Any, false)]
    [InlineData(null, Client, true)]
    [InlineData(Any, Server, false)]
    public void A_root_is_trusted_for_what_its_settings_say(string? trusted, string? rejected, bool isTrusted)
    {
        ChainVerification verdict = Ask([(s_root, trusted, rejected)], VerifyFlag.None);
        Assert.Equal(isTrusted ? 0 : VerifyCode.X509_V_ERR_CERT_REJECTED, verdict.Code);
        Assert.Equal(isTrusted ? 0 : 2, verdict.Depth);
    }

    [Fact]
    public void An_intermediate_with_settings_ends_the_chain_without_its_root() =>
        Assert.True(Ask([(s_intermediate, Server, null)], VerifyFlag.None).IsTrusted);

    [Theory]
    [InlineData((uint)VerifyFlag.None)]
    [InlineData((uint)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)]
    public void An_intermediate_that_is_distrusted_is_not_used_though_its_root_is_trusted(uint flags)
    {
        ChainVerification verdict = Ask([(s_intermediate, null, Server), (s_root, null, null)], (VerifyFlag)flags);
        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REJECTED, 1), (verdict.Code, verdict.Depth));
    }

    [Fact]
    public void A_leaf_that_is_distrusted_is_refused()
    {
        ChainVerification verdict = Ask([(s_leaf, null, Server)], VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN);
        Assert.False(verdict.IsTrusted);
    }

    private static ChainVerification Ask(
        IEnumerable<(MadeCertificate Certificate, string? Trusted, string? Rejected)> entries, VerifyFlag flags)
    {
        string path = Path.GetTempFileName();
        try
        {
            using (StreamWriter file = File.CreateText(path))
            {
                foreach (var (certificate, trusted, rejected) in entries)
                {
                    file.WriteLine(PemEncoding.WriteString(
                        "TRUSTED CERTIFICATE", [.. certificate.Certificate.Der, .. Settings(trusted, rejected)]));
                }
            }

            var store = new TrustStore();
            store.LoadFile(path);
            return ChainVerifier.Verify(
                s_leaf.Certificate, [s_intermediate.Certificate], store.Snapshot(), ChainQuestion.With(flags));
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>OpenSSL's CertAux: trust as SEQUENCE OF, reject as [0], both optional.</summary>
    private static byte[] Settings(string? trusted, string? rejected)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            if (trusted is not null)
            {
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(trusted);
                }
            }

            if (rejected is not null)
            {
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
                {
                    writer.WriteObjectIdentifier(rejected);
                }
            }
        }

        return writer.Encode();
    }
}
