using System;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.Tests.Support;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>What is remembered of a certificate, and that nothing else is.</summary>
public sealed class CertificateCacheTests
{
    private static readonly MadeCertificate s_root = CertificatePlan.MakeRoot();

    [Fact]
    public void The_same_bytes_are_decoded_once()
    {
        var cache = new CertificateCache();
        byte[] der = CertificatePlan.MakeLeaf(s_root).Certificate.Der;

        ParsedCertificate first = cache.Parse(der);

        Assert.Same(first, cache.Parse((byte[])der.Clone()));
        Assert.NotSame(der, first.Der);
    }

    [Fact]
    public void A_certificate_with_one_bit_changed_is_another()
    {
        var cache = new CertificateCache();
        byte[] der = CertificatePlan.MakeLeaf(s_root).Certificate.Der;
        ParsedCertificate sound = cache.Parse(der);
        Assert.True(Ask(sound, s_root, CertificatePlan.Now).IsTrusted);
        byte[] changed = (byte[])der.Clone();
        changed[^1] ^= 1;

        ParsedCertificate spoilt = cache.Parse(changed);

        Assert.Null(VerificationScope.SignerOf(spoilt));
        Assert.Equal(VerifyCode.X509_V_ERR_CERT_SIGNATURE_FAILURE, Ask(spoilt, s_root, CertificatePlan.Now).Code);
        Assert.Null(VerificationScope.SignerOf(spoilt));
    }

    [Fact]
    public void What_cannot_be_decoded_is_refused_each_time()
    {
        var cache = new CertificateCache();
        byte[] der = CertificatePlan.MakeLeaf(s_root).Certificate.Der;

        Assert.Throws<TlsFailure>(() => cache.Parse(der.AsMemory(0, der.Length - 1)));
        Assert.Throws<TlsFailure>(() => cache.Parse(der.AsMemory(0, der.Length - 1)));
    }

    [Fact]
    public void A_peer_that_shows_ever_new_certificates_does_not_make_it_grow()
    {
        var cache = new CertificateCache();
        byte[] der = CertificatePlan.MakeLeaf(s_root).Certificate.Der;
        ParsedCertificate[] shown = [.. Enumerable.Range(0, 1000).Select(Show)];

        // The newest first, so that asking for one does not drive out another.
        Assert.Equal(256, Enumerable.Range(0, 1000).Reverse().Count(i => ReferenceEquals(shown[i], Show(i))));

        ParsedCertificate Show(int number)
        {
            byte[] other = (byte[])der.Clone();
            other[^1] = (byte)number;
            other[^2] = (byte)(number >> 8);
            return cache.Parse(other);
        }
    }

    [Fact]
    public void A_certificate_of_unreasonable_length_is_not_kept()
    {
        var cache = new CertificateCache();
        var plan =
            new CertificatePlan { Subject = "CN=long", Extensions = [new("1.2.3.4", new byte[8192], critical: false)] };
        byte[] der = plan.Make().Certificate.Der;

        Assert.NotSame(cache.Parse(der), cache.Parse(der));
    }

    [Fact]
    public void A_signature_that_was_checked_saves_nobody_from_the_other_checks()
    {
        ParsedCertificate leaf = CertificatePlan.MakeLeaf(s_root).Certificate;
        Assert.True(Ask(leaf, s_root, CertificatePlan.Now).IsTrusted);
        Assert.NotNull(VerificationScope.SignerOf(leaf));

        Assert.Equal(
            VerifyCode.X509_V_ERR_CERT_HAS_EXPIRED, Ask(leaf, s_root, CertificatePlan.Now.AddYears(200)).Code);
        Assert.Equal(
            VerifyCode.X509_V_ERR_HOSTNAME_MISMATCH,
            Ask(leaf, s_root, CertificatePlan.Now, hostName: "stranger.example").Code);
        Assert.True(Ask(leaf, s_root, CertificatePlan.Now).IsTrusted);
    }

    [Fact]
    public void A_namesake_of_the_authority_does_not_profit_from_its_signature()
    {
        MadeCertificate right = Namesake();
        MadeCertificate wrong = Namesake();
        ParsedCertificate leaf = CertificatePlan.MakeLeaf(right).Certificate;
        Assert.True(Ask(leaf, right, CertificatePlan.Now).IsTrusted);

        Assert.False(Ask(leaf, wrong, CertificatePlan.Now).IsTrusted);
        Assert.True(Ask(leaf, right, CertificatePlan.Now).IsTrusted);
    }

    // Alike in name and identifiers, so that only the key tells two of them apart.
    private static MadeCertificate Namesake() => new CertificatePlan
    {
        Subject = "CN=Namesake",
        IsAuthority = true,
        SubjectKeyIdentifier = [1],
        AuthorityKeyIdentifier = [1],
    }.Make();

    private static ChainVerification Ask(
        ParsedCertificate leaf, MadeCertificate root, DateTimeOffset time, string? hostName = null) =>
        ChainVerifier.Verify(
            leaf, [], ChainQuestion.Trust([root]), ChainQuestion.Policy with { Time = time, HostName = hostName });
}
