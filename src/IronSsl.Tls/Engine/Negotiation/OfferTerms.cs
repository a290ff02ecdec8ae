using System.Collections.Immutable;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Keys;

namespace IronSsl.Tls.Engine.Negotiation;

/// <summary>Those settings that an <see cref="Offer"/> depends on, and no others.</summary>
/// <remarks>Compared field by field, and not as a record does it: its comparers of enumerations and arrays would be
/// compiled at the first connection.</remarks>
internal readonly record struct OfferTerms(
    TlsRole Role,
    VersionRange Versions,
    SslOption Options,
    int SecurityLevel,
    CipherList Ciphers,
    ImmutableArray<NamedGroupEntry> Groups,
    ImmutableArray<SignatureSchemeEntry> SignatureAlgorithms,
    ImmutableArray<SignatureSchemeEntry> ClientSignatureAlgorithms,
    ImmutableArray<Credential> Credentials,
    bool HasPskCallback,
    bool HasServerNameCallback,
    PlatformTlsCrypto Crypto)
{
    public bool Equals(OfferTerms other) =>
        Role == other.Role
        && Versions.Minimum == other.Versions.Minimum
        && Versions.Maximum == other.Versions.Maximum
        && Options == other.Options
        && SecurityLevel == other.SecurityLevel
        && ReferenceEquals(Ciphers, other.Ciphers)
        && Groups == other.Groups
        && SignatureAlgorithms == other.SignatureAlgorithms
        && ClientSignatureAlgorithms == other.ClientSignatureAlgorithms
        && Credentials == other.Credentials
        && HasPskCallback == other.HasPskCallback
        && HasServerNameCallback == other.HasServerNameCallback
        && ReferenceEquals(Crypto, other.Crypto);

    // Nobody keeps them in a table.
    public override int GetHashCode() => Ciphers.GetHashCode();
}
