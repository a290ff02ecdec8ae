using System;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Keys;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// What stands in the files of `load_cert_chain`, and in which order. Observed with CPython 3.11.2 and OpenSSL 3.0 on
/// files made in the same way.
/// </summary>
public sealed class CredentialFileTests(KeyFiles files) : IClassFixture<KeyFiles>
{
    private const string Junk = "-----BEGIN FOO-----\nAAAA\n-----END FOO-----\n";

    [Fact]
    public void The_chain_keeps_the_order_of_the_file()
    {
        string path = files.Write(
            "chain.pem", files.Read("rsa.crt") + "text\n" + files.Read("ec2.crt") + files.Read("ec.crt") + files.Read(
                "rsa.pem"));

        Credential credential = Credential.Load(path, null, null);

        Assert.Equal(["rsa", "ec2", "ec"], credential.Chain.Select(CommonName));
    }

    [Theory]
    [InlineData("key first", "rsa.pem|rsa.crt")]
    [InlineData("other blocks", "FOO|rsa.crt|FOO|rsa.pem")]
    [InlineData("the first good key counts", "rsa.crt|BAD PRIVATE KEY|rsa.pem")]
    [InlineData("the first good key counts, old label", "rsa.crt|BAD RSA PRIVATE KEY|rsa.pem")]
    public void Blocks_may_stand_in_any_order(string name, string parts)
    {
        Assert.NotNull(Credential.Load(Write(name, parts), null, null));
    }

    [Theory]
    [InlineData("two keys", "ec.pem|rsa.pem|rsa.crt", "SSL", "NO_CERTIFICATE_ASSIGNED")]
    [InlineData("second certificate is no ASN.1", "rsa.crt|BAD CERTIFICATE|rsa.pem", "PEM", "ASN1_LIB")]
    [InlineData("second certificate is no base64", "rsa.crt|WORSE CERTIFICATE|rsa.pem", "PEM", "BAD_BASE64_DECODE")]
    [InlineData("no base64 behind the key", "rsa.crt|rsa.pem|WORSE CERTIFICATE", "PEM", "BAD_BASE64_DECODE")]
    [InlineData("first certificate is no ASN.1", "BAD CERTIFICATE|rsa.crt|rsa.pem", "SSL", "PEM_LIB")]
    [InlineData("no certificate", "rsa.pem", "SSL", "PEM_LIB")]
    [InlineData("no key", "rsa.crt", "SSL", "PEM_LIB")]
    [InlineData("nothing", "", "SSL", "PEM_LIB")]
    [InlineData("only others", "FOO", "SSL", "PEM_LIB")]
    public void A_file_that_cannot_be_used_is_refused(string name, string parts, string library, string reason)
    {
        var failure = Assert.Throws<TlsFailure>(() => Credential.Load(Write(name, parts), null, null));

        Assert.Equal((library, reason), (failure.Library, failure.Reason));
    }

    [Fact]
    public void A_trusted_certificate_may_be_the_first_and_is_passed_over_behind()
    {
        files.OpenSsl("x509 -in rsa.crt -addtrust serverAuth -addreject clientAuth -trustout -out trusted.crt");
        string path = files.Write(
            "trusted.pem",
            files.Read("trusted.crt") + files.Read("ec.crt") + files.Read("trusted.crt") + files.Read("rsa.pem"));

        Credential credential = Credential.Load(path, null, null);

        Assert.Equal(["rsa", "ec"], credential.Chain.Select(CommonName));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(2, "EE_KEY_TOO_SMALL")]
    public void The_security_level_refuses_small_keys(int level, string? reason)
    {
        files.WriteRsa("small", 1024);

        var failure = Record.Exception(
            () => Credential.Load(files["small.crt"], files["small.pem"], null, level)) as TlsFailure;

        Assert.Equal(reason, failure?.Reason);
    }

    [Fact]
    public void The_security_level_looks_at_the_rest_of_the_chain_too()
    {
        files.WriteRsa("small2", 1024);
        string path =
            files.Write("smallca.pem", files.Read("rsa.crt") + files.Read("small2.crt") + files.Read("rsa.pem"));

        var failure = Assert.Throws<TlsFailure>(() => Credential.Load(path, null, null, securityLevel: 2));

        Assert.Equal("CA_KEY_TOO_SMALL", failure.Reason);
    }

    [Fact]
    public void The_security_level_refuses_weak_digests_unless_self_signed()
    {
        files.OpenSsl("req -x509 -new -key rsa.pem -sha1 -subj /CN=self -days 100 -out sha1self.crt");
        files.OpenSsl("req -new -key rsa.pem -subj /CN=x -out sha1.csr");
        files.OpenSsl(
            "x509 -req -in sha1.csr -CA ec.crt -CAkey ec.pem -CAcreateserial -sha1 -days 100 -out sha1.crt");

        Assert.NotNull(Credential.Load(files["sha1self.crt"], files["rsa.pem"], null, securityLevel: 2));
        var failure = Assert.Throws<TlsFailure>(
            () => Credential.Load(files["sha1.crt"], files["rsa.pem"], null, securityLevel: 2));

        Assert.Equal("CA_MD_TOO_WEAK", failure.Reason);
    }

    [Fact]
    public void DER_is_not_taken_for_PEM()
    {
        files.OpenSsl("x509 -in rsa.crt -outform DER -out rsa.der");

        var failure = Assert.Throws<TlsFailure>(() => Credential.Load(files["rsa.der"], files["rsa.pem"], null));

        Assert.Equal("PEM_LIB", failure.Reason);
    }

    private static string CommonName(ParsedCertificate certificate) =>
        CertificateDescription.From(certificate).Subject[^1][0].Value!;

    private string Write(string name, string parts)
    {
        string[] contents =
        [
            .. parts.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(part => part switch
            {
                "FOO" => Junk,
                _ when part.StartsWith("BAD ", StringComparison.Ordinal) => Block(part[4..], "AAAA"),
                _ when part.StartsWith("WORSE ", StringComparison.Ordinal) => Block(part[6..], "AA!A"),
                _ => files.Read(part) + "\n",
            }),
        ];
        return files.Write(name, string.Concat(contents));
    }

    private static string Block(string label, string body) =>
        $"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n";
}
