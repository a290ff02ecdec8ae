using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Keys that no path may hold: on keys of our own, and the published list.</summary>
public sealed class DistrustedKeysTests
{
    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();
    private static readonly MadeCertificate s_intermediate =
        CertificatePlan.MakeIntermediate(s_root, "CN=Intermediate");
    private static readonly MadeCertificate s_leaf = CertificatePlan.MakeLeaf(s_intermediate);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_chain_with_a_distrusted_key_anywhere_is_refused(int depth)
    {
        MadeCertificate[] chain = [s_leaf, s_intermediate, s_root];

        ChainVerification verdict = Ask(chain[depth]);

        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REJECTED, depth), (verdict.Code, verdict.Depth));
        Assert.Equal("certificate rejected", verdict.Message);
        Assert.Equal(AlertDescription.BadCertificate, verdict.Alert);
        Assert.Null(verdict.Chain);
    }

    [Fact]
    public void A_list_of_other_keys_changes_nothing() =>
        Assert.True(Ask(CertificatePlan.MakeRoot("CN=Other")).IsTrusted);

    [Fact]
    public void An_empty_list_changes_nothing() => Assert.True(Ask().IsTrusted);

    [Fact]
    public void The_key_counts_not_the_certificate()
    {
        // The same key under another name, from another authority.
        MadeCertificate other = CertificatePlan.MakeRoot("CN=Other Root");
        MadeCertificate cross = CertificatePlan.MakeIntermediate(other, "CN=Another Name", s_intermediate.Key);
        MadeCertificate leaf = CertificatePlan.MakeLeaf(cross);

        ChainVerification verdict = ChainQuestion.Ask(leaf, [cross], [other], With(s_intermediate));

        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REJECTED, 1), (verdict.Code, verdict.Depth));
    }

    [Theory]
    [InlineData((uint)VerifyFlag.None)]
    [InlineData((uint)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN)]
    [InlineData((uint)VerifyFlag.X509_V_FLAG_X509_STRICT)]
    public void The_trust_store_does_not_overrule_the_list(uint flags)
    {
        VerificationPolicy policy = With(s_intermediate);

        ChainVerification verdict = ChainQuestion.Ask(
            s_leaf, [s_intermediate], [s_root, s_intermediate],
            policy with { Flags = policy.Flags | (VerifyFlag)flags });

        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REJECTED, 1), (verdict.Code, verdict.Depth));
    }

    [Fact]
    public void A_trusted_leaf_that_needs_no_issuer_is_looked_up_too()
    {
        VerificationPolicy policy = With(s_leaf);

        ChainVerification verdict = ChainQuestion.Ask(
            s_leaf, [], [s_leaf], policy with { Flags = policy.Flags | VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN });

        Assert.Equal((VerifyCode.X509_V_ERR_CERT_REJECTED, 0), (verdict.Code, verdict.Depth));
    }

    [Fact]
    public void Another_path_without_the_key_is_taken()
    {
        // Two authorities of one name; the first that is found has the key.
        MadeCertificate root = CertificatePlan.MakeRoot("CN=Second Root");
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        MadeCertificate first = CertificatePlan.MakeIntermediate(s_root, "CN=Twice", key);
        MadeCertificate second = CertificatePlan.MakeIntermediate(root, "CN=Twice", key);
        MadeCertificate leaf = CertificatePlan.MakeLeaf(first);

        ChainVerification verdict = ChainQuestion.Ask(leaf, [first, second], [s_root, root], With(s_root));

        Assert.True(verdict.IsTrusted);
        Assert.Equal(root.Certificate, verdict.Chain!.Certificates[^1]);
    }

    [Fact]
    public void A_path_that_is_bad_anyway_keeps_its_code()
    {
        MadeCertificate expired = new CertificatePlan
        {
            Issuer = s_intermediate,
            Remaining = TimeSpan.FromDays(-1),
        }.Make();

        Assert.Equal(
            VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED,
            ChainQuestion.Ask(expired, [s_intermediate], [s_root], With(s_intermediate)).Code);
    }

    [Fact]
    public void A_certificate_is_hashed_once() =>
        Assert.Same(s_leaf.Certificate.PublicKeyHash, s_leaf.Certificate.PublicKeyHash);

    [Theory]
    [InlineData(
        "43bffa19d6ef651451f6841e019931e96f6f2eaeff28ab4b6f1ce4576de2717b", "CN=EM OV TLS CA - G3B,O=eMudhra BV,C=NL")]
    [InlineData(
        "ebed6475c2c2d80fcb199f3fe8dd6e6b3ce60b77eb15d4e42c3dec0c6f5b5105", "CN=EM DV TLS CA - G3B,O=eMudhra BV,C=NL")]
    public void The_published_list_has_the_key(string hash, string subject) =>
        Assert.Contains(
            DistrustedKeys.Published.Entries, entry => entry.PublicKeySha256 == hash && entry.Subject == subject);

    [Fact]
    public void A_policy_goes_by_the_published_list_unless_told_otherwise() =>
        Assert.Same(DistrustedKeys.Published, ChainQuestion.Policy.DistrustedKeys);

    [Fact]
    public void No_key_is_published_twice() => Assert.Equal(
        DistrustedKeys.Published.Entries.Count,
        DistrustedKeys.Published.Entries.Select(entry => entry.PublicKeySha256).Distinct().Count());

    [Theory]
    [InlineData("not a hash\tsubject\tsource\t2026-10-18")]
    [InlineData("00\tsubject\tsource\t2026-10-18")]
    [InlineData("{0}0\tsubject\tsource\t2026-10-18")]
    [InlineData("{0}\tsubject\tsource")]
    [InlineData("{0}\tsubject\tsource\t2026-10-18\tmore")]
    [InlineData("{0}\t\tsource\t2026-10-18")]
    [InlineData("{0}\tsubject\t \t2026-10-18")]
    [InlineData("{0}\tsubject\tsource\tOctober")]
    [InlineData("{1}\tsubject\tsource\t2026-10-18")]
    [InlineData(" {0}\tsubject\tsource\t2026-10-18")]
    public void A_list_with_a_line_of_another_form_is_no_list(string line)
    {
        string hash = new('a', 64);
        string text = line.Replace("{0}", hash, StringComparison.Ordinal)
            .Replace("{1}", hash.ToUpperInvariant(), StringComparison.Ordinal);

        Assert.Throws<FormatException>(() => DistrustedKeys.Parse(new StringReader(text)));
    }

    private static ChainVerification Ask(params MadeCertificate[] distrusted) =>
        ChainQuestion.Ask(s_leaf, [s_intermediate], [s_root], With(distrusted));

    private static VerificationPolicy With(params MadeCertificate[] distrusted)
    {
        IEnumerable<string> lines = distrusted.Select(
            made => Convert.ToHexStringLower(SHA256.HashData(made.Certificate.SubjectPublicKeyInfo.Span))
                + "\tof this test\tthis test\t2030-01-01\n");
        return ChainQuestion.Policy with
        {
            DistrustedKeys = DistrustedKeys.Parse(new StringReader("# a comment\n\n" + string.Concat(lines))),
        };
    }
}
