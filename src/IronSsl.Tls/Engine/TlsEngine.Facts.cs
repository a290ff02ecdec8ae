using System;
using System.Collections.Immutable;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Sessions;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.OpenSsl.Ciphers;
using IronSsl.Tls.X509.Certificates;
using IronSsl.Tls.X509.Verification;

namespace IronSsl.Tls.Engine;

/// <summary>Answers questions about the connection.</summary>
internal sealed partial class TlsEngine
{
    /// <summary>0 before the version is chosen.</summary>
    public int NegotiatedVersion => Fact(static engine => engine._facts.Version);

    /// <summary>The suite in use; null until the handshake has chosen one.</summary>
    public CipherSuite? Cipher => Fact(static engine => engine._facts.Cipher);

    /// <summary>The application protocol agreed on; null when there is none.</summary>
    public string? Alpn => Fact(static engine => engine._facts.Alpn);

    /// <summary>The certificates exactly as the peer sent them, leaf first; empty if it sent none.</summary>
    public ImmutableArray<ParsedCertificate> PeerChain => Fact(static engine => engine._facts.PeerChain);

    /// <summary>The chain as verified; null when nothing was verified (CERT_NONE).</summary>
    public VerifiedChain? VerifiedChain => Fact(static engine => engine._facts.VerifiedChain);

    /// <summary>
    /// Server: the suites of the settings that the client offers, too, in the settings' order; default before the
    /// ClientHello was seen.
    /// </summary>
    public ImmutableArray<CipherSuite> SharedCiphers => Fact(static engine => engine._facts.SharedCiphers);

    /// <summary>
    /// The channel binding "tls-unique" as CPython answers it: the Finished message of the side that sent its first
    /// (RFC 5929), null before the end of the handshake.
    /// </summary>
    public byte[]? TlsUnique => Fact(static engine =>
    {
        // CPython `_ssl__SSLSocket_get_channel_binding_impl`: in a full handshake the client's comes first.
        bool isLocal = (engine._facts.Settings.Role == TlsRole.Client) ^ engine._facts.SessionReused;
        return isLocal ? engine._facts.LocalFinished : engine._facts.PeerFinished;
    });

    /// <summary>The channel binding "tls-exporter"; null before the end of the handshake and where there is
    /// none.</summary>
    public byte[]? TlsExporter => Fact(static engine => engine._facts.TlsExporter);

    /// <summary>
    /// The channel binding "tls-server-end-point"; null before the end of the handshake and where there is none. A
    /// resumed session has that of the handshake that made it.
    /// </summary>
    public byte[]? TlsServerEndPoint => Fact(static engine => engine._facts switch
    {
        { IsHandshakeComplete: false } => null,
        { Settings.Role: TlsRole.Server } => engine._facts.OwnEndPoint,
        { PeerChain: [var server, ..] } => ChannelBinding.ServerEndPoint(server),
        _ => null,
    });

    /// <summary>The session, which may be resumed once the handshake is complete (and in TLS 1.3 a ticket has
    /// come).</summary>
    public EngineSession? Session => Fact(static engine => engine._facts.Session);

    public bool SessionReused => Fact(static engine => engine._facts.SessionReused);

    /// <summary>The key exchange group of the handshake.</summary>
    public NamedGroupEntry? Group => Fact(static engine => engine._facts.Group);

    /// <summary>The scheme with which the client signed.</summary>
    public SignatureSchemeEntry? ClientSignatureScheme => Fact(static engine => engine._facts.ClientSignatureScheme);

    /// <summary>The scheme with which the server signed.</summary>
    public SignatureSchemeEntry? ServerSignatureScheme => Fact(static engine => engine._facts.ServerSignatureScheme);

    /// <summary>Server: the name in the ClientHello; client: the name sent.</summary>
    public string? ServerName => Fact(static engine => engine._facts.ServerName);

    private T Fact<T>(Func<TlsEngine, T> read)
    {
        lock (_gate)
        {
            return read(this);
        }
    }
}
