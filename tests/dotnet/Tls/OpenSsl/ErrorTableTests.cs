using System.Linq;
using IronSsl.Tls.OpenSsl;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>OpenSSL's error libraries and reasons.</summary>
public sealed class ErrorTableTests
{
    [Theory]
    [InlineData("SSL", "CERTIFICATE_VERIFY_FAILED", 134, "certificate verify failed")]
    [InlineData("SSL", "UNEXPECTED_EOF_WHILE_READING", 294, "unexpected eof while reading")]
    [InlineData("SSL", "TLSV1_ALERT_UNKNOWN_CA", 1048, "tlsv1 alert unknown ca")]
    [InlineData("SSL", "NO_SHARED_CIPHER", 193, "no shared cipher")]
    [InlineData("SSL", "ILLEGAL_SUITEB_DIGEST", 380, "illegal Suite B digest")]
    [InlineData("SSL", "TLSV1_ALERT_NO_APPLICATION_PROTOCOL", 1120, "tlsv1 alert no application protocol")]
    [InlineData("X509", "KEY_VALUES_MISMATCH", 116, "key values mismatch")]
    [InlineData("X509", "CERT_ALREADY_IN_HASH_TABLE", 101, "cert already in hash table")]
    [InlineData("PEM", "NO_START_LINE", 108, "no start line")]
    [InlineData("ASN1", "NOT_ENOUGH_DATA", 142, "not enough data")]
    [InlineData("EVP", "BAD_DECRYPT", 100, "bad decrypt")]
    public void A_reason_has_OpenSSLs_number_and_text(string library, string reason, int number, string text)
    {
        Assert.Equal(number, ErrorTable.ReasonNumber(library, reason));
        Assert.Equal(text, ErrorTable.Text(library, reason));
        Assert.Equal(reason, ErrorTable.ReasonName(ErrorTable.LibraryNumber(library), number));
        Assert.Equal(reason, ErrorTable.PublicReason(library, reason));
    }

    [Theory]
    [InlineData("SSL", "PEM_LIB", 524297, "PEM lib")]
    [InlineData("SSL", "ASN1_LIB", 524301, "ASN1 lib")]
    [InlineData("ASN1", "NESTED_ASN1_ERROR", 524554, "nested asn1 error")]
    [InlineData("X509", "PASSED_NULL_PARAMETER", 786690, "passed a null parameter")]
    public void A_reason_common_to_all_libraries_has_no_public_name(
        string library, string reason, int number, string text)
    {
        Assert.Equal(number, ErrorTable.ReasonNumber(library, reason));
        Assert.Equal(text, ErrorTable.Text(library, reason));
        Assert.Null(ErrorTable.PublicReason(library, reason));
        Assert.Null(ErrorTable.ReasonName(ErrorTable.LibraryNumber(library), number));
    }

    [Theory]
    [InlineData(20, "SSL")]
    [InlineData(9, "PEM")]
    [InlineData(11, "X509")]
    [InlineData(34, "X509V3")]
    [InlineData(13, "ASN1")]
    [InlineData(2, "SYS")]
    public void A_library_has_OpenSSLs_number(int number, string name)
    {
        Assert.Equal(number, ErrorTable.LibraryNumber(name));
        Assert.Equal(name, ErrorTable.Libraries[number]);
    }

    [Fact]
    public void Every_reason_that_CPython_knows_is_there()
    {
        Assert.Equal(48, ErrorTable.Libraries.Count);
        Assert.True(ErrorTable.Reasons.Count >= 1682);
        Assert.All(ErrorTable.Reasons, static pair => Assert.Contains(pair.Key.Library, ErrorTable.Libraries));
        Assert.DoesNotContain(ErrorTable.Reasons.Values, static name => name.Any(char.IsAsciiLetterLower));
    }

    [Theory]
    [InlineData("SSL", "NO_SUCH_REASON", "no such reason")]
    [InlineData("NOLIB", "SOMETHING_WRONG", "something wrong")]
    [InlineData("SSL", "", "unknown error")]
    [InlineData("", "", "unknown error")]
    public void An_unknown_reason_has_a_text_and_no_number(string library, string reason, string text)
    {
        Assert.Equal(text, ErrorTable.Text(library, reason));
        Assert.Equal(0, ErrorTable.ReasonNumber(library, reason));
    }

    [Fact]
    public void Unknown_libraries_and_reasons_have_no_names()
    {
        Assert.Equal(0, ErrorTable.LibraryNumber("NOLIB"));
        Assert.Equal(0, ErrorTable.LibraryNumber(""));
        Assert.DoesNotContain(0, ErrorTable.Libraries);
        Assert.DoesNotContain(77, ErrorTable.Libraries);
        Assert.Null(ErrorTable.ReasonName(20, 99999));
        Assert.Null(ErrorTable.PublicReason("SSL", ""));
    }
}
