using System;
using System.Security.Cryptography;
using IronSsl.Tls.SignatureForms;
using Xunit;

namespace IronSsl.Tls.Tests.SignatureForms;

public sealed class RsaSignatureTests
{
    [Fact]
    public void A_signature_is_as_long_as_the_modulus()
    {
        using var key = RSA.Create(1024);
        byte[] hash = SHA256.HashData([1, 2, 3]);
        byte[] signature;
        do
        {
            // One in 256 begins with a zero.
            signature = key.SignHash(hash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        }
        while (signature[0] != 0);

        Assert.True(Verify(key, hash, signature));
        Assert.False(Verify(key, hash, signature.AsSpan(1)));
        Assert.False(Verify(key, hash, [0, .. signature]));
        Assert.False(Verify(key, hash, []));
    }

    private static bool Verify(RSA key, byte[] hash, ReadOnlySpan<byte> signature) =>
        RsaSignature.Verify(key, hash, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
}
