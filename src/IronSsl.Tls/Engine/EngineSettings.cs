using System;
using System.Collections.Immutable;
using IronSsl.Tls.Crypto;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;
using Org.BouncyCastle.Security;

namespace IronSsl.Tls.Engine;

/// <summary>
/// Everything one connection needs to know, taken from a context when the connection is made: a change of the context
/// later does not reach it.
/// </summary>
internal sealed record EngineSettings
{
    // Settings made of others share it. Its answer fits the terms of the caller, whichever settings it comes from.
    private readonly OfferCache _offers = new();

    public required TlsRole Role { get; init; }

    /// <summary>The protocol versions that the program asks for; <see cref="Options"/> and <see cref="SecurityLevel"/>
    /// may take some away.</summary>
    public VersionRange Versions { get; init; } = VersionRange.Default;

    public SslOption Options { get; init; }

    public required CipherList Ciphers { get; init; }

    /// <summary>OpenSSL's security level, 0 to 5.</summary>
    public int SecurityLevel { get; init; } = Defaults.SecurityLevel;

    /// <summary>Key exchange groups by preference; default for <see cref="Defaults.Groups"/>.</summary>
    public ImmutableArray<NamedGroupEntry> Groups { get; init; }

    /// <summary>Signature schemes for the handshake by preference; default for
    /// <see cref="Defaults.Schemes"/>.</summary>
    public ImmutableArray<SignatureSchemeEntry> SignatureAlgorithms { get; init; }

    /// <summary>Signature schemes for client certificates; default: those of
    /// <see cref="SignatureAlgorithms"/>.</summary>
    public ImmutableArray<SignatureSchemeEntry> ClientSignatureAlgorithms { get; init; }

    /// <summary>Application protocols by preference; empty: the extension is neither sent nor answered.</summary>
    public ImmutableArray<byte[]> AlpnProtocols { get; init; } = [];

    /// <summary>Client: the server name to send (A-label form); null for none, as for an IP address.</summary>
    public string? ServerName { get; init; }

    /// <summary>Own certificates with their keys, at most one of each key type.</summary>
    public ImmutableArray<Credential> Credentials { get; init; } = [];

    public VerifyMode VerifyMode { get; init; }

    /// <summary>The requirements on the peer's chain.</summary>
    public PeerRequirements Requirements { get; init; } = new();

    public required TrustSnapshot Trust { get; init; }

    /// <summary>Server: DER subject names named in a CertificateRequest.</summary>
    public ImmutableArray<byte[]> ClientCaNames { get; init; } = [];

    /// <summary>Server: the group of ephemeral Diffie-Hellman; null: no such suite is chosen.</summary>
    public DhParameters? DhParameters { get; init; }

    /// <summary>Client: offers authentication after the handshake (TLS 1.3).</summary>
    public bool PostHandshakeAuth { get; init; }

    /// <summary>Server: session tickets sent after a full TLS 1.3 handshake.</summary>
    public int TicketCount { get; init; } = Defaults.TicketCount;

    /// <summary>The context's session cache, ticket keys and counters, shared by its connections.</summary>
    public required SessionStore Sessions { get; init; }

    /// <summary>Client: the session to resume.</summary>
    public EngineSession? Resume { get; init; }

    public EngineCallbacks Callbacks { get; init; } = EngineCallbacks.None;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The context's source of randomness.</summary>
    public required SecureRandom Random { get; init; }

    /// <summary>The context's primitives.</summary>
    public required PlatformTlsCrypto Crypto { get; init; }

    /// <summary>The offer that follows from the settings above.</summary>
    public Offer Offer => _offers.For(new OfferTerms(
        Role, Versions, Options, SecurityLevel, Ciphers, Groups, SignatureAlgorithms,
        ClientSignatureAlgorithms, Credentials,
        Role == TlsRole.Client ? Callbacks.PskClient is not null : Callbacks.PskServer is not null,
        Callbacks.ServerName is not null, Crypto));
}
