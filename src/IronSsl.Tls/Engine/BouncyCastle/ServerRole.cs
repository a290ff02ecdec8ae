using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using IronSsl.Tls.Engine.Extensions;
using IronSsl.Tls.Engine.Handshake;
using IronSsl.Tls.Engine.Negotiation;
using IronSsl.Tls.Engine.Rules;
using IronSsl.Tls.OpenSsl;
using IronSsl.Tls.X509.Keys;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using BcAlert = Org.BouncyCastle.Tls.AlertDescription;
using BcBigInteger = Org.BouncyCastle.Math.BigInteger;
using ChannelBinding = IronSsl.Tls.Engine.Handshake.ChannelBinding;
using CipherSuite = IronSsl.Tls.OpenSsl.Ciphers.CipherSuite;

namespace IronSsl.Tls.Engine.BouncyCastle;

/// <summary>Tells BouncyCastle what a server chooses and asks for. The choices are OpenSSL's: see
/// `ssl3_choose_cipher` and `tls_choose_sigalg`.</summary>
internal partial class ServerRole : AbstractTlsServer
{
    private readonly ConnectionFacts _facts;
    private readonly ClientHelloView? _hello;
    private (Credential Credential, SignatureSchemeEntry? Scheme)? _choice;

    /// <param name="facts">What the handshake finds out.</param>
    /// <param name="hello">The ClientHello that is about to be processed; null when it is one to be refused, for which
    /// <see cref="ServerProtocol"/> has the reason.</param>
    public ServerRole(ConnectionFacts facts, ClientHelloView? hello)
        : base(facts.Settings.Crypto)
    {
        _facts = facts;
        _hello = hello;
    }

    /// <summary>What the handshake finds out.</summary>
    public ConnectionFacts Facts => _facts;

    /// <summary>The first ClientHello; null when it is one to be refused.</summary>
    public ClientHelloView? Hello => _hello;

    private EngineSettings Settings => _facts.Settings;

    private bool PrefersOwnOrder => (Settings.Options & SslOption.OP_CIPHER_SERVER_PREFERENCE) != 0;

    public override int GetMaxHandshakeMessageSize() => Wire.AnyMessageBytes;

    public override int GetMaxCertificateChainLength() => Wire.AnyChainLength;

    public override bool ShouldCheckSigAlgOfPeerCerts() => false;

    public override bool ShouldUseExtendedMasterSecret() =>
        (Settings.Options & SslOption.OP_NO_EXTENDED_MASTER_SECRET) == 0;

    // A client without RFC 5746 is served: we never renegotiate.
    public override void NotifySecureRenegotiation(bool secureRenegotiation)
    {
    }

    public override ProtocolVersion GetServerVersion()
    {
        _facts.Version = ClientHelloRules.ChooseVersion(_hello!, Settings.Offer);
        return BouncyCastleNames.ToProtocolVersion(_facts.Version);
    }

    /// <summary>Our groups; for TLS 1.3 those first for which the client sent a share: OpenSSL takes the first share it
    /// can use and asks for another (a round trip) only when there is none.</summary>
    public override int[] GetSupportedGroups()
    {
        if (_facts.Version < TlsVersion.Tls13 || _hello is null)
        {
            return Settings.Offer.GroupIds.ToArray();
        }

        int[] own = Settings.Offer.GroupIds13.ToArray();
        int[] client = PrefersOwnOrder ? own : [.. _hello.Groups.Where(own.Contains)];
        int[] shared = [.. _hello.KeyShareGroups.Where(own.Contains)];
        return [.. shared, .. client.Except(shared), .. own.Except(client).Except(shared)];
    }

    public override bool PreferLocalSupportedGroups() => true;

    public override int GetSelectedCipherSuite()
    {
        CipherSuite suite = _facts.Version == TlsVersion.Tls13 ? ChooseSuite13() : ChooseSuite();
        _facts.Cipher = suite;
        SelectCipherSuite(suite.Id);
        return suite.Id;
    }

