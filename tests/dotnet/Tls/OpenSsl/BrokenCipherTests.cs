using System;
using System.Linq;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using Xunit;

namespace IronSsl.Tls.Tests.OpenSsl;

/// <summary>Suites that a program could not even ask for.</summary>
public sealed class BrokenCipherTests
{
    private static readonly string[] s_sound =
        ["None", "AES", "AESGCM", "AESCCM", "AESCCM8", "Camellia", "ARIAGCM", "CHACHA20/POLY1305"];

    [Fact]
    public void No_suite_has_a_cipher_that_is_broken()
    {
        Assert.NotEmpty(CipherSuiteTable.All);
        Assert.Empty(CipherSuiteTable.All.Where(suite => !s_sound.Contains(suite.Encryption.Split('(')[0]))
            .Select(suite => $"{suite.Name}: {suite.Encryption}"));
        Assert.Empty(CipherSuiteTable.All.Where(suite => suite.Mac == "MD5").Select(suite => suite.Name));
        Assert.DoesNotContain(CipherSuiteTable.All, suite => suite.Name.StartsWith("EXP", StringComparison.Ordinal));
    }

    [Fact]
    public void What_does_not_encrypt_is_not_in_the_default_list() =>
        Assert.All(Defaults.Ciphers.All, suite => Assert.NotEqual("None", suite.Encryption));
}
