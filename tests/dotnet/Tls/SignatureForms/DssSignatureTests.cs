using System;
using System.Security.Cryptography;
using IronSsl.Tls.SignatureForms;
using IronSsl.Tls.Tests.Support;
using Xunit;

namespace IronSsl.Tls.Tests.SignatureForms;

/// <summary>Encodings of ECDSA signatures. OpenSSL 3.0.22 refuses each of them; `tests/python/differential` asks
/// it.</summary>
public sealed class DssSignatureTests
{
    private static readonly ECDsa s_key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private static readonly byte[] s_data = "signed"u8.ToArray();
    private static readonly byte[] s_signature = DssForms.Sign(s_key, s_data);

    public static TheoryData<string> WrongForms => [.. DssForms.Names];

    [Fact]
    public void The_one_encoding_of_a_signature_passes() =>
        Assert.True(EcdsaSignature.Verify(s_key, SHA256.HashData(s_data), s_signature));

    [Theory]
    [MemberData(nameof(WrongForms))]
    public void Another_encoding_or_other_values_are_refused(string form) =>
        Assert.False(EcdsaSignature.Verify(s_key, SHA256.HashData(s_data), DssForms.Make(form, s_signature)));

    [Theory]
    [InlineData("3006020101020101", true)]
    [InlineData("300702010102020080", true)]
    [InlineData("300802020080020200ff", true)]
    [InlineData("3006020100020101", false)]
    [InlineData("3006020101020100", false)]
    [InlineData("3006020180020101", false)]
    [InlineData("3007020200010201 01", false)]
    [InlineData("30070202ff80020101", false)]
    [InlineData("308106020101020101", false)]
    [InlineData("3080020101020101 0000", false)]
    [InlineData("300602010102010100", false)]
    [InlineData("3009020101020101020101", false)]
    [InlineData("3003020101", false)]
    [InlineData("3000", false)]
    [InlineData("30", false)]
    [InlineData("", false)]
    [InlineData("2406020101020101", false)]
    [InlineData("3006220101020101", false)]
    public void The_form_is_minimal_DER_of_two_positive_integers(string hex, bool isWellFormed) =>
        Assert.Equal(
            isWellFormed,
            DssSignature.IsWellFormed(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))));
}