    public override TlsCredentials? GetCredentials()
    {
        // A pre-shared key is all the authentication there is.
        if (_facts.Cipher is { Authentication: "PSK" })
        {
            return null;
        }

        // In TLS 1.3 a pre-shared key may have fallen away since the suite was chosen, with a HelloRetryRequest.
        _choice ??= TlsUtilities.IsTlsV13(m_context)
            ? ChooseCredential13()
            : throw new TlsFatalAlert(BcAlert.internal_error);
        (Credential credential, SignatureSchemeEntry? scheme) = _choice.Value;
        _facts.OwnEndPoint = ChannelBinding.ServerEndPoint(credential.Chain[0]);
        if (m_context.SecurityParameters.KeyExchangeAlgorithm
            is KeyExchangeAlgorithm.RSA or KeyExchangeAlgorithm.RSA_PSK)
        {
            return CredentialSigner.MakeDecryptor(m_context, Settings, credential);
        }

        _facts.ServerSignatureScheme = scheme;
        return CredentialSigner.Make(
            m_context, Settings, credential, scheme is null ? null : BouncyCastleNames.ToAlgorithm(scheme));
    }

    public override CertificateRequest? GetCertificateRequest()
    {
        bool isTls13 = TlsUtilities.IsTlsV13(m_context);
        if (Settings.VerifyMode == VerifyMode.None || (isTls13 && Settings.PostHandshakeAuth))
        {
            return null;
        }

        return MakeCertificateRequest(m_context, Settings, []);
    }

    /// <summary>A request for the client's certificate.</summary>
    public static CertificateRequest MakeCertificateRequest(
        TlsContext context, EngineSettings settings, byte[] requestContext)
    {
        IList<X509Name>? authorities = settings.ClientCaNames.IsEmpty
            ? null
            : [.. settings.ClientCaNames.Select(name => X509Name.GetInstance(name))];
        IList<SignatureAndHashAlgorithm> algorithms = settings.Offer.ClientAlgorithms;
        if (TlsUtilities.IsTlsV13(context))
        {
            return new CertificateRequest(requestContext, algorithms, null, authorities);
        }

        short[] types = [ClientCertificateType.rsa_sign, ClientCertificateType.ecdsa_sign];
        return new CertificateRequest(types, TlsUtilities.IsTlsV12(context) ? algorithms : null, authorities);
    }

    public override void NotifyClientCertificate(Certificate clientCertificate)
    {
        if (!clientCertificate.IsEmpty)
        {
            PeerVerifier.Accept(_facts, clientCertificate);
        }
        else if (Settings.VerifyMode == VerifyMode.Required)
        {
            throw MissingCertificate(TlsUtilities.IsTlsV13(m_context));
        }
    }

    /// <summary>A client that must show a certificate has shown none.</summary>
    public static FailureAlert MissingCertificate(bool isTls13) => FailureAlert.Ssl(
        isTls13 ? BcAlert.certificate_required : BcAlert.handshake_failure, "PEER_DID_NOT_RETURN_A_CERTIFICATE");

    public override void NotifyHandshakeComplete()
    {
        base.NotifyHandshakeComplete();
        _facts.IsHandshakeComplete = true;
        _facts.TlsExporter = ChannelBinding.Exporter(m_context);
    }

    public override TlsDHConfig GetDHConfig()
    {
        DhParameters parameters = Settings.DhParameters ?? throw new TlsFatalAlert(BcAlert.internal_error);
        return new TlsDHConfig(new DHGroup(
            ToBigInteger(parameters.P), null, ToBigInteger(parameters.G), 0));
    }

    protected override int SelectECDH(int minimumCurveBits)
    {
        _facts.Group = SharedCurve();
        return _facts.Group?.Id ?? -1;
    }

    // Newest first. A version that this server can't speak is left out: an older one is then no downgrade, and
    // BouncyCastle doesn't mark it as such (RFC 8446 section 4.1.3).
    protected override ProtocolVersion[] GetSupportedVersions() =>
        BouncyCastleNames.ToProtocolVersions(Settings.Offer.ServedVersions);

    protected override int[] GetSupportedCipherSuites() => Settings.Offer.SuiteIds.ToArray();

    protected override bool AllowCertificateStatus() => false;

    protected override ProtocolName? SelectProtocolName()
    {
        if (ApplicationProtocolExtension.Choose(Settings, m_clientProtocolNames) is not { } chosen)
        {
            return null;
        }

        _facts.Alpn = Encoding.ASCII.GetString(chosen);
        return ProtocolName.AsRawBytes(chosen);
    }

    private CipherSuite ChooseSuite13()
    {
        IEnumerable<CipherSuite> candidates = Candidates(TlsVersion.Tls13);
        if (_psk is not null)
        {
            candidates = candidates.Where(suite => BouncyCastleNames.PrfAlgorithmOf(suite.Id) == _psk.PrfAlgorithm);
        }

        CipherSuite suite = candidates.FirstOrDefault()
            ?? throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_SHARED_CIPHER");
        if (_hello is not null && !_hello.Groups.Any(group => Settings.Offer.GroupIds13.Contains(group)))
        {
            throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_SUITABLE_KEY_SHARE");
        }

        if (_psk is null)
        {
            _choice = ChooseCredential13();
        }

        return suite;
    }

