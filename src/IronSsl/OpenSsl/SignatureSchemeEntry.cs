namespace IronSsl.OpenSsl;

/// <summary>A signature scheme of TLS with OpenSSL's names for it.</summary>
/// <param name="Id">The number on the wire; for TLS 1.2 its two bytes are hash and signature.</param>
/// <param name="Name">The name of TLS's registry.</param>
/// <param name="KeyType">The key it needs: RSA, RSA-PSS, EC, ED25519, ED448, DSA.</param>
/// <param name="Digest">The digest's name, such as SHA256; null where the scheme has its own.</param>
/// <param name="SecurityBits">The strength that security levels compare.</param>
/// <param name="LegacyName">OpenSSL's older form, such as <c>RSA+SHA256</c>; null where there is none.</param>
/// <param name="IsTls13">Whether TLS 1.3 may use it for a handshake's signature.</param>
internal sealed record SignatureSchemeEntry(
    int Id, string Name, string KeyType, string? Digest, int SecurityBits, string? LegacyName, bool IsTls13)
{
    public bool Equals(SignatureSchemeEntry? other) => other is not null && other.Id == Id;

    public override int GetHashCode() => Id;

    public override string ToString() => Name;
}
