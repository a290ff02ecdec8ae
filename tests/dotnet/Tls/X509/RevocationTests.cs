using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>CRLs: what is revoked, what is missing, and what a delta may say.</summary>
public class RevocationTests
{
    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();
    private static readonly MadeCertificate s_intermediate =
        CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
    private static readonly MadeCertificate s_leaf = CertificatePlan.MakeLeaf(s_intermediate);

    [Fact]
    public void Without_the_flags_no_list_is_asked() =>
        Assert.True(Ask(VerifyFlag.None, List(s_intermediate, [s_leaf])).IsTrusted);

    [Fact]
    public void A_missing_list_is_an_error()
    {
        ChainVerification verdict = Ask(VerifyFlag.X509_V_FLAG_CRL_CHECK);
        Assert.Equal((VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL, 0), (verdict.Code, verdict.Depth));
        Assert.Equal(AlertDescription.UnknownCa, verdict.Alert);
    }

    [Fact]
    public void The_leaf_flag_asks_about_the_leaf_only()
    {
        byte[] list = List(s_intermediate, []);
        Assert.True(Ask(VerifyFlag.X509_V_FLAG_CRL_CHECK, list).IsTrusted);

        ChainVerification verdict = Ask(
            VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL, list);
        Assert.Equal((VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL, 1), (verdict.Code, verdict.Depth));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_revoked_certificate_is_refused(int depth)
    {
        ChainVerification verdict = Ask(
            VerifyFlag.X509_V_FLAG_CRL_CHECK | VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL,
            List(s_intermediate, depth == 0 ? [s_leaf] : []), List(s_root, depth == 1 ? [s_intermediate] : []));
        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REVOKED, depth), (verdict.Code, verdict.Depth));
        Assert.Equal(AlertDescription.CertificateRevoked, verdict.Alert);
    }

    [Fact]
    public void A_list_signed_by_another_key_is_refused()
    {
        MadeCertificate mimic = CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
        byte[] list = List(mimic, [], authorityKeyIdentifier: s_intermediate.Certificate.SubjectKeyIdentifier);
        Assert.Equal(
            VerifyCode.X509_V_ERR_CRL_SIGNATURE_FAILURE, Ask(VerifyFlag.X509_V_FLAG_CRL_CHECK, list).Code);
    }

    [Fact]
    public void A_list_that_is_out_of_date_is_refused()
    {
        byte[] list = List(s_intermediate, [], nextUpdate: CertificatePlan.Now - TimeSpan.FromMinutes(1));
        Assert.Equal(VerifyCode.X509_V_ERR_CRL_HAS_EXPIRED, Ask(VerifyFlag.X509_V_FLAG_CRL_CHECK, list).Code);
    }

    [Fact]
    public void A_delta_alone_is_no_list() =>
        Assert.Equal(
            VerifyCode.X509_V_ERR_UNABLE_TO_GET_CRL,
            Ask(VerifyFlag.X509_V_FLAG_CRL_CHECK, List(s_intermediate, [], number: 9, baseNumber: 5)).Code);

    [Fact]
    public void A_delta_revokes_what_the_complete_list_did_not() =>
        Assert.Equal(
            VerifyCode.X509_V_ERR_CERT_REVOKED,
            Ask(
                VerifyFlag.X509_V_FLAG_CRL_CHECK,
                List(s_intermediate, []), List(s_intermediate, [s_leaf], number: 9, baseNumber: 5)).Code);

    [Fact]
    public void A_newer_delta_does_not_hide_what_the_complete_list_revokes() =>
        Assert.Equal(
            VerifyCode.X509_V_ERR_CERT_REVOKED,
            Ask(
                VerifyFlag.X509_V_FLAG_CRL_CHECK,
                List(s_intermediate, [s_leaf]), List(s_intermediate, [], number: 9, baseNumber: 5)).Code);

    private static ChainVerification Ask(VerifyFlag flags, params byte[][] lists)
    {
        var store = new TrustStore();
        store.LoadDer(s_root.Certificate.Der);
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, string.Join('\n', lists.Select(
                list => PemEncoding.WriteString("X509 CRL", list))), Encoding.ASCII);
            if (lists.Length > 0)
            {
                store.LoadFile(path);
            }
        }
        finally
        {
            File.Delete(path);
        }

        return ChainVerifier.Verify(
            s_leaf.Certificate, [s_intermediate.Certificate], store.Snapshot(), ChainQuestion.With(flags));
    }

    private static byte[] List(
        MadeCertificate issuer,
        IEnumerable<MadeCertificate> revoked,
        int number = 5,
        int? baseNumber = null,
        DateTimeOffset? nextUpdate = null,
        ReadOnlyMemory<byte>? authorityKeyIdentifier = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (MadeCertificate certificate in revoked)
        {
            builder.AddEntry(
                certificate.Certificate.SerialNumberBytes.Span, CertificatePlan.Now - TimeSpan.FromDays(2));
        }

        byte[] list = builder.Build(
            new X500DistinguishedName(issuer.Certificate.Subject.Der.Span),
            X509SignatureGenerator.CreateForECDsa(issuer.Key),
            new BigInteger(number), nextUpdate ?? CertificatePlan.Now + TimeSpan.FromDays(1), HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                (authorityKeyIdentifier ?? issuer.Certificate.SubjectKeyIdentifier!.Value).Span),
            CertificatePlan.Now - TimeSpan.FromDays(1));
        return baseNumber is { } from ? CrlEditor.AddDeltaIndicator(list, from, issuer.Key) : list;
    }
}
