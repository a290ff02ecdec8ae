using System.Collections.Immutable;
using System.Linq;

namespace IronSsl.Tls.OpenSsl.Ciphers;

/// <summary>
/// The suites that a context offers or accepts, in its order of preference: those of TLS 1.3, set by their own names,
/// and those of the older protocols, selected by a cipher string.
/// </summary>
/// <param name="Tls13">TLS 1.3's suites; a cipher string never touches them.</param>
/// <param name="Legacy">The suites of TLS 1.2 and older.</param>
/// <param name="SecurityLevel">The level that judges keys, digests and suites; <c>@SECLEVEL=n</c> sets it.</param>
internal sealed record CipherList(
    ImmutableArray<CipherSuite> Tls13, ImmutableArray<CipherSuite> Legacy, int SecurityLevel)
{
    /// <summary>
    /// More suites, for TLS 1.0 and 1.1 alone: what a context has that names such a version, but no suites.
    /// </summary>
    internal ImmutableArray<CipherSuite> Old { get; init; } = [];

    /// <summary>All of them in the order of <c>get_ciphers()</c> and of a ClientHello: TLS 1.3 first.</summary>
    internal ImmutableArray<CipherSuite> All => [.. Tls13, .. Legacy, .. Old];

    /// <summary>Those that one protocol version may choose from.</summary>
    internal ImmutableArray<CipherSuite> For(int version) => version switch
    {
        TlsVersion.Tls13 => Tls13,
        TlsVersion.Tls12 => Legacy,
        _ => [.. Legacy.Where(suite => suite.MinimumVersion <= version), .. Old],
    };
}
