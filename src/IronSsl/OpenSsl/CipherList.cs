using System.Collections.Immutable;

namespace IronSsl.OpenSsl;

/// <summary>
/// The suites that a context offers or accepts, in its order of preference: those of TLS 1.3, set by their own names,
/// and those of the older protocols, selected by a cipher string.
/// </summary>
/// <param name="Tls13">TLS 1.3's suites; a cipher string never touches them.</param>
/// <param name="Legacy">The suites of TLS 1.2 and older.</param>
/// <param name="SecurityLevel">The level that a <c>@SECLEVEL=n</c> asked for; null while none did.</param>
internal sealed record CipherList(
    ImmutableArray<CipherSuite> Tls13, ImmutableArray<CipherSuite> Legacy, int? SecurityLevel)
{
    /// <summary>All of them in the order of <c>get_ciphers()</c> and of a ClientHello: TLS 1.3 first.</summary>
    internal ImmutableArray<CipherSuite> All => Tls13.AddRange(Legacy);
}
