using System.Collections.Immutable;
using IronSsl.Tls.Engine;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Keys;
using IronSsl.Tls.X509.Trust;

namespace IronSsl.Module.Configuration;

/// <summary>
/// Everything that a context's connections take from it, at one moment. Immutable: a context replaces it as a whole, so
/// that a connection made meanwhile by another thread sees either all of a change or nothing of it.
/// </summary>
internal sealed partial record ContextConfiguration
{
    /// <summary>One of the module's PROTOCOL numbers.</summary>
    public required int Protocol { get; init; }

    public required SslOption Options { get; init; }

    public VerifyMode VerifyMode { get; init; }

    public bool CheckHostName { get; init; }

    public VerifyFlag VerifyFlags { get; init; } = Defaults.VerifyFlags;

    /// <summary>The oldest version asked for, 0 for none: see <see cref="Versions"/>.</summary>
    public int MinimumVersion { get; init; }

    /// <summary>The newest version asked for, 0 for the newest there is.</summary>
    public int MaximumVersion { get; init; }

    /// <summary>The suites asked for, or the initial ones: see <see cref="EffectiveCiphers"/>.</summary>
    public required CipherList Ciphers { get; init; }

    /// <summary>Groups asked for; default for the table's own list.</summary>
    public ImmutableArray<NamedGroupEntry> Groups { get; init; }

    /// <summary>Schemes asked for, for all signatures and for those of clients; default for the level's own
    /// list.</summary>
    public ImmutableArray<SignatureSchemeEntry> SignatureSchemes { get; init; }

    /// <inheritdoc cref="SignatureSchemes"/>
    public ImmutableArray<SignatureSchemeEntry> ClientSignatureSchemes { get; init; }

    /// <summary>Application protocols; empty for none.</summary>
    public ImmutableArray<byte[]> AlpnProtocols { get; init; } = [];

    /// <summary>At most one for each kind of key, as OpenSSL keeps them.</summary>
    public ImmutableArray<Credential> Credentials { get; init; } = [];

    public TrustSnapshot Trust { get; init; } = TrustSnapshot.Empty;

    public DhParameters? DhParameters { get; init; }

    public bool PostHandshakeAuth { get; init; }

    /// <summary>A C long in CPython; more tickets than an int can count are never sent.</summary>
    public long TicketCount { get; init; } = Defaults.TicketCount;

    /// <summary>`X509_CHECK_FLAG_*`.</summary>
    public uint HostFlags { get; init; }

    /// <summary>The level that judges keys, digests and suites.</summary>
    public int SecurityLevel => Ciphers.SecurityLevel;
}
