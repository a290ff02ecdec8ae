using System;
using System.Collections.Generic;
using System.Linq;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using Org.BouncyCastle.Tls;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using ChannelBinding = IronSsl.Tls.Engine.Handshake.ChannelBinding;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Tells BouncyCastle what a client offers and what it accepts.</summary>
internal partial class ClientRole : AbstractTlsClient
{
    private readonly ConnectionFacts _facts;

    public ClientRole(ConnectionFacts facts)
        : base(facts.Settings.Crypto)
    {
        _facts = facts;
    }

    /// <summary>What the handshake finds out.</summary>
    public ConnectionFacts Facts => _facts;

    /// <summary>Runs when BouncyCastle has taken over the version of a ServerHello; null when nothing is to be
    /// done.</summary>
    public Action? VersionChosen { get; set; }

    private EngineSettings Settings => _facts.Settings;

    public override TlsAuthentication GetAuthentication() => new ClientAuthentication(m_context, _facts);

    public override int GetMaxHandshakeMessageSize() => Wire.AnyMessageBytes;

    public override int GetMaxCertificateChainLength() => Wire.AnyChainLength;

    // The chain verifier judges digests, by the security level, and knows trusted roots, whose signature is no matter.
    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override bool ShouldUseExtendedMasterSecret() =>
        (Settings.Options & SslOption.OP_NO_EXTENDED_MASTER_SECRET) == 0;

    public override bool ShouldUseCompatibilityMode() =>
        (Settings.Options & SslOption.OP_ENABLE_MIDDLEBOX_COMPAT) != 0;

    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
        if (!secureRenegotiation && (Settings.Options & SslOption.OP_LEGACY_SERVER_CONNECT) == 0)
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "UNSAFE_LEGACY_RENEGOTIATION_DISABLED");
        }
    }

    public override void NotifyServerVersion(ProtocolVersion serverVersion)
    {
        _facts.Version = serverVersion.FullVersion;
        VersionChosen?.Invoke();
        VersionChosen = null;
    }

    // BouncyCastle has seen that it was offered; what is for older versions alone is no choice in a newer one (OpenSSL
    // `set_client_ciphersuite`).
    public override void NotifySelectedCipherSuite(int selectedCipherSuite)
    {
        _facts.Cipher = Settings.Offer.Suites(_facts.Version)
            .FirstOrDefault(suite => suite.Id == selectedCipherSuite)
            ?? throw FailureAlert.Ssl(BcAlert.illegal_parameter, "WRONG_CIPHER_RETURNED");
    }

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        _facts.IsHandshakeComplete = true;
        _facts.TlsExporter = ChannelBinding.Exporter(m_context);
    }

    public override TlsDHGroupVerifier GetDHGroupVerifier() => new DhGroupVerifier(Settings.SecurityLevel);

    protected override ProtocolVersion[] GetSupportedVersions() =>
        BouncyCastleNames.ToProtocolVersions(Settings.Offer.Versions);

    protected override int[] GetSupportedCipherSuites() => Settings.Offer.SuiteIds.ToArray();

    protected override IList<ServerName>? GetSniServerNames() => ServerNameExtension.Offer(Settings);

    protected override IList<ProtocolName>? GetProtocolNames() => ApplicationProtocolExtension.Offer(Settings);

    protected override CertificateStatusRequest? GetCertificateStatusRequest() => null;

    protected override IList<int> GetSupportedGroups(IList<int> namedGroupRoles) =>
        SupportedGroupsExtension.ForBouncyCastle(Settings.Offer);

    public override IList<int>? GetEarlyKeyShareGroups() => KeyShareExtension.Offer(Settings.Offer);

    protected override IList<SignatureAndHashAlgorithm> GetSupportedSignatureAlgorithms() => Settings.Offer.Algorithms;
}
