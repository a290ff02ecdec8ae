using System;
using System.IO;
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

/// <summary>Signatures of certificates and CRLs that say the right thing in a wrong way.</summary>
public class SignatureFormTests
{
    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();
    private static readonly MadeCertificate s_leaf = MakeTelling();
    private static readonly byte[] s_list = MakeList();

    public static TheoryData<string> WrongForms => [.. DssForms.Names];

    [Fact]
    public void The_right_forms_are_accepted()
    {
        Assert.True(ChainQuestion.Ask(s_leaf, [], [s_root]).IsTrusted);
        Assert.True(AskWithList(s_list).IsTrusted);
    }

    [Theory]
    [MemberData(nameof(WrongForms))]
    public void A_certificate_whose_signature_has_another_form_is_refused(string form)
    {
        byte[] wrong = DssForms.Make(form, SignatureEditor.Read(s_leaf.Certificate.Der));

        ChainVerification verdict = ChainQuestion.Ask(SignatureEditor.Replace(s_leaf, wrong), [], [s_root]);

        Assert.Equal((VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, 0), (verdict.Code, verdict.Depth));
    }

    [Theory]
    [MemberData(nameof(WrongForms))]
    public void A_CRL_whose_signature_has_another_form_is_refused(string form)
    {
        byte[] wrong = DssForms.Make(form, SignatureEditor.Read(s_list));

        ChainVerification verdict = AskWithList(SignatureEditor.Replace(s_list, wrong));

        Assert.Equal((VerifyCode.X509_V_ERR_CRL_SIGNATURE_FAILURE, 0), (verdict.Code, verdict.Depth));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void A_signature_is_whole_octets(int unusedBits)
    {
        // The bits that would be left out are zero, so that the octets are the same.
        MadeCertificate leaf = MakeTelling(signature => (signature[^1] & ((1 << unusedBits) - 1)) == 0);
        byte[] list = MakeList(signature => (signature[^1] & ((1 << unusedBits) - 1)) == 0);

        ChainVerification ofLeaf = ChainQuestion.Ask(
            SignatureEditor.Replace(leaf, SignatureEditor.Read(leaf.Certificate.Der), unusedBits), [], [s_root]);
        ChainVerification ofList = AskWithList(
            SignatureEditor.Replace(list, SignatureEditor.Read(list), unusedBits));

        Assert.Equal(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, ofLeaf.Code);
        Assert.Equal(VerifyCode.X509_V_ERR_CRL_SIGNATURE_FAILURE, ofList.Code);
    }

    private static MadeCertificate MakeTelling(Func<byte[], bool>? also = null)
    {
        MadeCertificate leaf;
        byte[] signature;
        do
        {
            leaf = CertificatePlan.MakeLeaf(s_root);
            signature = SignatureEditor.Read(leaf.Certificate.Der);
        }
        while (!DssForms.IsTelling(signature) || also?.Invoke(signature) == false);
        return leaf;
    }

    private static byte[] MakeList(Func<byte[], bool>? also = null)
    {
        var builder = new CertificateRevocationListBuilder();
        byte[] list;
        byte[] signature;
        do
        {
            list = builder.Build(
                new X500DistinguishedName(s_root.Certificate.Subject.Der.Span),
                X509SignatureGenerator.CreateForECDsa(s_root.Key),
                BigInteger.One, CertificatePlan.Now.AddDays(30), HashAlgorithmName.SHA256,
                X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(
                    s_root.Certificate.SubjectKeyIdentifier!.Value.Span),
                CertificatePlan.Now.AddDays(-1));
            signature = SignatureEditor.Read(list);
        }
        while (!DssForms.IsTelling(signature) || also?.Invoke(signature) == false);
        return list;
    }

    private static ChainVerification AskWithList(byte[] list)
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var store = new TrustStore();
        try
        {
            File.WriteAllText(path, PemEncoding.WriteString("X509 CRL", list), Encoding.ASCII);
            store.LoadFile(path);
        }
        finally
        {
            File.Delete(path);
        }

        store.LoadDer(s_root.Certificate.Der);
        return ChainVerifier.Verify(
            s_leaf.Certificate, [], store.Snapshot(), ChainQuestion.With(VerifyFlag.X509_V_FLAG_CRL_CHECK));
    }
}
