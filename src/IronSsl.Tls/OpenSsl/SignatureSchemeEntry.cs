namespace IronSsl.Tls.OpenSsl;

/// <summary>A signature scheme of TLS with OpenSSL's names for it.</summary>
/// <param name="Id">The number on the wire; for TLS 1.2 its two bytes are hash and signature.</param>
/// <param name="Name">The name of TLS's registry, or the one that OpenSSL made in its likeness.</param>
/// <param name="KeyType">The key that it needs: RSA, RSA-PSS (a key for nothing else), EC, ED25519, ED448,
/// DSA.</param>
/// <param name="Digest">The digest's name, such as SHA256; null where the scheme has its own.</param>
/// <param name="SecurityBits">The strength that security levels compare.</param>
/// <param name="Algorithm">The first half of OpenSSL's older form <c>RSA+SHA256</c>; null where there is
/// none.</param>
/// <param name="MinimumVersion">The oldest protocol version whose handshake may be signed with it.</param>
/// <param name="MaximumVersion">The newest one; certificates may carry such signatures in any version.</param>
/// <param name="IsDefault">Whether it is offered and accepted unless something else was asked for.</param>
/// <param name="Curve">The curve of the key in TLS 1.3 (RFC 8446 section 4.2.3); null for a scheme that names
/// none.</param>
internal sealed record SignatureSchemeEntry(
    int Id, string Name, string KeyType, string? Digest, int SecurityBits, string? Algorithm, int MinimumVersion,
    int MaximumVersion, bool IsDefault, Curve? Curve = null)
{
    /// <summary>Whether TLS 1.3 may use it for a handshake's signature.</summary>
    internal bool IsTls13 => MaximumVersion >= TlsVersion.Tls13;

    public bool Equals(SignatureSchemeEntry? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id;

    public override string ToString() => Name;
}
