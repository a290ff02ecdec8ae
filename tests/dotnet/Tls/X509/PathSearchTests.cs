using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Paths that are there are found, whatever stands in front of them.</summary>
public class PathSearchTests
{
    private static readonly TimeSpan s_expired = -TimeSpan.FromDays(1);

    [Fact]
    public void An_expired_root_in_the_store_does_not_hide_its_successor()
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        MadeCertificate old =
            new CertificatePlan { Subject = "CN=Root", IsAuthority = true, Key = key, Remaining = s_expired }.Make();
        MadeCertificate successor = new CertificatePlan { Subject = "CN=Root", IsAuthority = true, Key = key }.Make();
        Assert.True(ChainQuestion.Ask(CertificatePlan.MakeLeaf(old), [], [old, successor]).IsTrusted);
    }

    [Fact]
    public void A_namesake_of_another_key_in_the_store_does_not_hide_the_right_root()
    {
        // Without identifiers, only the signature tells the two apart.
        MadeCertificate wrong = MakeRoot();
        MadeCertificate right = MakeRoot();
        MadeCertificate leaf = CertificatePlan.MakeLeaf(right);
        Assert.True(ChainQuestion.Ask(leaf, [], [wrong, right]).IsTrusted);
        Assert.True(ChainQuestion.Ask(leaf, [], [right, wrong]).IsTrusted);
        Assert.False(ChainQuestion.Ask(leaf, [right], [wrong]).IsTrusted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_cross_signed_authority_is_followed_to_the_root_that_is_trusted(bool newerFirst)
    {
        MadeCertificate oldRoot = CertificatePlan.MakeRoot("CN=Old Root");
        MadeCertificate newRoot = CertificatePlan.MakeRoot("CN=New Root");
        MadeCertificate cross = CertificatePlan.MakeIntermediate(oldRoot, "CN=New Root", newRoot.Key);
        MadeCertificate intermediate = CertificatePlan.MakeIntermediate(newRoot, "CN=Intermediate");
        MadeCertificate leaf = CertificatePlan.MakeLeaf(intermediate);
        MadeCertificate[] sent = newerFirst ? [newRoot, cross, intermediate] : [cross, intermediate, newRoot];

        Assert.True(ChainQuestion.Ask(leaf, sent, [oldRoot]).IsTrusted);
        Assert.True(ChainQuestion.Ask(leaf, sent, [newRoot]).IsTrusted);
        Assert.True(ChainQuestion.Ask(leaf, sent, [oldRoot, newRoot]).IsTrusted);
        Assert.False(ChainQuestion.Ask(leaf, sent, [CertificatePlan.MakeRoot("CN=Third")]).IsTrusted);
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not an authority")]
    [InlineData("spoilt")]
    [InlineData("for clients")]
    public void A_bad_copy_of_an_intermediate_does_not_hide_the_good_one(string fault)
    {
        MadeCertificate root = CertificatePlan.MakeRoot();
        MadeCertificate good = CertificatePlan.MakeIntermediate(root, "CN=Intermediate");
        MadeCertificate bad = new CertificatePlan
        {
            Subject = "CN=Intermediate",
            Key = good.Key,
            Issuer = root,
            IsAuthority = fault != "not an authority",
            Remaining = fault == "expired" ? s_expired : TimeSpan.FromDays(60),
            IsCorrupt = fault == "spoilt",
            Purpose = fault == "for clients" ? "1.3.6.1.5.5.7.3.2" : null,
        }.Make();
        MadeCertificate leaf = CertificatePlan.MakeLeaf(good);

        Assert.True(ChainQuestion.Ask(leaf, [bad, good], [root]).IsTrusted);
        Assert.True(ChainQuestion.Ask(leaf, [good, bad], [root]).IsTrusted);
        Assert.False(ChainQuestion.Ask(leaf, [bad], [root]).IsTrusted);
    }

    [Fact]
    public void Order_repetition_and_strangers_among_the_certificates_sent_do_not_matter()
    {
        MadeCertificate root = CertificatePlan.MakeRoot();
        MadeCertificate outer = CertificatePlan.MakeIntermediate(root, "CN=Outer");
        MadeCertificate inner = CertificatePlan.MakeIntermediate(outer, "CN=Inner");
        MadeCertificate stranger = CertificatePlan.MakeIntermediate(CertificatePlan.MakeRoot("CN=X"), "CN=Outer");
        MadeCertificate leaf = CertificatePlan.MakeLeaf(inner);
        MadeCertificate[] sent = [outer, stranger, root, leaf, inner, outer, stranger];

        Assert.True(ChainQuestion.Ask(leaf, sent, [root]).IsTrusted);
        Assert.True(ChainQuestion.Ask(leaf, sent.Reverse(), [root]).IsTrusted);
    }

    [Fact]
    public void Without_alternative_chains_only_the_first_path_counts()
    {
        MadeCertificate wrong = MakeRoot();
        MadeCertificate right = MakeRoot();
        ChainVerification verdict = ChainQuestion.Ask(
            CertificatePlan.MakeLeaf(right), [], [wrong, right],
            ChainQuestion.With(VerifyFlag.X509_V_FLAG_NO_ALT_CHAINS));
        Assert.Equal(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, verdict.Code);
    }

    /// <summary>A root whose name and key identifiers are those of every other that this makes.</summary>
    private static MadeCertificate MakeRoot() => new CertificatePlan
    {
        Subject = "CN=Root",
        IsAuthority = true,
        SubjectKeyIdentifier = [1],
        AuthorityKeyIdentifier = [1],
    }.Make();

    /// <summary>
    /// Meshes of authorities that sign each other, most of the certificates bad in some way: what is accepted is
    /// exactly what a plain search over all sound certificates reaches.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void In_a_mesh_a_chain_is_trusted_exactly_if_there_is_a_sound_path(int seed)
    {
        const int Authorities = 7;
        var random = new Random(seed);
        MadeCertificate[] roots =
            [.. Enumerable.Range(0, Authorities).Select(i => CertificatePlan.MakeRoot($"CN=Authority {i}"))];
        int[] anchors = [.. Enumerable.Range(0, Authorities).Where(_ => random.Next(3) == 0)];
        var reachable = new HashSet<int>(anchors);
        var sent = new List<MadeCertificate>();
        var sound = new List<(int Subject, int Issuer)>();
        for (int subject = 0; subject < Authorities; subject++)
        {
            for (int issuer = 0; issuer < Authorities; issuer++)
            {
                if (subject == issuer || random.Next(10) < 4)
                {
                    continue;
                }

                int fault = random.Next(7);
                sent.Add(new CertificatePlan
                {
                    Subject = $"CN=Authority {subject}",
                    Key = roots[subject].Key,
                    Issuer = roots[issuer],
                    IsAuthority = fault != 1,
                    Remaining = fault == 2 ? s_expired : TimeSpan.FromDays(30 + random.Next(9)),
                    IsCorrupt = fault == 3,
                    Purpose = fault == 4 ? "1.3.6.1.5.5.7.3.2" : null,
                }.Make());
                if (fault is 0 or > 4)
                {
                    sound.Add((subject, issuer));
                }
            }
        }

        for (int before = -1; before != reachable.Count;)
        {
            before = reachable.Count;
            reachable.UnionWith(
                sound.Where(edge => reachable.Contains(edge.Issuer)).Select(edge => edge.Subject).ToList());
        }

        MadeCertificate[] shuffled = [.. sent.OrderBy(_ => random.Next())];
        for (int i = 0; i < Authorities; i++)
        {
            ChainVerification verdict = ChainQuestion.Ask(
                CertificatePlan.MakeLeaf(roots[i]), shuffled, anchors.Select(anchor => roots[anchor]));
            Assert.Equal(reachable.Contains(i), verdict.IsTrusted);
        }
    }
}
