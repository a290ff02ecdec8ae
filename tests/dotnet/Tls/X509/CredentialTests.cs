using System;
using System.IO;
using System.Text;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Pem;
using Xunit;

namespace IronSsl.Tls.Tests.X509;

/// <summary>
/// `load_cert_chain`. Expected failures were observed with CPython 3.11.2 and OpenSSL 3.0 on the same files.
/// </summary>
public sealed class CredentialTests
{
    [Theory]
    [InlineData("keycert.pem", null, null, "Rsa", 1)]
    [InlineData("keycert3.pem", null, null, "Rsa", 1)]
    [InlineData("keycert4.pem", null, null, "Rsa", 1)]
    [InlineData("keycertecc.pem", null, null, "Ecdsa", 1)]
    [InlineData("ssl_cert.pem", "ssl_key.pem", null, "Rsa", 1)]
    [InlineData("keycert.passwd.pem", null, "somepass", "Rsa", 1)]
    [InlineData("ssl_cert.pem", "ssl_key.passwd.pem", "somepass", "Rsa", 1)]
    [InlineData("ssl_cert.pem", "keycert.passwd.pem", "somepass", "Rsa", 1)]
    public void Chain_and_key_of_CPythons_suite_are_loaded(
        string certFile, string? keyFile, string? password, string kind, int length)
    {
        Credential credential = Load(certFile, keyFile, password);

        Assert.Equal(kind, credential.Key.Kind.ToString());
        Assert.Equal(length, credential.Chain.Length);
        Assert.True(credential.Key.IsKeyOf(credential.Chain[0]));
    }

    [Theory]
    [InlineData("badcert.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("badkey.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("nullcert.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("ssl_cert.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("ssl_key.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("ssl_cert.pem", "keycert3.pem", null, "X509", "KEY_VALUES_MISMATCH")]
    [InlineData("ssl_cert.pem", "keycertecc.pem", null, "SSL", "NO_CERTIFICATE_ASSIGNED")]
    [InlineData("keycert.passwd.pem", null, "wrong", "SSL", "PEM_LIB")]
    [InlineData("keycert.passwd.pem", null, "", "SSL", "PEM_LIB")]
    [InlineData("keycert.passwd.pem", null, null, "SSL", "PEM_LIB")]
    [InlineData("ssl_cert.pem", "ssl_key.passwd.pem", "wrong", "SSL", "PEM_LIB")]
    public void What_cannot_be_loaded_fails_as_in_CPython(
        string certFile, string? keyFile, string? password, string library, string reason)
    {
        var failure = Assert.Throws<TlsFailure>(() => Load(certFile, keyFile, password));

        Assert.Equal((library, reason), (failure.Library, failure.Reason));
    }

    [Fact]
    public void A_missing_file_is_told_apart_from_a_bad_one()
    {
        Assert.Throws<FileNotFoundException>(() => Credential.Load("/nonexistent.pem", null, null));
        Assert.Throws<FileNotFoundException>(
            () => Credential.Load(CPythonFiles.Find("ssl_cert.pem"), "/nonexistent.pem", null));
    }

    [Fact]
    public void A_directory_is_an_error_of_its_own()
    {
        var error = Assert.Throws<IOException>(() => Credential.Load(Path.GetTempPath(), null, null));

        Assert.Equal(21, error.HResult);
    }

    [Theory]
    [InlineData(typeof(DivideByZeroException))]
    [InlineData(typeof(ArgumentException))]
    [InlineData(typeof(System.Security.Cryptography.CryptographicException))]
    [InlineData(typeof(IOException))]
    public void What_the_password_callback_raises_is_told_from_what_is_wrong_with_the_key(Type type)
    {
        var raised = (Exception)Activator.CreateInstance(type)!;
        var source = new PasswordSource(() => throw raised);

        var error = Assert.Throws<PasswordSourceException>(
            () => Credential.Load(CPythonFiles.Find("keycert.passwd.pem"), null, source));

        Assert.Same(raised, error.InnerException);
    }

    [Theory]
    [InlineData("PRIVATE KEY", "MAA=")]
    [InlineData("RSA PRIVATE KEY", "MAA=")]
    [InlineData("EC PRIVATE KEY", "AAAA")]
    [InlineData("ENCRYPTED PRIVATE KEY", "MAA=")]
    public void A_malformed_key_is_a_failure_also_after_a_source_had_no_password(string label, string body)
    {
        var source = new PasswordSource(() => throw TlsFailure.Of("PEM", "BAD_PASSWORD_READ"));
        Assert.Throws<TlsFailure>(() => Credential.Load(CPythonFiles.Find("keycert.passwd.pem"), null, source));
        string file = Path.GetTempFileName();
        File.WriteAllText(file, $"-----BEGIN {label}-----\n{body}\n-----END {label}-----\n");

        var error = Assert.Throws<TlsFailure>(() => Credential.Load(CPythonFiles.Find("keycert.pem"), file, source));

        Assert.Equal("PEM_LIB", error.Reason);
    }

    [Fact]
    public void The_password_is_not_asked_for_when_nothing_is_encrypted()
    {
        var source = new PasswordSource(() => throw new DivideByZeroException());

        Assert.NotNull(Credential.Load(CPythonFiles.Find("keycert.pem"), null, source));
    }

    private static Credential Load(string certFile, string? keyFile, string? password) => Credential.Load(
        CPythonFiles.Find(certFile),
        keyFile is null ? null : CPythonFiles.Find(keyFile),
        password is null ? null : new PasswordSource(() => Encoding.UTF8.GetBytes(password)));
}
