using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>A server with a pre-shared key, for one version.</summary>
internal sealed class PlainServer : AbstractTlsServer, TlsPskIdentityManager
{
    private readonly PlainSettings _settings;

    public PlainServer(TlsCrypto crypto, PlainSettings settings)
        : base(crypto) => _settings = settings;

    /// <summary>The identities that the server was asked about in TLS 1.3, with their ages.</summary>
    public List<PskIdentity> AskedAbout { get; } = [];

    public override TlsCredentials? GetCredentials() => null;

    public override TlsPskIdentityManager GetPskIdentityManager() => this;

    public override TlsPskExternal? GetExternalPsk(IList<PskIdentity> identities)
    {
        AskedAbout.AddRange(identities);
        return identities.Any(identity => identity.Identity.AsSpan().SequenceEqual(PlainSettings.Identity()))
            ? new BasicTlsPskExternal(
                PlainSettings.Identity(), Crypto.CreateSecret(PlainSettings.Key()), _settings.PrfAlgorithm)
            : null;
    }

    public override int[] GetSupportedGroups() => _settings.ServerGroups;

    public override IDictionary<int, byte[]> GetServerExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetServerExtensions();
        if (_settings.UsesTickets)
        {
            extensions[ExtensionType.session_ticket] = [];
        }

        return extensions;
    }

    public override NewSessionTicket GetNewSessionTicket() => new(0, "a ticket"u8.ToArray());

    byte[] TlsPskIdentityManager.GetHint() => [];

    byte[] TlsPskIdentityManager.GetPsk(byte[] identity) => PlainSettings.Key();

    protected override ProtocolVersion[] GetSupportedVersions() => _settings.Version.Only();

    protected override int[] GetSupportedCipherSuites() => _settings.ServerSuites;
}
