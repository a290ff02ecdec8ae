using System.Collections.Immutable;
using System.Linq;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Tls.Engine.Handshake;

/// <summary>The results of a handshake, written by both roles' classes and read through
/// <see cref="TlsEngine"/>.</summary>
internal sealed class ConnectionFacts
{
    public ConnectionFacts(EngineSettings settings) => Settings = settings;

    /// <summary>The settings in force; the server name callback may have replaced some.</summary>
    public EngineSettings Settings { get; set; }

    /// <summary>The protocol version; 0 before it is chosen.</summary>
    public int Version { get; set; }

    /// <summary>OpenSSL's `s-&gt;version` before it is chosen: the newest that a client offers, TLS 1.3 if that is
    /// none, and the newest that was set for a server.</summary>
    public int FirstVersion =>
        Settings.Role == TlsRole.Server ? Settings.Versions.Maximum
        : Settings.Offer.Versions is [var newest, ..] ? newest
        : TlsVersion.Tls13;

    public CipherSuite? Cipher { get; set; }

    public string? Alpn { get; set; }

    public string? ServerName { get; set; }

    public ImmutableArray<ParsedCertificate> PeerChain { get; set; } = [];

    public VerifiedChain? VerifiedChain { get; set; }

    /// <summary>TLS 1.3: a key that both sides agreed on outside of TLS authenticates the handshake; a ticket is
    /// none.</summary>
    public bool HasExternalPsk { get; set; }

    /// <summary>Server: the numbers of the suites in the ClientHello; null without one.</summary>
    public int[]? OfferedSuites { get; set; }

    /// <summary>Server: those of the settings' suites that the client offered, in the settings' order, as CPython lists
    /// them; default without a ClientHello.</summary>
    public ImmutableArray<CipherSuite> SharedCiphers => OfferedSuites is { } offered
        ? [.. Settings.Ciphers.All.Where(suite => offered.Contains(suite.Id))]
        : default;

    public NamedGroupEntry? Group { get; set; }

    public SignatureSchemeEntry? ClientSignatureScheme { get; set; }

    public SignatureSchemeEntry? ServerSignatureScheme { get; set; }

    public EngineSession? Session { get; set; }

    /// <summary>The key that the program gave, for this handshake only.</summary>
    public PskKey? Psk { get; set; }

    public bool SessionReused { get; set; }

    /// <summary>The verify_data of our Finished message; null before it was sent.</summary>
    public byte[]? LocalFinished { get; set; }

    /// <summary>The verify_data of the peer's Finished message; null before it came.</summary>
    public byte[]? PeerFinished { get; set; }

    /// <summary>True from the end of the first handshake on.</summary>
    public bool IsHandshakeComplete { get; set; }

    /// <summary>The channel binding "tls-exporter", once the handshake is complete.</summary>
    public byte[]? TlsExporter { get; set; }

    /// <summary>Server: the channel binding "tls-server-end-point" of the certificate that it showed in the handshake
    /// that made the session; null when it showed none.</summary>
    public byte[]? OwnEndPoint { get; set; }
}
