using System;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using Org.BouncyCastle.Tls.Crypto;
using Xunit;

namespace IronSsl.Tls.Tests.Crypto.Wycheproof;

/// <summary>HMAC and HKDF as secrets compute them.</summary>
public sealed class DerivationVectorTests
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    [WycheproofTheory]
    [InlineData("hmac_sha256", CryptoHashAlgorithm.sha256)]
    [InlineData("hmac_sha384", CryptoHashAlgorithm.sha384)]
    public void Hmac(string file, int hash) => WycheproofFile.Run(file, 170, @case =>
    {
        byte[] message = @case.Bytes("msg");
        byte[] tag = @case.Bytes("tag");
        byte[] mac = s_crypto.CreateSecret(@case.Bytes("key")).CalculateHmac(hash, message, 0, message.Length);
        return mac.AsSpan(0, tag.Length).SequenceEqual(tag);
    });

    [WycheproofTheory]
    [InlineData("hkdf_sha256", CryptoHashAlgorithm.sha256)]
    [InlineData("hkdf_sha384", CryptoHashAlgorithm.sha384)]
    public void Hkdf(string file, int hash) => WycheproofFile.Run(file, 80, @case =>
    {
        byte[] info = @case.Bytes("info");
        TlsSecret secret = s_crypto.CreateSecret(@case.Bytes("salt"))
            .HkdfExtract(hash, s_crypto.CreateSecret(@case.Bytes("ikm")));
        try
        {
            return secret.HkdfExpand(hash, info, @case.Number("size")).Extract().AsSpan()
                .SequenceEqual(@case.Bytes("okm"));
        }
        catch (ArgumentException)
        {
            // Longer than 255 hashes: RFC 5869 section 2.3.
            return false;
        }
    });
}
