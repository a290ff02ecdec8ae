using System;
using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.OpenSsl.Ciphers;

namespace IronSsl.Tls.OpenSsl;

/// <summary>What a new context has until the program asks for something else.</summary>
internal static class Defaults
{
    /// <summary>The cipher string: CPython's own since 3.10.</summary>
    internal const string CipherRules =
        "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM";

    /// <summary>The security level, which is that of <see cref="CipherRules"/>.</summary>
    internal const int SecurityLevel = 2;

    /// <summary>The flags of a verification: CPython's <c>SSLContext.verify_flags</c>.</summary>
    internal const VerifyFlag VerifyFlags = VerifyFlag.X509_V_FLAG_TRUSTED_FIRST;

    /// <summary>The session tickets after a full TLS 1.3 handshake: OpenSSL `SSL_CTX_new`.</summary>
    internal const int TicketCount = 2;

    private static readonly Lazy<ImmutableArray<CipherSuite>> s_oldSuites = new(() =>
        CipherString.TryParse("ECDH+AES:DHE+AES:RSA+AES:!aNULL:!eNULL:!aDSS:!TLSv1.2", Ciphers!, out CipherList list)
            ? list.Legacy
            : throw new InvalidOperationException("The cipher string of the old protocols selects nothing."));

    /// <summary>The suites of TLS 1.3, in OpenSSL's order.</summary>
    internal static ImmutableArray<CipherSuite> Tls13Suites { get; } =
        [CipherSuiteTable.ById(0x1302)!, CipherSuiteTable.ById(0x1303)!, CipherSuiteTable.ById(0x1301)!];

    /// <summary>All suites: <see cref="Tls13Suites"/> and those that <see cref="CipherRules"/> selects.</summary>
    internal static CipherList Ciphers { get; } = MakeCiphers();

    /// <summary>
    /// The suites of a context that names TLS 1.0 or 1.1 but no suites: <see cref="CipherRules"/> leaves those versions
    /// none, and a program that names a version wants to speak it.
    /// </summary>
    internal static ImmutableArray<CipherSuite> OldSuites => s_oldSuites.Value;

    /// <summary>The groups for key agreement, by preference: OpenSSL 3.0's list. The level takes away from
    /// them.</summary>
    internal static ImmutableArray<NamedGroupEntry> Groups { get; } =
    [
        Group("x25519"), Group("secp256r1"), Group("x448"), Group("secp521r1"), Group("secp384r1"),
        Group("ffdhe2048"), Group("ffdhe3072"), Group("ffdhe4096"), Group("ffdhe6144"), Group("ffdhe8192"),
    ];

    /// <summary>The signature schemes, by preference. The level takes away from them. OpenSSL adds DSA where a suite
    /// with DSA is selected; here it comes only by name.</summary>
    internal static ImmutableArray<SignatureSchemeEntry> Schemes { get; } =
        [.. SignatureSchemeTable.All.Where(static scheme => scheme.IsDefault)];

    private static NamedGroupEntry Group(string name) => GroupTable.ByName(name)!;

    private static CipherList MakeCiphers()
    {
        var empty = new CipherList(Tls13Suites, [], SecurityLevel);
        return CipherString.TryParse(CipherRules, empty, out CipherList list)
            ? list
            : throw new InvalidOperationException("The default cipher string selects nothing.");
    }
}
