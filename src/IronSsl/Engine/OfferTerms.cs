using System.Collections.Immutable;
using IronSsl.Crypto;
using IronSsl.OpenSsl;
using IronSsl.X509;

namespace IronSsl.Engine;

/// <summary>Those settings that an <see cref="Offer"/> depends on, and no others.</summary>
internal readonly record struct OfferTerms(
    TlsRole Role,
    int MinimumVersion,
    int MaximumVersion,
    SslOption Options,
    int SecurityLevel,
    CipherList Ciphers,
    ImmutableArray<NamedGroupEntry> Groups,
    ImmutableArray<SignatureSchemeEntry> SignatureAlgorithms,
    ImmutableArray<SignatureSchemeEntry> ClientSignatureAlgorithms,
    ImmutableArray<Credential> Credentials,
    bool HasPskCallback,
    PlatformTlsCrypto Crypto);
