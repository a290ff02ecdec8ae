using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Numbers and names that Python programs see.</summary>
public sealed class VocabularyTests
{
    [Theory]
    [InlineData(TlsVersion.Ssl3, 768, "SSLv3")]
    [InlineData(TlsVersion.Tls10, 769, "TLSv1")]
    [InlineData(TlsVersion.Tls11, 770, "TLSv1.1")]
    [InlineData(TlsVersion.Tls12, 771, "TLSv1.2")]
    [InlineData(TlsVersion.Tls13, 772, "TLSv1.3")]
    [InlineData(0, 0, "unknown")]
    public void A_version_has_its_number_and_name(int version, int number, string name)
    {
        Assert.Equal(number, version);
        Assert.Equal(name, TlsVersion.Name(version));
    }

    [Fact]
    public void Options_have_OpenSSLs_numbers()
    {
        Assert.Equal(0x80000850UL, (ulong)SslOption.OP_ALL);
        Assert.Equal(0x00004000UL, (ulong)SslOption.OP_NO_TICKET);
        Assert.Equal(0x00400000UL, (ulong)SslOption.OP_CIPHER_SERVER_PREFERENCE);
        Assert.Equal(0x3E000000UL, (ulong)SslOption.OP_NO_SSL_MASK);
        Assert.Equal(0x40000000UL, (ulong)SslOption.OP_NO_RENEGOTIATION);
        Assert.Equal(0x00100000UL, (ulong)SslOption.OP_ENABLE_MIDDLEBOX_COMPAT);
        Assert.Equal(0x00000080UL, (ulong)SslOption.OP_IGNORE_UNEXPECTED_EOF);
    }

    [Fact]
    public void Verify_flags_have_OpenSSLs_numbers()
    {
        Assert.Equal(0x4U, (uint)VerifyFlag.X509_V_FLAG_CRL_CHECK);
        Assert.Equal(0x8U, (uint)VerifyFlag.X509_V_FLAG_CRL_CHECK_ALL);
        Assert.Equal(0x20U, (uint)VerifyFlag.X509_V_FLAG_X509_STRICT);
        Assert.Equal(0x40U, (uint)VerifyFlag.X509_V_FLAG_ALLOW_PROXY_CERTS);
        Assert.Equal(0x8000U, (uint)VerifyFlag.X509_V_FLAG_TRUSTED_FIRST);
        Assert.Equal(0x80000U, (uint)VerifyFlag.X509_V_FLAG_PARTIAL_CHAIN);
    }
}
