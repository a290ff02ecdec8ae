using System;
using System.Collections.Generic;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace IronSsl.Tls.Tests.BouncyCastle;

/// <summary>A client with a pre-shared key, for one version.</summary>
internal sealed class PlainClient : AbstractTlsClient
{
    private readonly PlainSettings _settings;
    private readonly TlsSecret _key;

    public PlainClient(TlsCrypto crypto, PlainSettings settings)
        : base(crypto)
    {
        _settings = settings;
        _key = crypto.CreateSecret(PlainSettings.Key());
        Psk = new BasicTlsPskExternal(PlainSettings.Identity(), _key, settings.PrfAlgorithm);
    }

    /// <summary>The key as it is offered in TLS 1.3.</summary>
    public TlsPskExternal Psk { get; }

    /// <summary>Runs when the client is told of a ticket.</summary>
    public Action? TicketCame { get; set; }

    public override void NotifyNewSessionTicket(NewSessionTicket newSessionTicket) => TicketCame?.Invoke();

    public override TlsPskIdentity GetPskIdentity() =>
        new BasicTlsPskIdentity(PlainSettings.Identity(), PlainSettings.Key());

    public override IList<TlsPskExternal>? GetExternalPsks() =>
        _settings.Version == ProtocolVersion.TLSv13 ? [Psk, .. _settings.MorePsks(Crypto)] : null;

    public override IDictionary<int, byte[]> GetClientExtensions()
    {
        IDictionary<int, byte[]> extensions = base.GetClientExtensions();
        if (_settings.UsesTickets)
        {
            extensions[ExtensionType.session_ticket] = [];
        }

        return extensions;
    }

    public override IList<int> GetEarlyKeyShareGroups() => [_settings.ClientGroups[0]];

    public override TlsAuthentication GetAuthentication() => throw new TlsFatalAlert(AlertDescription.internal_error);

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) => _settings.ClientGroups;

    protected override ProtocolVersion[] GetSupportedVersions() => _settings.Version.Only();

    protected override int[] GetSupportedCipherSuites() => _settings.ClientSuites;

    protected override CertificateStatusRequest? GetCertificateStatusRequest() => null;
}
