using System;
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
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void A_peer_that_shows_ever_new_certificates_does_not_make_it_grow()
    {
        var cache = new CertificateCache();
        byte[] der = CertificatePlan.MakeLeaf(s_root).Certificate.Der;
        for (int i = 0; i < 1000; i++)
        {
            der[^1] = (byte)i;
            der[^2] = (byte)(i >> 8);
            cache.Parse((byte[])der.Clone());
        }

        Assert.Equal(256, cache.Count);
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
