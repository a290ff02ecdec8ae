using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using IronSsl.Tls.X509.Verification;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>Keys at the edges of the security levels, wherever keys are judged: the edges are OpenSSL's own.</summary>
public sealed class KeyStrengthTests
{
    private const int StrongBits = 15_360;

    /// <summary>Sizes of RSA keys on both sides of each edge, with the highest level that OpenSSL allows.</summary>
    public static TheoryData<int, int> RsaEdges => Edges(SecurityLevelCases.RsaKeys);

    /// <summary>Sizes of Diffie-Hellman groups likewise, as far as a client takes them at all.</summary>
    public static TheoryData<int, int> DiffieHellmanEdges => Edges(SecurityLevelCases.DiffieHellman, 8000);

    public static TheoryData<int, int, int, int> Subgroups => SecurityLevelCases.Subgroups;

    [Theory]
    [MemberData(nameof(RsaEdges))]
    public void A_leafs_key_is_judged_by_its_size(int bits, int highest)
    {
        ParsedCertificate leaf = CertificateForge.Rsa(bits, "CN=leaf", "CN=Issuer", isAuthority: false);

        Assert.Equal(
            highest, Levels().Where(level => Verify(level, leaf) != VerifyCode.X509_V_ERR_EE_KEY_TOO_SMALL).Max());
    }

    [Theory]
    [MemberData(nameof(RsaEdges))]
    public void An_authoritys_key_is_judged_by_its_size(int bits, int highest)
    {
        ParsedCertificate leaf = CertificateForge.Rsa(StrongBits, "CN=leaf", "CN=Issuer", isAuthority: false);
        ParsedCertificate root = CertificateForge.Rsa(bits, "CN=Issuer", "CN=Issuer", isAuthority: true);

        Assert.Equal(
            highest, Levels().Where(level => Verify(level, leaf, root) != VerifyCode.X509_V_ERR_CA_KEY_TOO_SMALL)
                .Max());
    }

    [Theory]
    [MemberData(nameof(RsaEdges))]
    public void The_key_of_a_certificate_to_be_shown_is_judged_by_its_size(int bits, int highest)
    {
        ParsedCertificate certificate = CertificateForge.Rsa(bits, "CN=leaf", "CN=Issuer", isAuthority: false);

        Assert.Equal(highest, Levels().Where(level => Refusal(certificate, level, isLeaf: true) is null).Max());
        Assert.Equal(
            highest == SecurityLevel.Maximum ? null : "EE_KEY_TOO_SMALL",
            Refusal(certificate, highest + 1, isLeaf: true));
        Assert.Equal(
            highest == SecurityLevel.Maximum ? null : "CA_KEY_TOO_SMALL",
            Refusal(certificate, highest + 1, isLeaf: false));
    }

    [Theory]
    [MemberData(nameof(DiffieHellmanEdges))]
    public void A_servers_ephemeral_group_is_judged_by_its_size(int bits, int highest)
    {
        var group = new DHGroup(BigInteger.One.ShiftLeft(bits - 1).SetBit(0), null, BigInteger.Two, 0);

        Assert.Equal(
            highest, Levels().Where(level => Accepts(level, group)).DefaultIfEmpty(-1).Max());
    }

    [Theory]
    [MemberData(nameof(Subgroups))]
    public void A_DSA_key_is_judged_by_its_subgroup_too(int bits, int subgroupBits, int diffieHellman, int highest)
    {
        ParsedCertificate leaf = CertificateForge.Dsa(bits, subgroupBits);

        Assert.True(diffieHellman <= highest);
        Assert.Equal(
            highest, Levels().Where(level => Verify(level, leaf) != VerifyCode.X509_V_ERR_EE_KEY_TOO_SMALL).Max());
    }

    private static TheoryData<int, int> Edges(TheoryData<int, int, int> ranges, int largest = int.MaxValue)
    {
        var edges = new TheoryData<int, int>();
        foreach (object[] range in ranges)
        {
            foreach (int bits in new[] { (int)range[0], (int)range[1] }.Distinct().Where(bits => bits <= largest))
            {
                edges.Add(bits, (int)range[2]);
            }
        }

        return edges;
    }

    private static IEnumerable<int> Levels() => Enumerable.Range(0, SecurityLevel.Maximum + 1);

    private static int Verify(int level, ParsedCertificate leaf, ParsedCertificate? root = null)
    {
        var store = new TrustStore();
        if (root is not null)
        {
            store.LoadDer(root.Der);
        }

        return ChainVerifier.Verify(
            leaf, [], store.Snapshot(), ChainQuestion.Policy with { SecurityLevel = level }).Code;
    }

    private static bool Accepts(int level, DHGroup group)
    {
        try
        {
            return new DhGroupVerifier(level).Accept(group);
        }
        catch (FailureAlert refusal)
        {
            Assert.Equal("DH_KEY_TOO_SMALL", refusal.Failure.Reason);
            return false;
        }
    }

    private static string? Refusal(ParsedCertificate certificate, int level, bool isLeaf)
    {
        try
        {
            CertificateStrength.Require(certificate, level, isLeaf);
            return null;
        }
        catch (TlsFailure failure)
        {
            return failure.Reason;
        }
    }
}
