using System;
using System.Linq;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Crypto.Randomness;
using IronSsl.Tls.Engine;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Tls.Tests.Support;

/// <summary>Settings for connections in tests; what a test needs to differ, it changes with <c>with</c>.</summary>
internal static class TestSettings
{
    private static readonly PlatformTlsCrypto s_crypto = PlatformTlsCrypto.Create(new PlatformRandom());

    /// <summary>A client that doesn't verify.</summary>
    public static EngineSettings Client(TimeProvider? clock = null) => Make(TlsRole.Client, clock ?? new TestClock());

    /// <summary>A server with certificates of these kinds (see <see cref="TestCertificates.Credential"/>).</summary>
    public static EngineSettings Server(params string[] kinds) =>
        Make(TlsRole.Server, new TestClock()) with { Credentials = [.. kinds.Select(TestCertificates.Credential)] };

    /// <summary>The same with one protocol version.</summary>
    public static EngineSettings Only(this EngineSettings settings, int version) =>
        settings with
        {
            Versions = new VersionRange(version, version),
            SecurityLevel = version < TlsVersion.Tls12 ? 0 : settings.SecurityLevel,
            Ciphers = version < TlsVersion.Tls12 ? Suites("ALL:@SECLEVEL=0") : settings.Ciphers,
        };

    /// <summary>The same, verifying the peer against the tests' authority.</summary>
    public static EngineSettings Verifying(this EngineSettings settings, VerifyMode mode = VerifyMode.Required) =>
        settings with { VerifyMode = mode, Trust = TestCertificates.Trust() };

    /// <summary>A cipher list from OpenSSL's language.</summary>
    public static CipherList Suites(string text) => CipherString.TryParse(text, Defaults.Ciphers, out CipherList list)
        ? list
        : throw new ArgumentException("no suites in " + text, nameof(text));

    private static EngineSettings Make(TlsRole role, TimeProvider clock) => new()
    {
        Role = role,
        Ciphers = Defaults.Ciphers,
        Trust = TrustSnapshot.Empty,
        Sessions = new SessionStore(new PlatformRandom(), clock),
        Random = new PlatformRandom(),
        Crypto = s_crypto,
        Time = clock,
        Options = SslOption.OP_ENABLE_MIDDLEBOX_COMPAT,
    };
}
