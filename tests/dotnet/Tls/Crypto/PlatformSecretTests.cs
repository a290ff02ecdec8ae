using System;
using System.Text;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.KeySchedule;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using Org.BouncyCastle.Tls.Crypto.Impl.BC;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto;

/// <summary>Derivations: the same bytes as BouncyCastle's own.</summary>
public sealed class PlatformSecretTests
{
    private static readonly PlatformTlsCrypto s_ours = PlatformTlsCrypto.Create(new PlatformRandom());
    private static readonly BcTlsCrypto s_theirs = new();

    [Theory]
    [InlineData(PrfAlgorithm.tls_prf_legacy)]
    [InlineData(PrfAlgorithm.tls_prf_sha256)]
    [InlineData(PrfAlgorithm.tls_prf_sha384)]
    [InlineData(PrfAlgorithm.tls13_hkdf_sha256)]
    [InlineData(PrfAlgorithm.tls13_hkdf_sha384)]
    [InlineData(PrfAlgorithm.tls13_hkdf_sm3)]
    public void Pseudorandom_functions(int prf)
    {
        foreach (int length in new[] { 1, 12, 32, 48, 104, 136, 200 })
        {
            byte[] secret = CipherSide.Bytes(length, 47);
            byte[] seed = CipherSide.Bytes(length + 1, 64);

            byte[] ours = s_ours.CreateSecret(secret).DeriveUsingPrf(prf, "key expansion", seed, length).Extract();
            byte[] spans = s_ours.CreateSecret(secret)
                .DeriveUsingPrf(prf, "key expansion".AsSpan(), seed.AsSpan(), length).Extract();

            byte[] theirs = s_theirs.CreateSecret(secret).DeriveUsingPrf(prf, "key expansion", seed, length).Extract();
            Assert.Equal(theirs, ours);
            Assert.Equal(theirs, spans);
        }
    }

    [Theory]
    [InlineData(CryptoHashAlgorithm.sha256)]
    [InlineData(CryptoHashAlgorithm.sha384)]
    [InlineData(CryptoHashAlgorithm.sha512)]
    [InlineData(CryptoHashAlgorithm.sm3)]
    public void Hkdf_and_hmac(int hash)
    {
        Assert.Equal(Chain(s_theirs, hash), Chain(s_ours, hash));
    }

    [Fact]
    public void What_is_derived_is_a_platform_secret_again()
    {
        TlsSecret secret = s_ours.CreateSecret(new byte[48]);

        Assert.IsType<PlatformSecret>(secret.DeriveUsingPrf(PrfAlgorithm.tls_prf_sha256, "x", new byte[1], 48));
        Assert.IsType<PlatformSecret>(secret.HkdfExpand(CryptoHashAlgorithm.sha256, new byte[1], 32));
        Assert.IsType<PlatformSecret>(
            s_ours.HkdfInit(CryptoHashAlgorithm.sha256).HkdfExtract(CryptoHashAlgorithm.sha256, secret));
    }

    [Fact]
    public void A_used_secret_says_so()
    {
        TlsSecret secret = s_ours.CreateSecret(new byte[32]);
        secret.Extract();

        Assert.Throws<InvalidOperationException>(
            () => secret.HkdfExpand(CryptoHashAlgorithm.sha256, new byte[1], 32));
        Assert.Throws<InvalidOperationException>(
            () => secret.CalculateHmac(CryptoHashAlgorithm.sha256, new byte[1], 0, 1));
    }

    [Fact]
    public void Making_a_secret_copies_its_bytes()
    {
        byte[] data = [1, 2, 3];

        TlsSecret secret = s_ours.CreateSecret(data);
        data[0] = 9;

        Assert.Equal([1, 2, 3], secret.Extract());
    }

    [Fact]
    public void A_ticket_binds_under_its_own_label_and_leaves_other_labels_alone()
    {
        byte[] psk = CipherSide.Bytes(1, 32);

        TlsSecret ticket = Early(s_ours.CreateResumptionPsk(psk));
        TlsSecret external = Early(s_ours.CreateSecret(psk));

        Assert.Equal(Label(external, "res binder"), Label(ticket, "ext binder"));
        Assert.NotEqual(Label(external, "ext binder"), Label(ticket, "ext binder"));
        Assert.Equal(Label(external, "derived"), Label(ticket, "derived"));
        Assert.Equal(Label(external, "c e traffic"), Label(ticket, "c e traffic"));
    }

    [Fact]
    public void A_short_info_is_no_label()
    {
        byte[] info = Encoding.ASCII.GetBytes("tls13");

        Assert.Equal(
            Early(s_ours.CreateSecret(new byte[32])).HkdfExpand(CryptoHashAlgorithm.sha256, info, 32).Extract(),
            Early(s_ours.CreateResumptionPsk(new byte[32])).HkdfExpand(CryptoHashAlgorithm.sha256, info, 32).Extract());
    }

    [Fact]
    public void A_premaster_secret_starts_with_its_version()
    {
        byte[] secret = s_ours.GenerateRsaPreMasterSecret(ProtocolVersion.TLSv11).Extract();

        Assert.Equal(48, secret.Length);
        Assert.Equal([3, 2], secret[..2]);
    }

    [Fact]
    public void A_hybrid_secret_is_both_in_order() =>
        Assert.Equal(
            [1, 2, 3],
            s_ours.CreateHybridSecret(s_ours.CreateSecret([1]), s_ours.CreateSecret([2, 3])).Extract());

    private static TlsSecret Early(TlsSecret psk) =>
        s_ours.HkdfInit(CryptoHashAlgorithm.sha256).HkdfExtract(CryptoHashAlgorithm.sha256, psk);

    private static byte[] Label(TlsSecret secret, string label) => TlsCryptoUtilities.HkdfExpandLabel(
        secret, CryptoHashAlgorithm.sha256, label, new byte[32], 32).Extract();

    private static byte[] Chain(BcTlsCrypto crypto, int hash)
    {
        int length = TlsCryptoUtilities.GetHashOutputSize(hash);
        TlsSecret extracted = crypto.HkdfInit(hash).HkdfExtract(hash, crypto.CreateSecret(CipherSide.Bytes(1, 77)));
        TlsSecret expanded = extracted.HkdfExpand(hash, CipherSide.Bytes(2, 60), (3 * length) + 5);
        byte[] mac = expanded.CalculateHmac(hash, CipherSide.Bytes(3, 300), 100, 150);
        TlsSecret salted = expanded.HkdfExtract(hash, crypto.CreateSecret(mac));
        return [.. mac, .. salted.Extract()];
    }
}