    private (Credential Credential, SignatureSchemeEntry? Scheme) ChooseCredential13() =>
        CredentialSelector.Choose(
            Settings.Credentials, Settings.Options, TlsVersion.Tls13, Settings.Offer.Schemes, PeerSchemes(), null)
            ?? throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_SUITABLE_SIGNATURE_ALGORITHM");

    private CipherSuite ChooseSuite()
    {
        ImmutableArray<SignatureSchemeEntry> own = Settings.Offer.Schemes;
        IReadOnlyList<SignatureSchemeEntry>? peers = PeerSchemes();
        int[]? groups = m_context.SecurityParameters.ClientSupportedGroups;
        bool signsBySchemes = _facts.Version >= TlsVersion.Tls12;
        if (signsBySchemes && peers is not null && !peers.Any(scheme => own.Contains(scheme)))
        {
            // Without the extension OpenSSL finds out later, by the same means.
            throw FailureAlert.Ssl(
                BcAlert.handshake_failure,
                _hello!.Extensions.ContainsKey(ExtensionType.signature_algorithms)
                    ? "NO_SHARED_SIGNATURE_ALGORITHMS"
                    : "NO_SUITABLE_SIGNATURE_ALGORITHM");
        }

        foreach (CipherSuite suite in Candidates(_facts.Version))
        {
            if (!CanAgree(suite))
            {
                continue;
            }

            if (suite.Authentication is "None" or "PSK")
            {
                return suite;
            }

            if (suite.KeyExchange is "RSA" or "RSAPSK" || !signsBySchemes)
            {
                if (CredentialSelector.ChooseLegacy(Settings, suite, groups) is { } credential)
                {
                    _choice = (credential, null);
                    return suite;
                }
            }
            else if (CredentialSelector.Choose(
                Settings.Credentials, Settings.Options, _facts.Version, own, peers, suite, groups) is { } choice)
            {
                _choice = choice;
                return suite;
            }
        }

        throw FailureAlert.Ssl(BcAlert.handshake_failure, "NO_SHARED_CIPHER");
    }

    // The suites that both sides have, in the order of the side whose order counts.
    private IEnumerable<CipherSuite> Candidates(int version)
    {
        ImmutableArray<CipherSuite> own = Settings.Offer.Suites(version);
        if (PrefersOwnOrder)
        {
            return own.Where(suite => m_offeredCipherSuites.Contains(suite.Id));
        }

        return from id in m_offeredCipherSuites
               let suite = own.FirstOrDefault(candidate => candidate.Id == id)
               where suite is not null
               select suite;
    }

    // Whether the key exchange of a suite can be done with this client.
    private bool CanAgree(CipherSuite suite) => suite.KeyExchange switch
    {
        "ECDH" or "ECDHEPSK" => SharedCurve() is not null,
        "DH" or "DHEPSK" => Settings.DhParameters is not null,
        _ => true,
    };

    // RFC 8422 section 4: a client that names no groups leaves the choice to the server.
    private NamedGroupEntry? SharedCurve()
    {
        IEnumerable<NamedGroupEntry> own = Settings.Offer.Groups
            .Where(group => group.IsCurve && NamedGroup.CanBeNegotiated(group.Id, m_context.ServerVersion));
        int[]? client = m_context.SecurityParameters.ClientSupportedGroups;
        if (client is null)
        {
            return own.FirstOrDefault(group => group.Id == NamedGroup.secp256r1) ?? own.FirstOrDefault();
        }

        return PrefersOwnOrder
            ? own.FirstOrDefault(group => client.Contains(group.Id))
            : client
                .Select(id => own.FirstOrDefault(group => group.Id == id))
                .FirstOrDefault(group => group is not null);
    }

    private List<SignatureSchemeEntry>? PeerSchemes()
    {
        IList<SignatureAndHashAlgorithm>? algorithms = m_context.SecurityParameters.ClientSigAlgs;
        return algorithms is null ? null : BouncyCastleNames.FromAlgorithms(algorithms);
    }

    private static BcBigInteger ToBigInteger(System.Numerics.BigInteger value) =>
        new(1, value.ToByteArray(isUnsigned: true, isBigEndian: true));
}
